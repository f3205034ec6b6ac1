"""A schema of an older dialect in the keywords of draft 2020-12.

Only the schema's own keywords are turned; what stands inside comes later. Where a keyword has
another name now, `sources` says which one it was, so that its place can be told.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from contractkit.importing.documents.dialects import DRAFT_2019, DRAFT_2020, Dialect

BOUNDS = (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum"))
Say = Callable[[str, str], None]


@dataclass(slots=True)
class Modern:
    """Keywords of 2020-12; `sources` has by keyword the one that it comes from, if another."""

    keywords: dict[str, Any]
    sources: dict[str, str] = field(default_factory=dict)


def modernise(schema: dict[str, Any], dialect: Dialect, say: Say) -> Modern:
    """The keywords of one schema in today's form; `say` is told what is read otherwise."""
    modern = Modern(dict(schema))
    _turn_bounds(modern, dialect, say)
    if dialect.level < DRAFT_2020.level:
        _turn_items(modern)
    elif isinstance(schema.get("items"), list):
        say("items", "a list as “items” is of older drafts; read as “prefixItems”")
        _turn_items(modern)
    if dialect.level < DRAFT_2019.level:
        _turn_dependencies(modern, say)
    elif "dependencies" in schema:
        say("dependencies", "“dependencies” is of older drafts; read as meant")
        _turn_dependencies(modern, say)
    if isinstance(schema.get("required"), bool):
        del modern.keywords["required"]
        say(
            "required", "“required” is a list of names beside “properties”, not a boolean; left out"
        )
    return modern


def _turn_bounds(modern: Modern, dialect: Dialect, say: Say) -> None:
    """`exclusiveMinimum: true` makes `minimum` exclusive; today it is a number itself."""
    for plain, exclusive in BOUNDS:
        flag = modern.keywords.get(exclusive)
        if not isinstance(flag, bool):
            if dialect.level == 4 and isinstance(flag, int | float):  # noqa: PLR2004 - draft-04
                say(exclusive, f"“{exclusive}” is a boolean in {dialect.name}; the number is meant")
            continue
        if dialect.level > 4:  # noqa: PLR2004 - draft-04
            say(exclusive, f"“{exclusive}” is a number in {dialect.name}; the boolean is meant")
        del modern.keywords[exclusive]
        if flag and plain in modern.keywords:
            modern.keywords[exclusive] = modern.keywords.pop(plain)
            modern.sources[exclusive] = plain


def _turn_items(modern: Modern) -> None:
    """A list of items stands in `prefixItems`, and `additionalItems` are the other items."""
    keywords = modern.keywords
    additional = keywords.pop("additionalItems", None)
    if not isinstance(keywords.get("items"), list):
        return
    keywords["prefixItems"] = keywords.pop("items")
    modern.sources["prefixItems"] = "items"
    if not keywords["prefixItems"]:
        del keywords["prefixItems"]
    if additional is not None:
        keywords["items"] = additional
        modern.sources["items"] = "additionalItems"


def _turn_dependencies(modern: Modern, say: Say) -> None:
    """`dependencies` are names in `dependentRequired` and schemas in `dependentSchemas`."""
    dependencies = modern.keywords.pop("dependencies", None)
    if not isinstance(dependencies, dict):
        return
    names = {key: value for key, value in dependencies.items() if isinstance(value, list)}
    schemas = {key: value for key, value in dependencies.items() if not isinstance(value, list)}
    for keyword, members in (("dependentRequired", names), ("dependentSchemas", schemas)):
        if not members:
            continue
        known = modern.keywords.get(keyword, {})
        if not isinstance(known, dict):
            say(keyword, f"“{keyword}” is no object; left out")
            known = {}
        modern.keywords[keyword] = known | members
        modern.sources[keyword] = "dependencies"

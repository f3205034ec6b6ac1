"""Subtypes: the schemas that have another one in their `allOf`, which is their base.

Where anything else refers to a base with a discriminator, and without a choice of its own, one of
its subtypes is meant.
"""

from collections.abc import Iterator
from dataclasses import replace

from contractkit.importing.documents.sites import Site, step_into
from contractkit.importing.schemas.applied_schemas import CHOICES, follow_references
from contractkit.importing.schemas.discriminators import bind, read_discriminator, tell_unused
from contractkit.importing.schemas.message_schemas import refer_to
from contractkit.importing.schemas.schema_references import (
    Conversion,
    Origin,
    Schema,
    Scope,
    define,
    note_origin,
)


def find_subtypes(conversion: Conversion, root: Site) -> None:
    """Make known which schemas of the components stand on which, by `allOf`."""
    parents: dict[tuple[str, str], tuple[str, Site, list[tuple[str, str]]]] = {}
    for name, site in _list_components(root):
        above = []
        for index, part in enumerate(site.value.get("allOf") or ()):
            if isinstance(part, dict) and isinstance(part.get("$ref"), str):
                place = step_into(site, "allOf", index)
                above.append(follow_references(conversion, place).key)
        parents[site.key] = name, site, above
    conversion.bases |= {
        key: site for key, (_, site, _) in parents.items() if "discriminator" in site.value
    }
    for key, (name, site, _) in parents.items():
        for base in _list_ancestors(parents, key):
            conversion.subtypes.setdefault(base, []).append((name, site))


def _list_components(root: Site) -> Iterator[tuple[str, Site]]:
    components = root.value.get("components")
    schemas = components.get("schemas") if isinstance(components, dict) else None
    for name, value in schemas.items() if isinstance(schemas, dict) else ():
        if isinstance(value, dict) and isinstance(value.get("allOf", []), list):
            yield name, step_into(root, "components", "schemas", name)


def _list_ancestors(
    parents: dict[tuple[str, str], tuple[str, Site, list[tuple[str, str]]]], key: tuple[str, str]
) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    pending = [key]
    while pending:
        for base in parents.get(pending.pop(), ("", None, []))[2]:
            if base not in found:
                found.add(base)
                pending.append(base)
    return found - {key}


def is_base(conversion: Conversion, target: Site) -> bool:
    """Whether a schema is a base with a discriminator, of which there are subtypes."""
    value = target.value
    if not isinstance(value, dict) or "discriminator" not in value:
        return False
    return target.key in conversion.subtypes and not any(word in value for word in CHOICES)


def open_base(conversion: Conversion, target: Site) -> Site:
    """A base as its subtypes have it: without the choice among them."""
    choices = [word for word in CHOICES if word in target.value]
    if not choices:
        return target
    text = f"“{choices[0]}” does not count for those that have this in their “allOf”"
    conversion.notes.add("read as meant", target, text)
    kept = {word: value for word, value in target.value.items() if word not in choices}
    return replace(target, value=kept)


def convert_subtypes(conversion: Conversion, target: Site, scope: Scope) -> Schema:
    """What a reference to a base means: one of its subtypes, by the discriminator."""
    discriminator = read_discriminator(conversion, target)
    subtypes = conversion.subtypes[target.key]
    if discriminator is None:
        plain = refer_to(define(conversion, target, scope, "base"))
        return note_origin(conversion, plain, Origin(target))
    branches: list[Schema] = []
    values: dict[str, int] = {}
    own = [value for value, key in discriminator.mapping.items() if key == target.key]
    listed = [(name, site, "") for name, site in subtypes]
    listed += [("", target, "base")] if own else []
    for index, (name, site, form) in enumerate(listed):
        named = [value for value, key in discriminator.mapping.items() if key == site.key]
        branch = refer_to(define(conversion, site, scope, form))
        bound = bind(conversion, branch, site, discriminator.property, named or [name])
        branches.append(bound)
        values |= dict.fromkeys(named or [name], index)
    tell_unused(conversion, target, discriminator, set(values))
    schema: Schema = {
        "anyOf": branches,
        "x-discriminator": {"property": discriminator.property, "values": values},
    }
    return note_origin(conversion, schema, Origin(target, "subtypes"))

"""A place of a document in words: `“name” of Pet`, `an item of “tags” of the request`."""

from collections.abc import Mapping
from dataclasses import dataclass

from contractkit.importing.documents.sites import Site
from contractkit.pointers import to_tokens

HOLDERS = ("schemas", "definitions", "$defs")
MOST_STEPS = 3
_SIBLINGS = {
    "additionalItems": "a further item of",
    "additionalProperties": "any other property of",
    "items": "an item of",
    "unevaluatedItems": "a further item of",
    "unevaluatedProperties": "any other property of",
}
CHOICES = ("anyOf", "oneOf")
_COMBINING = ("allOf", "anyOf", "oneOf", "dependentSchemas", "dependencies")
_NAMED = ("properties", "patternProperties", "prefixItems", "items")


@dataclass(frozen=True, slots=True)
class Root:
    """Where a schema begins that has words of its own: `the request`.

    `name` is what the place is called in place of its pointer, if that may change with the order of
    the document.
    """

    words: str
    name: str = ""


Roots = Mapping[tuple[str, str], Root]


def find_root(site: Site, roots: Roots) -> tuple[str, str] | None:
    """The nearest root at a site or above it."""
    file, pointer = site.key
    while (file, pointer) not in roots:
        if not pointer:
            return None
        pointer = pointer.rpartition("/")[0]
    return file, pointer


def describe_site(site: Site, roots: Roots) -> str:
    """The place that a schema describes."""
    root = find_root(site, roots)
    words = roots[root].words if root else "the whole"
    tokens = list(to_tokens(site.pointer.removeprefix(root[1] if root else "")))
    for index in range(len(tokens) - 1, 0, -1):
        if tokens[index - 1] in HOLDERS and tokens[max(index - 2, 0)] != "properties":
            words, tokens = tokens[index], tokens[index + 1 :]
            break
    return _describe_steps(tokens, words)


def _describe_steps(tokens: list[str], words: str) -> str:
    steps: list[str] = []
    form = ""
    index = 0
    while index < len(tokens):
        keyword, name = tokens[index], tokens[index + 1] if index + 1 < len(tokens) else None
        step = _describe_step(keyword, name)
        takes_name = keyword in _NAMED and (keyword != "items" or (name or "").isdecimal())
        steps += [step] if step else []
        if keyword in CHOICES and (name or "").isdecimal():
            form = f" (form {int(name or 0) + 1})"
        index += 2 if takes_name or keyword in _COMBINING else 1
    shown = list(reversed(steps[-MOST_STEPS:]))
    shown += [words] if len(steps) <= MOST_STEPS else []
    return " ".join(shown).removesuffix(" of") + form


def _describe_step(keyword: str, name: str | None) -> str:
    if keyword == "properties" and name is not None:
        return f"“{name}” of"
    if keyword == "patternProperties" and name is not None:
        return f"a property named like {name} of"
    if keyword in ("prefixItems", "items") and name is not None and name.isdecimal():
        return f"item {int(name) + 1} of"
    return _SIBLINGS.get(keyword, "")

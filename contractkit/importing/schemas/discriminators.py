"""`discriminator` of OpenAPI: which form of a payload the value of one property means.

Beside `oneOf` or `anyOf` each branch is bound to its values. A schema without either that others
have in their `allOf` is a base: where anything else refers to it, one of these is meant.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from contractkit.importing.documents.library import UnresolvedReference, follow
from contractkit.importing.documents.sites import Site, step_into
from contractkit.importing.schemas.message_schemas import refer_to
from contractkit.importing.schemas.schema_references import (
    Conversion,
    Origin,
    Schema,
    Scope,
    define,
    note_origin,
)
from contractkit.pointers import escape, name_of

CHOICES = ("oneOf", "anyOf")
COMPONENTS = "#/components/schemas/"
PART = "discriminator"
_LIKE_A_REFERENCE = ("/", "#", ".json", ".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Discriminator:
    """The property that is looked at, and which schema each value of `mapping` means, by place."""

    property: str
    mapping: dict[str, tuple[str, str] | None]


def read_discriminator(conversion: Conversion, site: Site) -> Discriminator | None:
    """The discriminator of a schema; None where it has none that can be read."""
    value = site.value.get("discriminator")
    if value is None:
        return None
    if isinstance(value, str):  # as in Swagger 2.0
        return Discriminator(value, {})
    if not isinstance(value, dict) or not isinstance(value.get("propertyName"), str):
        conversion.notes.add("left out", site, "the discriminator names no property", f"/{PART}")
        return None
    listed = value.get("mapping")
    mapping = {
        str(key): _find_mapped(conversion, site, str(target))
        for key, target in (listed.items() if isinstance(listed, dict) else ())
    }
    return Discriminator(value["propertyName"], mapping)


def _find_mapped(conversion: Conversion, site: Site, target: str) -> tuple[str, str] | None:
    """The place of the schema that a mapping names, by its name or by reference."""
    tried = [target]
    if not any(mark in target for mark in _LIKE_A_REFERENCE):
        tried.insert(0, f"{COMPONENTS}{escape(target)}")
    for reference in tried:
        try:
            return follow(conversion.library, site, reference).key
        except UnresolvedReference:
            continue
    text = f"the discriminator maps a value to {target}, which is nowhere"
    conversion.notes.add("problem", site, text, f"/{PART}/mapping")
    return None


def bind_branches(conversion: Conversion, schema: Schema, site: Site) -> None:
    """Bind each branch of a choice to the values of its discriminator, in place."""
    keyword = next((word for word in CHOICES if word in schema), None)
    if keyword is None:
        return
    places = [step_into(site, keyword, index) for index in range(len(schema[keyword]))]
    own = read_discriminator(conversion, site)
    discriminator = own or _inherit(conversion, places)
    if discriminator is None:
        return
    values: dict[str, int] = {}
    if not any(_declares(conversion, place, discriminator.property) for place in [*places, site]):
        text = f"no branch has the property “{discriminator.property}” of the discriminator"
        conversion.notes.add("problem", site, f"{text}, which counts for nothing", f"/{PART}")
        return
    for index, branch in enumerate(schema[keyword]):
        place = places[index]
        target = _follow_branch(conversion, place)
        meant = _list_values(discriminator, place, target)
        values |= {value: index for value in meant if isinstance(value, str)}
        if meant and not _says_so(discriminator, target):
            demanded = _demands(conversion, target, discriminator.property)
            schema[keyword][index] = _bind(
                conversion, branch, place, discriminator.property, meant, demanded=demanded
            )
    if own is not None:
        _tell_unused(conversion, site, own, set(values))
    if values:
        schema["x-discriminator"] = {"property": discriminator.property, "values": values}


def _inherit(conversion: Conversion, places: list[Site]) -> Discriminator | None:
    """The discriminator of a base that all branches of a choice are subtypes of."""
    if len(places) < 2 or not conversion.bases:  # noqa: PLR2004 - one branch is no choice
        return None
    targets = {_follow_branch(conversion, place).key for place in places}
    for key, base in conversion.bases.items():
        if targets <= {site.key for _, site in conversion.subtypes.get(key, ())}:
            return read_discriminator(conversion, base)
    return None


def _follow_branch(conversion: Conversion, branch: Site) -> Site:
    for _ in range(len(conversion.definitions) + 1):
        reference = branch.value.get("$ref") if isinstance(branch.value, dict) else None
        if not isinstance(reference, str):
            break
        try:
            branch = follow(conversion.library, branch, reference)
        except UnresolvedReference:
            break
    return branch


def _declares(conversion: Conversion, site: Site, name: str) -> bool:
    """Whether a schema has a property, itself or in what describes the same value."""
    parts = _list_parts(conversion, site, ("allOf", *CHOICES))
    properties = (part.get("properties") for part in parts)
    return any(isinstance(own, dict) and name in own for own in properties)


def _demands(conversion: Conversion, site: Site, name: str) -> bool:
    """Whether a schema makes a property mandatory, itself or in what it stands on."""
    parts = _list_parts(conversion, site, ("allOf",))
    required = (part.get("required") for part in parts)
    return any(isinstance(own, list) and name in own for own in required)


def _list_parts(
    conversion: Conversion, site: Site, words: tuple[str, ...]
) -> Iterator[dict[str, Any]]:
    """A schema, and those under these keywords, however deep, that describe the same value."""
    pending, seen = [site], set()
    while pending:
        part = _follow_branch(conversion, pending.pop())
        if part.key in seen or not isinstance(part.value, dict):
            continue
        seen.add(part.key)
        yield part.value
        for word in words:
            listed = part.value.get(word)
            count = len(listed) if isinstance(listed, list) else 0
            pending += [step_into(part, word, index) for index in range(count)]


def _list_values(discriminator: Discriminator, branch: Site, target: Site) -> list[Any]:
    """The values that mean a branch: mapped ones, its own, or else the name of its schema."""
    own = _find_own_values(discriminator, target)
    mapped: list[Any] = [value for value, key in discriminator.mapping.items() if key == target.key]
    if mapped or own:
        return mapped or own
    reference = branch.value.get("$ref") if isinstance(branch.value, dict) else None
    return [name_of(reference.rpartition("#")[2])] if isinstance(reference, str) else []


def _find_own_values(discriminator: Discriminator, target: Site) -> list[Any]:
    """What the schema itself says that the property may be."""
    properties = target.value.get("properties") if isinstance(target.value, dict) else None
    said = properties.get(discriminator.property) if isinstance(properties, dict) else None
    if not isinstance(said, dict):
        return []
    if "const" in said:
        return [said["const"]]
    return list(said["enum"]) if isinstance(said.get("enum"), list) else []


def _says_so(discriminator: Discriminator, target: Site) -> bool:
    """Whether the schema itself demands the property, with one value."""
    required = target.value.get("required") if isinstance(target.value, dict) else None
    is_required = isinstance(required, list) and discriminator.property in required
    return is_required and len(_find_own_values(discriminator, target)) == 1


def _bind(
    conversion: Conversion,
    branch: Schema,
    place: Site,
    name: str,
    values: list[Any],
    *,
    demanded: bool,
) -> Schema:
    """A branch that only a payload with one of the values fits; `demanded`: it asks for one."""
    below = f"/properties/{escape(name)}"
    inner = note_origin(conversion, {"enum": values}, Origin(place, PART, below))
    bound: Schema = {"properties": {name: inner}} | ({} if demanded else {"required": [name]})
    if set(branch) & {"properties", "required"}:
        bound = {"allOf": [branch], **bound}
    else:
        bound = {**branch, **bound}
    return note_origin(conversion, bound, Origin(place, f"{PART} branch"))


def _tell_unused(
    conversion: Conversion, site: Site, discriminator: Discriminator, used: set[str]
) -> None:
    for value, key in discriminator.mapping.items():
        if key is not None and value not in used:
            text = f"the discriminator maps {value!r} to a schema that is no branch"
            conversion.notes.add("problem", site, text, f"/{PART}/mapping/{escape(value)}")


def find_subtypes(conversion: Conversion, root: Site) -> None:
    """Make known which schemas of the components stand on which, by `allOf`."""
    parents: dict[tuple[str, str], tuple[str, Site, list[tuple[str, str]]]] = {}
    for name, site in _list_components(root):
        above = []
        for index, part in enumerate(site.value.get("allOf") or ()):
            if isinstance(part, dict) and isinstance(part.get("$ref"), str):
                place = step_into(site, "allOf", index)
                above.append(_follow_branch(conversion, place).key)
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
        bound = _bind(
            conversion,
            branch,
            site,
            discriminator.property,
            named or [name],
            demanded=_demands(conversion, site, discriminator.property),
        )
        branches.append(bound)
        values |= dict.fromkeys(named or [name], index)
    _tell_unused(conversion, target, discriminator, set(values))
    schema: Schema = {
        "anyOf": branches,
        "x-discriminator": {"property": discriminator.property, "values": values},
    }
    return note_origin(conversion, schema, Origin(target, "subtypes"))

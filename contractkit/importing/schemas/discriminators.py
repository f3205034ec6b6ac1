"""`discriminator` of OpenAPI: which form of a payload the value of one property means.

Beside `oneOf` or `anyOf` each branch is bound to its values.
"""

from dataclasses import dataclass
from typing import Any

from contractkit.importing.documents.library import UnresolvedReference, follow
from contractkit.importing.documents.sites import Site, step_into
from contractkit.importing.schemas.applied_schemas import (
    CHOICES,
    declares,
    demands,
    follow_references,
)
from contractkit.importing.schemas.schema_references import (
    Conversion,
    Origin,
    Schema,
    note_origin,
)
from contractkit.pointers import escape, name_of

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
    if not any(declares(conversion, place, discriminator.property) for place in [*places, site]):
        text = f"no branch has the property “{discriminator.property}” of the discriminator"
        conversion.notes.add("problem", site, f"{text}, which counts for nothing", f"/{PART}")
        return
    for index, branch in enumerate(schema[keyword]):
        place = places[index]
        target = follow_references(conversion, place)
        meant = _list_values(discriminator, place, target)
        values |= {value: index for value in meant if isinstance(value, str)}
        if meant and not _says_so(discriminator, target):
            schema[keyword][index] = bind(conversion, branch, place, discriminator.property, meant)
    if own is not None:
        tell_unused(conversion, site, own, set(values))
    if values:
        schema["x-discriminator"] = {"property": discriminator.property, "values": values}


def _inherit(conversion: Conversion, places: list[Site]) -> Discriminator | None:
    """The discriminator of a base that all branches of a choice are subtypes of."""
    if len(places) < 2 or not conversion.bases:  # noqa: PLR2004 - one branch is no choice
        return None
    targets = {follow_references(conversion, place).key for place in places}
    for key, base in conversion.bases.items():
        if targets <= {site.key for _, site in conversion.subtypes.get(key, ())}:
            return read_discriminator(conversion, base)
    return None


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


def bind(
    conversion: Conversion, branch: Schema, place: Site, name: str, values: list[Any]
) -> Schema:
    """A branch that only a payload with one of the values of a property fits."""
    below = f"/properties/{escape(name)}"
    inner = note_origin(conversion, {"enum": values}, Origin(place, PART, below))
    bound: Schema = {"properties": {name: inner}}
    if not demands(conversion, place, name):
        bound["required"] = [name]
    if set(branch) & {"properties", "required"}:
        bound = {"allOf": [branch], **bound}
    else:
        bound = {**branch, **bound}
    return note_origin(conversion, bound, Origin(place, f"{PART} branch"))


def tell_unused(
    conversion: Conversion, site: Site, discriminator: Discriminator, used: set[str]
) -> None:
    """Note the values of the mapping that no branch has."""
    for value, key in discriminator.mapping.items():
        if key is not None and value not in used:
            text = f"the discriminator maps {value!r} to a schema that is no branch"
            conversion.notes.add("problem", site, text, f"/{PART}/mapping/{escape(value)}")

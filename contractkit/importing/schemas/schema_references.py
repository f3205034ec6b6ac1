"""What references of schemas become: the name of a definition, which is converted later.

What a dynamic reference leads to depends on how one came there, so a definition is written once
for each such way (its scope).
"""

import re
from dataclasses import dataclass, field, replace
from typing import Any

from contractkit.importing.documents.library import Library, UnresolvedReference, follow
from contractkit.importing.documents.notes import Notes
from contractkit.importing.documents.sites import Site
from contractkit.importing.schemas.message_schemas import find_needed, list_inner, refer_to
from contractkit.pointers import name_of

Schema = dict[str, Any]
Scope = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Origin:
    """Where a plain schema comes from; `part` tells apart several that come from one place.

    `below` is the pointer from there to what the document does not have; `sources` has by keyword
    the one of the document that it comes from, if that is another.
    """

    site: Site
    part: str = ""
    below: str = ""
    sources: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Conversion:
    """The definitions so far, by name, and where each plain schema in them comes from.

    `names` are those of definitions by place, scope and form (`base`: of a schema that has
    `subtypes`, which are known by its place, the schema itself); `bases` are the sites of these
    that have a discriminator; `waiting` are definitions that
    have a name and are not converted yet; `unresolved` are schemas with a reference that leads
    nowhere.
    """

    library: Library
    notes: Notes
    definitions: dict[str, Schema] = field(default_factory=dict)
    origins: dict[int, Origin] = field(default_factory=dict)
    names: dict[tuple[tuple[str, str], Scope, str], str] = field(default_factory=dict)
    targets: dict[str, Site] = field(default_factory=dict)
    waiting: list[tuple[str, Site, Scope, str]] = field(default_factory=list)
    subtypes: dict[tuple[str, str], list[tuple[str, Site]]] = field(default_factory=dict)
    bases: dict[tuple[str, str], Site] = field(default_factory=dict)
    kept: list[Schema] = field(default_factory=list)
    unresolved: dict[int, tuple[Site, str]] = field(default_factory=dict)


def note_origin(conversion: Conversion, schema: Schema, origin: Origin) -> Schema:
    """The schema, of which it is known now where it comes from."""
    conversion.origins[id(schema)] = origin
    conversion.kept.append(schema)
    return schema


def widen(conversion: Conversion, site: Site, scope: Scope) -> Scope:
    """The scope with the dynamic anchors of the resource, but for those that are there already."""
    own = conversion.library.dynamic.get(site.base)
    if not own:
        return scope
    known = {name for name, _ in scope}
    return tuple(sorted((*scope, *((name, site.base) for name in own if name not in known))))


def refer(conversion: Conversion, site: Site, keyword: str, scope: Scope) -> Schema:
    """The plain reference to what one of a document leads to; {} where it leads nowhere."""
    reference = site.value[keyword]
    try:
        target = follow(conversion.library, site, reference)
    except UnresolvedReference as error:
        return _tell_unresolved(conversion, site, keyword, f"the reference {reference} {error}")
    if keyword != "$ref":
        target = _find_dynamic(conversion, target, keyword, reference, scope)
    if not isinstance(target.value, dict | bool):
        text = f"the reference {reference} leads to no schema"
        return _tell_unresolved(conversion, site, keyword, text)
    place = site.pointer.removesuffix(f"/{keyword}")
    return refer_to(define(conversion, target, scope, choose_form(conversion, place, target)))


def _tell_unresolved(conversion: Conversion, site: Site, keyword: str, text: str) -> Schema:
    """A schema that lets everything be, in place of one that nobody knows."""
    inside = "" if site.pointer.endswith(f"/{keyword}") else f"/{keyword}"
    conversion.notes.add("left out", site, text, inside)
    schema: Schema = {}
    conversion.kept.append(schema)
    conversion.unresolved[id(schema)] = replace(site, pointer=site.pointer + inside), text
    return schema


def find_unresolved(conversion: Conversion, root: Schema) -> tuple[Site, str] | None:
    """The first reference that leads nowhere in a schema or in what it refers to, and its text."""
    if not conversion.unresolved:
        return None
    needed = [conversion.definitions[name] for name in find_needed(root, conversion.definitions)]
    pending = [root, *needed]
    while pending:
        schema = pending.pop(0)
        if id(schema) in conversion.unresolved:
            return conversion.unresolved[id(schema)]
        pending += list_inner(schema)
    return None


def choose_form(conversion: Conversion, place: str, target: Site) -> str:
    """What a reference at a place means: `base` right in the `allOf` of a subtype, else "".

    `place` is the pointer of the schema that has the reference.
    """
    if not isinstance(target.value, dict) or "discriminator" not in target.value:
        return ""
    holder, found, branch = place.rpartition("/allOf/")
    subtypes = conversion.subtypes.get(target.key, ()) if found and "/" not in branch else ()
    return "base" if any(known.pointer == holder for _, known in subtypes) else ""


def _find_dynamic(
    conversion: Conversion, target: Site, keyword: str, reference: str, scope: Scope
) -> Site:
    """What a dynamic reference leads to: of the schemas on the way, the outermost that is meant."""
    name = "" if keyword == "$recursiveRef" else reference.rpartition("#")[2]
    anchors = conversion.library.dynamic
    own = anchors.get(target.base, {}).get(name)
    if own is None or own.value is not target.value:
        return target
    outermost = dict(scope).get(name)
    return anchors[outermost][name] if outermost is not None else target


def define(conversion: Conversion, target: Site, scope: Scope, form: str = "") -> str:
    """The name of a definition; it is converted later."""
    scope = widen(conversion, target, scope)
    key = (target.key, scope, form)
    if key not in conversion.names:
        name = _choose_name(conversion, target, form)
        conversion.names[key] = name
        conversion.targets[name] = target
        conversion.definitions[name] = {}
        conversion.waiting.append((name, target, scope, form))
    return conversion.names[key]


def _choose_name(conversion: Conversion, target: Site, form: str) -> str:
    stem = target.document.path.replace("\\", "/").rpartition("/")[2].partition(".")[0]
    wanted = re.sub(r"[^A-Za-z0-9._-]+", "-", name_of(target.pointer) or stem).strip("-") or "root"
    wanted += f"-{form}" if form else ""
    name, count = wanted, 1
    while name in conversion.definitions:
        count += 1
        name = f"{wanted}-{count}"
    return name

"""What the reading of one OpenAPI document shares, and its objects behind references."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from contractkit.importing.documents.dialects import (
    OPENAPI_30,
    OPENAPI_31,
    Dialect,
    find_dialect,
)
from contractkit.importing.documents.document import Document
from contractkit.importing.documents.library import (
    Library,
    UnresolvedReference,
    follow,
    register_names,
)
from contractkit.importing.documents.notes import Kind, Notes
from contractkit.importing.documents.sites import Site, step_into
from contractkit.importing.rules.place_words import Root
from contractkit.importing.rules.schema_rules import RuleBook
from contractkit.importing.schemas.schema_references import Conversion
from contractkit.importing.schemas.subtypes import find_subtypes

MOST_STEPS = 50


@dataclass(slots=True, eq=False)
class Reader:
    """One document that is being read: its root, and where what is made of it goes."""

    root: Site
    library: Library
    notes: Notes
    conversion: Conversion
    book: RuleBook
    roots: dict[tuple[str, str], Root] = field(default_factory=dict)

    def tell(self, kind: Kind, site: Site, text: str, inside: str = "") -> None:
        """Note something."""
        self.notes.add(kind, site, text, inside)


def open_openapi(
    document: Document, uri: str, library: Library, notes: Notes, book: RuleBook
) -> Reader:
    """A reader of a document, with the identifiers of its schemas known."""
    root = Site(document, "", document.value, uri, _choose_dialect(document))
    library.resources[uri] = root
    reader = Reader(root, library, notes, Conversion(library, notes), book)
    reader.roots = book.roots
    schemas = get_object(get_object(root, "components"), "schemas")
    for name in schemas.value if schemas else ():
        if schemas is not None:
            register_names(library, step_into(schemas, name))
    find_subtypes(reader.conversion, root)
    _tell_unquoted(document, notes)
    return reader


def _tell_unquoted(document: Document, notes: Notes) -> None:
    """Statuses of answers, and other keys, that YAML does not take for texts."""
    for line, key in document.unquoted:
        what = "a status" if key.isdecimal() else f"the key {key}"
        notes.add_place(
            "read as meant",
            f"{document.path}:{line}",
            f"{what} without quotes is no text in YAML; read as one",
        )


def _choose_dialect(document: Document) -> Dialect:
    if str(document.value["openapi"]).startswith("3.0"):
        return OPENAPI_30
    declared = find_dialect(document.value.get("jsonSchemaDialect"))
    return replace(declared, openapi=True) if declared else OPENAPI_31


def get_object(site: Site | None, *tokens: str | int) -> Site | None:
    """The object at some tokens below a site; None where there is none."""
    for token in tokens:
        if site is None or not isinstance(site.value, dict) or token not in site.value:
            return None
        site = step_into(site, token)
    return site if site is not None and isinstance(site.value, dict) else None


def list_items(site: Site | None, keyword: str) -> Iterator[Site]:
    """The objects in a list that an object has."""
    if site is not None and isinstance(site.value, dict):
        listed = site.value.get(keyword)
        for index, value in enumerate(listed if isinstance(listed, list) else ()):
            if isinstance(value, dict):
                yield step_into(site, keyword, index)


def list_members(site: Site | None) -> Iterator[tuple[str, Site]]:
    """The members of an object that are objects."""
    if site is not None:
        for name, value in site.value.items():
            if isinstance(value, dict):
                yield name, step_into(site, name)


def open_reference(reader: Reader, site: Site, what: str) -> Site | None:
    """What an object refers to, or itself; None, which is told, where that leads nowhere."""
    for _ in range(MOST_STEPS):
        reference = site.value.get("$ref")
        if not isinstance(reference, str):
            return site
        try:
            target = follow(reader.library, site, reference)
        except UnresolvedReference as error:
            reader.tell("left out", site, f"{what}: the reference {reference} {error}", "/$ref")
            return None
        if not isinstance(target.value, dict):
            reader.tell("left out", site, f"{what}: the reference {reference} leads to no object")
            return None
        site = target
    reader.tell("left out", site, f"{what}: its references never end")
    return None


def read_text(value: Any) -> str:
    """A text of the document on one line; "" for anything else."""
    return " ".join(value.split()) if isinstance(value, str) else ""

"""A JSON Schema as a contract: one message, the request."""

from typing import Any

from contractkit.errors import DocumentError
from contractkit.importing.documents.dialects import DRAFT_2020, Dialect
from contractkit.importing.documents.document import Document
from contractkit.importing.documents.library import Library, register
from contractkit.importing.documents.notes import Notes
from contractkit.importing.documents.sites import Site, step_into
from contractkit.importing.drafts import Draft, ExampleValue
from contractkit.importing.rules.place_words import Root
from contractkit.importing.rules.rule_ids import RuleIds
from contractkit.importing.rules.rule_pages import make_page
from contractkit.importing.rules.schema_rules import RuleBook, add_rules
from contractkit.importing.schemas.contradictions import refuse_schema, tell_contradictions
from contractkit.importing.schemas.conversion import convert_root
from contractkit.importing.schemas.feasibility import find_met_definitions, find_obstacle
from contractkit.importing.schemas.message_schemas import assemble
from contractkit.importing.schemas.reference_loops import cut_loops
from contractkit.importing.schemas.schema_references import Conversion, find_unresolved

MESSAGE = "request"


def convert_schema(
    document: Document,
    uri: str,
    library: Library,
    notes: Notes,
    book: RuleBook,
    dialect: Dialect = DRAFT_2020,
    *,
    refuse: bool = False,
) -> dict[str, Any]:
    """The plain schema of a document, with its rules.

    With `refuse`, mistakes are noted, and DocumentError is raised for what nothing can meet.
    """
    site = register(library, Site(document, "", document.value, uri, dialect))
    conversion = Conversion(library, notes)
    schema = convert_root(conversion, site)
    cut_loops(conversion)
    if refuse:
        unresolved = find_unresolved(conversion, schema)
        if unresolved is not None:
            place, text = unresolved
            raise DocumentError(place.document.path, f"line {place.line}, #{place.pointer}: {text}")
        known = find_met_definitions(conversion)
        tell_contradictions(known, [schema])
        obstacle = find_obstacle(known, schema)
        if obstacle is not None:
            raise refuse_schema(conversion, obstacle, site)
    roots = (schema, *conversion.definitions.values())
    for root in roots:
        add_rules(book, conversion, root)
    if book.ids.restart():
        book.rules.clear()
        for root in roots:
            add_rules(book, conversion, root)
    return assemble(schema, conversion.definitions)


def draft_from_schema(
    name: str,
    document: Document,
    uri: str,
    library: Library,
    notes: Notes,
    ids: RuleIds,
    dialect: Dialect = DRAFT_2020,
    *,
    refuse: bool = True,
) -> Draft:
    """The contract of one JSON Schema. Raises DocumentError with `refuse`, as above."""
    book = RuleBook(ids, document.path, {(document.path, ""): Root(f"the {MESSAGE}")})
    schema = convert_schema(document, uri, library, notes, book, dialect, refuse=refuse)
    value = document.value if isinstance(document.value, dict) else {}
    title = value.get("title")
    title = " ".join(title.split()) if isinstance(title, str) and title.strip() else name
    file = f"{MESSAGE}.schema.json"
    data = {
        "title": " ".join(title.split()),
        "messages": {MESSAGE: {"schema": file}},
        "formats": "errors",
    }
    draft = Draft(name, title, data, {file: schema})
    if not book.rules:
        notes.add_place("problem", document.path, "takes any JSON: no keyword asks for anything")
    draft.pages = [make_page(rule) for rule in book.rules.values()]
    site = Site(document, "", document.value, uri, dialect)
    examples = value.get("examples")
    for index in range(len(examples)) if isinstance(examples, list) else ():
        place = step_into(site, "examples", index)
        draft.examples.append(ExampleValue(MESSAGE, f"example-{index + 1}", place.value, place))
    return draft

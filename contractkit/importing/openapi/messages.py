"""The messages of a contract: the schemas of bodies, each distinct one once in each role."""

import json
from dataclasses import dataclass, field
from typing import Any

from contractkit.errors import DocumentError
from contractkit.importing.documents.sites import Site
from contractkit.importing.openapi.contents import Content
from contractkit.importing.openapi.reader import Reader
from contractkit.importing.rules.place_words import Root
from contractkit.importing.rules.rule_pages import make_slug
from contractkit.importing.schemas.conversion import convert_root
from contractkit.importing.schemas.directions import Direction, turn, turn_root
from contractkit.importing.schemas.message_schemas import assemble
from contractkit.importing.schemas.schema_references import Origin, note_origin
from contractkit.pointers import name_of

Schema = dict[str, Any]
MOST_DEFINITIONS = 300_000
ANY_JSON: Schema = {}


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """A body that becomes a message: its plain schema, and what the message may be called.

    `role` is `request` or `answer`; `shared` is the name of the component that it is, or "".
    """

    role: str
    name: str
    shared: str
    schema: Schema
    site: Site | None


@dataclass(slots=True, eq=False)
class Messages:
    """The messages so far: what contract.json says of each, and the files of their schemas."""

    shares_names: bool
    entries: dict[str, dict[str, str]] = field(default_factory=dict)
    schemas: dict[str, Schema] = field(default_factory=dict)
    known: dict[tuple[str, str], str] = field(default_factory=dict)
    directions: dict[str, Direction] = field(default_factory=dict)
    size: int = 0


def read_body(reader: Reader, content: Content, role: str, name: str, words: str) -> Body:
    """The body of some content, with its schema converted."""
    if content.schema is None:
        return Body(role, name, "", _hold_any(reader, content.site), None)
    schema = content.schema
    reference = schema.value.get("$ref") if isinstance(schema.value, dict) else None
    alone = isinstance(reference, str) and (
        len(schema.value) == 1 or schema.dialect.lonely_references
    )
    reader.roots[schema.key] = Root(words)
    plain = convert_root(reader.conversion, schema)
    shared = make_slug(name_of(str(reference).rpartition("#")[2])) if alone else ""
    return Body(role, name, shared, plain, schema)


def _hold_any(reader: Reader, site: Site) -> Schema:
    schema: Schema = {}
    return note_origin(reader.conversion, schema, Origin(site))


def find_direction(reader: Reader, messages: Messages, role: str) -> Direction:
    """The definitions for the messages of a role, which are made once."""
    if role not in messages.directions:
        messages.directions[role] = turn(reader.conversion.definitions, role)
    return messages.directions[role]


def add_message(reader: Reader, messages: Messages, body: Body) -> str:
    """The name of the message that a body is; it is added where none is like it."""
    direction = find_direction(reader, messages, body.role)
    root, doubtful = turn_root(direction, body.schema)
    key = (body.role, json.dumps(root, sort_keys=True))
    if key not in messages.known:
        normative = assemble(root, direction.normative)
        messages.size += 1 + len(normative.get("$defs", ()))
        if messages.size > MOST_DEFINITIONS:
            reason = "its messages have too many schemas together; choose a few with --operation"
            raise DocumentError(reader.root.document.path, reason)
        name = _choose_name(messages, body)
        messages.known[key] = name
        messages.entries[name] = {"schema": f"{name}.schema.json"}
        messages.schemas[f"{name}.schema.json"] = normative
        if doubtful:
            advice = assemble(doubtful, direction.advice)
            messages.entries[name]["advice"] = f"{name}.advice.schema.json"
            messages.schemas[f"{name}.advice.schema.json"] = advice
    return messages.known[key]


def _choose_name(messages: Messages, body: Body) -> str:
    wanted = [body.name]
    if messages.shares_names and body.shared:
        wanted = [body.shared, f"{body.shared}-{body.role}", body.name]
    for name in wanted:
        if name not in messages.entries:
            return name
    count = 2
    while f"{body.name}-{count}" in messages.entries:
        count += 1
    return f"{body.name}-{count}"

"""An OpenAPI document as a contract of one operation, or of several."""

from typing import Any

from contractkit.errors import DocumentError
from contractkit.importing.documents.dialects import OPENAPI_30
from contractkit.importing.documents.document import Document
from contractkit.importing.documents.library import Library
from contractkit.importing.documents.notes import Notes
from contractkit.importing.drafts import Draft, ExampleValue, ParameterExample
from contractkit.importing.openapi.codes import describe_codes
from contractkit.importing.openapi.contents import Content, list_examples
from contractkit.importing.openapi.messages import Body, Messages, add_message, find_direction
from contractkit.importing.openapi.operations import Operation, choose_operations
from contractkit.importing.openapi.pages import make_operation_pages, make_parameter_page
from contractkit.importing.openapi.parameters import Parameter
from contractkit.importing.openapi.parts import (
    Part,
    leave_out_impossible,
    list_bodies,
    read_part,
    read_webhooks,
)
from contractkit.importing.openapi.reader import (
    Reader,
    get_object,
    open_openapi,
    open_reference,
    read_text,
)
from contractkit.importing.openapi.security import read_security, tell_unused_schemes
from contractkit.importing.openapi.servers import read_address
from contractkit.importing.rules.rule_ids import RuleIds
from contractkit.importing.rules.rule_pages import make_page, make_slug
from contractkit.importing.rules.schema_rules import RuleBook, add_rules
from contractkit.importing.schemas.directions import turn_root
from contractkit.importing.schemas.message_schemas import assemble


def draft_from_openapi(
    name: str,
    document: Document,
    uri: str,
    library: Library,
    notes: Notes,
    ids: RuleIds,
    wanted: tuple[str, ...],
) -> Draft:
    """The contract of a document. Raises UnknownNameError, DocumentError."""
    reader = open_openapi(document, uri, library, notes, RuleBook(ids, document.path))
    operations = choose_operations(reader, wanted)
    parts = [
        part
        for operation in operations
        if (part := read_part(reader, operation, alone=len(operations) == 1)) is not None
    ]
    tell_unused_schemes(reader, operations)
    webhooks = [] if wanted else list(read_webhooks(reader))
    parts = leave_out_impossible(reader, parts)
    if not parts and not webhooks:
        raise _refuse_all(reader, operations)
    _name_rules(reader, parts, [body for body, _ in webhooks])
    return _write_draft(name, reader, parts, webhooks, alone=len(operations) == 1)


def _refuse_all(reader: Reader, operations: list[Operation]) -> DocumentError:
    """The error of a document of which no operation can be taken over, with the first reason."""
    path, count = reader.root.document.path, len(operations)
    if not operations:
        return DocumentError(path, "has no operation below “paths”")
    first = reader.notes.list_kind("left out")[0]
    what = "its operation cannot" if count == 1 else f"none of its {count} operations can"
    return DocumentError(path, f"{what} be taken over: {first.text} ({first.place})")


def _name_rules(reader: Reader, parts: list[Part], webhooks: list[Body]) -> None:
    """Give every keyword its rule, those of the operations first, in the document's order."""
    _add_all_rules(reader, parts, webhooks)
    if reader.book.ids.restart():
        reader.book.rules.clear()
        _add_all_rules(reader, parts, webhooks)


def _add_all_rules(reader: Reader, parts: list[Part], webhooks: list[Body]) -> None:
    for part in parts:
        for body in list_bodies(part):
            add_rules(reader.book, reader.conversion, body.schema)
        for parameter in part.parameters:
            add_rules(reader.book, reader.conversion, parameter.schema)
    for body in webhooks:
        add_rules(reader.book, reader.conversion, body.schema)
    for schema in list(reader.conversion.definitions.values()):
        add_rules(reader.book, reader.conversion, schema)


def _write_draft(
    name: str,
    reader: Reader,
    parts: list[Part],
    webhooks: list[tuple[Body, Content]],
    *,
    alone: bool,
) -> Draft:
    messages = Messages(shares_names=not alone)
    info = get_object(reader.root, "info")
    title = read_text(info.value.get("title")) if info else ""
    data: dict[str, Any] = {"title": title or name}
    draft = Draft(name, data["title"], data)
    entries = {}
    for part in sorted(parts, key=lambda part: part.request is None):
        entries[part.operation.key] = _describe_part(reader, messages, part, draft)
    entries = {part.operation.key: entries[part.operation.key] for part in parts}
    for body, content in webhooks:
        message = add_message(reader, messages, body)
        _add_examples(reader, draft, message, content, message)
    data["messages"] = messages.entries
    data["formats"] = "errors"
    if reader.root.dialect is OPENAPI_30:
        data["integers"] = "plain"
    if alone and entries:
        entry = next(iter(entries.values()))
        del entry["messages"]
        entry.pop("title", None)
        data |= entry
    elif entries:
        data["requests"] = entries
    draft.schemas = messages.schemas
    draft.codes = describe_codes(reader, [(part.operation, part.answers) for part in parts])
    pages = {rule.id: make_page(rule) for rule in reader.book.rules.values()}
    pages |= {page.id: page for page in draft.pages}
    draft.pages = list(pages.values())
    return draft


def _describe_part(reader: Reader, messages: Messages, part: Part, draft: Draft) -> dict[str, Any]:
    """What contract.json says of one operation."""
    named: list[str] = []
    if part.request is not None and part.content is not None:
        named.append(add_message(reader, messages, part.request))
        _add_examples(reader, draft, named[0], part.content, part.operation.slug)
    answers: dict[str, str | None] = {}
    for answer, body in part.answers:
        answers[answer.status] = add_message(reader, messages, body) if body else None
        if body is not None and answer.content is not None:
            slug = f"{part.operation.slug}-{answer.status}"
            _add_examples(reader, draft, str(answers[answer.status]), answer.content, slug)
    named += [message for message in answers.values() if message]
    title = read_text(part.operation.value.get("summary"))
    entry: dict[str, Any] = {
        **({"title": title} if title else {}),
        "operation": _describe_operation(reader, messages, part, draft),
        "messages": list(dict.fromkeys(named)),
        "answers": {"messages": answers},
    }
    ways = read_security(reader, part.operation)
    entry |= {"authentication": ways} if ways else {}
    if part.callback is not None:
        message = add_message(reader, messages, part.callback.body)
        entry["messages"].append(message)
        entry["callback"] = {"url": part.callback.url, "message": message}
        _add_examples(reader, draft, message, part.callback.content, message)
    return entry


def _add_examples(reader: Reader, draft: Draft, message: str, content: Content, slug: str) -> None:
    for name, value, site in list_examples(reader, content):
        known = [example for example in draft.examples if example.message == message]
        if all(example.site.key != site.key for example in known):
            file = f"{slug}-{make_slug(name)}"
            file = _choose_file(file, {example.name for example in known})
            draft.examples.append(ExampleValue(message, file, value, site))


def _choose_file(wanted: str, taken: set[str]) -> str:
    """The name of a file that no other example has."""
    name, count = wanted, 1
    while name in taken:
        count += 1
        name = f"{wanted}-{count}"
    return name


def _describe_operation(
    reader: Reader, messages: Messages, part: Part, draft: Draft
) -> dict[str, Any]:
    operation = part.operation
    address = read_address(reader, operation)
    data: dict[str, Any] = {"method": operation.method, "path": address.base_path + operation.path}
    if part.content is not None:
        data["contentType"] = part.content.media_type.partition(";")[0].strip()
    else:
        data["body"] = "none"
    if part.content is not None and not _needs_body(reader, operation):
        data["body"] = "optional"
    if isinstance(operation.value.get("operationId"), str):
        data["operationId"] = operation.value["operationId"]
    if address.scheme:
        data["scheme"] = address.scheme
    if address.hosts:
        data["hosts"] = list(address.hosts)
    pages = make_operation_pages(reader, has_body=part.content is not None)
    data["rules"] = {about: page.id for about, page in pages.items()}
    draft.pages += pages.values()
    if part.parameters:
        data["parameters"] = [
            _describe_parameter(reader, messages, parameter, draft) for parameter in part.parameters
        ]
        draft.parameter_examples += [
            ParameterExample(operation.key, parameter.location, parameter.name, parameter.example)
            for parameter in part.parameters
            if parameter.example is not None
        ]
    return data


def _needs_body(reader: Reader, operation: Operation) -> bool:
    holder = get_object(operation.site, "requestBody")
    opened = open_reference(reader, holder, "the request") if holder else None
    return opened is not None and opened.value.get("required") is True


def _describe_parameter(
    reader: Reader, messages: Messages, parameter: Parameter, draft: Draft
) -> dict[str, Any]:
    direction = find_direction(reader, messages, "request")
    schema = assemble(turn_root(direction, parameter.schema)[0], direction.normative)
    del schema["$schema"]
    data = {**parameter.data, "schema": schema}
    if parameter.data["required"] and parameter.location != "path":
        page = make_parameter_page(reader, parameter)
        draft.pages.append(page)
        data["rule"] = page.id
    return data

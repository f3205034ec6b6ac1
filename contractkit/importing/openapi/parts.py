"""What an OpenAPI document says of each operation, with the schemas converted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from contractkit.importing.documents.sites import Site
from contractkit.importing.openapi.answers import Answer, read_answers
from contractkit.importing.openapi.contents import Content, choose_content
from contractkit.importing.openapi.messages import Body, read_body
from contractkit.importing.openapi.operations import Operation, list_item_operations
from contractkit.importing.openapi.parameters import Parameter, read_parameters
from contractkit.importing.openapi.reader import Reader, get_object, list_members, open_reference
from contractkit.importing.rules.rule_pages import make_slug
from contractkit.importing.schemas.contradictions import find_site, tell_contradictions
from contractkit.importing.schemas.feasibility import (
    Feasibility,
    find_met_definitions,
    find_obstacle,
)
from contractkit.importing.schemas.reference_loops import cut_loops
from contractkit.importing.schemas.schema_references import find_unresolved

_BODY_POINTER = re.compile(r"\{\$request\.body#((?:/[^/{}]+)+)\}")


@dataclass(frozen=True, slots=True, eq=False)
class Notification:
    """What is sent to a URL: the pointer of the URL in the request, and the body."""

    url: str
    body: Body
    content: Content


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One operation as far as it is read: its request if it has a body, and what answers it."""

    operation: Operation
    request: Body | None
    content: Content | None
    answers: tuple[tuple[Answer, Body | None], ...]
    parameters: tuple[Parameter, ...]
    callback: Notification | None = None


def read_part(reader: Reader, operation: Operation, *, alone: bool) -> Part | None:
    """What an operation says; None where its request cannot be sent as JSON."""
    prefix, of = ("", "") if alone else (f"{operation.slug}-", f" of {operation.key}")
    request = content = None
    if "requestBody" in operation.value:
        content = _read_request(reader, operation)
        if content is None:
            return None
        request = read_body(reader, content, "request", f"{prefix}request", f"the request{of}")
    answers = []
    for answer in read_answers(reader, operation):
        body = None
        if answer.content is not None:
            name, words = (
                f"{prefix}response-{answer.status.lower()}",
                f"the answer {answer.status}{of}",
            )
            body = read_body(reader, answer.content, "answer", name, words)
        answers.append((answer, body))
    parameters = tuple(read_parameters(reader, operation))
    callback = _choose_callback(reader, operation, prefix, of)
    return Part(operation, request, content, tuple(answers), parameters, callback)


def _read_request(reader: Reader, operation: Operation) -> Content | None:
    holder = get_object(operation.site, "requestBody")
    opened = open_reference(reader, holder, f"the request of {operation.key}") if holder else None
    content = choose_content(reader, opened) if opened else None
    if content is None:
        reader.tell("left out", operation.site, f"{operation.key} takes no JSON")
    return content


def leave_out_impossible(reader: Reader, parts: list[Part]) -> list[Part]:
    """The parts without the requests and the answers that nothing can meet, which are told."""
    conversion = reader.conversion
    cut_loops(conversion)
    known = find_met_definitions(conversion)
    bodies = [body for part in parts for body in list_bodies(part)]
    parameters = [parameter.schema for part in parts for parameter in part.parameters]
    tell_contradictions(known, [*(body.schema for body in bodies), *parameters])
    kept = []
    for part in parts:
        obstacle = find_obstacle(known, part.request.schema) if part.request else None
        unresolved = _find_unresolved(reader, part)
        if unresolved is not None:
            text = f"{part.operation.key}: its request is not known: {unresolved[1]}"
            reader.tell("left out", part.operation.site, text)
        elif obstacle is not None:
            site = find_site(conversion, obstacle.schema) or part.operation.site
            text = f"{part.operation.key}: nothing can meet its request: {obstacle.reason}"
            reader.tell("left out", site, text)
        else:
            kept.append(replace(part, answers=_leave_out_answers(known, reader, part)))
    return kept


def _find_unresolved(reader: Reader, part: Part) -> tuple[Site, str] | None:
    """A reference that leads nowhere in what a request is made of."""
    schemas = [parameter.schema for parameter in part.parameters]
    schemas += [part.request.schema] if part.request else []
    found = (find_unresolved(reader.conversion, schema) for schema in schemas)
    return next((one for one in found if one is not None), None)


def _leave_out_answers(
    known: Feasibility, reader: Reader, part: Part
) -> tuple[tuple[Answer, Body | None], ...]:
    answers: list[tuple[Answer, Body | None]] = []
    for answer, body in part.answers:
        obstacle = find_obstacle(known, body.schema) if body else None
        if obstacle is not None:
            text = (
                f"nothing can be the answer {answer.status}: {obstacle.reason}; any form is right"
            )
            site = find_site(reader.conversion, obstacle.schema) or answer.site
            reader.tell("left out", site, text)
        answers.append((answer, None if obstacle else body))
    return tuple(answers)


def list_bodies(part: Part) -> list[Body]:
    """The bodies of an operation: its request, its answers, its notification."""
    bodies = [part.request, *(body for _, body in part.answers)]
    bodies += [part.callback.body] if part.callback else []
    return [body for body in bodies if body is not None]


def _choose_callback(
    reader: Reader, operation: Operation, prefix: str, of: str
) -> Notification | None:
    """The first callback whose URL stands in the request; the others are told."""
    chosen: Notification | None = None
    for name, listed in list_members(get_object(operation.site, "callbacks")):
        opened = open_reference(reader, listed, f"the callback {name}")
        for expression, item in list_members(opened):
            found = _BODY_POINTER.fullmatch(expression)
            post = next(
                (
                    one
                    for one in list_item_operations(reader, expression, item)
                    if one.method == "POST"
                ),
                None,
            )
            if chosen is not None or not found or post is None:
                reader.tell("left out", item, _tell_callback(name, is_posted=post is not None))
                continue
            words = f"the notification {name}{of}"
            content = _read_content(reader, post, words)
            if content is not None:
                slug = f"{prefix}callback-{make_slug(name)}"
                body = read_body(reader, content, "answer", slug, words)
                chosen = Notification(found[1], body, content)
    return chosen


def _tell_callback(name: str, *, is_posted: bool) -> str:
    if not is_posted:
        return f"the callback {name}, which is not sent by POST"
    return f"the callback {name}: only one is taken, whose URL is a value in the request's body"


def read_webhooks(reader: Reader) -> Iterator[tuple[Body, Content]]:
    """The payloads of webhooks; what they are sent to is nowhere in the document."""
    for name, item in list_members(get_object(reader.root, "webhooks")):
        for operation in list_item_operations(reader, name, item):
            words = f"the webhook {name}"
            content = _read_content(reader, operation, words)
            if content is not None:
                body = read_body(reader, content, "answer", f"webhook-{make_slug(name)}", words)
                text = (
                    f"{words} has no URL in the document: its payload is judged, nothing sends it"
                )
                reader.tell("left out", operation.site, text)
                yield body, content


def _read_content(reader: Reader, operation: Operation, words: str) -> Content | None:
    holder = get_object(operation.site, "requestBody")
    opened = open_reference(reader, holder, words) if holder else None
    content = choose_content(reader, opened) if opened else None
    if content is None:
        reader.tell("left out", operation.site, f"{words} has no JSON")
    return content

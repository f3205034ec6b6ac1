"""What the tests of the servers of documents share: sending requests, reading the document."""

import copy
import http.client
import json
from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from tests import faulty_formats
from tests.faulty_document import JSON, Running

FORMATS = {
    "date": "is_date",
    "date-time": "is_date_time",
    "time": "is_time",
    "duration": "is_duration",
    "email": "is_email",
    "uri": "is_uri",
    "uuid": "is_uuid",
    "ipv4": "is_ipv4",
}
BOUNDS = (
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minLength",
    "maxLength",
)
LONGEST = 600
ODD: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    1.5,
    10**6,
    "",
    "x",
    "x" * 1000,
    [],
    ["x", "x"],
    [[]],
    {},
    {"x": 1},
)


@dataclass(frozen=True, slots=True)
class Call:
    """A request; `body` is sent as JSON, unless it is bytes already."""

    method: str
    path: str
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Heard:
    """What came back."""

    status: int
    kind: str
    value: Any


def send(running: Running, call: Call, headers: dict[str, str]) -> Heard:
    """Send a request with some headers, those of the call before them; an empty one is left out."""
    body = call.body if isinstance(call.body, bytes) else json.dumps(call.body).encode()
    both = {"Content-Type": JSON, **headers, **call.headers}
    base = running.url.split("/", 3)[3]
    with closing(http.client.HTTPConnection("127.0.0.1", running.server.server_port)) as client:
        client.request(
            call.method,
            f"/{base}{call.path}",
            None if call.body is None else body,
            {name: text for name, text in both.items() if text},
        )
        answer = client.getresponse()
        kind, content = str(answer.headers.get_content_type()), answer.read()
        is_json = kind.endswith("json") and content
        return Heard(answer.status, kind, json.loads(content) if is_json else None)


def read_document(path: Path) -> Any:
    """The document as a value."""
    return yaml.safe_load(path.read_text("utf-8"))


def validator(document: Any, name: str) -> Draft202012Validator:
    """What judges by a schema of the document, with its formats."""
    checker = FormatChecker(formats=())
    for spelling, function in FORMATS.items():
        judge = getattr(faulty_formats, function)
        checker.checks(spelling)(
            lambda value, judge=judge: not isinstance(value, str) or judge(value)
        )
    registry = Registry().with_resource(
        "urn:document", Resource.from_contents(document, DRAFT202012)
    )
    schema = {"$ref": f"urn:document#/components/schemas/{name}"}
    return Draft202012Validator(schema, registry=registry, format_checker=checker)


def examples(document: Any, path: str, method: str) -> list[Any]:
    """The examples of an operation's body."""
    media = document["paths"][path][method]["requestBody"]["content"][JSON]
    named = [example["value"] for example in media.get("examples", {}).values()]
    return named + ([media["example"]] if "example" in media else [])


def bounds_of(schema: Any) -> set[int]:
    """The numbers on both sides of every bound of the schemas in a document, and the bounds."""
    if isinstance(schema, list):
        return set().union(*map(bounds_of, schema))
    if not isinstance(schema, dict):
        return set()
    here = {schema[name] for name in BOUNDS if isinstance(schema.get(name), int)}
    inner = set().union(*map(bounds_of, schema.values()))
    return inner | {bound + step for bound in here for step in (-1, 0, 1)}


def variants(value: Any, bounds: Collection[int] = ()) -> Iterator[Any]:
    """A value with one member or item left out, doubled, added or made something odd.

    Numbers become the bounds, and strings become as long.
    """
    yield from copy.deepcopy(ODD)
    if isinstance(value, int | float):
        yield from bounds
    if isinstance(value, str):
        yield from ("x" * bound for bound in bounds if 0 <= bound <= LONGEST)
    if isinstance(value, dict):
        yield {**value, "surprise": 1}
        for name in value:
            yield {other: inner for other, inner in value.items() if other != name}
            yield from ({**value, name: inner} for inner in variants(value[name], bounds))
    if isinstance(value, list):
        yield [*value, *value]
        for at, item in enumerate(value):
            yield value[:at] + value[at + 1 :]
            yield from ([*value[:at], inner, *value[at + 1 :]] for inner in variants(item, bounds))

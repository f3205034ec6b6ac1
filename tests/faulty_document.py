"""What servers of an OpenAPI document share: HTTP, their operations by method and path, JSON.

A server is a table of routes, `{("POST", "/things/{id}"): function}`. A function takes a `Request`
and gives an `Answer`. What no route is for is answered with 404, or 405 and `Allow`.
"""

import json
import threading
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from email.message import Message
from http.client import responses
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qsl, unquote

from tests import webserver

JSON = "application/json"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY")


@dataclass(frozen=True, slots=True)
class Request:
    """What came in; `parameters` are those of the path, decoded."""

    method: str
    parameters: dict[str, str]
    query: list[tuple[str, str]]
    headers: Message
    body: bytes

    def all_of(self, name: str) -> list[str]:
        """Every value of a parameter of the query, in the order sent."""
        return [value for key, value in self.query if key == name]

    @property
    def says_json(self) -> bool:
        """Whether the content type is JSON, whatever its parameters."""
        kind = str(self.headers.get("Content-Type", ""))
        return kind.partition(";")[0].strip().lower() == JSON


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes out."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


Operation = Callable[[Request], Answer]
Routes = Mapping[tuple[str, str], Operation]
CRASH = Answer(500, b"<html><h1>Internal Server Error</h1></html>", {"Content-Type": "text/html"})


def say(status: int, value: Any, kind: str = JSON, **headers: str) -> Answer:
    """An answer with a JSON body; `Retry_After` among the headers is `Retry-After`."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    body = json.dumps(value, default=write_decimal).encode()
    return Answer(status, body, {"Content-Type": kind, **named})


def write_decimal(value: Any) -> int | float:
    """A number with a fraction as JSON knows it."""
    if not isinstance(value, Decimal):
        raise TypeError(f"{value!r} is no JSON")
    return int(value) if value == value.to_integral_value() else float(value)


def read_json(body: bytes) -> Any:
    """The value of a JSON text, numbers with a fraction or exponent as Decimal; or ValueError."""
    try:
        return json.loads(body.decode("utf-8"), parse_float=Decimal, parse_constant=refuse)
    except (RecursionError, ArithmeticError) as error:
        raise ValueError("It is nested too deep, or has an exponent out of all bounds.") from error


def refuse(word: str) -> None:
    """NaN and Infinity, which are no JSON."""
    raise ValueError(f"{word} is no JSON.")


def read_json_body(
    request: Request, refuse_with: Callable[[int, str], Answer]
) -> tuple[Any, Answer | None]:
    """The value of a body, or the answer to one that is no JSON."""
    if not request.says_json:
        return None, refuse_with(415, "The content type is not application/json.")
    try:
        return read_json(request.body), None
    except ValueError:
        return None, refuse_with(400, "The body is no JSON.")


def is_number(value: Any) -> bool:
    """Whether it is a JSON number: true and false are none."""
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def is_integer(value: Any) -> bool:
    """Whether it is an integer as JSON Schema means it: 1.0 is one."""
    return is_number(value) and (isinstance(value, int) or value == value.to_integral_value())


class Running(webserver.Running):
    """A server that runs in a thread; `url` is what goes before the paths of the document."""

    server: "Server"

    @property
    def count(self) -> int:
        """How many requests it has received."""
        return self.server.count


def check_fault(fault: str, known: Collection[str]) -> None:
    """Raise ValueError for a fault that a server does not have; none at all is right."""
    if fault and fault not in known:
        raise ValueError(f"There is no fault {fault!r}.")


def run(routes: Routes, base: str, key: str, port: int = 0) -> Running:
    """Start a server, which is closed where its context ends."""
    return Running(Server(port, routes, base), base, key, "")


class Server(webserver.Server):
    """Answers by its routes, all below one base path."""

    def __init__(self, port: int, routes: Routes, base: str) -> None:
        self.routes, self.base = routes, base
        self.count, self.lock = 0, threading.Lock()
        super().__init__(port, Handler)

    def answer(self, method: str, target: str, headers: Message, body: bytes) -> Answer:
        """What the operation for the method and path says."""
        path, _, query = target.partition("?")
        if not path.startswith(self.base):
            return say_problem(404)
        found = find(self.routes, path.removeprefix(self.base))
        if not found:
            return say_problem(404)
        if method not in found:
            return say_problem(405, Allow=", ".join(found))
        operation, parameters = found[method]
        pairs = parse_qsl(query, keep_blank_values=True)
        try:
            return operation(Request(method, parameters, pairs, headers, body))
        except Exception:  # noqa: BLE001 -- a crash is what some faults are
            return CRASH


def find(routes: Routes, path: str) -> dict[str, tuple[Operation, dict[str, str]]]:
    """The operations of a path by method; fixed segments go before parameters."""
    found: dict[str, tuple[Operation, dict[str, str]]] = {}
    fewest: int | None = None
    for (method, template), operation in routes.items():
        parameters = match(template, path)
        if parameters is None or (fewest is not None and len(parameters) > fewest):
            continue
        if fewest is not None and len(parameters) < fewest:
            found = {}
        fewest = len(parameters)
        found[method] = operation, parameters
    return found


def match(template: str, path: str) -> dict[str, str] | None:
    """The parameters of a path that fits a template."""
    expected, given = template.split("/"), path.split("/")
    if len(expected) != len(given):
        return None
    parameters = {}
    for name, segment in zip(expected, given, strict=True):
        if name.startswith("{") and segment:
            parameters[name[1:-1]] = unquote(segment)
        elif name != segment:
            return None
    return parameters


def say_problem(status: int, **headers: str) -> Answer:
    """An answer about HTTP itself."""
    return say(status, {"code": "http", "message": responses[status]}, **headers)


class Handler(webserver.Handler):
    """One connection."""

    server: Server
    timeout = webserver.HANG

    def take(self) -> None:
        """Answer a request; a body that nobody can read ends the connection."""
        with self.server.lock:
            self.server.count += 1
        try:
            body = self.read_body()
        except ValueError:
            body = None
        if body is None:
            self.close_connection = True
            return self.send(say_problem(400))
        return self.send(self.server.answer(self.command, self.path, self.headers, body))

    def send(self, answer: Answer) -> None:
        """Write an answer; one to HEAD and 204 have no body."""
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status != 204:
            self.send_header("Content-Length", str(len(answer.body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD" and answer.status != 204:
            self.wfile.write(answer.body)


def take(self: BaseHTTPRequestHandler) -> None:
    """What is called for every method."""
    if isinstance(self, Handler):
        self.take()


for _method in METHODS:
    setattr(Handler, f"do_{_method}", take)

"""HTTP around a service: what comes in, and what goes out."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.message import Message
from typing import Any

from tests.webserver import HANG
from tests.webserver import Handler as AnyHandler
from tests.webserver import Server as AnyServer

JSON = "application/json"


class DroppedError(Exception):
    """The connection is closed without an answer."""


class HungError(Exception):
    """No answer comes."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A request; `headers` are asked in any case."""

    method: str
    path: str
    headers: Message
    raw: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer; `value` is written as JSON, `text` as it is; without either there is no body."""

    status: int
    value: Any = None
    content_type: str = JSON
    text: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def body(self) -> bytes:
        """What is sent as the body."""
        if self.text is not None:
            return self.text
        return b"" if self.value is None else json.dumps(self.value).encode()


class Server(AnyServer):
    """Answers by a function; `end_more` ends what that has begun."""

    def __init__(
        self, answer: Callable[[Incoming], Reply], port: int, end_more: Callable[[], None]
    ) -> None:
        super().__init__(port, Handler)
        self.answer, self.end_more = answer, end_more

    def end(self) -> None:
        self.end_more()


class Handler(AnyHandler):
    server: Server

    def take_post(self) -> None:
        raw = self.read_body()
        if raw is None:
            self.close_connection = True
            self.send(Reply(413, {"code": "7000", "message": "the body is too large"}))
            return
        incoming = Incoming(self.command, self.path, self.headers, raw)
        try:
            self.send(self.server.answer(incoming))
        except DroppedError:
            self.close_connection = True
        except HungError:
            self.server.closing.wait(HANG)
            self.close_connection = True

    def take_get(self) -> None:
        self.take_post()

    def send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        if reply.body and reply.content_type:
            self.send_header("Content-Type", reply.content_type)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)
        self.wfile.flush()

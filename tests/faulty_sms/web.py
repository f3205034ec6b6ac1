"""HTTP around a service: what comes in, what goes out, and a server that runs in a thread."""

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

HANG = 30  # seconds
LARGEST = 10_000_000  # bytes
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


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, answer: Callable[[Incoming], Reply], port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.answer = answer
        self.closing = threading.Event()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body leave together
    server: Server

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Quiet."""

    def handle_any(self) -> None:
        raw = self.read_body()
        if raw is None:
            return
        incoming = Incoming(self.command, self.path, self.headers, raw)
        try:
            self.send(self.server.answer(incoming))
        except DroppedError:
            self.close_connection = True
        except HungError:
            self.server.closing.wait(HANG)
            self.close_connection = True

    def do_POST(self) -> None:
        self.handle_any()

    def do_GET(self) -> None:
        self.handle_any()

    def read_body(self) -> bytes | None:
        """None where there is no telling where it ends."""
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            return self.read_chunks()
        length = self.headers.get("Content-Length", "0")
        if not (length.isascii() and length.isdigit() and int(length) <= LARGEST):
            self.close_connection = True
            self.send(Reply(413, {"code": "7000", "message": "the body is too large"}))
            return None
        return self.rfile.read(int(length))

    def read_chunks(self) -> bytes:
        whole = b""
        while size := int(self.rfile.readline(100).split(b";")[0] or b"0", 16):
            whole += self.rfile.read(size)
            self.rfile.readline(2)
        while self.rfile.readline(1000).strip():
            pass
        return whole

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


class Running:
    """A server that runs in a thread until it is closed; `close_more` is called then."""

    def __init__(
        self, server: Server, path: str, key: str, token_secret: str, close_more: Callable[[], None]
    ) -> None:
        self.server, self.key, self.token_secret = server, key, token_secret
        self.close_more = close_more
        self.url = f"http://127.0.0.1:{server.server_address[1]}{path}"
        self.thread = threading.Thread(
            target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        self.thread.start()

    def close(self) -> None:
        self.server.closing.set()
        self.server.shutdown()
        self.server.server_close()
        self.close_more()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

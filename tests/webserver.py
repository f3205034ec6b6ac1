"""HTTP around a server written for tests: how bodies come in, and how it runs in a thread."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

HANG = 30  # seconds
LARGEST = 10_000_000  # bytes


class Server(ThreadingHTTPServer):
    """A server on the loopback interface; `closing` is set when it is about to end."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, port: int, handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(("127.0.0.1", port), handler)
        self.closing = threading.Event()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news."""

    def end(self) -> None:
        """End what the server has begun beside itself."""


class Handler(BaseHTTPRequestHandler):
    """Reads bodies, says nothing, and sends head and body together."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Quiet."""

    def do_POST(self) -> None:
        self.take_post()

    def do_GET(self) -> None:
        self.take_get()

    def take_post(self) -> None:
        """Answer a POST."""
        raise NotImplementedError

    def take_get(self) -> None:
        """Answer a GET."""
        raise NotImplementedError

    @property
    def is_chunked(self) -> bool:
        """Whether the body comes in chunks."""
        return bool(self.headers.get("Transfer-Encoding", "").lower() == "chunked")

    def read_body(self) -> bytes | None:
        """The body; None where there is no telling where it ends, or it is too large."""
        if self.is_chunked:
            return b"".join(self.read_chunks())
        length = self.read_length()
        return None if length is None else self.rfile.read(length)

    def read_length(self) -> int | None:
        """How many bytes the body has; None for what is no number or too large."""
        length = self.headers.get("Content-Length", "0")
        is_number = length.isascii() and length.isdigit()
        return int(length) if is_number and int(length) <= LARGEST else None

    def read_chunks(self) -> Iterator[bytes]:
        """The chunks of the body, to the end of its trailer."""
        while size := int(self.rfile.readline(100).split(b";")[0] or b"0", 16):
            yield self.rfile.read(size)
            self.rfile.readline(2)
        while self.rfile.readline(1000).strip():
            pass


class Running:
    """A server that runs in a thread until it is closed, with what a client has to know of it."""

    def __init__(self, server: Server, path: str, key: str, token_secret: str) -> None:
        self.server, self.key, self.token_secret = server, key, token_secret
        self.url = f"http://127.0.0.1:{server.server_address[1]}{path}"
        self.thread = threading.Thread(
            target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        self.thread.start()

    def close(self) -> None:
        """Close the server, and end what it has begun."""
        self.server.closing.set()
        self.server.shutdown()
        self.server.server_close()
        self.server.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

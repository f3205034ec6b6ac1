"""A server on a bare socket that does to each connection what a test tells it to."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from typing import BinaryIO

from contractkit.contracts.loading import load_default
from contractkit.emulator import Emulator, Settings
from contractkit.fuzz import records
from contractkit.fuzz.targets.wsgi import WsgiTarget

KEY = "test-key"
PATH = "/resources/v1/messaging"
DEADLINE = 30.0


@dataclass(frozen=True, slots=True)
class Request:
    """What was sent, and its number among the requests of all connections, from 1 on."""

    number: int
    method: str
    headers: tuple[tuple[str, str], ...]
    query: str
    body: bytes


@dataclass(slots=True)
class Line:
    """One connection. Whoever handles it may return at any time: it is closed then."""

    conn: socket.socket
    reader: BinaryIO
    numbers: Iterator[int]
    target: WsgiTarget

    def read(self) -> Request | None:
        """The next request; None where the other side has closed."""
        words = self.reader.readline().split()
        if len(words) < 2:
            return None
        headers = []
        while line := self.reader.readline().strip():
            name, _, value = line.decode("latin-1").partition(":")
            headers.append((name, value.strip()))
        size = next((int(value) for name, value in headers if name.lower() == "content-length"), 0)
        body, query = self.reader.read(size), words[1].decode("latin-1").partition("?")[2]
        return Request(next(self.numbers), words[0].decode(), tuple(headers), query, body)

    def write(self, data: bytes) -> None:
        self.conn.sendall(data)

    def hush(self) -> None:
        """Say nothing more until the other side has closed."""
        while self.reader.read1(1 << 16):  # type: ignore[attr-defined]
            pass

    def answer(self, request: Request, version: bytes = b"1.1") -> bytes:
        """The right answer, as bytes."""
        said = self.target.send(
            records.Request(request.method, request.headers, request.body, request.query)
        )
        head = b"HTTP/%s %d Said\r\nContent-Type: application/json\r\n" % (version, said.status)
        return head + b"Content-Length: %d\r\n\r\n" % len(said.body) + said.body


Behaviour = Callable[[Line], None]


@dataclass(slots=True)
class Server:
    """`stop` makes it refuse connections from now on; `threads` are those of its connections."""

    url: str
    listening: socket.socket
    threads: list[threading.Thread] = field(default_factory=list)

    def stop(self) -> None:
        with suppress(OSError):
            self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()

    def join(self) -> list[str]:
        """The threads whose connections the other side left open."""
        for thread in self.threads:
            thread.join(DEADLINE)
        return [thread.name for thread in self.threads if thread.is_alive()]


@contextmanager
def serve(behave: Callable[["Server", Line], None], *, single: bool = False) -> Iterator[Server]:
    """Serve on loopback, a thread a connection, or all in one thread."""
    listening = socket.create_server(("127.0.0.1", 0), backlog=64)
    server = Server(f"http://127.0.0.1:{listening.getsockname()[1]}{PATH}", listening)
    emulator = Emulator(Settings(load_default(), key=KEY))
    target = WsgiTarget(emulator.app, server.url)
    numbers = count(1)

    def handle(conn: socket.socket) -> None:
        conn.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with conn, conn.makefile("rb") as reader, suppress(OSError):
            behave(server, Line(conn, reader, numbers, target))

    def accept() -> None:
        with suppress(OSError):
            while True:
                conn, _ = listening.accept()
                if single:
                    handle(conn)
                    continue
                thread = threading.Thread(target=handle, args=(conn,), daemon=True)
                thread.start()
                server.threads.append(thread)

    accepting = threading.Thread(target=accept, daemon=True)
    accepting.start()
    try:
        yield server
    finally:
        server.stop()
        emulator.close()
        accepting.join(DEADLINE)
        assert not accepting.is_alive()

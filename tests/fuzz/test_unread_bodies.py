"""What a server leaves unread on a connection: the next request is never blamed for it."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from contractkit.fuzz import run
from contractkit.fuzz.records import Request
from contractkit.fuzz.targets.wsgi import WsgiTarget
from tests.fuzz.making import options, right_app

BUSY_PROCESSES = 3
SPIN = "while True: pass"
PATH = "/resources/v1/messaging"


class UnreadHandler(BaseHTTPRequestHandler):
    """A right implementation; the body of a request with another method is left unread."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    target: WsgiTarget

    def log_message(self, *_: object) -> None:
        """Quiet."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        answer = self.target.send(Request("POST", tuple(self.headers.items()), body))
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def __getattr__(self, name: str) -> object:
        """Any other method has this one answer."""
        if name.startswith("do_"):
            return self.refuse_method
        raise AttributeError(name)

    def refuse_method(self) -> None:
        self.send_response(405)
        self.send_header("Allow", "POST")
        self.send_header("Content-Length", "0")
        self.end_headers()


class UnreadServer(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is no news."""


@contextmanager
def serve_unread() -> Iterator[str]:
    """The URL of a server that answers 405 to other methods and does not read their bodies."""
    target = WsgiTarget(right_app(), f"http://localhost{PATH}")
    handler = type("Handler", (UnreadHandler,), {"target": target})
    with UnreadServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}{PATH}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def _busy() -> Iterator[None]:
    """Other processes keep all cores busy."""
    spinning = [subprocess.Popen([sys.executable, "-c", SPIN]) for _ in range(BUSY_PROCESSES)]
    yield
    for process in spinning:
        process.kill()
        process.wait()


@pytest.mark.usefixtures("_busy")
@pytest.mark.parametrize("seed", range(20))
def test_nobody_is_blamed_for_a_body_that_another_method_left_unread(seed: int) -> None:
    with serve_unread() as url:
        report = run(url, options=options(seed=str(seed), requests=120, phases=("transport",)))
    assert [failure.problem for failure in report.failures] == []
    assert report.requests > 80

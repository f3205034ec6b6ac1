"""The server: HTTP around the service."""

import json
import random
import threading
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from tests.faulty import transport
from tests.faulty.access import Secrets
from tests.faulty.answers import Reply
from tests.faulty.faults import Switches
from tests.faulty.incoming import BrokenError, DroppedError, HungError, Incoming
from tests.faulty.notifier import Notifier
from tests.faulty.service import Service, answer

PATH = "/resources/v1/messaging"
TOKEN_SECRET = "a secret of more than 32 characters"
HANG = 30  # seconds
LARGEST = 10_000_000  # bytes


def refuse(code: str, description: str) -> bytes:
    """A refusal without a look at the payload."""
    entry = {"code": code, "description": description, "transid": str(uuid.uuid4())}
    return json.dumps({"response": entry}).encode()


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, port: int, service: Service) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.service = service
        self.notifier = Notifier(service.switches)
        self.closing = threading.Event()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body leave together
    server: Server

    def setup(self) -> None:
        super().setup()
        self.session: dict[str, Any] = {}
        self.chunks = 0

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Quiet."""

    def do_POST(self) -> None:
        if self.server.service.switches.has("request-unread") and "key" not in self.headers:
            self.send(Reply(200, refuse("7002", "Service Key Missing")))
            return
        service, self.chunks = self.server.service, 0
        raw = self.read_body()
        if raw is None:
            return
        headers = transport.exact(self.headers, service.switches)
        incoming = Incoming(
            self.path,
            headers,
            raw,
            self.session,
            version=self.request_version,
            chunks=self.chunks,
        )
        with service.lock:
            service.under_way += 1
        try:
            self.handle_post(incoming)
        except DroppedError:
            self.close_connection = True
        except HungError:
            self.server.closing.wait(HANG)
            self.close_connection = True
        finally:
            with service.lock:
                service.under_way -= 1

    def handle_post(self, incoming: Incoming) -> None:
        switches = self.server.service.switches
        declined = transport.decline(incoming, switches)
        try:
            if declined:
                reply, message = declined, None
            else:
                reply, message = answer(self.server.service, incoming)
        except BrokenError:
            page = b"<html><body><h1>Internal Server Error</h1></body></html>"
            reply, message = Reply(500, page, "text/html"), None
        reply = transport.reshape(reply, incoming, switches)
        for each in transport.queue(reply, self, switches):
            self.send(each)
        if message:
            self.server.notifier.waiting.put(message)

    def do_GET(self) -> None:
        self.send(Reply(405, refuse("7004", "POST only")))

    def read_body(self) -> bytes | None:
        """None where there is no telling where it ends."""
        has = self.server.service.switches.has
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            return self.rfile.read() if has("hang-on-chunks") else self.read_chunks()
        length = self.headers.get("Content-Length", "0")
        if not (length.isascii() and length.isdigit() and int(length) <= LARGEST):
            self.send(Reply(413, refuse("7022", "JSON size exceeded"), cut=True))
            return None
        if has("body-read-once"):
            return transport.read_at_once(self, int(length))
        return self.rfile.read(int(length))

    def handle_expect_100(self) -> bool:
        if self.server.service.switches.has("hang-on-expect"):
            self.server.closing.wait(HANG)
        return super().handle_expect_100()

    def read_chunks(self) -> bytes:
        whole = b""
        while size := int(self.rfile.readline(100).split(b";")[0] or b"0", 16):
            whole += self.rfile.read(size)
            self.chunks += 1
            self.rfile.readline(2)
        while self.rfile.readline(1000).strip():
            pass
        return whole

    def send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.content_type:
            self.send_header("Content-Type", reply.content_type)
        if reply.status != 204 and reply.length != -1:
            length = len(reply.body) if reply.length is None else reply.length
            self.send_header("Content-Length", str(length))
        self.close_connection = (self.close_connection or reply.cut) and not reply.kept
        self.end_headers()
        self.wfile.write(reply.body)
        self.wfile.flush()


class Running:
    """A server that runs in a thread until it is closed."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.key = server.service.secrets.key
        self.token_secret = server.service.secrets.token_secret
        self.url = f"http://127.0.0.1:{server.server_address[1]}{PATH}"
        self.thread = threading.Thread(
            target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        self.thread.start()

    def close(self) -> None:
        self.server.closing.set()
        self.server.shutdown()
        self.server.server_close()
        self.server.notifier.close()

    def settle(self) -> None:
        """Wait until every request is done with and all that is due has been told."""
        while self.server.service.under_way:
            time.sleep(0.001)
        self.server.notifier.waiting.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def start(
    fault: str | None = None,
    *,
    key: str = "secret",
    refusal_status: int = 200,
    strict: bool = False,
    late: bool = False,
    port: int = 0,
    seed: int = 0,
    token_secret: str = TOKEN_SECRET,
) -> Running:
    """A running server; ValueError for a fault that is in no table."""
    switches = Switches(fault, strict, late or (fault or "").startswith("late-"))
    service = Service(switches, Secrets(key, token_secret), refusal_status, random.Random(seed))  # noqa: S311
    return Running(Server(port, service))

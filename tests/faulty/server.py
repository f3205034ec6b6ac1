"""The server: HTTP around the service."""

import json
import random
import time
import uuid
from collections.abc import Iterator
from typing import Any

from tests.faulty import transport
from tests.faulty.access import Secrets
from tests.faulty.answers import Reply
from tests.faulty.faults import Switches
from tests.faulty.incoming import BrokenError, DroppedError, HungError, Incoming
from tests.faulty.notifier import Notifier
from tests.faulty.service import Service, answer
from tests.webserver import HANG
from tests.webserver import Handler as AnyHandler
from tests.webserver import Running as AnyRunning
from tests.webserver import Server as AnyServer

PATH = "/resources/v1/messaging"
TOKEN_SECRET = "a secret of more than 32 characters"


def refuse(code: str, description: str) -> bytes:
    """A refusal without a look at the payload."""
    entry = {"code": code, "description": description, "transid": str(uuid.uuid4())}
    return json.dumps({"response": entry}).encode()


class Server(AnyServer):
    def __init__(self, port: int, service: Service) -> None:
        super().__init__(port, Handler)
        self.service = service
        self.notifier = Notifier(service.switches)

    def end(self) -> None:
        self.notifier.close()


class Handler(AnyHandler):
    server: Server

    def setup(self) -> None:
        super().setup()
        self.session: dict[str, Any] = {}
        self.chunks = 0

    def take_post(self) -> None:
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

    def take_get(self) -> None:
        self.send(Reply(405, refuse("7004", "POST only")))

    def read_body(self) -> bytes | None:
        """None where there is no telling where it ends."""
        has = self.server.service.switches.has
        if self.is_chunked and has("hang-on-chunks"):
            return self.rfile.read()
        length = self.read_length()
        if has("body-read-once") and length is not None and not self.is_chunked:
            return transport.read_at_once(self, length)
        raw = super().read_body()
        if raw is None:
            self.send(Reply(413, refuse("7022", "JSON size exceeded"), cut=True))
        return raw

    def handle_expect_100(self) -> bool:
        if self.server.service.switches.has("hang-on-expect"):
            self.server.closing.wait(HANG)
        return super().handle_expect_100()

    def read_chunks(self) -> Iterator[bytes]:
        for chunk in super().read_chunks():
            self.chunks += 1
            yield chunk

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


class Running(AnyRunning):
    """The server, with what is under way in it."""

    server: Server

    def settle(self) -> None:
        """Wait until every request is done with and all that is due has been told."""
        while self.server.service.under_way:
            time.sleep(0.001)
        self.server.notifier.waiting.join()


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
    return Running(Server(port, service), PATH, key, token_secret)

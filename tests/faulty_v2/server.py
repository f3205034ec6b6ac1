"""The server: HTTP around the checks."""

import http.client
import json
import queue
import random
import threading
import time
import uuid
from contextlib import closing, suppress
from typing import Any
from urllib.parse import urlsplit

from tests.faulty_v2.access import has_access
from tests.faulty_v2.answers import Reply, accept, refuse
from tests.faulty_v2.checks import check, read
from tests.faulty_v2.faults import Switches
from tests.faulty_v2.notifications import list_notifications
from tests.faulty_v2.problem import ProblemError
from tests.problem import Problem
from tests.webserver import Handler as AnyHandler
from tests.webserver import Running
from tests.webserver import Server as AnyServer

PATH = "/v2/messages"
TOKEN_SECRET = "a secret of more than 32 characters"
PAUSE, WAIT = 0.003, 10  # seconds
DENIED = Problem("7001", "Authentication failed")
BROKEN = Reply(500, b"<html><body><h1>Internal Server Error</h1></body></html>", "text/html")
DROPPED = Reply(0, dropped=True)


class Server(AnyServer):
    def __init__(self, port: int, switches: Switches, key: str, secret: str, seed: int) -> None:
        super().__init__(port, Handler)
        self.chance = random.Random(seed)  # noqa: S311 - no secrets
        self.switches, self.key, self.secret = switches, key, secret
        self.waiting: queue.Queue[tuple[str, list[Any]] | None] = queue.Queue()
        threading.Thread(target=self.notify, daemon=True).start()

    def end(self) -> None:
        self.waiting.put(None)

    def notify(self) -> None:
        """Post what is waiting, until nothing more comes."""
        while (waiting := self.waiting.get()) is not None:
            url, bodies = waiting
            time.sleep(PAUSE)
            for body in bodies:
                post(url, body)


def post(url: str, body: Any) -> None:
    """Post, whatever comes of it: a listener that is not there is its own fault."""
    with suppress(OSError, http.client.HTTPException, ValueError):
        parts = urlsplit(url)
        if parts.hostname not in ("127.0.0.1", "localhost"):
            return
        connection = http.client.HTTPConnection(parts.hostname, parts.port or 80, timeout=WAIT)
        with closing(connection):
            head = {"Content-Type": "application/json"}
            connection.request("POST", parts.path or "/", json.dumps(body).encode(), head)
            connection.getresponse().read()


class Handler(AnyHandler):
    server: Server

    def take_get(self) -> None:
        self.send(Reply(405))

    def take_post(self) -> None:
        raw = self.read_body()
        if raw is None:
            self.close_connection = True
            self.send(Reply(413))
            return
        self.send(self.answer(raw))

    def answer(self, raw: bytes) -> Reply:
        """What is answered to a body; what is to be notified is put into the queue."""
        switches = self.server.switches
        if self.path.partition("?")[0] != PATH:
            return Reply(404)
        if not has_access(self.headers, self.server.key, self.server.secret, switches):
            return deny(switches)
        try:
            payload = read(raw)
        except ProblemError as error:
            return BROKEN if switches.has("crash-on-no-json") else refuse(error.problem, switches)
        crash = find_crash(raw, payload, switches)
        if crash:
            return crash
        found = judge(payload, switches)
        late = found if found and switches.late and found.late else None
        if found and not late:
            if switches.has("told-of-refused"):
                self.tell(payload, "0", None)
            return refuse(found, switches)
        drawn = uuid.UUID(int=self.server.chance.getrandbits(128), version=4)
        reply, identity = accept(payload, str(drawn), switches)
        self.tell(payload, identity, late)
        return reply

    def tell(self, payload: Any, identity: str, late: Problem | None) -> None:
        url = payload.get("notifyUrl") if isinstance(payload, dict) else None
        if isinstance(url, str) and url and isinstance(payload.get("to"), list):
            bodies = list(list_notifications(payload, identity, late, self.server.switches))
            self.server.waiting.put((url, bodies))

    def send(self, reply: Reply) -> None:
        if reply.dropped:
            self.close_connection = True
            return
        self.send_response(reply.status)
        if reply.body:
            self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)
        self.wfile.flush()


def deny(switches: Switches) -> Reply:
    """The answer to wrong credentials: no body, unless a fault or another way is switched on."""
    if switches.has("wrong-key-with-500"):
        return BROKEN
    if switches.has("wrong-key-with-400"):
        return refuse(DENIED, switches)
    return refuse(DENIED, switches, 403) if switches.forbidden else Reply(401)


def judge(payload: Any, switches: Switches) -> Problem | None:
    """The first thing that is wrong with a payload; a late one only where nothing else is."""
    try:
        check(payload, switches)
    except ProblemError as error:
        return error.problem
    return None


def find_crash(raw: bytes, payload: Any, switches: Switches) -> Reply | None:
    """How a fault fails on a payload, if it does."""
    has = switches.has
    content = payload.get("content") if isinstance(payload, dict) else None
    text = content.get("text") if isinstance(content, dict) else None
    groups = payload.get("to") if isinstance(payload, dict) else None
    broken = (
        (has("crash-on-emoji") and isinstance(text, str) and any(ord(c) > 0xFFFF for c in text))
        or (has("crash-on-template") and isinstance(payload, dict) and "template" in payload)
        or (has("crash-on-two-recipients") and isinstance(groups, list) and len(groups) > 1)
        or (has("crash-on-an-array") and isinstance(payload, list))
    )
    if has("drop-on-long") and len(raw) > 5000:
        return DROPPED
    return BROKEN if broken else None


def start(
    fault: str | None = None,
    *,
    key: str = "secret",
    token_secret: str = TOKEN_SECRET,
    port: int = 0,
    seed: int = 0,
    **variant: bool,
) -> Running:
    """A running server; ValueError for a fault that is in no table."""
    server = Server(port, Switches(fault, **variant), key, token_secret, seed)
    return Running(server, PATH, key, token_secret)

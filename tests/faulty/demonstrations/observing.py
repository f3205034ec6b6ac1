"""What a client sees of a server."""

import http.client
import json
import re
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.faulty.demonstrations.requests import Request
from tests.faulty.server import Running

UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
Seen = tuple[Any, ...]


def connect(running: Running, patience: float = 10) -> http.client.HTTPConnection:
    port = running.server.server_address[1]
    return http.client.HTTPConnection("127.0.0.1", port, timeout=patience)


def send(connection: http.client.HTTPConnection, request: Request) -> Seen:
    """Status, type and body of the answer; or one word for what came instead."""
    try:
        connection.request("POST", request.path, request.raw, request.headers)
        answer = connection.getresponse()
        return answer.status, answer.getheader("Content-Type"), answer.read()
    except TimeoutError:
        return ("hung",)
    except (OSError, http.client.HTTPException) as error:
        return (type(error).__name__,)


def observe(running: Running, requests: list[Request], patience: float = 10) -> list[Seen]:
    """The answers in order, with a number for each transid: equal ones get the same."""
    connection = connect(running, patience)
    known: dict[str, str] = {}
    try:
        answers = [send(connection, request) for request in requests]
    finally:
        connection.close()
    return [tuple(number(part, known) for part in answer) for answer in answers]


def observe_bytes(running: Running, packets: list[bytes], patience: float = 10) -> tuple[Any, ...]:
    """All that is answered on one connection, without what differs between two servers.

    The status of the last answer comes first: of a server that waits, or says nothing, a word.
    """
    port, got = running.server.server_address[1], b""
    with socket.create_connection(("127.0.0.1", port), patience) as connection:
        for packet in packets:
            connection.sendall(packet)
            time.sleep(0.02)  # so that it arrives alone
        try:
            while part := connection.recv(1 << 16):
                got += part
        except TimeoutError:
            return "hung", got
        except ConnectionError:
            pass
    statuses = re.findall(rb"HTTP/1\.[01] ([0-9]{3}) ", got)
    known: dict[str, str] = {}
    text = number(re.sub(rb"\r\nDate: [^\r]*", b"", got), known)
    return int(statuses[-1]) if statuses else "RemoteDisconnected", text


def number(part: Any, known: dict[str, str]) -> Any:
    if not isinstance(part, bytes):
        return part
    shown = part.decode("latin-1")
    return UUID.sub(lambda found: known.setdefault(found[0], f"transid-{len(known)}"), shown)


class Listener:
    """Takes notifications, each as the path and the body."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, bytes]] = []
        self.arrived = threading.Condition()
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
                """Quiet."""

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                with listener.arrived:
                    listener.heard.append((self.path, body))
                    listener.arrived.notify_all()
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()

    def wait_for(self, path: str, seconds: float = 10) -> bool:
        """Whether something is posted to the path in time."""
        with self.arrived:
            return self.arrived.wait_for(lambda: any(one == path for one, _ in self.heard), seconds)

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def is_accepted(answer: tuple[Any, ...]) -> bool:
    """Whether an answer accepts; it has to be in good form."""
    status, content_type, body = answer
    assert (status, content_type) == (200, "application/json")
    response = json.loads(body).pop("response")
    entries = response if isinstance(response, list) else [response]
    assert entries
    assert set(entries[0]) == {"code", "description", "transid"}
    assert all(isinstance(value, str) and value for value in entries[0].values())
    assert UUID.fullmatch(entries[0]["transid"])
    pattern = "1001" if isinstance(response, list) else "7[0-9]{3}"
    assert re.fullmatch(pattern, entries[0]["code"])
    return isinstance(response, list)

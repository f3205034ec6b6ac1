"""The thread that posts notifications, in the order in which they are due."""

import http.client
import json
import queue
import threading
import time
from contextlib import closing, suppress
from typing import Any
from urllib.parse import urlsplit

PAUSE = 0.003  # seconds from the answer to the first notification
WAIT = 10  # seconds
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Notifier:
    """Posts what it is given, to listeners on this machine only."""

    def __init__(self) -> None:
        self.waiting: queue.Queue[tuple[str, list[Any]] | None] = queue.Queue()
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def tell(self, url: str, messages: list[Any]) -> None:
        """Post messages to a URL, one after the other."""
        self.waiting.put((url, messages))

    def run(self) -> None:
        while (due := self.waiting.get()) is not None:
            time.sleep(PAUSE)
            for message in due[1]:
                post(due[0], json.dumps(message).encode())

    def close(self) -> None:
        self.waiting.put(None)


def post(url: str, body: bytes) -> None:
    """Post, whatever comes of it: a listener that is not there is its own fault."""
    with suppress(OSError, http.client.HTTPException, ValueError):
        parts = urlsplit(url)
        if parts.scheme.lower() != "http" or parts.hostname not in LOOPBACK:
            return
        connection = http.client.HTTPConnection(parts.hostname, parts.port or 80, timeout=WAIT)
        with closing(connection):
            path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
            connection.request("POST", path, body, {"Content-Type": "application/json"})
            connection.getresponse().read()

"""The thread that posts notifications, in the order in which they are due."""

import http.client
import queue
import threading
import time
from contextlib import closing, suppress
from dataclasses import replace
from urllib.parse import quote

from tests.faulty.faults import Switches
from tests.faulty.notifications import Message, compose, list_events, tell_time
from tests.faulty.tellings import choose_events, write
from tests.faulty.urls import Url

PAUSE = 0.003  # seconds from the answer to the first notification
WAIT = 10  # seconds


class Notifier:
    """Takes messages and tells of them; the previous one is kept for faults that mix them up."""

    def __init__(self, switches: Switches) -> None:
        self.switches = switches
        self.previous: Message | None = None
        self.waiting: queue.Queue[Message | None] = queue.Queue()
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self) -> None:
        while (message := self.waiting.get()) is not None:
            time.sleep(PAUSE)
            try:
                self.tell(message)
            finally:
                self.previous = message
                self.waiting.task_done()

    def tell(self, message: Message) -> None:
        mixed = mix(message, self.previous, self.switches)
        for event in choose_events(mixed, list_events(mixed), self.switches):
            post(mixed.url, write(compose(mixed, event, tell_time()), self.switches))

    def close(self) -> None:
        self.waiting.put(None)


def mix(message: Message, previous: Message | None, switches: Switches) -> Message:
    if previous is None:
        return message
    if switches.has("told-previous-correlation"):
        return replace(message, correlation=previous.correlation)
    if switches.has("told-previous-callback"):
        return replace(message, callback=previous.callback)
    if switches.has("told-previous-transid"):
        return replace(message, transid=previous.transid)
    if switches.has("told-previous-url"):
        return replace(message, url=previous.url)
    return message


def post(url: Url, body: bytes) -> None:
    """Post, whatever comes of it: a listener that is not there is its own fault."""
    host, port = url.host.strip("[]"), int(url.port or 80)
    connection = http.client.HTTPConnection(host, port, timeout=WAIT)
    with suppress(OSError, http.client.HTTPException, ValueError), closing(connection):
        path = url.rest.partition("#")[0]
        path = quote(path if path[:1] == "/" else "/" + path, safe="/?[]@!$&'()*+,;=%:~")
        connection.request("POST", path, body, {"Content-Type": "application/json"})
        connection.getresponse().read()

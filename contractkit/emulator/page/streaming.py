"""Server-sent events: the rows of new requests, rendered, and which requests have changed."""

import socket
import threading
from collections.abc import Iterator

from contractkit.emulator.page.feed import Event, Kind
from contractkit.emulator.page.filters import Filters, select_rows
from contractkit.emulator.page.inbox import Inbox
from contractkit.emulator.page.rendering import render
from contractkit.emulator.page.rows import MOST_SHOWN, Row, Rows
from contractkit.httpserver.streams import Stream

MOST_STREAMS = 16
HEARTBEAT_SECONDS, RETRY_MILLISECONDS = 15, 1000
# Seconds from one batch to the next: more rows than anybody can follow come once a second.
SHORT_PAUSE, LONG_PAUSE, MANY_ROWS = 0.1, 1.0, 10
HEARTBEAT = b": nothing new\n\n"


class Streams:
    """The connections that wait for events, no more than 16 at once."""

    def __init__(self) -> None:
        """Start with none."""
        self._lock, self._open = threading.Lock(), dict[int, socket.socket]()

    def admit(self, connection: socket.socket) -> bool:
        """Count a connection, unless there are too many; those that have ended count no more."""
        with self._lock:
            self._open = {key: sock for key, sock in self._open.items() if not _has_ended(sock)}
            if len(self._open) >= MOST_STREAMS:
                return False
            self._open[id(connection)] = connection
            return True


def _has_ended(connection: socket.socket) -> bool:
    """Whether the other side has closed a connection, on which it had nothing more to say."""
    try:
        return not connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except BlockingIOError:
        return False
    except OSError:
        return True


def open_stream(inbox: Inbox, rows: Rows, filters: Filters, after: int) -> Stream:
    """The events from now on, and the rows of the requests after a number at once."""
    # The position of now: what happens before the first part is sent is told as well.
    return Stream(_list_parts(inbox, rows, filters, after, inbox.feed.position))


def _list_parts(
    inbox: Inbox, rows: Rows, filters: Filters, after: int, position: int
) -> Iterator[bytes]:
    several = len(inbox.emulated) > 1
    yield f"retry: {RETRY_MILLISECONDS}\n\n".encode()
    if after > inbox.history.newest:  # the page is one of an emulator that ran before
        yield write_event(Kind.CLEARED, "0").encode()
        after = 0
    events: list[Event] = []
    while not inbox.feed.closed:
        new = inbox.list_requests(after)
        after = new[0].number if new else after
        shown, _ = select_rows(rows.walk(new), filters, MOST_SHOWN)
        parts = [_write_rows(shown, filters, after, several=several)] if shown else []
        parts += _write_changes(events)
        if parts:
            yield "".join(parts).encode("utf-8", "backslashreplace")
        inbox.feed.pause(LONG_PAUSE if len(new) > MANY_ROWS else SHORT_PAUSE)
        while not (events := inbox.feed.wait(position, HEARTBEAT_SECONDS)):
            if inbox.feed.closed:
                return
            yield HEARTBEAT
        position = events[-1].position


def _write_rows(shown: list[Row], filters: Filters, after: int, *, several: bool) -> str:
    query = f"?{filters.query}" if filters.query else ""
    html = render("list.html", rows=shown, opened=None, query=query, several=several)
    return write_event("rows", html, after)


def _write_changes(events: list[Event]) -> list[str]:
    """The events that are about no new request, each once."""
    others = dict.fromkeys(
        (event.kind, event.number) for event in events if event.kind is not Kind.REQUEST
    )
    return [write_event(kind, str(number)) for kind, number in others]


def write_event(name: str, data: str, number: int | None = None) -> str:
    """An event; `number` is what a browser sends as Last-Event-ID when it connects again."""
    lines = "".join(f"data: {line}\n" for line in data.split("\n"))
    known = f"id: {number}\n" if number is not None else ""
    return f"{known}event: {name}\n{lines}\n"

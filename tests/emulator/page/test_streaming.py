"""Server-sent events: new rows, changes, what was missed, an end, no more than enough streams."""

import http.client
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from time import monotonic
from urllib.parse import urlsplit

import pytest

from contractkit.emulator import Emulator, emulate
from contractkit.emulator.history import History
from contractkit.emulator.page import streaming
from contractkit.emulator.page.assembly import make_inbox
from contractkit.emulator.page.feed import Kind
from contractkit.emulator.page.filters import Filters
from contractkit.emulator.page.rows import MOST_SHOWN, Rows
from contractkit.emulator.queued_answers import AnswerQueue
from contractkit.httpserver.server import Limits
from tests.emulator.client import PATIENCE, listen, send
from tests.emulator.page.asking import submit
from tests.sample_payloads import plain, plain_sms

Event = dict[str, str]


class Stream:
    """An open stream of events."""

    def __init__(self, answer: http.client.HTTPResponse) -> None:
        self.answer = answer
        self.status = answer.status

    def next(self) -> Event:
        """The next event; an empty one at the end."""
        event: Event = {}
        while line := self.answer.readline().decode():
            name, _, text = line.rstrip("\n").partition(": ")
            if line == "\n" and event.get("event"):
                return event
            if name:
                event[name] = f"{event[name]}\n{text}" if name in event else text
        return {}

    def numbers(self) -> list[int]:
        """The requests of the next event with rows."""
        event = self.next()
        while event and event["event"] != "rows":
            event = self.next()
        return [int(part.partition('"')[0]) for part in event["data"].split('data-n="')[1:]]


@contextmanager
def follow(emulator: Emulator, query: str = "", last: str = "") -> Iterator[Stream]:
    address = urlsplit(emulator.url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=PATIENCE)
    headers = {"Last-Event-ID": last} if last else {}
    connection.request("GET", f"/_contractkit/inbox/events?{query}", headers=headers)
    answer = connection.getresponse()
    try:
        yield Stream(answer)
    finally:
        answer.close()
        connection.close()


def test_new_requests_come_as_rows(emulator: Emulator) -> None:
    with follow(emulator) as stream:
        assert stream.answer.headers["content-type"].startswith("text/event-stream")
        send(emulator.url, plain_sms(text="one\n\ntwo\r\ndata: three"))
        event = stream.next()
    assert (event["event"], event["id"]) == ("rows", "1")
    assert "one two data: three" in event["data"]


def test_what_was_missed_comes_first(emulator: Emulator) -> None:
    for _ in range(4):
        send(emulator.url, plain())
    with follow(emulator, "after=1") as stream:
        assert stream.numbers() == [4, 3, 2]
    with follow(emulator, "after=1", last="3") as stream:
        assert stream.numbers() == [4]
    with follow(emulator, "after=4") as stream:
        send(emulator.url, plain())
        assert stream.numbers() == [5]


def test_a_page_of_an_emulator_that_ran_before_begins_anew(emulator: Emulator) -> None:
    send(emulator.url, plain())
    with follow(emulator, "after=7") as stream:
        assert stream.next()["event"] == "cleared"
        assert stream.numbers() == [1]


def test_numbers_go_on_after_all_was_forgotten(emulator: Emulator) -> None:
    send(emulator.url, plain())
    emulator.clear()
    with follow(emulator, "after=1") as stream:
        send(emulator.url, plain())
        assert stream.numbers() == [2]


def test_only_what_fits_the_filters_comes(emulator: Emulator) -> None:
    with follow(emulator, "text=two") as stream:
        send(emulator.url, plain_sms(text="one"))
        send(emulator.url, plain_sms(text="two"))
        assert stream.numbers() == [2]


def test_of_many_at_once_the_newest_come(emulator: Emulator) -> None:
    for _ in range(MOST_SHOWN + 20):
        send(emulator.url, b"")
    with follow(emulator) as stream:
        numbers = stream.numbers()
    assert (len(numbers), numbers[0]) == (MOST_SHOWN, MOST_SHOWN + 20)


def test_every_one_of_a_burst_comes_once(emulator: Emulator) -> None:
    with follow(emulator) as stream:
        for _ in range(60):
            send(emulator.url, b"")
        seen: list[int] = []
        while len(seen) < 60:
            seen = stream.numbers() + seen
    assert seen == list(range(60, 0, -1))


def test_what_became_of_a_request_is_told(emulator: Emulator) -> None:
    with follow(emulator) as stream, listen() as listener:
        send(emulator.url, plain(notifyurl=listener.url))
        events = [stream.next()]
        while events[-1]["event"] != "change":
            events.append(stream.next())
        assert events[-1]["data"] == "1"


def test_other_changes_are_told(emulator: Emulator) -> None:
    with follow(emulator) as stream:
        submit(emulator, "inbox/answers", answer="drop")
        assert stream.next()["event"] == "orders"
        emulator.clear()
        assert stream.next()["event"] == "cleared"


def test_what_happens_before_a_stream_says_anything_is_told() -> None:
    inbox = make_inbox(History(set()), AnswerQueue(()), [], str)
    parts = iter(streaming.open_stream(inbox, Rows(inbox), Filters(), after=0))
    inbox.feed.publish(Kind.ORDERS)
    assert [b"retry" in next(parts), b"event: orders" in next(parts)] == [True, True]


def test_streams_end_with_the_emulator() -> None:
    with emulate(ui=True) as running, follow(running) as stream:
        began = monotonic()
        running.close()
        assert stream.next() == {}
        assert monotonic() - began < PATIENCE


def test_a_quiet_stream_stays_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """Longer than an answer may take, with something to keep proxies from closing it."""
    monkeypatch.setattr(streaming, "HEARTBEAT_SECONDS", 0.1)
    with emulate(ui=True, limits=Limits(seconds=0.2)) as running, follow(running) as stream:
        lines = [stream.answer.readline() for _ in range(12)]
        assert lines.count(streaming.HEARTBEAT.splitlines(keepends=True)[0]) == 5
        send(running.url, plain())
        assert stream.numbers() == [1]


def test_there_are_not_too_many_streams_and_those_that_ended_do_not_count(
    emulator: Emulator,
) -> None:
    with ExitStack() as stack:
        streams = [stack.enter_context(follow(emulator)) for _ in range(streaming.MOST_STREAMS)]
        assert {stream.status for stream in streams} == {200}
        with follow(emulator) as refused:
            assert refused.status == 503
    with follow(emulator) as stream:
        assert stream.status == 200


def test_a_client_that_does_not_read_is_let_go() -> None:
    with emulate(ui=True, limits=Limits(seconds=0.3)) as running:
        address = urlsplit(running.url)
        with socket.create_connection((address.hostname or "", address.port or 0)) as sock:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
            sock.sendall(b"GET /_contractkit/inbox/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
            for _ in range(10):
                send(running.url, plain_sms(text="x" * 1000))
    assert running.errors == ()

"""The way that answers come: what a client sees of each, and that nothing hangs for ever."""

import gzip
import http.client
import json
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from time import monotonic
from urllib.parse import urlsplit

import pytest

from contractkit.contracts.loading import load_default
from contractkit.fuzzclient.live_run import LiveRun, RequestLimits
from contractkit.fuzzclient.records import Stop
from contractkit.fuzzclient.scenario import IN_ORDER, PlannedAnswer, Scenario
from contractkit.fuzzclient.server import ScenarioServer
from tests.emulator.client import Got, Listener, exchange_bytes, listen, send
from tests.fuzzclient.playing import KEY
from tests.sample_payloads import plain

TIMEOUT, DEADLINE, PACE = 4.0, 30.0, 0.5
PLENTY = RequestLimits(50, 50, 50)
BODY = json.dumps(plain()).encode()


@pytest.fixture
def stage() -> Iterator[ScenarioServer]:
    with closing(ScenarioServer(load_default(), KEY, "0", TIMEOUT)) as running:
        yield running
        assert running.errors == ()


@contextmanager
def play(
    stage: ScenarioServer, *answers: PlannedAnswer, notifications: str = IN_ORDER
) -> Iterator[LiveRun]:
    playing = stage.begin(Scenario(answers, notifications), PLENTY)
    try:
        yield playing
    finally:
        stage.end(playing)


def accept(*mutations: str) -> PlannedAnswer:
    return PlannedAnswer("acceptance", mutations=mutations)


def connect(stage: ScenarioServer) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", urlsplit(stage.url).port, timeout=DEADLINE)


def ask(stage: ScenarioServer, body: bytes = BODY, takes: str = "identity") -> Got:
    return send(stage.url, body, {"key": KEY, "Accept-Encoding": takes})


def test_a_plain_answer_keeps_the_connection(stage: ScenarioServer) -> None:
    connection = connect(stage)
    with play(stage, accept()):
        for _ in range(3):
            connection.request("POST", urlsplit(stage.url).path, BODY, {"key": KEY})
            answer = connection.getresponse()
            assert json.loads(answer.read())["response"][0]["code"] == "1001"
    connection.close()


def test_chunks_are_chunks(stage: ScenarioServer) -> None:
    with play(stage, accept("chunked")):
        answer = ask(stage)
        assert answer.headers.get("transfer-encoding") == "chunked"
        assert isinstance(json.loads(answer.body)["response"], list)


def test_who_speaks_http_1_0_gets_no_chunks(stage: ScenarioServer) -> None:
    head = f"POST {urlsplit(stage.url).path} HTTP/1.0\r\nkey: {KEY}\r\nContent-Length: {len(BODY)}"
    with play(stage, accept("chunked")):
        got = exchange_bytes(stage.url, [head.encode() + b"\r\n\r\n" + BODY])
    assert b"chunked" not in got
    assert json.loads(got.partition(b"\r\n\r\n")[2])


def test_a_slow_body_takes_its_time_and_comes_whole(stage: ScenarioServer) -> None:
    began = monotonic()
    with play(stage, accept("slow")):
        assert json.loads(ask(stage).body)
    assert monotonic() - began >= PACE / 2


def test_gzip_where_it_is_taken(stage: ScenarioServer) -> None:
    with play(stage, accept("gzip")):
        packed = ask(stage, takes="deflate, gzip;q=0.5")
        assert packed.headers["content-encoding"] == "gzip"
        assert json.loads(gzip.decompress(packed.body))
        for other in ("identity", "gzip;q=0", ""):
            assert "content-encoding" not in ask(stage, takes=other).headers


@pytest.mark.parametrize("mutations", [("truncated",), ("chunked", "truncated")])
def test_a_truncated_body_is_cut(stage: ScenarioServer, mutations: tuple[str, ...]) -> None:
    with play(stage, accept(*mutations)) as playing:
        with pytest.raises(http.client.IncompleteRead):
            ask(stage)
        assert playing.exchanges[0].answer.fault == "cut short"


@pytest.mark.parametrize("kind", ["dropped", "reset"])
def test_a_dropped_connection_gives_nothing(stage: ScenarioServer, kind: str) -> None:
    with play(stage, PlannedAnswer(kind)), pytest.raises(ConnectionError):
        ask(stage)


@pytest.mark.parametrize("planned", [PlannedAnswer("hang"), accept("stalled")])
def test_what_hangs_ends_with_the_send(stage: ScenarioServer, planned: PlannedAnswer) -> None:
    playing = stage.begin(Scenario((planned,)), PLENTY)
    ended: list[BaseException] = []

    def wait() -> None:
        try:
            ask(stage)
        except (OSError, http.client.HTTPException) as error:
            ended.append(error)

    thread = threading.Thread(target=wait)
    thread.start()
    assert playing.wait_for_request(DEADLINE)
    thread.join(0.1)
    assert thread.is_alive()
    stage.end(playing)
    thread.join(DEADLINE)
    assert not isinstance(ended[0], TimeoutError)


def test_the_answers_follow_one_another(stage: ScenarioServer) -> None:
    with play(stage, PlannedAnswer("error", 429, mutations=("retry after",)), accept()) as playing:
        first = ask(stage)
        assert (first.status, first.headers["retry-after"]) == (429, "1")
        assert [ask(stage).status, ask(stage).status] == [200, 200]
        assert [one.accepts for one in playing.exchanges] == [False, True, True]
        assert [one.number for one in playing.exchanges] == [1, 2, 3]


def test_other_places_are_not_found_and_use_up_no_answer(stage: ScenarioServer) -> None:
    with play(stage, PlannedAnswer("refusal"), accept()) as playing:
        connection = connect(stage)
        connection.request("GET", "/favicon.ico")
        assert connection.getresponse().status == 404
        connection.close()
        assert json.loads(ask(stage).body)["response"]["code"] == "7004"
        assert playing.exchanges[0].planned is None


def test_requests_beyond_what_is_allowed_end_the_play(stage: ScenarioServer) -> None:
    playing = stage.begin(Scenario((PlannedAnswer("refusal"),)), RequestLimits(2, 5, 50))
    ask(stage)
    ask(stage)
    with pytest.raises(ConnectionError):
        ask(stage)
    assert playing.stop is Stop.TOO_MANY_REQUESTS
    assert len(playing.exchanges) == 3
    stage.end(playing)
    with pytest.raises(ConnectionError):
        ask(stage)
    assert stage.answers == 3


def test_no_more_answers_than_are_left(stage: ScenarioServer) -> None:
    playing = stage.begin(Scenario((PlannedAnswer("refusal"),)), RequestLimits(9, 9, 1))
    ask(stage)
    with pytest.raises(ConnectionError):
        ask(stage)
    assert (playing.stop, len(playing.exchanges)) == (Stop.NO_ANSWERS_LEFT, 1)
    stage.end(playing)


def states(listener: Listener) -> list[str]:
    note = [one["deliveryInfoNotification"]["deliveryInfo"] for one in listener.messages]
    return [one["deliveryStatus"] for one in note]


@pytest.mark.parametrize(
    ("notifications", "expected"),
    [
        (IN_ORDER, ["Submitted", "Delivered"]),
        ("late", ["Submitted", "Delivered"]),
        ("repeated", ["Submitted", "Submitted", "Delivered", "Delivered"]),
        ("in reverse", ["Delivered", "Submitted"]),
    ],
)
def test_notifications_come_as_planned(
    stage: ScenarioServer, notifications: str, expected: list[str]
) -> None:
    began = monotonic()
    with listen() as listener, play(stage, accept(), notifications=notifications) as playing:
        ask(stage, json.dumps(plain(notifyurl=listener.url)).encode())
        assert listener.wait_for(len(expected), DEADLINE)
        assert states(listener) == expected
        assert set(playing.notified) == set(expected)
    assert (monotonic() - began >= 2 * PACE) or notifications != "late"


def test_a_refusal_is_not_notified_of(stage: ScenarioServer) -> None:
    with listen() as listener, play(stage, PlannedAnswer("refusal"), accept()):
        body = json.dumps(plain(notifyurl=listener.url)).encode()
        ask(stage, body)
        ask(stage, body)
        assert listener.wait_for(2, DEADLINE)
        assert states(listener) == ["Submitted", "Delivered"]


def test_nobody_else_is_notified(stage: ScenarioServer) -> None:
    with play(stage, accept()) as playing:
        ask(stage, json.dumps(plain(notifyurl="https://example.com/")).encode())
        assert playing.notified == ()

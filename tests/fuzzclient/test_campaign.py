"""What clients are blamed for, and what not, seen on functions."""

import json
from itertools import count
from typing import Any

import pytest

from contractkit.contracts.loading import load_default
from contractkit.emulator.answers import codes_of
from contractkit.emulator.authentication import Access
from contractkit.errors import TargetError
from contractkit.fuzz.records import Answer
from contractkit.fuzzclient.causes import Causes
from contractkit.fuzzclient.oracles import Criteria, judge_run
from contractkit.fuzzclient.records import (
    Claim,
    Ending,
    Exchange,
    Failure,
    ReceivedRequest,
    Run,
    Stop,
)
from contractkit.fuzzclient.scenario import PlannedAnswer, Scenario, describe_scenario
from tests.fuzzclient.playing import KEY, NO_ANSWER, Client, Line, campaign, judge
from tests.sample_payloads import plain, plain_sms

CONTRACT = load_default()
DOCUMENTED = codes_of(CONTRACT, CONTRACT.data["answers"]["context"])
numbers = count()


def right(line: Line) -> bool:
    return line.accepts()


def tries_again(times: int) -> Client:
    """Right, with so many retries of whatever failed."""

    def send(line: Line) -> bool:
        return any(line.accepts(plain(correlationid=str(next(numbers)))) for _ in range(1 + times))

    return send


def sends_to_two(line: Line) -> bool:
    other = plain(destination=[{"msisdn": ["+447700900124"]}])
    return line.accepts() & line.accepts(other)


def says(verdict: Any) -> Client:
    def send(line: Line) -> bool:
        line.accepts()
        return bool(verdict)

    return send


def sends(payload: Any, **more: Any) -> Client:
    return lambda line: line.accepts(payload, **more)


def sends_twice(line: Line) -> bool:
    accepted = line.accepts(plain(correlationid="a"))
    return line.accepts(plain(correlationid="b")) if accepted else False


def sends_again_when_unsure(line: Line) -> bool:
    """An answer with several entries is taken for none."""
    for _ in range(2):
        try:
            answer = json.loads(line.post())["response"]
        except (*NO_ANSWER, ValueError, KeyError):
            return False
        if isinstance(answer, list) and len(answer) == 1:
            return True
    return False


def knows_documented_codes(line: Line) -> bool:
    """A refusal is one of the codes that the contract documents."""
    try:
        answer = json.loads(line.post())["response"]
    except (*NO_ANSWER, ValueError, KeyError):
        return False
    return isinstance(answer, list) or answer["code"] not in DOCUMENTED


def reads_ascii(line: Line) -> bool:
    try:
        return isinstance(json.loads(line.post().decode("ascii"))["response"], list)
    except (*NO_ANSWER, ValueError, KeyError):
        return False


def looks_at_the_beginning(line: Line) -> bool:
    try:
        return line.post().startswith(b'{"response": [{"code": "1001"')
    except NO_ANSWER:
        return False


BLAMED: dict[str, tuple[Client, list[tuple[str, str]]]] = {
    "right": (right, []),
    "right with retries": (tries_again(3), []),
    "right to two numbers": (sends_to_two, []),
    "always says yes": (says(verdict=True), [("success-claimed", "HTTP 2xx")]),
    "always says no": (says(verdict=False), [("failure-claimed", "")]),
    "too many retries": (tries_again(4), [("too-many-retries", "")]),
    "no end of retries": (tries_again(50), [("too-many-retries", "")]),
    "no sender": (sends(plain_sms(senderid="")), [("invalid-request", "SM108")]),
    "no object": (sends("text"), [("invalid-request", "SM101")]),
    "no object in a batch": (sends([plain(), "text"]), [("invalid-request", "SM101")]),
    "an empty batch": (sends([]), [("invalid-request", "SM101")]),
    "no key": (sends(plain(), headers={}), [("invalid-request", "no key")]),
    "a wrong key": (sends(plain(), headers={"key": "x"}), [("invalid-request", "a wrong key")]),
    "key in the body": (sends(plain(callbackData=f"k={KEY}")), [("key-exposed", "body")]),
    "sends twice": (sends_twice, [("sent-again", "")]),
    "sends again when unsure": (sends_again_when_unsure, [("sent-again", "")]),
    "knows documented codes": (knows_documented_codes, [("success-claimed", "HTTP 2xx")]),
    "reads ASCII": (reads_ascii, [("failure-claimed", "")]),
}
PLAINEST = {
    "sends again when unsure": "HTTP 200 acceptance, several entries",
    "reads ASCII": "HTTP 200 acceptance, foreign description",
    "sends twice": "HTTP 200 acceptance",
    "too many retries": "HTTP 200 refusal",
}


@pytest.mark.parametrize("name", BLAMED)
def test_what_a_client_is_blamed_for(name: str) -> None:
    client, blamed = BLAMED[name]
    with campaign(client, answers=60) as running:
        running.run_parts()
        failures = list(running.causes.list_failures())
        assert [(one.problem.check, one.problem.aspect) for one in failures] == blamed
        assert running.server.answers <= 60
        if name in PLAINEST:
            assert describe_scenario(failures[0].run.scenario) == PLAINEST[name]
            assert failures[0].steady


def test_a_client_that_sends_again_without_end_is_stopped_in_its_first_send() -> None:
    with campaign(lambda line: all(line.accepts() for _ in range(50)), answers=60) as running:
        running.run_parts()
        failure = next(running.causes.list_failures())
        assert (failure.problem.check, failure.place) == ("sent-again", 1)
        assert len(failure.run.exchanges) == 1 + 3 + 1
        assert failure.run.ending.stop is Stop.TOO_MANY_REQUESTS


@pytest.mark.parametrize("retries", [0, 1, 5])
def test_so_many_retries_are_right_and_one_more_is_not(retries: int) -> None:
    assert judge(tries_again(retries), retries=retries) == []
    [(check, _)] = judge(tries_again(retries + 1), retries=retries)
    assert check == "too-many-retries"


def test_each_peculiarity_is_a_cause_of_its_own() -> None:
    with campaign(looks_at_the_beginning, answers=60) as running:
        running.run_parts()
        found = {describe_scenario(one.run.scenario) for one in running.causes.list_failures()}
    assert found == {
        f"HTTP 200 acceptance, {mutation}"
        for mutation in ("extra members", "other order", "much white space", "no white space")
    }


def test_a_client_that_sends_nothing_is_told_so() -> None:
    with campaign(lambda _: True) as running, pytest.raises(TargetError, match="sent no request"):
        running.run_parts()


def test_a_client_that_stops_sending_is_not_run_for_ever() -> None:
    left = iter(range(3))
    with campaign(lambda line: next(left, None) is None or line.accepts(), answers=20) as running:
        running.run_parts()
        assert running.server.answers == 20


def test_an_invalid_first_request_is_told_at_once() -> None:
    with campaign(sends(plain_sms(text=1)), answers=60) as running:
        running.run_parts()
        assert running.server.answers == 1
        assert "invalid" in running.stopped
        [failure] = running.causes.list_failures()
    assert failure.problem.rule == "SM137"
    assert "in quotes" in failure.problem.expected


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/"), ("POST", "/resources/v1/messaging/"), ("PUT", None), ("GET", None)],
)
def test_a_request_for_something_else_is_invalid(method: str, path: str | None) -> None:
    [(check, aspect)] = judge(sends(plain(), method=method, path=path))
    assert check == "invalid-request"
    assert "POST /resources/v1/messaging" in aspect


@pytest.mark.parametrize("query", [f"key={KEY}", f"x=1&k={KEY}&y", f"k=%6Bey{KEY[3:]}"])
def test_the_key_in_a_url_is_found_however_it_is_written(query: str) -> None:
    path = f"/resources/v1/messaging?{query}"
    assert judge(sends(plain(), path=path), answers=5) == [("key-exposed", "URL")]


def test_too_many_numbers_are_doubtful_and_no_failure() -> None:
    many = [f"+4477009{number:05}" for number in range(1001)]
    client = sends(plain(destination=[{"msisdn": many}]))
    with campaign(client, answers=3) as running:
        running.run_parts()
        assert list(running.causes.list_failures()) == []
        assert [one.rule for one in running.warnings.list_warnings()] == ["SM203"]


def test_a_batch_is_doubtful_and_no_failure() -> None:
    with campaign(sends([plain()]), answers=3) as running:
        running.run_parts()
        assert list(running.causes.list_failures()) == []
        assert [one.rule for one in running.warnings.list_warnings()] == ["SM216"]


@pytest.mark.parametrize(
    "body", [b"", b"\xff", b"[" * 100_000, b'{"a":' * 3000 + b"1" + b"}" * 3000]
)
def test_no_request_breaks_the_server(body: bytes) -> None:
    def send(line: Line) -> bool:
        line.send(body)
        return True

    [(check, _)] = judge(send)
    assert check == "invalid-request"


def test_a_notified_failure_lets_the_client_say_either() -> None:
    failing = plain(destination=[{"msisdn": ["+447700900102"]}], notifyurl="http://127.0.0.1:9/")

    def send(line: Line) -> bool:
        line.accepts(failing)
        return False

    assert judge(send, answers=20) == []


def test_a_timeout_while_trying_again_is_the_cause_that_retries_are() -> None:
    contract = load_default()
    request = ReceivedRequest("POST", "/", (), b"", Access.RIGHT, None, "")
    exchange = Exchange(1, request, Answer(), PlannedAnswer("hang"))

    def failure(check: str, exchanges: int) -> Failure:
        stop = Stop.TIMEOUT if check == "timeout" else Stop.TOO_MANY_REQUESTS
        ended = Ending(Claim.FAILED, "", 1.0, stop=stop)
        scenario = Scenario((PlannedAnswer("hang" if check == "timeout" else "error", 500),))
        run = Run(scenario, (exchange,) * exchanges, ended)
        [(problem, at)] = list(judge_run(Criteria(contract, KEY, 1.0, 0), run))[-1:]
        assert problem.check == check
        return Failure(problem, run, at)

    causes = Causes()
    assert causes.note(failure("too-many-retries", 3))
    assert not causes.note(failure("timeout", 2))
    assert causes.note(failure("timeout", 1))
    assert [(one.problem.check, one.count) for one in causes.list_failures()] == [
        ("too-many-retries", 2),
        ("timeout", 1),
    ]

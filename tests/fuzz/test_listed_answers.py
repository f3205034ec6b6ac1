"""Answers of contracts that list their messages by HTTP status: what is read and what is blamed."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contractkit.contracts.loading import Contract
from contractkit.emulator import emulate
from contractkit.fuzz import Options, run
from contractkit.fuzz.answers import is_busy, read_answer
from contractkit.fuzz.oracles import judge_exchange
from contractkit.fuzz.probes import Setting
from contractkit.fuzz.records import Answer, Exchange, Expectation, Login
from contractkit.payloads.cases import judge_payload, judge_text
from tests.emulator.client import send
from tests.fuzz.making import answer
from tests.listed_contracts import describe, write_contract

GOOD, BAD = {"item": "tea", "count": 2}, {"item": "tea", "count": 0}
MADE, ERROR = {"number": 7, "item": "tea"}, {"error": "no such count"}
LISTED: dict[str, str | None] = {"201": "ordered", "400": "error", "409": None}
HAL = "application/hal+json; charset=utf-8"
RIGHT, WRONG = Login("right"), Login("nothing")
Make = Callable[[dict[str, str | None]], Contract]


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> Make:
    return lambda listed: write_contract(tmp_path_factory.mktemp("shop"), describe(listed))


def judge(contract: Contract, payload: Any, answered: Answer, **more: Any) -> str:
    """The check that blames an answer, or an empty text."""
    judged = judge_text if isinstance(payload, str) else judge_payload
    case = judged(contract, "order", payload)
    probe = Setting(contract, RIGHT).make_probe("made up", case, **more)
    problem = judge_exchange(contract, Exchange(1, probe, answered))
    return problem.check if problem else ""


STRANGER = {"login": WRONG, "expect": Expectation.REFUSE}
TEXT = {"headers": (("Content-Type", "text/plain"),)}
JUDGED: dict[str, tuple[Any, Answer, str, dict[str, Any]]] = {
    "accepted": (GOOD, answer(MADE, 201), "", {}),
    "accepted with an unlisted status": (GOOD, answer(MADE, 200), "status", {}),
    "accepted in another form": (GOOD, answer(ERROR, 201), "answer-form", {}),
    "accepted without a body": (GOOD, answer(b"", 201), "answer-form", {}),
    "accepted as text": (GOOD, answer(MADE, 201, "text/plain"), "content-type", {}),
    "accepted as some JSON": (GOOD, answer(MADE, 201, HAL), "", {}),
    "a right one refused": (GOOD, answer(ERROR, 400), "valid-refused", {}),
    "a right one refused with an unlisted status": (GOOD, answer(b"", 422), "valid-refused", {}),
    "a right one that meets another": (GOOD, answer(b"<html>", 409, "text/html"), "", {}),
    "refused": (BAD, answer(ERROR, 400), "", {}),
    "refused in another form": (BAD, answer(MADE, 400), "answer-form", {}),
    "refused with an unlisted status": (BAD, answer(ERROR, 422), "status", {}),
    "refused for another reason": (BAD, answer(b"", 401, None), "status", {}),
    "a wrong one accepted": (BAD, answer(MADE, 201), "invalid-accepted", {}),
    "a wrong one accepted with an unlisted status": (BAD, answer(b"", 202), "invalid-accepted", {}),
    "no JSON": ("{", answer(b"", 400), "answer-form", {}),
    "too many requests": (GOOD, answer(b"", 429), "", {}),
    "a redirect": (GOOD, answer(b"", 302), "status", {}),
    "a failure": (BAD, answer(ERROR, 500), "server-error", {}),
    "a stranger refused": (GOOD, answer(b"", 401, None), "", STRANGER),
    "a stranger forbidden": (GOOD, answer(b"", 403, None), "", STRANGER),
    "a stranger refused with another": (GOOD, answer(b"", 418, None), "status", STRANGER),
    "a stranger let in": (GOOD, answer(MADE, 201), "unauthenticated-accepted", STRANGER),
    "another type": (GOOD, answer(b"", 415, None), "", TEXT),
}  # fmt: skip


@pytest.mark.parametrize(("status", "blamed"), [(404, ""), (410, "status")])
def test_a_status_of_what_is_gone_is_a_listed_one(status: int, blamed: str, tmp_path: Path) -> None:
    path = {"method": "POST", "path": "/shops/{shop}/orders"}
    described = describe(LISTED | {"404": None}, operation=path)
    contract = write_contract(tmp_path, described)
    assert judge(contract, GOOD, answer(b"", status, None)) == blamed


@pytest.mark.parametrize("name", JUDGED)
def test_an_answer_is_judged_by_its_status(name: str, make: Make) -> None:
    payload, answered, check, more = JUDGED[name]
    assert judge(make(LISTED), payload, answered, **more) == check


def test_what_no_parser_reads_may_always_be_a_bad_request(make: Make) -> None:
    contract = make({"201": "ordered", "422": "error"})
    assert judge(contract, "{", answer(b"", 400)) == ""
    assert judge(contract, BAD, answer(b"", 400)) == "status"


OTHERS: list[tuple[dict[str, str | None], Any, Answer, str]] = [
    ({"2XX": "ordered", "default": "error"}, GOOD, answer(MADE, 202), ""),
    ({"2XX": "ordered", "default": "error"}, BAD, answer(ERROR, 422), ""),
    ({"2XX": "ordered", "default": "error"}, BAD, answer(MADE, 422), "answer-form"),
    ({"200": None, "default": "error"}, GOOD, answer(b"", 200, None), ""),
    ({"201": "ordered", "default": "error"}, GOOD, answer(MADE, 200), "status"),
    ({"201": "ordered", "default": "error"}, BAD, answer(MADE, 200), "invalid-accepted"),
    ({"201": "ordered", "default": "error"}, GOOD, answer(ERROR, 200), ""),
    ({"201": "ordered", "default": "error"}, GOOD, answer([], 200), "answer-form"),
    ({"201": "ordered", "default": "error"}, BAD, answer(MADE, 400), "answer-form"),
    ({"default": "error"}, GOOD, answer(MADE, 200), "answer-form"),
    ({"204": "ordered"}, GOOD, answer(b"", 204, None), ""),
    ({"303": None}, GOOD, answer(b"", 303, None), ""),
    ({"201": "ordered"}, BAD, answer(b"<html>", 422, "text/html"), ""),
    ({"400": "error"}, GOOD, answer(b"", 202, None), ""),
    ({"201": "ordered", "404": None}, BAD, answer(b"", 404, None), ""),
    ({"201": "ordered", "404": None}, GOOD, answer(b"", 404, None), "valid-refused"),
    ({"201": "ordered", "400": None, "404": None}, GOOD, answer(b"", 404, None), ""),
]


@pytest.mark.parametrize(("listed", "payload", "answered", "check"), OTHERS)
def test_ranges_and_what_is_not_listed(
    listed: dict[str, str | None], payload: Any, answered: Answer, check: str, make: Make
) -> None:
    assert judge(make(listed), payload, answered) == check


def test_an_answer_is_read(make: Make) -> None:
    contract = make(LISTED)
    accepted, refused = answer(MADE, 201), answer(MADE, 400)
    assert (
        read_answer(contract, accepted).accepts,
        read_answer(contract, accepted).violations,
    ) == (
        True,
        (),
    )
    reading = read_answer(contract, refused)
    assert (reading.accepts, [one.rule for one in reading.violations]) == (False, ["OR3"])


def test_being_busy_may_be_described(tmp_path: Path) -> None:
    answers = {"messages": LISTED, "busy": {"statuses": [409]}}
    contract = write_contract(tmp_path, describe(LISTED, answers=answers))
    assert [is_busy(contract, answer(b"", status)) for status in (409, 429)] == [True, False]


@pytest.mark.parametrize(
    "listed",
    [LISTED, {"204": None, "default": "error"}, {"2XX": "ordered"}, {"4XX": None}, {}],
    ids=json.dumps,
)
def test_the_emulator_is_not_blamed(listed: dict[str, str | None], make: Make) -> None:
    contract = make(listed)
    with emulate(contract) as emulator:
        report = run(emulator.url, contract=contract, options=Options(requests=150))
        assert emulator.errors == ()
    assert [one.problem for one in report.failures] == []
    assert report.requests > 100
    assert "authentication" not in {*report.phases, *report.skipped}


@pytest.mark.parametrize("said", [None, "optional"])
def test_a_body_may_be_optional(said: str | None, tmp_path: Path) -> None:
    operation = {"method": "POST", "path": "/orders", **({"body": said} if said else {})}
    contract = write_contract(tmp_path, describe(LISTED, operation=operation))
    nothing = {} if said else {"": "invalid-accepted", "\n": "invalid-accepted"}
    for text in ("", "\n"):
        assert judge(contract, text, answer(ERROR, 400)) == ""
        assert judge(contract, text, answer(MADE, 201)) == nothing.get(text, "")
    assert judge(contract, "{", answer(MADE, 201)) == "invalid-accepted"
    with emulate(contract) as emulator:
        assert send(emulator.url, b"", {}).status == (201 if said else 400)
        report = run(emulator.url, contract=contract, options=Options(requests=100))
    assert report.failures == ()

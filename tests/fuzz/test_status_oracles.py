"""Which HTTP statuses fit what an answer says, where a contract lists them."""

from pathlib import Path
from typing import Any

import pytest

from contractkit.contracts.loading import Contract
from contractkit.fuzz.oracles import judge_exchange
from contractkit.fuzz.probes import Setting
from contractkit.fuzz.records import Answer, Exchange, Expectation, Login, Probe
from contractkit.payloads.cases import judge_payload
from tests.fuzz.making import answer
from tests.second_contract import BOOKING, write_second_contract

ACCEPTED = {"id": "b-1", "at": "now", "mark": "window"}
REFUSED = {"code": "B1", "message": "Not clear"}
BAD, ODD = {"guest": "Ada"}, Login("nothing")
RIGHT = Login("right", (("x-key", "k"),))


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    """The second contract; 401 may have any form, as with some other contracts."""
    made = write_second_contract(tmp_path_factory.mktemp("second"))
    statuses = made.data["answers"]["statuses"]
    unchecked = [*statuses["unchecked"], 401]
    answers = {**made.data["answers"], "statuses": {**statuses, "unchecked": unchecked}}
    return Contract(made.name, made.version, made.home, {**made.data, "answers": answers})


def make_probe(contract: Contract, payload: Any, **more: Any) -> Probe:
    case = judge_payload(contract, "request", payload)
    return Setting(contract, RIGHT).make_probe("made up", case, **more)


EMPTY = answer(b"", 401, None)
WRONG_LOGIN = {"login": ODD, "expect": Expectation.REFUSE}
OPEN = {"login": Login("open way"), "expect": Expectation.FORM}
TEXT = {"headers": (("Content-Type", "text/plain"),), **WRONG_LOGIN}
CASES: dict[str, tuple[Any, dict[str, Any], Answer, str]] = {
    "right acceptance": (BOOKING, {}, answer(ACCEPTED, 201), ""),
    "OK": (BOOKING, {}, answer(ACCEPTED), "status"),
    "an acceptance as a refusal": (BOOKING, {}, answer(ACCEPTED, 400), "status"),
    "a bad request accepted as OK": (BAD, {}, answer(ACCEPTED), "invalid-accepted"),
    "right refusal": (BAD, {}, answer(REFUSED, 400), ""),
    "refused as OK": (BAD, {}, answer(REFUSED), "status"),
    "refused with another status": (BAD, {}, answer(REFUSED, 422), "status"),
    "refused in any form": (BAD, {}, answer(b"<html>", 409, "text/html"), ""),
    "refused as unauthenticated": (BAD, {}, EMPTY, "status"),
    "failed in any form": (BAD, {}, answer(b"<html>", 503, "text/html"), "server-error"),
    "no right request": (BOOKING, {}, answer(REFUSED, 400), "valid-refused"),
    "no right credentials": (BOOKING, {}, EMPTY, "valid-refused"),
    "wrong login": (BOOKING, WRONG_LOGIN, EMPTY, ""),
    "wrong login, with a body": (BOOKING, WRONG_LOGIN, answer(REFUSED, 403), ""),
    "wrong login as a bad request": (BOOKING, WRONG_LOGIN, answer(REFUSED, 400), "status"),
    "wrong login let in": (BOOKING, WRONG_LOGIN, answer(ACCEPTED, 201), "unauthenticated-accepted"),
    "wrong type": (BOOKING, TEXT, answer(b"", 415, None), ""),
    "right type that is said to be wrong": (BAD, {}, answer(REFUSED, 415), "status"),
    "open way that works": (BOOKING, OPEN, answer(ACCEPTED, 201), ""),
    "open way that does not": (BOOKING, OPEN, EMPTY, ""),
    "open way with a bad request": (BAD, OPEN, answer(REFUSED, 400), ""),
    "too fast": (BOOKING, {}, answer(b"", 429, None), ""),
}


@pytest.mark.parametrize("name", CASES)
def test_an_answer_is_judged_by_its_status(contract: Contract, name: str) -> None:
    payload, more, got, check = CASES[name]
    problem = judge_exchange(contract, Exchange(1, make_probe(contract, payload, **more), got))
    assert (problem.check if problem else "") == check


def test_without_a_list_a_contract_goes_by_the_form(tmp_path: Path) -> None:
    made = write_second_contract(tmp_path)
    answers = {key: one for key, one in made.data["answers"].items() if key != "statuses"}
    plain = Contract(made.name, made.version, made.home, {**made.data, "answers": answers})
    for status, value, check in [
        (200, ACCEPTED, ""),
        (202, ACCEPTED, ""),
        (400, ACCEPTED, "status"),
        (401, b"", "answer-form"),
    ]:
        probe = make_probe(plain, BOOKING)
        problem = judge_exchange(plain, Exchange(1, probe, answer(value, status)))
        assert (problem.check if problem else "") == check

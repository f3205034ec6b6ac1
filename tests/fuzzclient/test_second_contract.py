"""Clients of a contract whose answers are told apart by status, and of its other operation."""

import json
from collections.abc import Callable
from itertools import islice
from typing import Any

import pytest

from contractkit.contracts.loading import Contract, load
from contractkit.fuzzclient.listed_statuses import fit_statuses
from contractkit.fuzzclient.scenario import list_features
from contractkit.fuzzclient.scenario_list import PLAIN, list_scenarios, refuse
from tests.fuzzclient.playing import KEY, NO_ANSWER, Client, Line, judge
from tests.second_contract import BOOKING, write_second_contract

HEADERS = {"x-key": KEY}


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    return write_second_contract(tmp_path_factory.mktemp("second"))


def book(line: Line, payload: Any = BOOKING, **headers: str) -> tuple[int, Any]:
    """The status of an answer and its value; status 0 for none, a value of None for no JSON."""
    try:
        body = json.dumps(payload).encode()
        status, text = line.fetch(body, headers={**HEADERS, **headers})
    except NO_ANSWER:
        return 0, None
    try:
        return status, json.loads(text)
    except ValueError:
        return status, None


def right(line: Line) -> bool:
    return book(line)[0] == 201


def reads_the_answer(line: Line) -> bool:
    status, value = book(line)
    return status == 201 and isinstance(value, dict) and value.get("mark") == "window"


def goes_an_open_way(line: Line) -> bool:
    body = json.dumps(BOOKING).encode()
    try:
        return line.fetch(body, headers={"Authorization": f"Key {KEY}"})[0] == 201
    except NO_ANSWER:
        return False


def asks_afterwards(line: Line) -> bool:
    status, value = book(line)
    if status != 201 or not isinstance(value, dict):
        return False
    path = f"/v1/bookings/{value['id']}"
    told, text = line.fetch(None, headers=HEADERS, path=path, method="GET", counted=False)
    return told == 200 and json.loads(text)["status"] == "confirmed"


def sends_a_key_of_its_own(line: Line) -> bool:
    return book(line, **{"Booking-Key": "3f09295d-9c13-4a8b"})[0] == 201


RIGHT: dict[str, Client] = {
    one.__name__: one
    for one in (right, reads_the_answer, goes_an_open_way, asks_afterwards, sends_a_key_of_its_own)
}


@pytest.mark.parametrize("seed", ["0", "1"])
@pytest.mark.parametrize("name", RIGHT)
def test_a_right_client_is_blamed_for_nothing(contract: Contract, name: str, seed: str) -> None:
    assert judge(RIGHT[name], contract=contract, seed=seed, answers=60) == []


def takes_any_answer(line: Line) -> bool:
    return book(line)[0] != 0


def takes_any_object(line: Line) -> bool:
    return isinstance(book(line)[1], dict)


def wants_ok(line: Line) -> bool:
    return book(line)[0] == 200


def breaks_without_a_body(line: Line) -> bool:
    status, value = book(line)
    return status == 201 if status != 401 else bool(value["message"])


def books_for_nobody(line: Line) -> bool:
    return book(line, {"seats": 2})[0] == 201


def has_no_key(line: Line) -> bool:
    return line.fetch(json.dumps(BOOKING).encode(), headers={})[0] == 201


WRONG: dict[Callable[[Line], bool], set[str]] = {
    takes_any_answer: {"success-claimed"},
    takes_any_object: {"success-claimed", "crash"},
    wants_ok: {"failure-claimed", "success-claimed"},
    breaks_without_a_body: {"crash"},
    books_for_nobody: {"invalid-request"},
    has_no_key: {"invalid-request"},
}


@pytest.mark.parametrize("client", WRONG, ids=lambda client: client.__name__)
def test_a_wrong_client_is_blamed(contract: Contract, client: Client) -> None:
    found = {check for check, _ in judge(client, contract=contract, answers=60)}
    assert found
    assert found <= WRONG[client]


def test_the_answers_have_the_statuses_of_the_contract(contract: Contract) -> None:
    planned = [
        one for _, found in islice(list_scenarios(contract, "0"), 200) for one in found.answers
    ]
    assert {one.status for one in planned if one.kind == "acceptance"} == {201}
    assert {one.status for one in planned if one.kind == "refusal"} == {400, 403, 503}
    empty = {one.status for one in planned if one.kind == "empty"}
    assert empty >= {401, 403, 409, 429, 503}
    assert not any(one.code for one in planned if one.kind == "empty")
    assert not any("several entries" in one.mutations for one in planned)


def test_the_plain_acceptance_is_nothing_special(contract: Contract) -> None:
    plain = fit_statuses(contract, PLAIN)
    assert list(list_features(plain)) == []
    assert fit_statuses(contract, plain) == plain


@pytest.mark.parametrize(
    ("code", "status"), [("7004", 400), ("7006", 500), ("7020", 429), ("7001", 403)]
)
def test_a_refusal_has_the_status_of_its_code(code: str, status: int) -> None:
    [fitted] = fit_statuses(load("send-sms-v1"), refuse(code)).answers
    assert (fitted.kind, fitted.code, fitted.status) == ("refusal", code, status)

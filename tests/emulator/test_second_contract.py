"""The emulator of a contract with statuses, other operations, headers and forms."""

from collections.abc import Iterator
from typing import Any

import pytest

from contractkit import check, judge
from contractkit.contracts.loading import Contract
from contractkit.emulator import Emulator, emulate
from contractkit.errors import ContractkitError, UnknownNameError
from contractkit.findings import Verdict
from tests.emulator.client import Got, Listener, listen, send
from tests.second_contract import BOOKING, write_second_contract

KEY = {"x-key": "test-key"}


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    return write_second_contract(tmp_path_factory.mktemp("second"))


@pytest.fixture
def running(contract: Contract) -> Iterator[Emulator]:
    with emulate(contract) as emulator:
        yield emulator


@pytest.fixture
def told() -> Iterator[Listener]:
    with listen() as listener:
        yield listener


def post(running: Emulator, payload: Any = BOOKING, **headers: str) -> Got:
    return send(running.url, payload, {**KEY, **headers})


def ask(running: Emulator, one: str, headers: dict[str, str] | None = None) -> Got:
    path = f"/v1/bookings/{one}"
    return send(running.url, None, KEY if headers is None else headers, method="GET", path=path)


def test_an_acceptance_has_its_status_and_what_the_request_had(running: Emulator) -> None:
    got = post(running)
    assert (got.status, got.value["mark"]) == (201, "window")
    assert got.value.keys() == {"id", "at", "mark"}
    assert post(running, {"guest": "Ada", "seats": 2}).value["mark"] == ""


def test_a_refusal_has_its_status(running: Emulator) -> None:
    got = post(running, {"guest": "Ada", "seats": 13})
    assert (got.status, got.value) == (400, {"code": "B1", "message": "The booking is not clear"})


@pytest.mark.parametrize("headers", [{}, {"x-key": "wrong"}, {"Authorization": "Key wrong"}])
def test_wrong_credentials_get_a_status_without_a_body(
    running: Emulator, headers: dict[str, str]
) -> None:
    for got in (send(running.url, BOOKING, headers), ask(running, "x", headers)):
        assert (got.status, got.body) == (401, b"")
        assert "content-type" not in got.headers


@pytest.mark.parametrize("value", ["Key test-key", "key test-key"])
def test_an_open_way_to_authenticate_is_taken(running: Emulator, value: str) -> None:
    assert send(running.url, BOOKING, {"Authorization": value}).status == 201
    both = {"x-key": "wrong", "Authorization": value}
    assert send(running.url, BOOKING, both).status == 201


@pytest.mark.parametrize(("value", "verdict"), [("k-1", "valid"), ("k 1", "doubtful")])
def test_a_header_is_judged_by_its_rule(running: Emulator, value: str, verdict: str) -> None:
    assert post(running, **{"Booking-Key": value}).status == 201
    [request] = running.requests
    assert request.verdict == verdict
    rules = [finding.rule for finding in request.findings]
    assert rules == ([] if verdict == "valid" else ["BT701"])


def test_an_accepted_request_can_be_asked_about(running: Emulator) -> None:
    one = post(running).value["id"]
    got = ask(running, one)
    assert got.status == 200
    # Nobody is notified, so that it has come to its end.
    expected = {"id": one, "guest": "Ada", "mark": "window", "status": "confirmed"}
    assert got.value == {**expected, "at": got.value["at"]}
    assert [request.verdict for request in running.requests] == [Verdict.VALID] * 2


def test_what_is_unknown_is_not_found(running: Emulator) -> None:
    got = ask(running, "of-nobody")
    assert (got.status, got.body) == (404, b"")


def test_the_wrong_method_is_told_the_right_one(running: Emulator) -> None:
    path = "/v1/bookings/x"
    got = send(running.url, BOOKING, KEY, path=path)
    assert (got.status, got.headers["allow"]) == (405, "GET")


def test_what_is_left_out_of_a_request_is_left_out_of_the_status(running: Emulator) -> None:
    one = post(running, {"guest": "Ada", "seats": 2}).value["id"]
    assert "mark" not in ask(running, one).value


@pytest.mark.parametrize(
    ("guest", "statuses"), [("Ada", ["Asked", "Kept"]), ("Table 2", ["Asked", "Lost"])]
)
def test_the_status_follows_the_notifications(
    running: Emulator, told: Listener, guest: str, statuses: list[str]
) -> None:
    told.statuses.append(500)  # the first is tried again after a minute
    one = post(running, {**BOOKING, "guest": guest, "tell": told.url}).value["id"]
    assert told.wait_for(1)
    assert ask(running, one).value["status"] == "asked"
    one = post(running, {**BOOKING, "guest": guest, "tell": told.url}).value["id"]
    assert told.wait_for(3)
    events = [message["event"] for message in told.messages[1:]]
    assert [(event["booking"], event["status"]) for event in events] == [
        (one, status) for status in statuses
    ]
    got = ask(running, one).value
    assert got["status"] == ("refused" if "Lost" in statuses else "confirmed")
    assert got.get("reason") == ("No table is free" if "Lost" in statuses else None)


def test_the_other_form_of_notifications_is_sent_on_demand(
    contract: Contract, told: Listener
) -> None:
    with emulate(contract, notification_form="short-event") as running:
        one = post(running, {**BOOKING, "guest": "Table 2", "tell": told.url}).value["id"]
        assert told.wait_for(2)
    lost = {"id": one, "status": "refused", "reason": "No table is free"}
    assert told.messages == [{"id": one, "status": "seen"}, lost]


def test_every_message_is_valid_by_the_contract(
    running: Emulator, told: Listener, contract: Contract
) -> None:
    got = post(running, {**BOOKING, "tell": told.url})
    assert told.wait_for(2)
    messages = {
        "answer": [got.value, post(running, {}).value],
        "event": told.messages,
        "status": [ask(running, got.value["id"]).value],
    }
    for message, values in messages.items():
        for value in values:
            assert judge(check(value, message, contract=contract)) is Verdict.VALID, value


def test_bad_settings_are_refused(contract: Contract) -> None:
    with pytest.raises(ContractkitError, match="says itself which HTTP statuses"):
        emulate(contract, refusal_status=400)
    with pytest.raises(UnknownNameError, match="did you mean 'short-event'"):
        emulate(contract, notification_form="shortevent")


def test_a_code_may_have_a_status_of_its_own(running: Emulator) -> None:
    running.answer_with({"code": "B4"}, {"code": "B2"})
    assert [post(running).status for _ in range(2)] == [503, 400]


def test_a_repeated_header_is_refused_as_the_contract_says(running: Emulator) -> None:
    assert post(running, **{"Booking-Key": "one"}).status == 201
    again = post(running, **{"booking-key": "one"})
    assert (again.status, again.value["code"]) == (409, "B2")
    assert post(running, **{"Booking-Key": "two"}).status == 201

"""Several contracts at one port: each answers at its own paths, by its own rules."""

from collections.abc import Iterator
from typing import Any

import pytest

from contractkit.contracts.loading import load, load_for_tenant, read_catalog
from contractkit.emulator import Emulator, Retry, emulate
from contractkit.emulator.answers import Answers
from contractkit.emulator.settings import Settings
from contractkit.errors import ContractkitError, UnknownNameError
from tests.emulator.client import PATIENCE, Listener, listen, send

NUMBER = "+447700900123"
PAYLOADS: dict[str, dict[str, Any]] = {
    "send-message-v1": {
        "deliverychannel": "sms",
        "destination": [{"msisdn": [NUMBER]}],
        "channels": {"sms": {"senderid": "ACME", "text": "Hi"}},
    },
    "send-message-v2": {
        "channel": "sms",
        "from": "ACME",
        "to": [{"msisdn": [NUMBER]}],
        "content": {"type": "text", "text": "Hi"},
    },
    "send-sms-v1": {"from": "ACME", "to": NUMBER, "content": "Hi"},
}
URL_NAMES = {
    "send-message-v1": "notifyurl",
    "send-message-v2": "notifyUrl",
    "send-sms-v1": "callbackUrl",
}
ACCEPTED = {"send-message-v1": 200, "send-message-v2": 201, "send-sms-v1": 202}
CONTRACTS = {name: load(name) for name in PAYLOADS}


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    contracts = list(CONTRACTS.values())
    with emulate(contracts, retry=Retry(pause=0.01), control=True) as running:
        yield running
    assert running.errors == ()


@pytest.fixture
def listener() -> Iterator[Listener]:
    with listen() as running:
        yield running


def url_of(emulator: Emulator, name: str) -> str:
    return emulator.urls[str(CONTRACTS[name])]


def test_every_contract_of_the_catalogue_is_tried() -> None:
    assert set(PAYLOADS) == set(read_catalog()["contracts"])


@pytest.mark.parametrize("name", PAYLOADS)
@pytest.mark.parametrize("other", PAYLOADS)
def test_a_request_is_judged_by_the_contract_of_its_path(
    emulator: Emulator, name: str, other: str
) -> None:
    answer = send(url_of(emulator, name), PAYLOADS[other])
    accepted = answer.status == ACCEPTED[name] and "700" not in answer.body.decode()
    assert accepted == (name == other)


def test_the_first_contract_answers_where_there_is_no_other(emulator: Emulator) -> None:
    assert emulator.url == url_of(emulator, "send-message-v1")
    assert send(emulator.url, {}, path="/elsewhere").status == 404
    assert send(url_of(emulator, "send-message-v2"), method="GET").status == 405


def test_the_other_operations_are_served_too(emulator: Emulator) -> None:
    url = url_of(emulator, "send-sms-v1")
    accepted = send(url, PAYLOADS["send-sms-v1"]).value
    assert send(f"{url}/{accepted['messageId']}", method="GET").value["status"] == "DELIVERED"
    assert send(f"{url}/unknown", method="GET").status == 404


def test_no_id_is_given_twice(emulator: Emulator) -> None:
    given = [send(url_of(emulator, name), PAYLOADS[name]).value for name in PAYLOADS]
    ids = [given[0]["response"][0]["transid"], given[1]["messageId"], given[2]["messageId"]]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("name", PAYLOADS)
def test_each_contract_notifies(emulator: Emulator, listener: Listener, name: str) -> None:
    payload = {**PAYLOADS[name], URL_NAMES[name]: f"{listener.url}/hook"}
    send(url_of(emulator, name), payload)
    assert emulator.wait_idle(PATIENCE)
    assert len(listener.messages) == len(emulator.notifications) == 2


def test_queued_answers_are_for_the_next_request_to_any(emulator: Emulator) -> None:
    emulator.answer_with({"code": "7020"}, {"status": 503})
    first = send(url_of(emulator, "send-sms-v1"), PAYLOADS["send-sms-v1"])
    assert (first.status, first.value["code"]) == (429, "7020")
    assert send(url_of(emulator, "send-message-v2"), PAYLOADS["send-message-v2"]).status == 503
    assert [request.path for request in emulator.requests] == [
        *("/v1/sms/messages", "/v2/messages"),
    ]


@pytest.mark.parametrize(
    ("code", "statuses"),
    [
        ("7006", (200, 500, 500)),
        ("7020", (200, 429, 429)),
        ("7001", (200, 401, 403)),
        ("7004", (200, 400, 400)),
    ],
)
def test_a_queued_code_has_the_status_that_the_contract_gives_it(
    emulator: Emulator, code: str, statuses: tuple[int, ...]
) -> None:
    emulator.answer_with(*[{"code": code}] * len(PAYLOADS))
    answers = [send(url_of(emulator, name), PAYLOADS[name]) for name in PAYLOADS]
    assert tuple(answer.status for answer in answers) == statuses
    assert all(code in answer.body.decode() for answer in answers if answer.body)


@pytest.mark.parametrize(
    ("code", "own"),
    [("1001", "send-message-v1"), ("7010", "send-message-v1"), ("7127", "send-message-v2")],
)
def test_a_queued_code_waits_for_a_contract_that_has_it(
    emulator: Emulator, code: str, own: str
) -> None:
    emulator.answer_with({"code": code}, {"code": "7006"})
    others = [name for name in PAYLOADS if code not in Answers(Settings(CONTRACTS[name])).codes]
    assert others
    assert own not in others
    first, *rest = [send(url_of(emulator, name), PAYLOADS[name]) for name in others]
    assert (first.status, "7006" in first.body.decode()) == (500, True)
    assert [answer.status for answer in rest] == [ACCEPTED[name] for name in others[1:]]
    answer = send(url_of(emulator, own), PAYLOADS[own])
    assert code in answer.body.decode()


def test_what_only_some_can_have_is_theirs() -> None:
    contracts = list(CONTRACTS.values())
    with emulate(contracts, refusal_status=400) as running:
        assert send(url_of(running, "send-message-v1"), {}).status == 400
        assert send(url_of(running, "send-message-v2"), {}).status == 400


def test_two_contracts_at_one_path_are_refused() -> None:
    older = load("send-message-v1@1.0.0")
    with pytest.raises(ContractkitError, match="have the same path /resources/v1/messaging"):
        emulate([CONTRACTS["send-message-v1"], older])


def test_a_profile_holds_for_those_that_have_its_settings() -> None:
    contracts = load_for_tenant(list(PAYLOADS), {"plus_e164": True, "max_destinations": 1})
    assert [sorted(contract.tenant) for contract in contracts] == [
        ["max_destinations", "plus_e164"],
        *[
            sorted({"max_destinations", "plus_e164"} & set(one.data["tenant"]))
            for one in contracts[1:]
        ],
    ]
    with pytest.raises(UnknownNameError):
        load_for_tenant(list(PAYLOADS), {"unknown": True})

"""The value of a header that no two requests may share is refused where it is repeated."""

from collections.abc import Iterator
from typing import Any

import pytest

from contractkit.contracts.loading import load
from contractkit.emulator import Emulator, emulate
from contractkit.emulator.fresh_values import MOST_KEPT, FreshValues
from tests.emulator.client import KEY, Got, send

CONTRACT = load("send-sms-v1")
PAYLOAD = {"from": "ACME", "to": "+447700900123", "content": "Hi"}
NAME = "Idempotency-Key"
HOUR = 3600


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with emulate(CONTRACT, control=True) as running:
        yield running
    assert running.errors == ()


def post(emulator: Emulator, value: str | None, payload: Any = PAYLOAD) -> Got:
    return send(emulator.url, payload, {**KEY, **({NAME: value} if value else {})})


def test_an_accepted_key_is_refused_the_second_time(emulator: Emulator) -> None:
    assert post(emulator, "one").status == 202
    again = post(emulator, "one")
    assert (again.status, again.value["code"]) == (409, "7004")
    assert NAME in again.value["message"]
    assert post(emulator, "two").status == 202
    assert [post(emulator, None).status for _ in range(2)] == [202, 202]


@pytest.mark.parametrize(
    "answer", [{"code": "7006"}, {"status": 503}, {"drop": True}, {"code": "7004"}]
)
def test_a_key_of_what_was_not_accepted_may_be_sent_again(
    emulator: Emulator, answer: dict[str, Any]
) -> None:
    assert post(emulator, "one", {"from": "ACME"}).status == 400
    emulator.answer_with(answer)
    try:
        assert post(emulator, "one").status >= 400
    except ConnectionError:
        assert "drop" in answer
    assert post(emulator, "one").status == 202


def test_what_is_forgotten_may_come_again(emulator: Emulator) -> None:
    assert post(emulator, "one").status == 202
    emulator.clear()
    assert post(emulator, "one").status == 202
    send(emulator.url, None, {}, method="DELETE", path="/_contractkit/requests")
    assert post(emulator, "one").status == 202


def test_a_key_lasts_as_long_as_the_contract_says() -> None:
    now = 0.0
    values = FreshValues(lambda: now)
    headers = {NAME.lower(): "one"}
    assert values.take(CONTRACT, headers) is None
    now = HOUR - 1
    assert values.take(CONTRACT, headers) is not None
    now = HOUR
    assert values.take(CONTRACT, headers) is None
    now = 2 * HOUR - 1
    assert values.take(CONTRACT, headers) is not None


def test_the_values_are_bounded() -> None:
    values = FreshValues()
    for number in range(MOST_KEPT + 1):
        assert values.take(CONTRACT, {NAME.lower(): str(number)}) is None
    assert values.take(CONTRACT, {NAME.lower(): str(MOST_KEPT)}) is not None
    assert values.take(CONTRACT, {NAME.lower(): "0"}) is None


def test_a_contract_without_such_headers_repeats_what_it_likes() -> None:
    values = FreshValues()
    for name in ("send-message-v1", "send-message-v2"):
        assert [values.take(load(name), {NAME.lower(): "one"}) for _ in range(2)] == [None, None]

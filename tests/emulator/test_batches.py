"""A batch, an array of payloads, is answered with an entry for each, and notified of each."""

from collections.abc import Iterator
from typing import Any

import pytest

from contractkit import check, load
from contractkit.emulator import Emulator, Retry, emulate
from tests.emulator.client import PATIENCE, Listener, listen, send

ONE_TRY = Retry(timeout=10, retries=0, pause=0)


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with emulate(retry=ONE_TRY) as running:
        yield running
    assert running.errors == ()


@pytest.fixture
def listener() -> Iterator[Listener]:
    with listen() as started:
        yield started


def to(*numbers: str, **more: Any) -> dict[str, Any]:
    """A payload to some numbers; `own` are the ids of its destinations."""
    own = more.pop("own", [None] * len(numbers))
    destinations: list[dict[str, Any]] = [{"msisdn": [number]} for number in numbers]
    for destination, one in zip(destinations, own, strict=True):
        if one is not None:
            destination["correlationid"] = one
    sms = {"senderid": "ACME", "text": "Hello"}
    return {
        "deliverychannel": "sms",
        "destination": destinations,
        "channels": {"sms": sms},
        **more,
    }


BATCH = [
    to("+447700900301"),
    to("+447700900302", own=["m-2"]),
    to("+447700900303", correlationid="r-3"),
    to("+447700900304", own=["m-4"], correlationid="r-4"),
]


def test_each_payload_has_an_entry_whose_id_is_numbered(emulator: Emulator) -> None:
    value = send(emulator.url, BATCH).value
    assert check(value, "response") == ()
    entries = value["response"]
    first = entries[0]["transid"]
    assert [one["transid"] for one in entries] == [first, *(f"{first}_{n}" for n in (1, 2, 3))]
    assert [one["correlationid"] for one in entries] == ["", "m-2", "r-3", "m-4"]
    assert {one["code"] for one in entries} == {"1001"}


def test_one_payload_alone_is_answered_as_before(emulator: Emulator) -> None:
    [entry] = send(emulator.url, to("+447700900301", own=["m-1"])).value["response"]
    assert entry.keys() == {"code", "transid", "description"}


@pytest.mark.parametrize("place", range(3))
@pytest.mark.parametrize(
    ("wrong", "code"),
    [({}, "7003"), (to("07700"), "7004"), (to("+447700900301", notifyurl=1), "7004")],
)
def test_one_wrong_payload_has_the_batch_refused(
    emulator: Emulator, wrong: Any, code: str, place: int
) -> None:
    batch = [*BATCH[:place], wrong, *BATCH[place:]]
    assert send(emulator.url, batch).value["response"]["code"] == code


def test_an_earlier_version_takes_no_batch() -> None:
    with emulate(contract=load("send-message-v1@1.1.0")) as older:
        assert send(older.url, BATCH[:1]).code == "7000"


def told(listener: Listener) -> set[tuple[str, str, str, str]]:
    return {
        (
            inner["deliveryInfo"]["destination"],
            inner["deliveryInfo"]["code"],
            inner["transid"],
            inner["correlationid"],
        )
        for inner in (message["deliveryInfoNotification"] for message in listener.messages)
    }


def test_each_payload_is_notified_by_its_own_id_and_url(
    emulator: Emulator, listener: Listener
) -> None:
    batch = [
        to("+447700900301", notifyurl=listener.url),
        to("+447700900302"),
        to("+447700900303", own=["m-3"], notifyurl=listener.url, correlationid="r-3"),
    ]
    first, _, third = (one["transid"] for one in send(emulator.url, batch).value["response"])
    assert emulator.wait_idle(PATIENCE)
    assert told(listener) == {
        ("+447700900301", "7501", first, ""),
        ("+447700900301", "7500", first, ""),
        ("+447700900303", "7501", third, "m-3"),
        ("+447700900303", "7500", third, "m-3"),
    }


def test_a_destination_is_notified_with_its_own_id(emulator: Emulator, listener: Listener) -> None:
    """The id of the request counts where a destination has none."""
    payload = to("+447700900301", "+447700900302", own=["m-1", None], correlationid="r")
    [entry] = send(emulator.url, {**payload, "notifyurl": listener.url}).value["response"]
    assert emulator.wait_idle(PATIENCE)
    assert {(number, own) for number, _, transid, own in told(listener)} == {
        ("+447700900301", "m-1"),
        ("+447700900302", "r"),
    }
    assert {transid for _, _, transid, _ in told(listener)} == {entry["transid"]}


def test_what_is_wrong_in_a_payload_may_be_told_late(listener: Listener) -> None:
    with emulate(retry=ONE_TRY, late_refusal=True) as late:
        batch = [
            to("+447700900301", notifyurl=listener.url),
            to("07700900302", notifyurl=listener.url),
        ]
        first, second = (one["transid"] for one in send(late.url, batch).value["response"])
        assert late.wait_idle(PATIENCE)
    assert told(listener) == {
        ("+447700900301", "7501", first, ""),
        ("+447700900301", "7500", first, ""),
        ("07700900302", "7501", second, ""),
        ("07700900302", "7102", second, ""),
    }


@pytest.mark.parametrize("wraps", [True, False])
@pytest.mark.parametrize(
    ("listens", "accepted"), [((), False), ((0,), False), ((1,), True), ((0, 1), True)]
)
def test_what_nobody_would_be_told_of_is_refused_at_once(
    listener: Listener, listens: tuple[int, ...], accepted: bool, wraps: bool
) -> None:
    """The wrong payload is the second; the batch is refused whole where that has no listener."""
    numbers = ("+447700900301", "07700900302")
    batch = [
        to(number, **({"notifyurl": listener.url} if place in listens else {}))
        for place, number in enumerate(numbers)
    ]
    with emulate(retry=ONE_TRY, late_refusal=True) as late:
        value = send(late.url, batch if wraps else batch[1]).value["response"]
        assert late.wait_idle(PATIENCE)
    assert isinstance(value, list) == accepted
    told_numbers = {number for number, *_ in told(listener)}
    expected = {numbers[place] for place in (listens if accepted else ()) if wraps or place}
    assert told_numbers == expected

"""Dates in requests are moved ahead of today, and only where that changes no verdict."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from contractkit import Verdict, load
from contractkit.fuzz.dated_cases import move_dates
from contractkit.fuzz.probes import fullest
from contractkit.payloads.cases import judge_payload
from contractkit.pointers import resolve

CONTRACT = load("send-message-v2")
PLACES = {place["request"]: place["daysAhead"] for place in CONTRACT.data["dates"]}


def tell_date(days: int) -> str:
    return str(datetime.now(UTC).date() + timedelta(days=days))


def order(**more: Any) -> dict[str, Any]:
    content = {"type": "text", "text": "Hello"}
    to = [{"msisdn": ["+447700900123"]}]
    return {"channel": "sms", "from": "ACME", "to": to, "content": content, "batchId": "b", **more}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("written", ["2020-02-29T09:30:00Z", "2999-12-31T00:00:00.000Z"])
def test_a_date_is_moved_and_its_time_kept(place: str, written: str) -> None:
    case = judge_payload(CONTRACT, "request", order(**{place[1:]: written}))
    moved = move_dates(CONTRACT, case)
    assert moved.verdict is Verdict.VALID
    assert resolve(moved.payload, place) == tell_date(PLACES[place]) + written[10:]


@pytest.mark.parametrize(
    "payload",
    [order(), order(sendAt="2026-02-30T09:30:00Z"), order(sendAt="tomorrow"), order(sendAt=None)],
)
def test_what_has_no_right_date_stays(payload: dict[str, Any]) -> None:
    case = judge_payload(CONTRACT, "request", payload)
    assert move_dates(CONTRACT, case) is case


def test_a_request_that_is_wrong_elsewhere_is_moved_too() -> None:
    case = judge_payload(CONTRACT, "request", order(sendAt="2020-01-01T00:00:00Z", validity="0"))
    moved = move_dates(CONTRACT, case)
    assert moved.rules == case.rules != ()
    assert moved.payload["sendAt"].startswith(tell_date(PLACES["/sendAt"]))


def test_the_fullest_request_is_of_these_days() -> None:
    payload = fullest(CONTRACT, "request").payload
    found = {place: resolve(payload, place) for place in PLACES}
    dated = {place: str(value)[:10] for place, value in found.items() if value is not None}
    assert dated
    assert dated == {place: tell_date(PLACES[place]) for place in dated}

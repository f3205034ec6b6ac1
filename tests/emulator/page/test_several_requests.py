"""The page with a contract that has several requests, with and without bodies."""

from collections.abc import Iterator

import pytest

from contractkit.emulator import Emulator, emulate
from tests.calendar_contract import BASE, EVENT, write_calendar
from tests.emulator.client import Got, send

DAY = f"{BASE}/days/2030-01-02/events"
KEY = {"X-Key": "test-key"}


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    contract = write_calendar(tmp_path_factory.mktemp("calendar"))
    with emulate(contract, ui=True, control=True) as running:
        yield running
    assert running.errors == ()


def ask(emulator: Emulator, method: str, path: str, body: object = None) -> int:
    return send(emulator.url, body, KEY, method=method, path=path).status


def show(emulator: Emulator, path: str = "") -> Got:
    return send(emulator.url, None, {}, method="GET", path=f"/_contractkit/{path}")


def test_each_request_has_a_first_one_to_try(emulator: Emulator) -> None:
    emulator.clear()
    text = show(emulator).body.decode()
    assert "Calendar: GET /days/{day}/events" in text
    assert f"-X GET &#39;{emulator.url}/days/2030-01-02/events" in text.replace('"', "") or (
        f"-X GET {emulator.url}/days/2030-01-02/events" in text
    )
    assert text.count("curl -gsS") == 4


def test_requests_are_shown_with_their_queries_and_copies(emulator: Emulator) -> None:
    emulator.clear()
    assert ask(emulator, "GET", f"{DAY}?zone=x") == 400
    assert ask(emulator, "POST", DAY, {**EVENT, "count": 0}) == 400
    assert ask(emulator, "DELETE", DAY) == 204
    numbers = [one.number for one in emulator.requests]
    assert [one.query for one in emulator.requests] == ["zone=x", "", ""]
    asked, added, removed = (show(emulator, f"inbox/{number}").body.decode() for number in numbers)
    assert f"GET {DAY}?zone=x" in asked
    assert "The query parameter “zone”" in asked
    assert ("fixture" in asked, "fixture" in added, "fixture" in removed) == (False, True, False)
    assert f"{DAY}?zone=x" in show(emulator).body.decode()
    [first, *_] = show(emulator, "requests").value
    assert (first["path"], first["query"]) == (DAY, "zone=x")

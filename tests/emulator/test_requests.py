"""The emulator serves all requests of a contract, and judges their parameters."""

from collections.abc import Iterator
from typing import Any

import pytest

from contractkit.contracts.requests import find_request
from contractkit.emulator import Emulator, emulate
from contractkit.findings import Verdict
from tests.calendar_contract import BASE, EVENT, LIST, write_calendar
from tests.emulator.client import Got, send

DAY = f"{BASE}/days/2030-01-02/events"
KEY = {"X-Key": "test-key"}


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    with emulate(write_calendar(tmp_path_factory.mktemp("calendar"))) as running:
        yield running
    assert running.errors == ()


def ask(emulator: Emulator, method: str, path: str, body: Any = None, **headers: str) -> Got:
    return send(emulator.url, body, headers, method=method, path=path)


ANSWERS: list[tuple[str, str, Any, dict[str, str], int]] = [
    ("GET", f"{DAY}?zone=utc", None, {}, 200),
    ("GET", f"{DAY}?zone=utc&limit=100&tags=abc&tags=d", None, {}, 200),
    ("GET", f"{DAY}?zone=utc&other=1", None, {"X-Trace": "12345678", "Cookie": "seen=true"}, 200),
    ("GET", DAY, None, {}, 400),
    ("GET", f"{DAY}?zone=", None, {}, 400),
    ("GET", f"{DAY}?zone=UTC", None, {}, 400),
    ("GET", f"{DAY}?zone=utc&limit=0", None, {}, 400),
    ("GET", f"{DAY}?zone=utc&limit=101", None, {}, 400),
    ("GET", f"{DAY}?zone=utc&limit=x", None, {}, 400),
    ("GET", f"{DAY}?zone=utc&tags=abcd", None, {}, 400),
    ("GET", f"{DAY}?zone=utc&tags=a&tags=b&tags=c", None, {}, 400),
    ("GET", f"{DAY}?zone=utc", None, {"X-Trace": "123456789"}, 400),
    ("GET", f"{DAY}?zone=utc", None, {"Cookie": "seen=maybe"}, 400),
    ("GET", f"{BASE}/days/2030-1-2/events?zone=utc", None, {}, 400),
    ("GET", f"{BASE}/days/today/events", None, {}, 200),
    ("GET", f"{BASE}/days/today/events?zone=x", None, {}, 200),
    ("POST", DAY, EVENT, KEY, 201),
    ("POST", DAY, {**EVENT, "count": 0}, KEY, 400),
    ("POST", f"{BASE}/days/x/events", EVENT, KEY, 400),
    ("POST", DAY, EVENT, {}, 401),
    ("DELETE", DAY, None, KEY, 204),
    ("DELETE", f"{BASE}/days/x/events", None, KEY, 404),
    ("PUT", DAY, None, {}, 405),
    ("POST", f"{BASE}/days/today/events", EVENT, KEY, 405),
    ("GET", f"{BASE}/days//events", None, {}, 404),
    ("GET", f"{BASE}/day", None, {}, 404),
]


@pytest.mark.parametrize(("method", "path", "body", "headers", "status"), ANSWERS)
def test_each_request_is_answered_by_its_own(
    method: str, path: str, body: Any, headers: dict[str, str], status: int, emulator: Emulator
) -> None:
    got = ask(emulator, method, path, body, **headers)
    assert got.status == status
    assert bool(got.body) is (status not in (204, 404) or path == f"{BASE}/day" or "//" in path)


def test_another_method_is_told_which_there_are(emulator: Emulator) -> None:
    assert ask(emulator, "PUT", DAY).headers["allow"] == "GET, POST, DELETE"
    assert ask(emulator, "PUT", f"{BASE}/days/today/events").headers["allow"] == "GET"


def test_its_url_is_what_stands_before_the_paths(emulator: Emulator) -> None:
    assert emulator.url.endswith(BASE)
    assert list(emulator.urls) == [str(emulator.contract)]


def test_a_finding_names_its_parameter(emulator: Emulator) -> None:
    ask(emulator, "GET", f"{DAY}?zone=utc&limit=0&tags=abcd")
    seen = emulator.requests[-1]
    assert (seen.verdict, seen.code, seen.contract.partition(" ")[2]) == (
        Verdict.INVALID, None, LIST,
    )  # fmt: skip
    assert {one.rule for one in seen.findings} == {"OR2"}
    assert {one.message.partition(":")[0] for one in seen.findings} == {
        "the query parameter “limit”",
        "the query parameter “tags”",
    }
    assert {one.pointer for one in seen.findings} == {None}


def test_one_request_may_be_served_alone(emulator: Emulator) -> None:
    view = find_request(emulator.contract.whole or emulator.contract, LIST)
    with emulate(view) as alone:
        assert alone.url.endswith(BASE)
        assert send(alone.url, None, {}, method="GET", path=f"{DAY}?zone=cet").status == 200
        assert send(alone.url, None, {}, method="DELETE", path=DAY).status == 405

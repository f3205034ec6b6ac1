"""The parameters phase: right values of parameters have to be accepted, broken ones refused."""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import pytest

from contractkit.contracts.loading import Contract
from contractkit.contracts.requests import find_request
from contractkit.emulator import Emulator, Settings
from contractkit.fuzz import Options, Report, run
from contractkit.fuzz.addresses import HERE, Address, find_address, find_base
from contractkit.fuzz.coverage import list_rules
from contractkit.fuzz.phases import parameters
from contractkit.fuzz.probes import Setting
from contractkit.fuzz.records import Expectation, Login
from contractkit.fuzz.reports.json import to_data
from contractkit.fuzz.reports.text import write as write_text
from contractkit.fuzz.run import replay
from contractkit.fuzz.targets import open_app
from tests.calendar_contract import BASE, LIST, TODAY, write_calendar
from tests.fuzz.making import CONTRACT
from tests.listed_contracts import describe, write_contract

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

DAY = f"{BASE}/days/2030-01-02/events"
URL = f"http://localhost{BASE}"


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    return find_request(write_calendar(tmp_path_factory.mktemp("calendar")), LIST)


class Calendar:
    """A server by hand that lists the events of a day, with one check left out or too strict."""

    def __init__(self, fault: str = "") -> None:
        self.fault = fault

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        right = all(check(environ) for name, check in CHECKS.items() if name != self.fault)
        right = right and not (self.fault in STRICT and STRICT[self.fault](environ))
        value: Any = {"number": 1, "item": "tea"} if right else {"error": "no"}
        start_response(
            "200 OK" if right else "400 Bad Request", [("Content-Type", "application/json")]
        )
        return [json.dumps(value).encode()]


def read(environ: "WSGIEnvironment", name: str) -> list[str]:
    pairs = parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True)
    return [value for key, value in pairs if key == name]


def read_cookie(environ: "WSGIEnvironment") -> str:
    return str(environ.get("HTTP_COOKIE", "seen=true")).partition("seen=")[2]


def is_day(text: str) -> bool:
    year, month, day = [*text.split("-"), "", ""][:3]
    digits = all(part.isascii() and part.isdecimal() for part in (year, month, day))
    sizes = (len(year), len(month), len(day)) == (4, 2, 2) and text.count("-") == 2
    return digits and sizes and year[:2] == "20" and month[0] in "01" and day[0] in "0123"


def is_number(text: str) -> bool:
    return text.removeprefix("-").isdecimal() and text.isascii()


Check = Callable[["WSGIEnvironment"], bool]
CHECKS: dict[str, Check] = {
    "day": lambda one: is_day(str(one["PATH_INFO"]).split("/")[-2]),
    "limit is a number": lambda one: all(map(is_number, read(one, "limit"))),
    "limit from 1": lambda one: all(
        int(text) >= 1 for text in read(one, "limit") if is_number(text)
    ),
    "limit to 100": lambda one: all(
        int(text) <= 100 for text in read(one, "limit") if is_number(text)
    ),
    "zone is there": lambda one: bool(read(one, "zone")),
    "zone is known": lambda one: all(text in ("utc", "cet") for text in read(one, "zone")),
    "two tags": lambda one: len(read(one, "tags")) <= 2,
    "short tags": lambda one: all(len(text) <= 3 for text in read(one, "tags")),
    "short trace": lambda one: len(str(one.get("HTTP_X_TRACE", ""))) <= 8,
    "seen is a truth": lambda one: read_cookie(one) in ("true", "false"),
}  # fmt: skip
STRICT: dict[str, Check] = {
    "no limit of 100": lambda one: "100" in read(one, "limit"),
    "no limit of 1": lambda one: "1" in read(one, "limit"),
    "no cet": lambda one: "cet" in read(one, "zone"),
    "one tag only": lambda one: len(read(one, "tags")) > 1,
    "no tag of three": lambda one: any(len(text) > 2 for text in read(one, "tags")),
    "no trace of eight": lambda one: len(str(one.get("HTTP_X_TRACE", ""))) > 7,
    "never unseen": lambda one: read_cookie(one) == "false",
}
WHERE = {
    "day": "/path/day", "limit": "/query/limit", "zone": "/query", "two": "/query/tags",
    "short tags": "/query/tags", "short trace": "/header/X-Trace", "seen": "/cookie/seen",
}  # fmt: skip


def fuzz(contract: Contract, app: Any, **more: Any) -> Report:
    return run(URL, app=app, contract=contract, options=Options(**{"requests": 200, **more}))


def test_a_right_server_is_blamed_for_nothing(contract: Contract) -> None:
    report = fuzz(contract, Calendar())
    assert [one.problem for one in report.failures] == []
    assert 40 < report.requests <= 170
    assert report.phases == {"parameters": report.requests - 1}
    assert report.skipped == {}


@pytest.mark.parametrize("fault", CHECKS)
def test_what_is_not_checked_is_found(fault: str, contract: Contract) -> None:
    report = fuzz(contract, Calendar(fault))
    assert {one.problem.check for one in report.failures} == {"invalid-accepted"}
    place = next(place for name, place in WHERE.items() if fault.startswith(name))
    assert all((one.exchange.probe.pointer or "").startswith(place) for one in report.failures)


@pytest.mark.parametrize("fault", STRICT)
def test_what_is_refused_without_a_reason_is_found(fault: str, contract: Contract) -> None:
    report = fuzz(contract, Calendar(fault))
    assert {one.problem.check for one in report.failures} == {"valid-refused"}
    assert len(report.failures) == 1


def test_what_is_expected_is_what_the_contract_says(contract: Contract) -> None:
    probes = list(parameters.list_probes(Setting(contract, Login("right"))))
    assert len({(one.path, one.search, one.headers) for one in probes}) == len(probes)
    first = probes[0]
    assert (first.path, first.search, first.expect) == (DAY, "zone=utc", Expectation.ACCEPT)
    counted = Counter(one.expect for one in probes)
    assert counted[Expectation.ACCEPT] > 15
    assert counted[Expectation.REFUSE] > 10
    for one in probes:
        assert (one.expect is Expectation.REFUSE) <= bool(one.rules)
        assert one.path.startswith(f"{BASE}/days/")
        assert one.path.isascii()
        assert all(text.isascii() and text.isprintable() for _, text in one.headers)


def test_rules_that_no_text_breaks_are_not_asked_for(tmp_path: Path) -> None:
    text = {"type": "string", "x-rules": {"type": "OR1"}}
    texts = {"type": ["array", "null"], "items": text, "x-rules": {"type": "OR2"}}
    boxed = {"type": "object", "properties": {"a": text}, "x-rules": {"type": "OR3"}}
    for content, rules in (
        ({}, ("OR3",)),
        ({"content": "application/json"}, ("OR1", "OR2", "OR3")),
    ):
        asked = [
            {"in": "query", "name": name, "schema": schema, **content}
            for name, schema in (("text", text), ("texts", texts), ("boxed", boxed))
        ]
        operation = {"method": "GET", "path": "/x", "body": "none", "parameters": asked}
        data = describe({"204": None}, operation=operation, messages={})
        made = write_contract(tmp_path / str(len(rules)), data, schemas={})
        assert list_rules(made) == rules


def test_a_run_may_be_about_one_rule(contract: Contract) -> None:
    report = fuzz(contract, Calendar("limit to 100"), rule="OR2")
    assert {one.problem.rule for one in report.failures} == {"OR2"}
    assert set(report.phases) == {"parameters"}


def test_the_reports_show_the_address(contract: Contract) -> None:
    report = fuzz(contract, Calendar("limit to 100"))
    assert f"GET {DAY}?limit=101&zone=utc" in write_text(report)
    [failure] = to_data(report)["failures"]
    assert failure["request"]["path"] == f"{DAY}?limit=101&zone=utc"
    assert failure["curl"].startswith("curl -gsS -i -X GET ")
    assert f"{DAY}?limit=101&zone=utc'" in failure["curl"]


def test_a_failure_is_sent_again(contract: Contract) -> None:
    failures = to_data(fuzz(contract, Calendar("limit to 100")))["failures"]
    for fault, found in (("limit to 100", ["invalid-accepted"]), ("", [])):
        report = replay(open_app(Calendar(fault), URL), contract, Options(), failures)
        assert [one.problem.check for one in report.failures] == found


ADDRESSES: list[tuple[str, str]] = [
    ("http://h", ""),
    ("http://h/", ""),
    ("http://h/api/v1", ""),
    ("http://h/api/v1/", ""),
    ("http://h/api", ""),
    ("http://h/proxy/api/v1", "/proxy"),
    ("http://h/mock", "/mock"),
    (f"http://h{DAY}", ""),
    (f"http://h/mock{BASE}/days/{{day}}/events", "/mock"),
    (f"http://h/mock{BASE}/days/7/events", "/mock"),
]


@pytest.mark.parametrize(("url", "base"), ADDRESSES)
def test_a_url_may_be_that_of_the_operation_or_of_the_api(
    url: str, base: str, contract: Contract
) -> None:
    assert find_base(contract, url) == base
    assert find_address(contract, url) == Address(f"{base}{DAY}", "zone=utc")


def test_the_url_of_another_contract_stays_as_it_is() -> None:
    assert find_base(CONTRACT, "http://h/any") is None
    assert find_address(CONTRACT, "http://h/any") == HERE


def test_a_request_without_parameters_has_nothing_to_try(tmp_path: Path) -> None:
    view = find_request(write_calendar(tmp_path), TODAY)
    report = fuzz(view, Emulator(Settings(view)).app)
    assert (report.requests, report.phases, report.failures) == (1, {}, ())


class EmptyCalendar:
    """A server that has no day at all, or only those from some number on."""

    def __init__(self, first: int = 10_000) -> None:
        self.first, self.asked = first, 0

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        self.asked += 1
        if self.asked < self.first:
            start_response("404 Not Found", [])
            return []
        return Calendar()(environ, start_response)


def test_a_target_without_anything_is_told_to_judge_nothing(contract: Contract) -> None:
    report = fuzz(contract, EmptyCalendar())
    assert report.failures == ()
    [(name, reason)] = report.skipped.items()
    assert name == "whether valid requests are accepted"
    assert reason.startswith("each was answered HTTP 404: the target lacks what they name")
    assert fuzz(contract, EmptyCalendar(5)).skipped == {}

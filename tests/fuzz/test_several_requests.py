"""A contract of several requests is fuzzed as a whole, with one report."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from contractkit.contracts.loading import Contract, load
from contractkit.contracts.requests import find_request, list_requests
from contractkit.emulator import Emulator, emulate
from contractkit.fuzz import Options, Report, Secrets, run
from contractkit.fuzz.reports import html, junit, text
from contractkit.fuzz.reports.concise import write as write_concisely
from contractkit.fuzz.reports.json import to_data
from contractkit.fuzz.run import replay
from contractkit.fuzz.several import join_reports
from contractkit.fuzz.targets import open_url
from tests.calendar_contract import ADD, LIST, REMOVE, TODAY, write_calendar
from tests.fuzz.making import KEY

SECRETS = Secrets(KEY)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    return write_calendar(tmp_path_factory.mktemp("calendar"))


@pytest.fixture(scope="module")
def lenient(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    """The contract without limits of counts, and without credentials."""
    made = write_calendar(tmp_path_factory.mktemp("lenient"))
    schema = Path(made.folder) / "event.schema.json"
    schema.write_text(schema.read_text().replace('"maximum": 99', '"maximum": 999999'))
    data = Path(made.folder) / "contract.json"
    data.write_text(data.read_text().replace('"authentication"', '"unused"'))
    return load(schemas=made.home)


@pytest.fixture(scope="module")
def emulator(whole: Contract) -> Iterator[Emulator]:
    with emulate(whole, key=KEY) as running:
        yield running
    assert running.errors == ()


def fuzz(url: str, contract: Contract, **more: Any) -> Report:
    options = Options(**{"requests": 600, "secrets": SECRETS, **more})
    return run(url, contract=contract, options=options)


def send_again(url: str, contract: Contract, failures: list[dict[str, Any]]) -> Report:
    with closing(open_url(url)) as target:
        return replay(target, contract, Options(secrets=SECRETS), failures)


def test_the_emulator_is_not_blamed(whole: Contract, emulator: Emulator) -> None:
    emulator.clear()
    report = fuzz(emulator.url, whole)
    assert [one.problem for one in report.failures] == []
    assert report.requests <= 600
    assert report.contract == str(whole)
    asked = {one.contract for one in emulator.requests}
    assert asked == {view.label for view in list_requests(whole)}
    assert {"parameters", "authentication", "boundary"} <= report.phases.keys()
    assert report.skipped == {}
    assert report.rules["OR1"]["invalid"] > 5


def test_a_run_tells_that_it_sent_only_what_is_most_telling(
    whole: Contract, emulator: Emulator
) -> None:
    report = fuzz(emulator.url, whole, requests=None)
    reason = "no number of requests was given (--max-requests 1000 sends more)"
    assert report.skipped == {"what is less telling": reason}
    assert f"Left out: what is less telling, since {reason}." in " ".join(
        text.write(report).split()
    )


def test_what_only_reads_comes_first_and_what_removes_last(
    whole: Contract, emulator: Emulator
) -> None:
    emulator.clear()
    requests = dict(reversed(whole.data["requests"].items()))
    fuzz(emulator.url, replace(whole, data={**whole.data, "requests": requests}), requests=100)
    methods = [one.method for one in emulator.requests]
    first = {method: methods.index(method) for method in ("GET", "POST", "DELETE")}
    assert sorted(first, key=first.__getitem__) == ["GET", "POST", "DELETE"]
    assert "DELETE" not in methods[: first["DELETE"]]


def test_a_failure_names_its_request(lenient: Contract, whole: Contract) -> None:
    with emulate(lenient) as server:
        report = fuzz(server.url, whole)
    found = {(one.request, one.problem.check) for one in report.failures}
    assert found == {(ADD, "unauthenticated-accepted"), (ADD, "invalid-accepted")}
    [joined] = [
        one.problem.seen
        for one in report.failures
        if one.exchange.probe.label == "no credentials at all"
    ]
    assert joined.endswith("no credentials at all (so it is in 1 more operation)")
    for shown in (text.write(report), write_concisely(report), html.write(report)):
        assert ADD in shown.replace("&#x2F;", "/")
    assert junit.write(report)
    numbers = [one.exchange.number for one in report.failures]
    assert len(set(numbers)) == len(numbers)


def test_failures_are_sent_again_each_to_its_request(lenient: Contract, whole: Contract) -> None:
    with emulate(lenient) as server:
        failures = to_data(fuzz(server.url, whole))["failures"]
        assert {one["operation"] for one in failures} == {ADD}
        again = send_again(server.url, whole, failures)
    assert {one.request for one in again.failures} == {ADD}
    with emulate(whole, key=KEY) as server:
        again = send_again(server.url, whole, failures)
    assert again.failures == ()


def test_a_rule_is_asked_of_the_requests_that_have_it(whole: Contract, emulator: Emulator) -> None:
    report = fuzz(emulator.url, whole, rule="OR1", requests=200)
    assert report.failures == ()
    assert report.rules["OR1"]["invalid"] > 5


def test_without_the_key_only_those_that_need_it_are_left_out(
    whole: Contract, emulator: Emulator
) -> None:
    report = fuzz(emulator.url, whole, secrets=Secrets())
    assert report.failures == ()
    assert report.stopped.count("it asks for credentials; give them with --key") == 2
    assert ADD in report.stopped
    assert report.phases["parameters"] > 20


@pytest.mark.parametrize("requests", [1, 2, 3, 10])
def test_a_small_budget_is_kept(requests: int, whole: Contract, emulator: Emulator) -> None:
    report = fuzz(emulator.url, whole, requests=requests)
    assert report.failures == ()
    assert report.requests <= requests
    unused = "what the options allow was used up before"
    assert (unused in report.skipped.values()) is (requests < 4)


def test_enough_failures_end_the_whole_run(lenient: Contract, whole: Contract) -> None:
    with emulate(lenient) as server:
        report = fuzz(server.url, whole, failures=1)
    assert len(report.failures) == 1
    assert REMOVE in report.skipped


def test_one_request_may_be_fuzzed_alone(whole: Contract, emulator: Emulator) -> None:
    emulator.clear()
    report = fuzz(emulator.url, find_request(whole, LIST), requests=100)
    assert report.failures == ()
    assert {one.contract.partition(" ")[2] for one in emulator.requests} == {LIST}
    assert TODAY not in chain(report.skipped, report.phases)


def test_methods_of_other_requests_are_not_tried(whole: Contract, emulator: Emulator) -> None:
    emulator.clear()
    fuzz(emulator.url, find_request(whole, ADD), phases=("transport",))
    methods = {one.method for one in emulator.requests}
    assert {"POST", "PUT"} <= methods
    assert not methods & {"GET", "DELETE"}


def test_what_is_left_out_of_several_requests_is_said_once(whole: Contract) -> None:
    views = [*list_requests(whole), *list_requests(whole)]

    def join(left_out: int) -> dict[str, str]:
        report = Report("c", "http://localhost/", "0", 1, 1.0, (), {})
        reports = [
            (view, replace(report, skipped={"it": "why"} if number < left_out else {}))
            for number, view in enumerate(views)
        ]
        return join_reports(whole, Options(), reports).skipped

    assert join(len(views)) == {"it": "why"}
    assert join(1) == {f"it of {views[0].request}": "why"}
    shown = ", ".join(view.request for view in views[:3])
    assert join(7) == {f"it of {shown} and 4 more requests": "why"}

"""What is written of a run: the formats of the fuzzer, with answers, and never with the key."""

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from contractkit.contracts.loading import load
from contractkit.errors import UnreadableInputError
from contractkit.fuzz.secrets import Secrets
from contractkit.fuzzclient.notifications import SCHEDULES
from contractkit.fuzzclient.oracles import CHECKS
from contractkit.fuzzclient.replay import read_replay, to_replay
from contractkit.fuzzclient.reports import Report
from contractkit.fuzzclient.reports.json import to_data
from contractkit.fuzzclient.reports.text import write
from contractkit.fuzzclient.scenario import Scenario
from contractkit.fuzzclient.scenario_list import list_scenarios
from contractkit.reporting import FORMATS, write_report
from tests.fuzzclient.playing import KEY, NO_ANSWER, Line, campaign
from tests.sample_payloads import plain

PACKAGE = "contractkit.fuzzclient.reports"
ODD = "<b>\u202e\x1b[31m"


def careless(line: Line) -> bool:
    """Gives its key away, crashes on an object, and has something doubtful in its request."""
    sent = plain(
        callbackData=f"{KEY} {ODD}", destination=[{"msisdn": ["+447700900123"], "extra": "x"}]
    )
    try:
        body = line.post(sent, path=f"/resources/v1/messaging?key={KEY}")
    except NO_ANSWER:
        return False
    try:
        answer = json.loads(body)["response"]
    except (ValueError, KeyError):
        return False
    if isinstance(answer, dict):
        raise LookupError(f"{ODD} {KEY}")  # noqa: TRY004  the client's own fault
    return True


def make_report() -> Report:
    """The report of a run against the careless client."""
    with campaign(careless, answers=30) as running:
        running.run_parts()
        return Report(
            running.contract,
            f"send --key {KEY}",
            running.server.url,
            "0",
            running.server.answers,
            1.0,
            tuple(running.causes.list_failures()),
            tuple(running.warnings.list_warnings()),
            running.coverage.summarise(),
            dict(running.parts),
            secrets=Secrets(KEY),
        )


@pytest.fixture(scope="module")
def report() -> Report:
    return make_report()


@pytest.fixture(scope="module")
def data(report: Report) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(write_report(PACKAGE, report, "json"))
    return found


@pytest.mark.parametrize("style", [*FORMATS, "text"])
def test_the_key_is_in_no_report(report: Report, style: str) -> None:
    text = write(report) if style == "text" else write_report(PACKAGE, report, style)
    assert KEY not in text
    assert "***" in text
    assert "LookupError" in text
    assert "SM201" in text


def test_json_has_the_form_of_the_fuzzer(data: dict[str, Any]) -> None:
    assert (data["version"], data["contract"]) == (1, str(load()))
    assert (data["target"], data["seed"], data["answers"]) == ("send --key ***", "0", 30)
    assert sum(data["phases"].values()) == 30
    assert {one["check"] for one in data["failures"]} == {"key-exposed", "crash"}
    for failure in data["failures"]:
        assert failure["request"]["headers"]["key"] == "<the key>"
        assert failure["curl"].startswith("curl ")
        assert "$CONTRACTKIT_KEY" in failure["curl"]
        assert json.loads(failure["request"]["body"])["deliverychannel"] == "sms"
    assert data["coverage"]["rules"]["SM112"] == {"valid": 0, "invalid": 0}
    assert data["coverage"]["rules"]["SM201"]["invalid"] == 30


def test_a_failure_tells_what_was_answered_and_what_the_client_did(data: dict[str, Any]) -> None:
    [crash] = [one for one in data["failures"] if one["check"] == "crash"]
    assert json.loads(crash["response"]["body"])["response"]["code"] == "7004"
    assert crash["response"]["status"] == 200
    assert crash["scenario"] == "HTTP 200 refusal"
    assert (crash["client"]["status"], crash["client"]["claim"]) == (1, "failed")
    assert "LookupError" in crash["client"]["errors"]
    assert "uncaught" in crash["expected"]
    assert crash["steady"] is True
    assert crash["count"] > 1


def test_a_warning_is_no_failure(data: dict[str, Any]) -> None:
    [warning] = data["warnings"]
    assert (warning["rule"], warning["pointer"]) == ("SM201", "/destination/0/extra")
    assert warning["count"] == 30


def test_junit_has_a_case_for_each_check(report: Report) -> None:
    suite = ET.fromstring(write_report(PACKAGE, report, "junit"))[0]  # noqa: S314  our own text
    assert suite.attrib["tests"] == str(len(CHECKS))
    assert suite.attrib["failures"] == "2"
    failed = {case.attrib["name"] for case in suite.iter("testcase") if len(case)}
    assert failed == {"crash", "key-exposed"}
    assert "SM201" in "".join(suite.itertext())


def test_the_page_trusts_nobody(report: Report) -> None:
    page = write_report(PACKAGE, report, "html")
    page.encode()
    assert "<b>\\u202e" not in page
    assert "\u202e" not in page
    assert "\x1b" not in page
    assert "&lt;b&gt;" in page
    assert "--bad-well" in page  # the style of the fuzzer's page
    assert "<script" not in page
    assert "src=" not in page


def test_the_text_shows_nothing_that_moves_a_terminal(report: Report) -> None:
    text = write(report)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert max(map(len, text.splitlines())) < 110


def test_every_scenario_can_be_read_back(report: Report, tmp_path: Path) -> None:
    source = list_scenarios(report.contract, "7")
    scenarios = [next(source)[1] for _ in range(150)]
    scenarios += [Scenario(scenarios[0].answers, way) for way in SCHEDULES]
    path = tmp_path / "report.json"
    failures = [{"replay": to_replay(one, 2)} for one in scenarios]
    path.write_text(json.dumps({"failures": failures}), "utf-8")
    read = read_replay(str(path))
    assert [one.scenario for one in read] == list(dict.fromkeys(scenarios))
    assert {one.sends for one in read} == {2}


def test_what_is_no_report_is_refused(report: Report, tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    good = to_data(report)["failures"][0]["replay"]
    answer = good["answers"][0]
    changes: list[dict[str, Any]] = [
        {"answers": []},
        {"answers": [{**answer, "kind": "x"}]},
        {"answers": [{**answer, "status": "x"}]},
        {"answers": [{**answer, "status": 42}]},
        {"answers": [{**answer, "twists": ["x"]}]},
        {"answers": [{**answer, "code": 1}]},
        {"notices": "x"},
        {"sends": "x"},
    ]
    bad: list[Any] = [
        [],
        {"failures": 1},
        {"failures": [{}]},
        *({"failures": [{"replay": {**good, **change}}]} for change in changes),
    ]
    for value in bad:
        path.write_text(json.dumps(value), "utf-8")
        with pytest.raises(UnreadableInputError, match="no report"):
            read_replay(str(path))
    with pytest.raises(UnreadableInputError):
        read_replay(str(tmp_path / "nowhere.json"))

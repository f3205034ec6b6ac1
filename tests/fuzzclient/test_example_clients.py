"""Right clients are blamed for nothing, wrong ones for their one fault, within 60 answers."""

from pathlib import Path

import pytest

from contractkit.fuzzclient import Report
from contractkit.fuzzclient.scenario import describe_scenario
from tests.fuzzclient.clients import ANSWERS, CLIENTS, THOROUGH, can_run, fuzz_all, need, tell

SEEDS = ("0", "1", "2", "3", "4")
TWICE_RIGHT = ("right_urllib.py", "right_node.mjs")
ALSO_RIGHT = ("right_httpx.py", "right_notified.py", "right_curl.sh")

# By file: the check, what tells causes of it apart, and the plainest answers that provoke it.
Blamed = tuple[str, str, str]
FAULTS: dict[str, list[Blamed]] = {
    "status_only.py": [("success-claimed", "HTTP 2xx", "HTTP 200 refusal")],
    "status_only.sh": [("success-claimed", "HTTP 2xx", "HTTP 200 refusal")],
    "any_code.py": [("success-claimed", "HTTP 2xx", "HTTP 200 refusal")],
    "first_entry.py": [("crash", "KeyError", "HTTP 200 refusal")],
    "crashes_on_page.py": [("crash", "JSONDecodeError", "HTTP 200 page")],
    "no_sender.py": [("invalid-request", "SM108", "HTTP 200 acceptance")],
    "key_in_url.py": [("key-exposed", "URL", "HTTP 200 acceptance")],
    "endless_retry.py": [("too-many-retries", "", "HTTP 500 error")],
    "sends_twice.py": [("sent-again", "", "HTTP 200 acceptance")],
    "no_timeout.py": [("timeout", "", "hang")],
    "strict_members.py": [("failure-claimed", "", "HTTP 200 acceptance, extra members")],
    "unhandled.mjs": [
        ("crash", "TypeError", "HTTP 200 refusal"),
        ("timeout", "", "hang"),
        ("crash", "SyntaxError", "HTTP 200 page"),
    ],
    "correlation_inside.py": [],
}


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    names = [name for name in (*ALSO_RIGHT, *(f"faulty/{one}" for one in FAULTS)) if can_run(name)]
    return {name: report for (name, _), report in fuzz_all(names).items()}


@pytest.mark.parametrize("name", TWICE_RIGHT)
def test_a_right_client_is_blamed_for_nothing_whatever_the_seed(name: str) -> None:
    need(name)
    reports = fuzz_all([name], SEEDS)
    for report in reports.values():
        assert tell(report) == []
        assert (report.warnings, report.stopped, report.answers) == ((), "", THOROUGH)
        assert report.parts["mixtures"] > 0


@pytest.mark.parametrize("name", ALSO_RIGHT)
def test_a_right_client_is_blamed_for_nothing(name: str, reports: dict[str, Report]) -> None:
    need(name)
    assert tell(reports[name]) == []
    assert reports[name].warnings == ()
    assert reports[name].parts["mixtures"] > 0


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_caught_and_nothing_else(name: str, reports: dict[str, Report]) -> None:
    need(name)
    report = reports[f"faulty/{name}"]
    found = [
        (one.problem.check, one.problem.aspect, describe_scenario(one.run.scenario))
        for one in report.failures
    ]
    assert sorted(found) == sorted(FAULTS[name]), tell(report)
    assert report.answers <= ANSWERS
    assert all(one.steady for one in report.failures)


def test_what_stands_in_an_open_place_is_a_warning(reports: dict[str, Report]) -> None:
    [warning] = reports["faulty/correlation_inside.py"].warnings
    assert (warning.rule, warning.pointer) == ("SM201", "/destination/0/correlationId")
    assert "correlationid" in warning.help
    assert warning.count == ANSWERS


def test_every_client_is_tried() -> None:
    def names(folder: Path) -> set[str]:
        found = {path.name for path in folder.iterdir() if path.is_file()}
        return found - {"__init__.py", "sending.py"}

    assert names(CLIENTS) == {*TWICE_RIGHT, *ALSO_RIGHT}
    assert names(CLIENTS / "faulty") == set(FAULTS)

"""JUnit: what failed comes first, in the order of the report, each with its group."""

from dataclasses import replace
from xml.etree import ElementTree as ET

from contractkit.fuzz.records import Failure, Problem
from contractkit.fuzz.reports import Report
from contractkit.fuzz.reports.html import list_rows
from contractkit.fuzz.reports.junit import write
from tests.fuzz.making import accept, exchange, probe
from tests.sample_payloads import plain

SENT = exchange(accept(), 1, probe(plain(destination=[])))
RULES = {f"R{number}": {"valid": 1, "invalid": 1} for number in range(1, 6)}
FAILURES = (
    Failure(Problem("server-error", "it answered HTTP 500", "an answer"), SENT, group="Second"),
    Failure(
        Problem("invalid-accepted", "it was accepted", "a refusal", "R3"),
        SENT,
        group="Third",
        explained=frozenset({"R5", "R1"}),
    ),
    Failure(Problem("invalid-accepted", "it was accepted", "a refusal", "R2"), SENT, group="Third"),
)
REPORT = Report("c@1.0.0", "http://127.0.0.1:1/", "0", 9, 1.0, FAILURES, RULES)


def read_cases(report: Report) -> list[ET.Element]:
    return list(ET.fromstring(write(report))[0])  # noqa: S314  our own text


def test_what_failed_comes_first_in_the_order_of_the_report() -> None:
    cases = read_cases(REPORT)
    failed = [case.attrib["name"] for case in cases if case.find("failure") is not None]
    assert failed == ["server-error", "R3", "R1", "R5", "R2"]
    assert [case.attrib["name"] for case in cases][:5] == failed
    assert "R4" in [case.attrib["name"] for case in cases]


def test_each_has_its_group() -> None:
    groups = {
        case.attrib["name"]: [one.attrib["value"] for one in case.iter("property")]
        for case in read_cases(REPORT)
    }
    assert groups["server-error"] == ["Second"]
    assert groups["R5"] == groups["R3"] == ["Third"]
    assert groups["R4"] == []


def test_a_rule_that_no_request_broke_is_skipped_unless_it_failed() -> None:
    rules = {name: {"valid": 1, "invalid": 0} for name in RULES}
    skipped = {
        case.attrib["name"]
        for case in read_cases(replace(REPORT, rules=rules))
        if case.find("skipped") is not None
    }
    assert skipped == {"R4"}


def test_the_matrix_of_the_page_has_the_explained_rules_too() -> None:
    assert {row.rule: row.failures for row in list_rows(REPORT)} == {
        "R1": (2,), "R2": (3,), "R3": (2,), "R4": (), "R5": (2,),
    }  # fmt: skip

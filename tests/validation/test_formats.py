"""Formats are errors, advice or nothing, as contract.json says."""

from pathlib import Path
from typing import Any

import pytest

from contractkit import check
from contractkit.contracts.rules import load_rules
from contractkit.findings import Severity, Verdict, judge
from contractkit.validation.dialects import compile_format
from contractkit.validation.format_words import FORMATS
from tests.validation.ruled_contracts import latest, write_contract

BRANCHES = [
    {"required": ["day"], "properties": {"day": {"type": "string", "format": "date"}}},
    {"required": ["id"], "properties": {"id": {"type": "string", "format": "uuid"}}},
]
SCHEMA = latest(
    properties={
        "day": {"type": "string", "format": "date"},
        "list": {"type": "array", "items": {"$ref": "#/$defs/mail"}},
        "either": {"oneOf": BRANCHES},
    },
    **{"$defs": {"mail": {"format": "email", "minLength": 3}}},
)
BAD: list[tuple[Any, str]] = [
    ({"day": "tomorrow"}, "/day"),
    ({"list": ["ada@example.com", "nobody"]}, "/list/1"),
    ({"either": {"day": "2026-13-01"}}, "/either/day"),
]


@pytest.mark.parametrize(("payload", "pointer"), BAD)
@pytest.mark.parametrize(
    ("formats", "verdict"),
    [("errors", Verdict.INVALID), ("advice", Verdict.DOUBTFUL), ("nothing", Verdict.VALID)],
)
def test_what_a_format_counts_for(
    tmp_path: Path, payload: Any, pointer: str, formats: str, verdict: Verdict
) -> None:
    contract = write_contract(tmp_path, SCHEMA, formats=formats)
    findings = check(payload, "request", contract=contract)
    assert judge(findings) is verdict
    assert [one.pointer for one in findings] == ([] if formats == "nothing" else [pointer])


def test_other_keywords_count_as_before_where_formats_are_advice(tmp_path: Path) -> None:
    contract = write_contract(tmp_path, SCHEMA, formats="advice")
    findings = check({"list": ["a"], "either": {}}, "request", contract=contract)
    assert [one.severity for one in findings] == [Severity.ERROR, Severity.ERROR]


@pytest.mark.parametrize("formats", ["errors", "advice", "nothing"])
def test_the_rules_of_formats_are_those_that_count(tmp_path: Path, formats: str) -> None:
    contract = write_contract(tmp_path, SCHEMA, formats=formats)
    severities = {
        str(rule.severity)
        for rule in load_rules(contract).values()
        if rule.title.startswith("format ")
    }
    assert severities == {"errors": {"error"}, "advice": {"warning"}, "nothing": set()}[formats]


def test_a_format_in_a_condition_decides_where_formats_are_errors(tmp_path: Path) -> None:
    schema = latest(properties={"a": {"not": {"format": "ipv4"}}})
    contract = write_contract(tmp_path, schema)
    assert [one.pointer for one in check({"a": "192.0.2.1"}, "request", contract=contract)] == [
        "/a"
    ]
    assert check({"a": "somewhere"}, "request", contract=contract) == ()


@pytest.mark.parametrize("name", FORMATS)
def test_the_example_in_the_words_is_of_the_format(name: str) -> None:
    example = FORMATS[name].rpartition(" ")[2]
    assert compile_format(name)(example)


@pytest.mark.parametrize("name", ["duration", "uuid"])
def test_draft_07_has_the_later_formats_too(tmp_path: Path, name: str) -> None:
    contract = write_contract(tmp_path, {"properties": {"a": {"format": name}}})
    assert len(check({"a": "none"}, "request", contract=contract)) == 1


def test_a_format_that_nobody_knows_judges_nothing(tmp_path: Path) -> None:
    contract = write_contract(tmp_path, latest(properties={"a": {"format": "colour"}}))
    assert check({"a": "red"}, "request", contract=contract) == ()

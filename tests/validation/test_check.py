"""Properties of the check that hold for every document, not only for the examples."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contractkit import check, check_text, load
from contractkit.jsontext import read
from contractkit.linting.reports.concise import write_concise
from contractkit.linting.reports.full import write_full
from contractkit.linting.reports.report import Report
from contractkit.linting.results import Linted
from contractkit.pointers import resolve, to_tokens
from contractkit.reporting import write_report
from contractkit.validation.check import check_document
from contractkit.validation.fast_validator import is_valid
from contractkit.validation.options import CheckOptions
from contractkit.validation.violations import find_violations
from tests.sample_payloads import example_values, near_examples

CONTRACT = load()
JUNK = [
    *("'", ",", "//", "NaN", "\ufeff", "]", "{{x}}", "\0", "\\ud800", '"\\ud800": 1,'),
    *('"\\u001b[31mred\\nfake:1:1: error": 1,', '"\\u2028' + "k" * 300 + '": 0,'),
]
MESSAGES = CONTRACT.messages


@pytest.mark.parametrize("message", MESSAGES)
@given(data=st.data())
@settings(max_examples=300, deadline=None)
def test_the_fast_and_the_reference_validators_agree(message: str, data: st.DataObject) -> None:
    value = data.draw(near_examples(message))
    assert is_valid(CONTRACT, message, value) == (not find_violations(CONTRACT, message, value))


@pytest.mark.parametrize("message", MESSAGES)
@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_a_value_and_its_text_give_the_same_findings(message: str, data: st.DataObject) -> None:
    value = data.draw(near_examples(message))
    text = json.dumps(value, indent=data.draw(st.sampled_from([None, 1, 2])))
    from_text = check_text(text, message, contract=CONTRACT)
    assert sorted((one.rule, one.pointer, one.message) for one in from_text) == sorted(
        (one.rule, one.pointer, one.message) for one in check(value, message)
    )


@pytest.mark.parametrize("message", MESSAGES)
@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_every_span_slices_back_to_what_it_names(message: str, data: st.DataObject) -> None:
    value = data.draw(near_examples(message))
    text = json.dumps(value, indent=data.draw(st.sampled_from([None, 1])), ensure_ascii=False)
    for one in check_text(text, message, contract=CONTRACT):
        assert one.span is not None
        assert one.pointer is not None
        piece = json.loads(text[one.span.start : one.span.end])
        assert piece in (resolve(value, one.pointer), (to_tokens(one.pointer) or ("",))[-1])
        before = text[: one.span.start]
        assert one.span.line == before.count("\n") + 1
        assert one.span.column == len(before) - (before.rfind("\n") + 1) + 1


@given(st.binary(max_size=200))
@settings(max_examples=300, deadline=None)
def test_no_bytes_make_the_check_raise(data: bytes) -> None:
    assert check_text(data, "request")


@given(data=st.data())
@settings(max_examples=300, deadline=None)
def test_no_damage_to_an_example_makes_the_linter_or_a_report_raise(data: st.DataObject) -> None:
    text = json.dumps(data.draw(st.sampled_from(example_values("request"))), ensure_ascii=False)
    at = data.draw(st.integers(0, len(text)))
    junk = data.draw(st.sampled_from(JUNK))
    damaged = text[:at] + junk + text[at + data.draw(st.integers(0, 3)) :]
    flags = [data.draw(st.booleans()) for _ in range(3)]
    checked = check_document(
        damaged, CONTRACT, CheckOptions("request", flags[0], flags[1], flags[2])
    )
    linted = Linted("a.json", checked.findings, checked.document)
    reports = [
        write_concise(linted),
        write_full(linted, width=80, paint=lambda text, **_: text, redact=flags[2]),
        write_report("contractkit.linting.reports", Report(CONTRACT, (linted,)), "json"),
    ]
    for report in reports:
        report.encode()
    for report in reports[:2]:
        assert all(char.isprintable() or char == "\n" for char in report)
    assert bool(read(damaged.encode()).faults) <= (bool(checked.findings) or any(flags))

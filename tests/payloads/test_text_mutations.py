"""Each rule of JSON text can be broken alone, in any payload that has room for it."""

import copy
import json
import os
from typing import Any, NoReturn

import pytest
from hypothesis import HealthCheck, given, settings

from contractkit.contracts.loading import load
from contractkit.contracts.rules import load_rules
from contractkit.findings import Verdict, judge
from contractkit.jsontext import read
from contractkit.payloads.text_mutations import TEXT_MUTATIONS, break_text
from contractkit.validation.check import check_text
from tests.jsontext.strict_parser import accepts
from tests.sample_payloads import PLAIN, near_examples

RULES = sorted(
    name.partition("-")[0] for name in os.listdir(load().rule_folders[1]) if name.endswith(".md")
)


def to_bytes(text: str | bytes) -> bytes:
    return text.encode() if isinstance(text, str) else text


def refuse(name: str) -> NoReturn:
    raise ValueError(name)


def is_json(data: bytes) -> bool:
    """Whether the standard library takes the text; nesting that is too deep for it is no fault."""
    try:
        json.loads(data.decode().removeprefix("\ufeff"), parse_constant=refuse)
    except RecursionError:
        return True
    except ValueError:
        return False
    return True


def test_each_rule_of_json_text_has_a_mutation() -> None:
    assert list(TEXT_MUTATIONS) == RULES


@pytest.mark.parametrize("rule", RULES)
def test_each_try_breaks_the_plain_payload(rule: str) -> None:
    tries = list(TEXT_MUTATIONS[rule](PLAIN))
    assert list(break_text(rule, PLAIN)) == tries
    assert 2 <= len(tries) <= 5


@pytest.mark.parametrize("rule", RULES)
def test_the_plain_payload_gets_the_verdict_of_the_broken_rule(rule: str) -> None:
    verdict = load_rules(load())[rule].verdict
    for text in break_text(rule, PLAIN):
        assert judge(check_text(text, "request")) is verdict, text
        assert is_json(to_bytes(text)) == (verdict is Verdict.DOUBTFUL), text


@pytest.mark.parametrize("rule", RULES)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(value=near_examples("request"))
def test_exactly_the_rule_is_broken_in_any_payload(rule: str, value: Any) -> None:
    before = copy.deepcopy(value)
    texts = list(break_text(rule, value))
    assert len(set(texts)) == len(texts) <= 8
    for text in texts:
        data = to_bytes(text)
        assert {fault.rule for fault in read(data).faults} == {rule}
        assert not accepts(data)
        assert isinstance(text, bytes) == (rule == "JT011")
    assert repr(value) == repr(before)


@pytest.mark.parametrize(
    ("value", "rule", "text"),
    [
        ([True, 5], "JT017", "[True, 5]"),
        ([True, 5], "JT014", "[true, 05]"),
        (["0123"], "JT014", "[0123]"),
        ({"extra": 1}, "JT008", '{"extra": 1, "extra_": -1e309}'),
        ({}, "JT007", '{"extra": NaN}'),
        ([], "JT007", "[NaN]"),
        (None, "JT007", "NaN"),
        ({"a": [1, 2]}, "JT002", '{"a": [1, 2,]}'),
        ([1, 2, 3, 4, 5], "JT005", "[1, 2, 3\n 4, 5]"),
        ({"a": {"b": 1}}, "JT004", "{a: {b: 1}}"),
        ({"a": {"b": 1}}, "JT006", '{"a": {"b": 1}'),
    ],
)
def test_a_near_miss_is_among_the_texts(value: object, rule: str, text: str) -> None:
    assert text in break_text(rule, value)


def test_an_unknown_rule_is_told_at_once() -> None:
    with pytest.raises(KeyError):
        break_text("JT999", PLAIN)

"""Valid payloads are joined where they differ in different parts, and stay valid."""

from typing import Any

import pytest

from contractkit import Verdict
from contractkit.contracts.examples import load_examples
from contractkit.fuzz.joining import CollisionError, join_cases, merge
from contractkit.fuzz.phases.examples import list_examples
from contractkit.payloads.cases import judge_payload
from tests.fuzz.making import CONTRACT
from tests.sample_payloads import plain


@pytest.mark.parametrize(
    ("one", "other", "merged"),
    [
        ({"a": 1, "b": 2}, {"a": 1, "c": 3}, {"a": 1, "b": 2, "c": 3}),
        ({"a": 2}, {"a": 1}, {"a": 2}),
        ({"a": 1}, {"a": 2}, {"a": 2}),
        ({}, {"a": 1, "b": 2}, {"b": 2}),
        ({"a": 2}, {"a": 2}, {"a": 2}),
        ({"a": 1, "b": {"c": 1}}, {"a": 1, "b": {"d": 1}}, None),
        ({"a": 2}, {"a": 3}, None),
        ({"a": 2}, {}, None),
        ([], {"a": 1}, []),
        ([], {"a": 2}, None),
    ],
)
def test_a_merge_has_both_differences(one: Any, other: Any, merged: Any) -> None:
    base = {"a": 1}
    if merged is None:
        with pytest.raises(CollisionError):
            merge(base, one, other)
    else:
        assert merge(base, one, other) == merged


def test_two_are_joined_and_a_third_waits_for_a_fourth() -> None:
    payloads = [
        plain(correlationid="a"),
        plain(callbackData="b"),
        plain(correlationid="c"),
        plain(correlationid="d"),
        plain(callbackData="e"),
    ]
    cases = [judge_payload(CONTRACT, "request", payload) for payload in payloads]
    joined = [case.payload for case in join_cases(CONTRACT, cases)]
    assert joined == [
        plain(correlationid="a", callbackData="b"),
        plain(correlationid="c", callbackData="e"),
        plain(correlationid="d"),
    ]


def test_what_is_not_valid_together_stays_apart() -> None:
    unicode = plain(channels={"sms": {"senderid": "ACME", "text": "Hello", "type": "1"}})
    letters = plain(channels={"sms": {"senderid": "ACME", "text": "Привет"}})
    cases = [judge_payload(CONTRACT, "request", payload) for payload in (unicode, letters)]
    assert len(join_cases(CONTRACT, cases)) == len(cases)


def test_every_valid_example_is_sent_in_some_request() -> None:
    origins = [case.origin for case in list_examples(CONTRACT, "request") if not case.rules]
    sent = {name for origin in origins for name in origin.replace("example ", "").split(" with ")}
    valid = [
        one for one in load_examples(CONTRACT) if (one.suite, one.verdict) == ("request", "valid")
    ]
    assert sent == {example.name for example in valid}
    assert len(origins) < 0.6 * len(sent)


def test_what_is_joined_is_valid() -> None:
    for case in list_examples(CONTRACT, "request"):
        if not case.rules:
            assert judge_payload(CONTRACT, "request", case.payload).verdict is Verdict.VALID

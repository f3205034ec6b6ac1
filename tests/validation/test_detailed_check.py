"""A limit on findings bounds the work, and hides no rule that is broken at another place."""

import json
from difflib import SequenceMatcher
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractkit import load
from contractkit.contracts.similar_names import SIMILAR, normalise, similarity
from contractkit.validation.check import check_document
from contractkit.validation.options import CheckOptions
from contractkit.validation.violations import find_violations
from tests.sample_payloads import plain, plain_sms

CONTRACT = load()
MOST = 50


def mentioning(count: int) -> dict[str, Any]:
    """A text with so many mentions of links that are not there, and so many other links."""
    payload = plain_sms(text="".join(f"{{{{link_a{one}}}}}" for one in range(count)))
    payload["channels"]["smartlinks"] = [{"linkid": f"b{number}"} for number in range(count)]
    return payload


LARGE: dict[str, dict[str, Any]] = {
    "unknown names": plain(**{f"unknown{number}": 0 for number in range(3000)}),
    "bad items": plain(destination=[{"msisdn": ["0"] * 3000}]),
    "items that lack a name": plain(destination=[{}] * 3000),
    "equal items": plain(destination=[{"msisdn": ["+447700900123"] * 3000}]),
    "mentions": mentioning(3000),
}
BROKEN_LAST = {**LARGE["bad items"], **LARGE["unknown names"], "notifyurl": 1}


def find(payload: Any, limit: int | None) -> tuple[list[str], set[str]]:
    checked = check_document(json.dumps(payload), CONTRACT, CheckOptions("request", limit=limit))
    rules = [one.rule for one in checked.findings]
    return rules, set(rules)


@pytest.mark.parametrize("payload", [*LARGE.values(), BROKEN_LAST], ids=[*LARGE, "all"])
def test_a_limit_hides_no_rule(payload: Any) -> None:
    (every, broken), (some, reported) = find(payload, None), find(payload, MOST)
    assert reported == broken
    assert len(some) <= min(len(every), MOST + len(broken))


@pytest.mark.parametrize("payload", LARGE.values(), ids=list(LARGE))
def test_violations_beyond_the_limit_are_not_looked_for(payload: Any) -> None:
    found = find_violations(CONTRACT, "request", payload, limit=MOST)
    assert len(found) <= 4 * MOST


@pytest.mark.parametrize("limit", [1, 3, 10_000])
def test_a_limit_changes_nothing_where_there_is_less(limit: int) -> None:
    payload = plain(destination=[{"msisdn": ["0"]}])
    assert find(payload, limit) == find(payload, None)


def test_faults_of_the_text_are_bounded_too() -> None:
    text = "[" + "1,," * 1000 + '"\\q", NaN]'
    rules = [
        {
            one.rule
            for one in check_document(text, CONTRACT, CheckOptions("request", limit=limit)).findings
        }
        for limit in (None, 20)
    ]
    assert rules[0] == rules[1]
    assert len(check_document(text, CONTRACT, CheckOptions("request", limit=20)).findings) < 50


def test_a_mention_is_related_to_some_names_only() -> None:
    checked = check_document(json.dumps(mentioning(500)), CONTRACT, CheckOptions())
    assert len(checked.findings) > 1000
    assert max(len(one.related) for one in checked.findings) == 20


NAMES = st.text("abcdeABC_-é", max_size=12)


@given(NAMES, NAMES)
def test_the_similarity_of_similar_names_is_exact(one: str, other: str) -> None:
    left, right = normalise(one), normalise(other)
    exact = 1.0 if left == right else SequenceMatcher(None, left, right).ratio()
    assert similarity(one, other) == exact or exact < SIMILAR > similarity(one, other)

"""What a request needs is told by what the plainest request lacks."""

import json
from typing import Any

import pytest

from contractkit.fuzz.needs import (
    DEEP,
    TEXT,
    WRITTEN,
    drop_sizes,
    includes,
    list_differences,
    list_needs,
    measure_depth,
)
from contractkit.fuzz.needs import NUMBER as FRACTION
from contractkit.fuzz.records import Probe
from contractkit.payloads.cases import judge_text
from tests.fuzz.making import CONTRACT, SETTING, probe
from tests.sample_payloads import PLAIN, plain, plain_sms

ONE = plain(callbackData="c")
NUMBER, NUMBERS = "/destination/*/msisdn/*", "/destination/*/msisdn[]"


@pytest.mark.parametrize(
    ("payload", "fraction"),
    [
        (plain(callbackData=7.0), True),
        (plain(extra=[[{"a": 1e2}]]), True),
        (plain(callbackData=7), False),
        (plain(callbackData="7.0"), False),
        (plain(callbackData=True), False),
    ],
)
def test_a_number_with_a_fraction_is_needed_for_itself(payload: Any, *, fraction: bool) -> None:
    assert (FRACTION in list_needs(CONTRACT, probe(payload))) is fraction


def test_a_body_that_is_written_anew_has_another_size() -> None:
    marks = frozenset({"at least 255 bytes", "at least 65,537 bytes", "no credentials"})
    assert drop_sizes(marks) == {"no credentials"}


def written(text: str) -> Probe:
    return SETTING.make_probe("text", judge_text(CONTRACT, "request", text))


@pytest.mark.parametrize(
    ("payload", "needs"),
    [
        (PLAIN, set()),
        (ONE, {"/callbackData"}),
        (plain_sms(text="x"), {"/channels/sms/text"}),
        (plain_sms(type="1"), {"/channels/sms/type"}),
        (plain(destination=[{"msisdn": ["+447700900123", "+1"]}]), {NUMBERS}),
        (plain(destination=[{"msisdn": ["+1"]}]), {"/destination/*/msisdn/*"}),
        (plain(destination={}), {"/destination"}),
        ({"deliverychannel": "sms"}, {"/destination", "/channels"}),
        ({**PLAIN, "a/b": 1}, {"/a~1b"}),
        ([], {""}),
    ],
)
def test_what_a_request_needs_is_what_the_plainest_lacks(payload: Any, needs: set[str]) -> None:
    assert set(list_differences(PLAIN, payload)) == needs


@pytest.mark.parametrize(("one", "other"), [(1, True), (0, False), (1, 1.0), ("1", 1), (None, 0)])
def test_values_of_two_types_differ(one: object, other: object) -> None:
    assert list(list_differences({"a": one}, {"a": other})) == ["/a"]


def test_marks_are_needed_too() -> None:
    sent = probe(ONE, marks=frozenset({"login"}))
    assert {"login", "/callbackData"} <= list_needs(CONTRACT, sent)


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        (json.dumps(PLAIN) + " ", {WRITTEN}),
        ("1", {WRITTEN, ""}),
        (json.dumps(ONE), {WRITTEN, "/callbackData"}),
        ("{", {WRITTEN, TEXT, "JT006"}),
        ("[" * 1000 + "]" * 1000, {WRITTEN, TEXT, "JT013", "SM101", "SM216", DEEP}),
        (json.dumps(plain(extra=0))[:-2] + "[" * 50 + "]" * 50 + "}", {WRITTEN, "/extra", DEEP}),
    ],
)
def test_a_text_needs_its_writing_and_what_its_value_has(text: str, needs: set[str]) -> None:
    assert list_needs(CONTRACT, written(text)) == needs


@pytest.mark.parametrize(
    ("needed", "fewer", "included"),
    [
        ({"/a"}, set(), True),
        ({"/a", "/b"}, {"/a"}, True),
        ({"/a"}, {"/a", "/b"}, False),
        ({NUMBERS}, {NUMBER}, True),
        ({NUMBER}, {NUMBERS}, False),
        ({NUMBERS}, {"/destination"}, False),
        ({NUMBERS}, {"/destination/*/other"}, False),
        ({"/destination[]"}, {NUMBER}, True),
        ({"[]"}, {"/a"}, False),
    ],
)
def test_more_items_include_other_items(needed: set[str], fewer: set[str], included: bool) -> None:
    assert includes(frozenset(needed), frozenset(fewer)) is included


@pytest.mark.parametrize(
    ("body", "depth"),
    [(b"", 0), (b"1", 0), (b"[]", 1), (b'[{"a": [1, [2]]}, []]', 4), (b"[[[", 3), (b"][[", 1)],
)
def test_the_depth_is_that_of_the_brackets(body: bytes, depth: int) -> None:
    assert measure_depth(body) == depth

"""The numbers phase: every writing in every place where no number is due, integers as `1.0`."""

import json
import re
from itertools import islice
from pathlib import Path

import pytest

from contractkit import Verdict
from contractkit.contracts.rules import load_rules
from contractkit.fuzz.phases import numbers
from contractkit.fuzz.probes import Setting
from contractkit.fuzz.records import Expectation, Login, Probe
from contractkit.payloads.mutation_points import list_mutation_points
from contractkit.pointers import to_pattern
from tests.fuzz.making import CONTRACT, SETTING, list_only_doubtful
from tests.listed_contracts import LISTED, ORDER, SCHEMAS, describe, write_contract

SENT = list(numbers.list_probes(SETTING))
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
KINDS = {
    "whole with a fraction": re.compile(r"-?[1-9][0-9]*\.0+"),
    "with a fraction": re.compile(r"[0-9]+\.[0-9]*[1-9]"),
    "with an exponent": re.compile(r"[0-9]+[eE][0-9]+"),
    "with an exponent below zero": re.compile(r"[0-9]+[eE]-[0-9]+"),
    "minus zero": re.compile("-0"),
    "zero": re.compile("0"),
    "zero with a fraction": re.compile(r"0\.0"),
    "below zero": re.compile("-[1-9][0-9]*"),
    "20 digits": re.compile("[0-9]{20}"),
}


def written(probe: Probe) -> str:
    """The number of a probe as it stands in the body; it is in the label, too."""
    number = probe.label.rpartition(" ")[2]
    assert NUMBER.fullmatch(number), probe.label
    assert number in probe.body.decode()
    return number


def list_places(*keywords: str, limits: tuple[str, ...] = ()) -> set[str]:
    """The places where a number is refused; one that is only doubtful is not."""
    rules, doubtful = load_rules(CONTRACT), list_only_doubtful(CONTRACT)
    return {
        point.pattern
        for point in list_mutation_points(CONTRACT, "request")
        if point.keyword in keywords
        and (not limits or point.limit in limits)
        and rules[point.rule].verdict is Verdict.INVALID
        and (point.pattern, "number") not in doubtful
    }


def place(probe: Probe) -> str:
    return to_pattern(probe.pointer or "")


def test_each_kind_of_number_comes_to_each_place_of_another_type() -> None:
    places = list_places("type", "enum", "const")
    assert {"", "/destination", "/channels/sms/text", "/channels/sms/type"} < places
    found = {
        (place(probe), kind)
        for probe in SENT
        for kind, pattern in KINDS.items()
        if pattern.fullmatch(written(probe))
    }
    wanted = {(place, kind) for place in {*places, "/extra"} for kind in KINDS}
    assert wanted - found == set()


def test_a_fraction_or_an_exponent_comes_to_each_text_within_the_first_turn() -> None:
    turn = len(numbers.UNKNOWN) + len(list_places("type", "enum", "const")) + 1  # the last unknown
    first = [probe for probe in islice(SENT, turn) if not written(probe).lstrip("-").isdigit()]
    texts = list_places("type", limits=("string", "boolean"))
    assert {"/destination/*/msisdn/*", "/channels/sms/text"} < texts
    assert texts - {place(probe) for probe in first} == set()


def test_what_is_valid_as_text_is_written_as_the_same_number() -> None:
    numbered = {written(probe) for probe in SENT if place(probe) == "/destination/*/msisdn/*"}
    assert {"447700900123.0", "447700900123e2", "-447700900123"} < numbered


def test_only_unknown_members_may_be_accepted() -> None:
    for probe in SENT:
        unknown = place(probe) == "/extra"
        assert probe.expect is (Expectation.FORM if unknown else Expectation.REFUSE)
        assert probe.case
        assert json.loads(probe.body) == probe.case.payload


@pytest.mark.parametrize(("least", "accepted"), [(1, ["the number 1.0"]), (2**53 + 1, [])])
def test_an_integer_with_a_fraction_of_zero_is_to_be_accepted(
    least: int, accepted: list[str], tmp_path: Path
) -> None:
    """But for one that a reader may round."""
    count = {"type": "integer", "minimum": least}
    order = {
        **ORDER,
        "additionalProperties": False,
        "properties": {"item": {"const": "tea"}, "count": count},
    }
    schemas = {**SCHEMAS, "order": (order, "OR1")}
    shop = write_contract(tmp_path, describe(LISTED), schemas=schemas)
    probes = numbers.list_probes(Setting(shop, Login("right")))
    whole = [one for one in probes if re.search(rb'"count": \d+\.0', one.body)]
    assert [one.label for one in whole if one.expect is Expectation.ACCEPT] == accepted
    assert len(whole) == len(accepted)


def test_where_integers_are_plain_a_fraction_of_zero_may_be_refused(tmp_path: Path) -> None:
    shop = write_contract(tmp_path, describe(LISTED, integers="plain"))
    probes = numbers.list_probes(Setting(shop, Login("right")))
    [whole] = [one for one in probes if b'"count": 1.0' in one.body]
    assert whole.expect is Expectation.FORM

"""The numbers phase: every writing in every place where no number is due."""

import json
import re
from itertools import islice

from contractkit import Verdict
from contractkit.contracts.rules import load_rules
from contractkit.fuzz.phases import numbers
from contractkit.fuzz.records import Expectation, Probe
from contractkit.payloads.mutation_points import list_mutation_points
from contractkit.pointers import to_pattern
from tests.fuzz.making import CONTRACT, SETTING, list_only_doubtful

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

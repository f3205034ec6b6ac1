"""The numbers phase: numbers in every writing.

The oddest writings as members that nobody knows, by turns with each integer as `1.0`; then
one writing in each place that is to hold something else, and another in each round, until each
place has had each.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any

from contractkit.contracts.loading import Contract
from contractkit.contracts.rules import load_rules
from contractkit.findings import Verdict
from contractkit.fuzz.base_payloads import Base, list_plainest
from contractkit.fuzz.needs import NUMBER
from contractkit.fuzz.probes import Setting, plainest, write_json
from contractkit.fuzz.records import Expectation, Probe
from contractkit.payloads.cases import judge_payload
from contractkit.payloads.mutation_points import MutationPoint, list_mutation_points
from contractkit.pointers import get_value, replace_value

NAME = "numbers"
# `n` stands for the digits of the valid text, 1 or 7. By turns with a fraction or an exponent and
# without: what is whole, zero, below it, beyond 64 bits.
WRITINGS = (
    "n.0", "-0", "ne2", "99999999999999999999", "n.5", "-n", "0.0", "18446744073709551616",
    "n0E-1", "0",
)  # fmt: skip
UNKNOWN = ("-0", "7.0", "1e2", "99999999999999999999", "-7", "1E+2", "-0.0", "0.1",
           "1e-400", "1e-999999999", "123456789012345678901234567890.5")  # fmt: skip
KEYWORDS = frozenset({"type", "enum", "const"})
INTEGER = "integer"
NUMERIC = frozenset({"number", INTEGER})
WHOLE = "n.0"  # an integer all the same: any number with a zero fractional part is one
LARGEST = 2**53  # a double holds each integer up to here
NEW, MARK = "extra", "\x00number\x00"


@dataclass(frozen=True, slots=True)
class Place:
    """A place for a number: the payload around it, and the digits that may stand there.

    `holds_others`: an object or array is due.
    """

    base: Base
    digits: str
    holds_others: bool = False


def list_probes(setting: Setting) -> Iterator[Probe]:
    """The oddest writings as unknown members, then each in each place, nothing twice."""
    sent: set[bytes] = set()
    for probe in _list_all(setting):
        if probe.body not in sent and setting.rule in (None, *probe.rules):
            sent.add(probe.body)
            yield probe


def _list_all(setting: Setting) -> Iterator[Probe]:
    plain = plainest(setting.contract, setting.message).payload
    unknown = [Place(({**plain, NEW: None}, (NEW,)), "7")] if isinstance(plain, dict) else []
    odd = (_write(setting, place, writing) for place in unknown for writing in UNKNOWN)
    for row in zip_longest(odd, _write_integers(setting)):
        yield from (probe for probe in row if probe)
    places = [*_list_places(setting.contract, setting.message), *unknown]
    texts = [place for place in places if not place.holds_others]
    containers = [place for place in places if place.holds_others]
    for turn in range(len(WRITINGS)):
        for number, place in enumerate(containers):
            yield _write(setting, place, WRITINGS[(number + turn) % len(WRITINGS)])
        for number, place in enumerate(texts):  # a fraction or an exponent in each, in one turn
            yield _write(setting, place, WRITINGS[(2 * number + turn) % len(WRITINGS)])


def _write_integers(setting: Setting) -> Iterator[Probe]:
    """Each integer as `1.0`, which may be refused where integers are plain."""
    for place in _list_integers(setting.contract, setting.message):
        probe = _write(setting, place, WHOLE)
        yield replace(probe, expect=Expectation.FORM) if _are_plain(setting.contract) else probe


def _list_places(contract: Contract, message: str) -> Iterator[Place]:
    """Each place where a number is refused, in the plainest payload that has it."""
    rules, seen = load_rules(contract), set[str]()
    for point in list_mutation_points(contract, message):
        wanted = point.keyword in KEYWORDS and rules[point.rule].verdict is Verdict.INVALID
        if wanted and point.pattern not in seen and not _takes_numbers(point):
            for base in list_plainest(point):
                seen.add(point.pattern)
                value = get_value(*base)
                if _is_refused(contract, message, base):
                    yield Place(base, _find_digits(value), isinstance(value, dict | list))


def _list_integers(contract: Contract, message: str) -> Iterator[Place]:
    """Each place of an integer, in the plainest payload that has it."""
    seen = set[str]()
    for point in list_mutation_points(contract, message):
        if point.keyword == "type" and INTEGER in point.limits and point.pattern not in seen:
            seen.add(point.pattern)
            for base in list_plainest(point):
                value = get_value(*base)
                if type(value) is int and abs(value) <= LARGEST:
                    yield Place(base, str(value))


def _are_plain(contract: Contract) -> bool:
    """Whether an integer has no fraction at all, as in OpenAPI 3.0 and draft-04."""
    return contract.data.get("integers") == "plain"


def _is_refused(contract: Contract, message: str, base: Base) -> bool:
    """Whether a number in a place is invalid, and not only doubtful."""
    case = judge_payload(contract, message, replace_value(*base, 7))
    return case.verdict is Verdict.INVALID


def _takes_numbers(point: MutationPoint) -> bool:
    return any(limit in NUMERIC or type(limit) in (int, float) for limit in point.limits)


def _find_digits(value: Any) -> str:
    """The digits of a text that is a number but for a plus sign, 1 for a boolean, else 7."""
    if isinstance(value, bool):
        return "1"
    digits = value.lstrip("+") if isinstance(value, str) else ""
    return digits if digits.isdecimal() and digits.isascii() and digits[0] != "0" else "7"


def _write(setting: Setting, place: Place, writing: str) -> Probe:
    """The probe of a payload with a number in a place, written so and not otherwise."""
    payload, path = place.base
    written = writing.replace("n", place.digits)
    case = judge_payload(
        setting.contract, setting.message, replace_value(payload, path, json.loads(written))
    )
    body = write_json(replace_value(payload, path, MARK))
    body = body.replace(json.dumps(MARK).encode(), written.encode())
    label = f"the number {written}"
    return setting.make_probe(NAME, case, body, label=label, marks=frozenset({NUMBER}))

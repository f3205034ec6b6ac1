"""Two versions compared: each keyword in each direction, what it does to payloads, the step."""

from itertools import product
from pathlib import Path
from typing import Any

import pytest

from contractkit import check
from contractkit.compare import Difference, compare
from contractkit.compare.records import CELLS, Basis, Change, Kind, Step
from contractkit.contracts.subschemas import LATEST
from contractkit.findings import Verdict, judge
from tests.compare.made import make_pair, order

VALID, DOUBTFUL, INVALID = Verdict.VALID, Verdict.DOUBTFUL, Verdict.INVALID
STRING = {"type": "string"}
LIST = {"type": "array", "items": STRING}
OBJECT = {"type": "object"}
COUNT = {"values": ["/v/*"], "at": "/v"}

# By name: a tighter and a looser order.
NORMATIVE: dict[str, tuple[dict[str, Any], ...]] = {
    "longest": (order(v=STRING | {"maxLength": 3}), order(v=STRING | {"maxLength": 5})),
    "shortest": (order(v=STRING | {"minLength": 3}), order(v=STRING | {"minLength": 2})),
    "items": (order(v=LIST | {"minItems": 2}), order(v=LIST | {"minItems": 1})),
    "enum": (order(v={"enum": ["a", "b"]}), order(v={"enum": ["b", "c", "a"]})),
    "const": (order(v={"const": "a"}), order(v={"enum": ["a", "b"]})),
    "type": (order(v=STRING), order(v={})),
    "required": (order(v=STRING) | {"required": ["must", "v"]}, order(v=STRING)),
    "inside": (
        order(v=LIST | {"items": {"enum": ["a"]}}),
        order(v=LIST | {"items": {"enum": ["a", "b"]}}),
    ),
    "members": (order(v=OBJECT | {"additionalProperties": STRING}), order(v=OBJECT)),
    "pattern": (order(v=STRING | {"pattern": "^a*$"}), order(v=STRING)),
    "count": (
        order(v=LIST) | {"x-maxCount": COUNT | {"max": 2}},
        order(v=LIST) | {"x-maxCount": COUNT | {"max": 3}},
    ),
    "multiples": (order(v={"multipleOf": 4}), order(v={"multipleOf": 2})),
    "above": (order(v={"exclusiveMinimum": 3}), order(v={"exclusiveMinimum": 2})),
    "different": (order(v=LIST | {"uniqueItems": True}), order(v=LIST)),
    "contained": (
        order(v={"type": "array", "contains": {"const": "a"}, "items": {"enum": ["a", "b"]}}),
        order(v={"type": "array", "items": {"enum": ["a", "b"]}}),
    ),
    "in a recursion": tuple(
        order(v={"$ref": "#/$defs/node"})
        | {
            "$schema": LATEST,
            "$defs": {
                "node": {
                    "type": "object",
                    "required": ["text"],
                    "properties": {
                        "text": STRING | {"maxLength": most},
                        "below": {"type": "array", "items": {"$ref": "#/$defs/node"}},
                    },
                }
            },
        }
        for most in (2, 4)
    ),
    "condition": (
        order(v={"enum": ["a", "b"]}, w=STRING)
        | {
            "if": {"required": ["v"], "properties": {"v": {"const": "a"}}},
            "then": {"required": ["w"]},
        },
        order(v={"enum": ["a", "b"]}, w=STRING),
    ),
}
# What one branch asks for may be broken in a valid payload: nothing is proved, but tried.
CHOICES: dict[str, tuple[dict[str, Any], ...]] = {
    "a branch more": (
        order(v={"anyOf": [{"const": "a"}]}),
        order(v={"anyOf": [{"const": "a"}, {"const": "b"}]}),
    ),
    "in a branch": (
        order(v={"anyOf": [STRING | {"maxLength": 2}, {"type": "null"}]}),
        order(v={"anyOf": [STRING | {"maxLength": 4}, {"type": "null"}]}),
    ),
}
ADVICE: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "not": (
        {"properties": {"v": {"not": {"enum": ["a", "b"]}}}},
        {"properties": {"v": {"not": {"const": "a"}}}},
    ),
    "known": (
        {"properties": {"must": {}, "v": {}}, "additionalProperties": False},
        {"properties": {"must": {}, "v": {}}},
    ),
    "longest": ({"properties": {"v": {"maxLength": 2}}}, {"properties": {"v": {"maxLength": 4}}}),
}
FREE = order(v={"enum": ["a", "b", "c", "long", "longest"]})
PAIRS = [
    *(({"order": one}, {"order": other}, INVALID) for one, other in NORMATIVE.values()),
    *(
        ({"order": FREE, "advice": one}, {"order": FREE, "advice": other}, DOUBTFUL)
        for one, other in ADVICE.values()
    ),
]
NAMES = [*NORMATIVE, *(f"advice {name}" for name in ADVICE)]


def moves(difference: Difference) -> set[tuple[Verdict, Verdict]]:
    """The changes of verdict that payloads show."""
    [message] = difference.messages
    return {cell for cell, tally in message.table.items() if tally.count and cell[0] is not cell[1]}


def find(difference: Difference, pattern: str) -> list[Change]:
    """The changes at a place."""
    return [one for one in difference.messages[0].changes if one.pattern == pattern]


def verify(difference: Difference, contracts: list[Any]) -> None:
    """Hold every payload that is shown to what the linter says, and every proof to the payloads."""
    [message] = difference.messages
    witnesses = [tally.witness for tally in message.table.values() if tally.count]
    witnesses += [witness for change in message.changes for witness in change.witnesses]
    for witness in witnesses:
        assert witness
        verdicts = [judge(check(witness.payload, "order", contract=one)) for one in contracts]
        assert tuple(verdicts) == witness.cell
    assert not [cell for cell, one in message.table.items() if one.count and one.proved_empty]


@pytest.mark.parametrize(("tight", "loose", "verdict"), PAIRS, ids=NAMES)
def test_a_tighter_limit_is_narrowed_a_looser_one_widened(
    tight: dict[str, Any], loose: dict[str, Any], verdict: Verdict, tmp_path: Path
) -> None:
    (tmp_path / "down").mkdir()
    (tmp_path / "up").mkdir()
    down, up = make_pair(tmp_path / "down", loose, tight), make_pair(tmp_path / "up", tight, loose)
    for contracts, kind, cell, step in (
        (down, Kind.NARROWED, (VALID, verdict), Step.MAJOR if verdict is INVALID else Step.MINOR),
        (up, Kind.WIDENED, (verdict, VALID), Step.MINOR),
    ):
        difference = compare(*contracts)
        [change] = difference.messages[0].changes
        assert (change.kind, change.basis, change.cells) == (kind, Basis.STRUCTURE, (cell,))
        assert moves(difference) == {cell}
        assert (difference.step, difference.proved) == (step, True)
        unseen = {one for one in CELLS if one[0] is not one[1]} - {cell}
        [message] = difference.messages
        assert {one for one, tally in message.table.items() if tally.proved_empty} >= unseen - {
            (DOUBTFUL, INVALID),
            (INVALID, DOUBTFUL),
        }
        verify(difference, contracts)


@pytest.mark.parametrize(
    ("before", "after", "kind", "basis", "cells"),
    [
        ("^a*$", "^[ab]*$", Kind.WIDENED, Basis.PAYLOADS, {(INVALID, VALID)}),
        ("^[ab]*$", "^a*$", Kind.NARROWED, Basis.PAYLOADS, {(VALID, INVALID)}),
        ("^[ab]*$", "^[bc]*$", Kind.CHANGED, Basis.PAYLOADS, {(VALID, INVALID), (INVALID, VALID)}),
        ("^a$", "^(a)$", Kind.CHANGED, Basis.UNDECIDED, set()),
    ],
)
def test_payloads_decide_what_became_of_a_pattern(
    before: str, after: str, kind: Kind, basis: Basis, cells: set[Any], tmp_path: Path
) -> None:
    contracts = make_pair(
        tmp_path, *({"order": order(v=STRING | {"pattern": one})} for one in (before, after))
    )
    difference = compare(*contracts)
    [change] = find(difference, "/v")
    assert (change.kind, change.basis, set(change.cells)) == (kind, basis, cells)
    assert moves(difference) == cells
    assert difference.proved is ((VALID, INVALID) in cells)
    verify(difference, contracts)


def closed(*names: str) -> dict[str, Any]:
    """Advice that knows these properties."""
    return {"properties": {name: {} for name in ("must", *names)}, "additionalProperties": False}


def test_a_property_added_where_unknown_ones_are_doubtful_breaks_nothing_valid(
    tmp_path: Path,
) -> None:
    before = {"order": order(), "advice": closed()}
    after = {"order": order(new=STRING), "advice": closed("new")}
    contracts = make_pair(tmp_path, before, after)
    difference = compare(*contracts)
    added, typed = difference.messages[0].changes
    assert (added.kind, added.pattern, added.is_property) == (Kind.ADDED, "/new", True)
    assert added.guard
    assert added.guard.rule == "KE2"
    assert (typed.kind, typed.part_of, typed.cells) == (
        Kind.NARROWED, "/new", ((DOUBTFUL, INVALID),),
    )  # fmt: skip
    assert added.cells == ((DOUBTFUL, VALID),)
    assert difference.messages[0].table[VALID, INVALID].proved_empty
    assert (difference.step, difference.proved) == (Step.MINOR, True)
    verify(difference, contracts)


def test_a_property_removed_makes_it_doubtful(tmp_path: Path) -> None:
    before = {"order": order(old=STRING), "advice": closed("old")}
    after = {"order": order(), "advice": closed()}
    contracts = make_pair(tmp_path, before, after)
    difference = compare(*contracts)
    removed, typed = difference.messages[0].changes
    assert (removed.kind, removed.cells) == (Kind.REMOVED, ((VALID, DOUBTFUL),))
    assert (typed.kind, typed.cells) == (Kind.WIDENED, ((INVALID, DOUBTFUL),))
    assert difference.messages[0].table[INVALID, VALID].proved_empty
    assert (difference.step, difference.proved) == (Step.MINOR, True)
    verify(difference, contracts)


def test_a_property_added_where_nothing_was_judged_can_break_what_was_valid(
    tmp_path: Path,
) -> None:
    contracts = make_pair(tmp_path, {"order": order()}, {"order": order(new=STRING)})
    difference = compare(*contracts)
    assert difference.step is Step.MAJOR
    assert moves(difference) == {(VALID, INVALID)}
    verify(difference, contracts)


@pytest.mark.parametrize(
    ("before", "after", "kind", "cells"),
    [
        ("KE1", "KE2", Kind.WIDENED, {(INVALID, DOUBTFUL)}),
        ("KE2", "KE1", Kind.NARROWED, {(DOUBTFUL, INVALID)}),
        ("KE2", "KE3", Kind.WIDENED, {(DOUBTFUL, VALID)}),
        ("KE1", "KE4", Kind.CHANGED, set()),
    ],
)
def test_another_rule_can_make_another_verdict(
    before: str, after: str, kind: Kind, cells: set[Any], tmp_path: Path
) -> None:
    limit = {"maxLength": 3}
    versions = [
        {"order": order(v=STRING | limit | {"x-rules": {"maxLength": rule}})}
        if rule in ("KE1", "KE4")
        else {
            "order": order(v=STRING),
            "advice": {"properties": {"v": limit | {"x-rules": {"maxLength": rule}}}},
        }
        for rule in (before, after)
    ]
    contracts = make_pair(tmp_path, *versions)
    difference = compare(*contracts)
    [change] = find(difference, "/v")
    assert change.kind is kind
    assert moves(difference) == cells
    assert {one.rule for one in difference.rules} == {before, after} - {"KE1"}
    assert difference.step is (Step.MINOR if cells else Step.PATCH)
    verify(difference, contracts)


@pytest.mark.parametrize("about", [pair[0] for pair in PAIRS], ids=NAMES)
def test_a_version_does_not_differ_from_itself(about: dict[str, Any], tmp_path: Path) -> None:
    contract, _ = make_pair(tmp_path, about, about)
    difference = compare(contract, contract)
    [message] = difference.messages
    assert (message.changes, message.reworded, message.overlays) == ((), (), ())
    assert (difference.rules, difference.settings) == ((), ())
    assert (difference.step, difference.proved, moves(difference)) == (Step.PATCH, True, set())


def test_other_words_are_told_and_make_a_patch(tmp_path: Path) -> None:
    before, after = (order(v=STRING | {"description": one}) for one in ("A lid.", "The lid."))
    difference = compare(*make_pair(tmp_path, {"order": before}, {"order": after}))
    assert difference.messages[0].reworded == ("/v",)
    assert (difference.step, difference.proved) == (Step.PATCH, True)
    assert difference.numbered is Step.MINOR


def test_a_message_that_is_no_more_breaks_all_of_them(tmp_path: Path) -> None:
    schema = {"schema": "order.schema.json"}
    both = {"messages": {"order": schema, "answer": schema}, "answers": {"message": "answer"}}
    before, after = {"order": order(), "data": both}, {"order": order()}
    older, newer = make_pair(tmp_path, before, after)
    for pair, kind, step in (
        ((older, newer), Kind.REMOVED, Step.MAJOR),
        ((newer, older), Kind.ADDED, Step.MINOR),
    ):
        difference = compare(*pair)
        answer = next(one for one in difference.messages if one.message == "answer")
        assert (answer.kind, answer.sent_by) == (kind, "implementation")
        assert (difference.step, difference.settings) == (step, ("answers",))


def test_what_is_off_by_default_is_told_and_not_tried(tmp_path: Path) -> None:
    overlay = {"message": "order", "schema": "order.advice.schema.json", "when": True}
    before = {"order": order(v=STRING)}
    after = {"order": order(v=STRING), "data": {"tenant": {"strict": overlay}}}
    difference = compare(*make_pair(tmp_path, before, after))
    assert difference.messages[0].overlays == (("tenant strict", Kind.ADDED),)
    assert difference.step is Step.PATCH


def test_a_payload_is_cited_only_for_what_decides_its_verdict(tmp_path: Path) -> None:
    """A long string breaks both constraints, and is invalid by one of them alone."""
    before = {"order": order(v=STRING)}
    after = {
        "order": order(v=STRING | {"maxLength": 3}),
        "advice": {"properties": {"v": {"pattern": "^a*$"}}},
    }
    contracts = make_pair(tmp_path, before, after)
    hard, soft = compare(*contracts).messages[0].changes
    assert (hard.cells, soft.cells) == (((VALID, INVALID),), ((VALID, DOUBTFUL),))


def test_no_proof_where_a_note_keeps_the_linter_from_saying_more(tmp_path: Path) -> None:
    """The newer asks for less, and still an empty value is doubtful only there."""
    letters = {"pattern": "^a+$"}
    silent = letters | {"minLength": 1, "x-rules": {"minLength": "KE3"}}
    versions = [
        {"order": order(v=STRING), "advice": {"properties": {"v": one}}}
        for one in (silent, letters)
    ]
    contracts = make_pair(tmp_path, *versions)
    difference = compare(*contracts)
    assert moves(difference) == {(VALID, DOUBTFUL)}
    verify(difference, contracts)


def test_no_proof_where_a_normative_rule_is_only_a_warning(tmp_path: Path) -> None:
    """The newer asks for less, and what was wrong in two ways is wrong in the worse one only."""
    choice = {"enum": ["a"]}
    soft = choice | {"type": "string", "x-rules": {"type": "KE2"}}
    contracts = make_pair(tmp_path, {"order": order(v=soft)}, {"order": order(v=choice)})
    difference = compare(*contracts)
    assert moves(difference) == {(DOUBTFUL, INVALID)}
    verify(difference, contracts)


def test_no_proof_where_unknown_properties_are_doubtful_only_on_a_condition(
    tmp_path: Path,
) -> None:
    some: dict[str, Any] = {"must": {}, "v": {}}
    then = {"properties": some, "additionalProperties": False}
    advice = {"properties": some, "if": {"required": ["v"]}, "then": then}
    before = {"order": order(v=STRING), "advice": advice}
    after = {"order": order(v=STRING, new=STRING), "advice": advice}
    contracts = make_pair(tmp_path, before, after)
    difference = compare(*contracts)
    assert difference.step is Step.MAJOR
    verify(difference, contracts)


EVERY = [one for pair in NORMATIVE.values() for one in pair]


@pytest.mark.parametrize("first", range(len(EVERY)))
def test_no_payload_contradicts_a_proof(first: int, tmp_path: Path) -> None:
    """Schemas that have little to do with each other, some of them closed."""
    advices: tuple[dict[str, Any], ...] = ({}, closed("v"), ADVICE["not"][0])
    others = [(first * 7 + 3 * step) % len(EVERY) for step in range(2)]
    for second, (one, other) in zip(others, product(advices, advices[:2]), strict=False):
        folder = tmp_path / f"{second}"
        folder.mkdir()
        before = {"order": EVERY[first], "advice": one}
        after = {"order": EVERY[second], "advice": other}
        contracts = make_pair(folder, before, after)
        verify(compare(*contracts), contracts)


@pytest.mark.parametrize(("tight", "loose"), list(CHOICES.values()), ids=list(CHOICES))
def test_what_differs_in_a_choice_is_told(
    tight: dict[str, Any], loose: dict[str, Any], tmp_path: Path
) -> None:
    (tmp_path / "down").mkdir()
    (tmp_path / "up").mkdir()
    pair = {"order": loose}, {"order": tight}
    for contracts, kind, cell in (
        (make_pair(tmp_path / "down", *pair), Kind.NARROWED, (VALID, INVALID)),
        (make_pair(tmp_path / "up", *pair[::-1]), Kind.WIDENED, (INVALID, VALID)),
    ):
        difference = compare(*contracts)
        changes = difference.messages[0].changes
        assert kind in {change.kind for change in changes}
        assert moves(difference) == {cell}

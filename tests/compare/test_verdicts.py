"""Which change a payload shows."""

import pytest

from contractkit.compare.constraints import Constraint
from contractkit.compare.records import Basis, Change, Kind
from contractkit.compare.verdicts import Judgement, ViolationKey, is_shown
from contractkit.findings import Verdict

LONG: ViolationKey = ("KE1", "maxLength", "/v/*", "")
MISSING: ViolationKey = ("KE1", "required", "/v", "a")
UNKNOWN: ViolationKey = ("KE2", "additionalProperties", "", "v")
REPEATED: ViolationKey = ("KE1", "x-distinct", "/v/*/inside", "")
OTHER: ViolationKey = ("KE4", "type", "/w", "")
CLEAN = Judgement(Verdict.VALID, frozenset())


def invalid(*violations: ViolationKey) -> Judgement:
    return Judgement(Verdict.INVALID, frozenset(violations))


def narrow(keyword: str, pattern: str, name: str = "") -> Change:
    new = Constraint("KE1", Verdict.INVALID, "normative", pattern, keyword, name, 1, ())
    return Change(Kind.NARROWED, Basis.STRUCTURE, pattern, None, new)


@pytest.mark.parametrize(
    ("change", "before", "after", "shown"),
    [
        (narrow("maxLength", "/v/*"), CLEAN, invalid(LONG), True),
        (narrow("maxLength", "/v/*"), CLEAN, invalid(OTHER), False),
        (narrow("maxLength", "/w"), CLEAN, invalid(LONG), False),
        (narrow("minLength", "/v/*"), CLEAN, invalid(LONG), False),
        (narrow("required", "/v", "a"), CLEAN, invalid(MISSING), True),
        (narrow("required", "/v", "b"), CLEAN, invalid(MISSING), False),
        (narrow("x-distinct", ""), CLEAN, invalid(REPEATED), True),
        # What both versions find broken decides nothing, whatever else moves the verdict.
        (
            narrow("maxLength", "/v/*"),
            Judgement(Verdict.DOUBTFUL, frozenset([LONG])),
            invalid(LONG, OTHER),
            False,
        ),
        # A constraint of the newer version cannot make a verdict better.
        (narrow("maxLength", "/v/*"), invalid(LONG), CLEAN, False),
    ],
)
def test_a_change_is_shown_by_what_only_one_version_finds_broken(
    change: Change, before: Judgement, after: Judgement, shown: bool
) -> None:
    assert is_shown(change, before, after) is shown


@pytest.mark.parametrize(
    ("kind", "pattern", "shown"),
    [
        (Kind.ADDED, "/v", True),
        (Kind.ADDED, "/v/inside", False),
        (Kind.ADDED, "/w", False),
        (Kind.REMOVED, "/v", False),
    ],
)
def test_an_added_property_is_shown_by_its_being_unknown_before(
    kind: Kind, pattern: str, shown: bool
) -> None:
    guard = Constraint("KE2", Verdict.DOUBTFUL, "advice", "", "additionalProperties", "", [], ())
    change = Change(kind, Basis.STRUCTURE, pattern, guard=guard)
    doubtful = Judgement(Verdict.DOUBTFUL, frozenset([UNKNOWN]))
    assert is_shown(change, doubtful, CLEAN) is shown
    assert is_shown(change, CLEAN, doubtful) is (kind is Kind.REMOVED and pattern == "/v")

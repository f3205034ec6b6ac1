"""A payload as one version judges it, and which change its verdicts in two versions show."""

from dataclasses import dataclass
from typing import Any

from contractkit.compare.constraints import Constraint
from contractkit.compare.records import Change, Kind, is_worse
from contractkit.contracts.loading import Contract
from contractkit.contracts.rules import load_rules
from contractkit.findings import Verdict, judge
from contractkit.pointers import parent_of, to_pattern, to_tokens
from contractkit.validation.causes import find_causes
from contractkit.validation.check import check
from contractkit.validation.fast_validator import is_valid
from contractkit.validation.violation import ABOUT_NAMES, CHOICES, Violation
from contractkit.validation.violations import find_violations

ViolationKey = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on a payload, and its violations: rule, keyword, pattern of the place, name."""

    verdict: Verdict
    violations: frozenset[ViolationKey]


CLEAN = Judgement(Verdict.VALID, frozenset())


def judge_quickly(contract: Contract, message: str, payload: Any) -> Judgement:
    """The judgement of a payload, without the words of the findings."""
    if is_valid(contract, message, payload):
        return CLEAN
    violations = find_violations(contract, message, payload)
    causes = find_causes(contract, message, payload, violations)
    rules = load_rules(contract)
    verdicts = {rules[cause.violation.rule].verdict for cause in causes}
    verdict = next((verdict for verdict in Verdict if verdict in verdicts), Verdict.VALID)
    return Judgement(verdict, frozenset(_make_key(violation) for violation in violations))


def judge_fully(contract: Contract, message: str, payload: Any) -> tuple[Verdict, tuple[str, ...]]:
    """The verdict of the linter itself, and the rules of its findings."""
    findings = check(payload, message, contract=contract)
    return judge(findings), tuple(dict.fromkeys(finding.rule for finding in findings))


def _make_key(violation: Violation) -> ViolationKey:
    """What a violation has in common in two versions; its place is that of the constraint."""
    place = violation.pointer
    if violation.keyword in ABOUT_NAMES or (violation.keyword in CHOICES and violation.name):
        place = parent_of(place)
    return violation.rule, violation.keyword, to_pattern(place), violation.name


def is_shown(change: Change, before: Judgement, after: Judgement) -> bool:
    """Whether a change decides what two versions make of a payload.

    It does where one of them finds its constraint broken and the other does not, and the verdict is
    that on what breaks it.
    """
    worse = is_worse(after.verdict, before.verdict)
    here, there = (after, before) if worse else (before, after)
    constraint = change.after if worse else change.before
    guarded = change.guard if change.kind is (Kind.REMOVED if worse else Kind.ADDED) else None
    only_here = here.violations - there.violations
    if constraint and constraint.verdict is here.verdict:
        return any(_breaks(constraint, violation) for violation in only_here)
    if guarded and guarded.verdict is here.verdict:
        return any(_is_guarded(guarded, change.pattern, violation) for violation in only_here)
    return False


def count_differences(before: Judgement, after: Judgement) -> int:
    """How much the versions find differently in a payload; the fewer, the plainer the cause."""
    return len(before.violations ^ after.violations)


def _breaks(constraint: Constraint, violation: ViolationKey) -> bool:
    rule, keyword, place, name = violation
    if (rule, keyword) != (constraint.rule, constraint.keyword):
        return False
    # What a keyword of our own finds broken stands inside the place that it judges.
    if keyword.startswith("x-"):
        return name == constraint.name or not constraint.name
    named = keyword != "required" or name == constraint.name
    return named and _is_at(place, constraint.pattern)


def _is_at(place: str, pattern: str) -> bool:
    """Whether a place is one of a pattern, in which `*` stands for a member of any name too."""
    tokens, wanted = to_tokens(place), to_tokens(to_pattern(pattern))
    return len(tokens) == len(wanted) and all(
        want in ("*", token) for token, want in zip(tokens, wanted, strict=True)
    )


def _is_guarded(guard: Constraint, pattern: str, violation: ViolationKey) -> bool:
    """Whether a violation is that of the guard by the property itself, not by one around it."""
    rule, keyword, place, name = violation
    return (
        (rule, keyword) == (guard.rule, guard.keyword)
        and place == to_pattern(guard.pattern)
        and to_tokens(pattern)[-1] == name
        and pattern.rpartition("/")[0] == guard.pattern
    )

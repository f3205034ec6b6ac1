"""A payload as one version judges it: the verdict, and each constraint that it breaks."""

from dataclasses import dataclass
from typing import Any

from contractkit.contracts.loading import Contract
from contractkit.contracts.rules import load_rules
from contractkit.findings import Verdict, judge
from contractkit.pointers import generalise, parent_of
from contractkit.validation.causes import find_causes
from contractkit.validation.check import check
from contractkit.validation.fast_validator import is_valid
from contractkit.validation.violations import Violation, find_violations

Breach = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on a payload, and its breaches: rule, keyword, pattern of the place, name."""

    verdict: Verdict
    breaches: frozenset[Breach]


CLEAN = Judgement(Verdict.VALID, frozenset())


def judge_quickly(contract: Contract, message: str, payload: Any) -> Judgement:
    """The judgement of a payload, without the words of the findings."""
    if is_valid(contract, message, payload):
        return CLEAN
    violations = find_violations(contract, message, payload, skip_valid_schemas=True)
    causes = find_causes(contract, message, payload, violations)
    rules = load_rules(contract)
    verdicts = {rules[one.violation.rule].verdict for one in causes}
    verdict = next((one for one in Verdict if one in verdicts), Verdict.VALID)
    return Judgement(verdict, frozenset(_read(one) for one in violations))


def judge_fully(contract: Contract, message: str, payload: Any) -> tuple[Verdict, tuple[str, ...]]:
    """The verdict of the linter itself, and the rules of its findings."""
    findings = check(payload, message, contract=contract)
    return judge(findings), tuple(dict.fromkeys(one.rule for one in findings))


def _read(violation: Violation) -> Breach:
    """A violation as a breach, which stands where the constraint does."""
    place = violation.pointer
    if violation.keyword == "additionalProperties":
        place = parent_of(place)
    return violation.rule, violation.keyword, generalise(place), violation.name

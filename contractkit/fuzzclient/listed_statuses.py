"""Planned answers with the HTTP statuses that a contract lists for them, where it lists any."""

from dataclasses import replace

from contractkit.contracts.answer_statuses import (
    AnswerStatuses,
    list_refusal_statuses,
    read_answer_statuses,
)
from contractkit.contracts.loading import Contract
from contractkit.fuzzclient.answers import SEVERAL
from contractkit.fuzzclient.scenario import PlannedAnswer, Scenario

UNAUTHENTICATED = (401, 403)


def fit_statuses(contract: Contract, scenario: Scenario) -> Scenario:
    """The scenario as the contract has it; the same where it tells answers apart by their form."""
    statuses = read_answer_statuses(contract)
    if statuses is None:
        return scenario
    answers = (_fit(contract, statuses, planned) for planned in scenario.answers)
    answers = (_drop_entries(contract, planned) for planned in answers)
    return replace(scenario, answers=tuple(answers))


def _fit(contract: Contract, statuses: AnswerStatuses, planned: PlannedAnswer) -> PlannedAnswer:
    if planned.kind == "acceptance":
        return _set_status(planned, statuses.acceptance, statuses.acceptance[0])
    if planned.kind != "refusal":
        return planned
    unauthenticated = planned.status in UNAUTHENTICATED
    own = list_refusal_statuses(contract, planned.code)
    right = statuses.unauthenticated if unauthenticated else own
    fitted = _set_status(planned, right, statuses.refusal[0])
    if fitted.status in statuses.bodiless:
        return replace(fitted, kind="empty", code="", mutations=())
    return fitted


def _set_status(planned: PlannedAnswer, right: tuple[int, ...], usual: int) -> PlannedAnswer:
    status = planned.status if planned.status in right else right[0]
    return replace(planned, status=status, usual=usual)


def _drop_entries(contract: Contract, planned: PlannedAnswer) -> PlannedAnswer:
    """The answer with one entry, where an acceptance of the contract cannot have several."""
    if any("/*" in pointer for pointer in contract.data["answers"].get("id", ())):
        return planned
    kept = tuple(name for name in planned.mutations if name != SEVERAL)
    return replace(planned, mutations=kept)

"""What an answer says, and whether its HTTP status fits that, where a contract lists statuses."""

from contractkit.contracts.answer_statuses import AnswerStatuses, read_answer_statuses
from contractkit.contracts.loading import Contract
from contractkit.jsontext import NotPlainError, parse_plain
from contractkit.linting.recordings.answers import name_status
from contractkit.linting.recordings.requests import RuleViolation, SavedAnswer, decode_text
from contractkit.validation.fast_validator import compile_fast_validator

ACCEPTANCE, REFUSAL = "acceptance", "refusal"


def is_of_kind(contract: Contract, answer: SavedAnswer, kind: str) -> bool:
    """Whether an answer is an acceptance, or a refusal, by its form."""
    try:
        value = parse_plain((answer.text and decode_text(answer.text)) or b"")
        return compile_fast_validator(contract.data["answers"][kind])(value)
    except (NotPlainError, ValueError, KeyError):
        return False


def needs_no_form(contract: Contract, answer: SavedAnswer) -> bool:
    """Whether an answer may have any form: by its status, or since it has no body."""
    statuses, status = read_answer_statuses(contract), answer.status
    if statuses is None or status is None:
        return False
    if answer.text is None:
        return statuses.needs_no_form(status, b"." if answer.size else b"")
    body = decode_text(answer.text)
    return statuses.needs_no_form(status, b"." if body is None else body)


def find_status_violation(contract: Contract, answer: SavedAnswer) -> RuleViolation | None:
    """What is wrong with the status of an answer, if the contract has a rule for that."""
    statuses, status = read_answer_statuses(contract), answer.status
    rule = contract.data["operation"].get("rules", {}).get("status")
    if statuses is None or rule is None or status is None:
        return None
    wanted = _list_wanted(contract, answer, statuses)
    if not wanted or status in wanted:
        return None
    listed = " or ".join(map(str, wanted))
    message = f"the answer is {name_status(status)}; its body is that of HTTP {listed}"
    return RuleViolation(rule, answer.status_pointer, message)


def _list_wanted(
    contract: Contract, answer: SavedAnswer, statuses: AnswerStatuses
) -> tuple[int, ...]:
    """The statuses that the body of an answer may have; none where it says nothing."""
    accepts, refuses = (is_of_kind(contract, answer, kind) for kind in (ACCEPTANCE, REFUSAL))
    if accepts is refuses:
        return ()
    refusing = (*statuses.refusal, *statuses.unauthenticated)
    return statuses.acceptance if accepts else tuple(dict.fromkeys(refusing))

"""What an answer says, and whether its HTTP status fits that, where a contract lists statuses."""

from contractkit.contracts.answer_statuses import AnswerStatuses, read_answer_statuses
from contractkit.contracts.listed_answers import (
    UNAUTHORISED,
    ListedAnswers,
    name_answer,
    read_listed_answers,
)
from contractkit.contracts.loading import Contract
from contractkit.jsontext import NotPlainError, parse_plain
from contractkit.linting.recordings.answers import is_of_the_api, judge_answer, name_status
from contractkit.linting.recordings.requests import RuleViolation, SavedAnswer, decode_text
from contractkit.validation.fast_validator import compile_fast_validator

ACCEPTANCE, REFUSAL = "acceptance", "refusal"


def is_accepted(contract: Contract, answer: SavedAnswer) -> bool:
    """Whether an answer accepts: by its form, or by its status where the contract lists these."""
    listed = read_listed_answers(contract)
    if listed:
        return answer.status is not None and listed.read(answer.status) is True
    return _is_of_kind(contract, answer, ACCEPTANCE)


def find_answer_message(contract: Contract, answer: SavedAnswer) -> str | None:
    """The message that an answer is; None where the contract does not say it.

    One without a status is taken for an acceptance, where the contract lists statuses.
    """
    listed = read_listed_answers(contract)
    if listed:
        status = listed.acceptance if answer.status is None else answer.status
        return listed.find_message(status)
    return name_answer(contract) or None


def _is_of_kind(contract: Contract, answer: SavedAnswer, kind: str) -> bool:
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


def judge_whole(contract: Contract, answer: SavedAnswer) -> RuleViolation | None:
    """What is wrong with an answer as a whole, as far as the contract says what form it has."""
    listed, status = read_listed_answers(contract), answer.status
    if listed is None or status is None:
        return judge_answer(answer)
    if listed.find_message(status) is None and (is_of_the_api(status) or listed.lists(status)):
        return None
    return judge_answer(answer, is_listed=listed.lists(status))


def find_status_violation(contract: Contract, answer: SavedAnswer) -> RuleViolation | None:
    """What is wrong with the status of an answer, if the contract has a rule for that."""
    statuses, status = read_answer_statuses(contract), answer.status
    rule = contract.data["operation"].get("rules", {}).get("status")
    if rule is None or status is None:
        return None
    listed = read_listed_answers(contract)
    if listed:
        return _judge_by_messages(listed, answer.status_pointer, status, rule)
    if statuses is None:
        return None
    wanted = _list_wanted(contract, answer, statuses)
    if not wanted or status in wanted:
        return None
    right = " or ".join(map(str, wanted))
    message = f"the answer is {name_status(status)}; its body is that of HTTP {right}"
    return RuleViolation(rule, answer.status_pointer, message)


def _judge_by_messages(
    listed: ListedAnswers, pointer: str, status: int, rule: str
) -> RuleViolation | None:
    """What is wrong with a status where contract.json lists the messages of answers."""
    accepts = listed.read(status)
    if accepts is None or listed.is_right(status) or status in UNAUTHORISED:
        return None
    wanted = listed.name_right(accepts=accepts)
    noun = "acceptance" if accepts else "refusal"
    message = f"the answer is {name_status(status)}; an {noun} is {wanted}"
    return RuleViolation(rule, pointer, message.replace("an refusal", "a refusal"))


def _list_wanted(
    contract: Contract, answer: SavedAnswer, statuses: AnswerStatuses
) -> tuple[int, ...]:
    """The statuses that the body of an answer may have; none where it says nothing."""
    accepts, refuses = (_is_of_kind(contract, answer, kind) for kind in (ACCEPTANCE, REFUSAL))
    if accepts is refuses:
        return ()
    refusing = (*statuses.refusal, *statuses.unauthenticated)
    return statuses.acceptance if accepts else tuple(dict.fromkeys(refusing))

"""The check of HTTP statuses: of an answer that accepts, and of one that refuses."""

from contractkit.contracts.answer_statuses import AnswerStatuses, read_answer_statuses
from contractkit.contracts.listed_answers import (
    BAD_REQUEST,
    NOT_FOUND,
    UNAUTHORISED,
    ListedAnswers,
    read_listed_answers,
)
from contractkit.contracts.loading import Contract
from contractkit.fuzz.answers import read_answer
from contractkit.fuzz.records import Exchange, Expectation, Login, Probe, Problem
from contractkit.payloads.cases import is_json

SUCCESSES, CLIENT_ERRORS, OK = range(200, 300), range(400, 500), 200
UNAUTHORIZED, UNSUPPORTED_TYPE = 401, 415


def judge_status(contract: Contract, exchange: Exchange, accepts: bool | None) -> Problem | None:
    """Whether the status of an answer fits what it says; `accepts` is None for neither."""
    listed, status = read_listed_answers(contract), exchange.answer.status
    if listed:
        misplaced = read_answer(contract, exchange.answer).misplaced
        return _judge_by_messages(listed, exchange, accepts=accepts, misplaced=misplaced)
    if accepts is None:
        return None
    statuses = read_answer_statuses(contract)
    if statuses:
        return _judge_listed(statuses, exchange, accepts=accepts)
    if accepts and status not in SUCCESSES:
        return _blame("acceptance", status, "HTTP 2xx")
    if not accepts and status not in (OK, *CLIENT_ERRORS):
        return _blame("refusal", status, "HTTP 200 or 4xx")
    return None


def _judge_by_messages(
    listed: ListedAnswers, exchange: Exchange, *, accepts: bool | None, misplaced: bool
) -> Problem | None:
    """Whether a status is among those that contract.json lists messages of, for such an answer."""
    status, probe = exchange.answer.status, exchange.probe
    if accepts is None:
        otherwise = listed.tells_otherwise(status)
        return _blame("refusal", status, name_statuses((NOT_FOUND,))) if otherwise else None
    refuses_right = not accepts and probe.expect is Expectation.ACCEPT  # which is worse
    if misplaced:
        return _blame("acceptance", status, listed.name_right(accepts=True, rest=False))
    if refuses_right or listed.is_right(status) or (not accepts and _says_http(probe, status)):
        return None
    kind = "acceptance" if accepts else "refusal"
    return _blame(kind, status, listed.name_right(accepts=accepts))


def _says_http(probe: Probe, status: int) -> bool:
    """Whether HTTP itself has a status for what is wrong, so that nobody has to list it.

    401 and 403 are for wrong credentials, 400 for what no parser reads (RFC 9110, section 15.5).
    """
    if status in UNAUTHORISED:
        return not has_right_login(probe.login)
    unreadable = probe.case is not None and not is_json(probe.case)
    return status == BAD_REQUEST and unreadable


def _judge_listed(statuses: AnswerStatuses, exchange: Exchange, *, accepts: bool) -> Problem | None:
    """Whether a status is one of those that contract.json lists."""
    status = exchange.answer.status
    if accepts:
        right = statuses.acceptance
        return None if status in right else _blame("acceptance", status, name_statuses(right))
    # That a valid request is refused at all is worse.
    if exchange.probe.expect is Expectation.ACCEPT:
        return None
    # 401 is about credentials alone (RFC 9110, section 15.5.2).
    if status in statuses.unchecked and status != UNAUTHORIZED:
        return None
    right = _list_refusals(statuses, exchange.probe)
    return None if status in right else _blame("refusal", status, name_statuses(right))


def _list_refusals(statuses: AnswerStatuses, probe: Probe) -> tuple[int, ...]:
    """The statuses that may refuse a probe: where its credentials are open, all of them."""
    if probe.expect is Expectation.REFUSE and not probe.rules:
        return statuses.unauthenticated
    if has_right_login(probe.login):
        return statuses.refusal
    return tuple(dict.fromkeys((*statuses.refusal, *statuses.unauthenticated)))


def declines_type(contract: Contract, exchange: Exchange) -> bool:
    """Whether an answer only says that a request is of a type that the contract does not have."""
    if exchange.answer.status != UNSUPPORTED_TYPE:
        return False
    usual = str(contract.data["operation"].get("contentType", "application/json"))
    return dict(exchange.probe.headers).get("Content-Type", usual) != usual


def has_right_login(login: Login) -> bool:
    """Whether a login is one of those that must work."""
    return login.name.startswith("right")


def name_statuses(statuses: tuple[int, ...]) -> str:
    """Statuses in words."""
    return f"HTTP {' or '.join(map(str, statuses))}"


def _blame(kind: str, status: int, wanted: str) -> Problem:
    done = "accepted" if kind == "acceptance" else "refused"
    article = "an" if kind == "acceptance" else "a"
    seen, expected = f"it {done} with HTTP {status}", f"{wanted} for {article} {kind}"
    return Problem("status", seen, expected, aspect=kind)

"""The list of all checks, and the checks of answers.

`judge_exchange` looks at one exchange, a `History` at one beside earlier ones; what is wrong with
notifications is found in `notification_oracles`.
"""

from collections.abc import Iterator

from contractkit.contracts.listed_answers import read_listed_answers
from contractkit.contracts.loading import Contract
from contractkit.contracts.repeated_values import (
    list_answered_values,
    list_differences,
)
from contractkit.contracts.requests import request_message
from contractkit.contracts.rules import Rule, load_rules
from contractkit.findings import Verdict
from contractkit.fuzz.answers import (
    describe_difference,
    is_busy,
    is_too_large,
    needs_no_form,
    read_answer,
    read_value,
    says_json,
)
from contractkit.fuzz.probes import measure_largest
from contractkit.fuzz.query_oracles import judge_query
from contractkit.fuzz.records import Answer, Exchange, Expectation, Fault, Probe, Problem
from contractkit.fuzz.status_oracles import declines_type, judge_status
from contractkit.payloads.cases import is_json

INVALID_ACCEPTED = "invalid-accepted"
# Every check with what it blames, in the order in which reports list them.
CHECKS = {
    INVALID_ACCEPTED: "a request that breaks a rule was accepted",
    "valid-refused": "a valid request was refused",
    "unauthenticated-accepted": "a request without the right credentials was accepted",
    "answer-form": "the answer breaks a rule",
    "content-type": "the answer is not said to be JSON",
    "status": "the HTTP status does not fit the answer",
    "answer-mismatch": "an acceptance does not repeat what it must",
    "server-error": "the HTTP status is 5xx",
    "dropped": "the connection was closed without an answer",
    "cut-short": "the answer ended in the middle",
    "no-answer": "no whole answer came in time",
    "not-http": "the answer is not HTTP",
    "endless": "the answer is larger than any answer can be",
    "no-connection": "the connection was refused",
    "repeated-id": "an id was given in two answers",
    "query-status": "another operation has the wrong HTTP status",
    "query-form": "the answer of another operation breaks a rule",
    "query-mismatch": "the answer of another operation does not repeat what it must",
    "judged-differently": "two requests of one meaning got different verdicts",
    "notification-missing": "no notification followed an accepted request",
    "notification-form": "a notification breaks a rule",
    "notification-mismatch": "a notification does not repeat what it must",
    "notification-order": "the statuses were notified in the wrong order",
    "notification-unasked": "a status was notified that the request did not ask for",
    "notification-for-refused": "a refused request was notified",
}
# What only some contracts can find: with other operations, equal values in answers, and so on.
RARE_CHECKS = (
    *("answer-mismatch", "query-status", "query-form", "query-mismatch"),
    "notification-unasked",
)
TRANSPORT = {
    Fault.UNREACHABLE: "no-connection",
    Fault.DROPPED: "dropped",
    Fault.CUT_SHORT: "cut-short",
    Fault.SILENT: "no-answer",
    Fault.MALFORMED: "not-http",
    Fault.ENDLESS: "endless",
}
CRASHES = frozenset({"server-error", *TRANSPORT.values()})
HANGS = frozenset({Fault.SILENT, Fault.ENDLESS})
NEVER = HANGS | {Fault.UNREACHABLE}
SUCCESSES, OK = range(200, 300), 200
SERVER_ERRORS, REDIRECTS, CLIENT_ERRORS = range(500, 600), range(300, 400), range(400, 500)
# What a server may say of a request that is sent in a way that it need not take.
DECLINED = frozenset({101, 501, 505, *REDIRECTS, *CLIENT_ERRORS})
MOST_SHOWN = 400
MOST_BYTES, OVERHEAD = 1 << 25, 1 << 12  # what an exchange takes beside its bodies, about
MOST_IDS, MOST_GROUPS = 1000, 1000


def judge_exchange(contract: Contract, exchange: Exchange, *, late: bool = False) -> Problem | None:
    """The first thing that is wrong with an answer, if anything is.

    `late` lets an acceptance pass for what may be refused by a notification instead.
    """
    answer = exchange.answer
    if is_busy(contract, answer):
        return None
    if exchange.probe.expect is Expectation.ANYTHING:
        return _judge_transport(answer) if answer.fault in NEVER else None
    if _may_decline(contract, exchange):
        return None
    problem = _judge_transport(answer) or _judge_status(contract, answer)
    if exchange.probe.query:
        return problem or judge_query(contract, exchange.probe.query, exchange)
    if problem or _may_be_too_large(contract, exchange):
        return problem
    return _judge_content(contract, exchange, late)


def _judge_content(contract: Contract, exchange: Exchange, late: bool) -> Problem | None:
    """What is wrong with an answer that came as answers come."""
    verdict, answer = _judge_verdict(contract, exchange, late), exchange.answer
    # An answer that repeats what should not have been accepted breaks a rule because of that.
    if verdict and verdict.check == INVALID_ACCEPTED:
        return verdict
    return (
        _judge_form(contract, answer)
        or verdict
        or judge_status(contract, exchange, read_answer(contract, answer).accepts)
        or _judge_repeats(contract, exchange)
    )


def _may_decline(contract: Contract, exchange: Exchange) -> bool:
    """Whether an answer only declines what is sent in a way that need not be taken."""
    unusual = exchange.probe.optional and exchange.answer.status in DECLINED
    return unusual or declines_type(contract, exchange)


def _may_be_too_large(contract: Contract, exchange: Exchange) -> bool:
    """Whether it is said to be too large, and is larger than any request has to be able to be."""
    body = exchange.probe.body
    too_large = is_too_large(contract, exchange.answer)
    return too_large and len(body) > measure_largest(contract, request_message(contract))


def is_special(probe: Probe) -> bool:
    """Whether a probe is about the way in which it is sent."""
    return probe.optional or bool(probe.why)


def _judge_transport(answer: Answer) -> Problem | None:
    if not answer.fault:
        return None
    check = TRANSPORT[answer.fault]
    detail = f" ({answer.detail})" if answer.detail else ""
    return Problem(check, f"{CHECKS[check]}{detail}", "an answer, whatever was sent")


def _judge_status(contract: Contract, answer: Answer) -> Problem | None:
    listed = read_listed_answers(contract)
    seen = f"it answered HTTP {answer.status}"
    if answer.status in SERVER_ERRORS:
        return Problem("server-error", seen, "an answer of the API, not a failure", aspect="5xx")
    redirects = answer.status in REDIRECTS and not (listed and listed.lists(answer.status))
    if redirects or answer.status < OK:
        return Problem("status", seen, "HTTP 2xx or 4xx, no redirect", aspect=str(answer.status))
    return None


def _judge_form(contract: Contract, answer: Answer) -> Problem | None:
    reading = read_answer(contract, answer)
    if reading.violations:
        first = reading.violations[0]
        where = f" at {first.pointer}" if first.pointer else ""
        seen = f"the answer breaks {first.rule}{where}: {first.message}"
        aspect = f"{first.rule}{'' if answer.status in SUCCESSES else ' 4xx'}"
        expected = f"{load_rules(contract)[first.rule].title}. {first.source}"
        return Problem("answer-form", seen, expected, first.rule, aspect)
    if needs_no_form(contract, answer):
        return None
    if not says_json(answer):
        kind = answer.header("Content-Type")
        seen = f"the answer's Content-Type is {kind!r}" if kind else "it has no Content-Type"
        return Problem("content-type", seen, "a Content-Type that says JSON", aspect=kind)
    return None


def _judge_verdict(contract: Contract, exchange: Exchange, late: bool) -> Problem | None:
    probe = exchange.probe
    way = f" with {probe.label}" if is_special(probe) else ""
    reading = read_answer(contract, exchange.answer)
    if probe.expect is Expectation.ACCEPT and reading.accepts is False:
        seen = f"a valid request was refused: {describe_answer(exchange.answer)}"
        expected = f"an acceptance: {probe.why}" if probe.why else "an acceptance"
        return Problem("valid-refused", seen, expected, aspect=reading.code)
    if probe.expect is not Expectation.REFUSE or not reading.accepts:
        return None
    if not probe.rules:
        seen = f"a request was accepted with {probe.label}"
        expected = "a refusal: a request needs the right credentials"
        return Problem("unauthenticated-accepted", seen, expected, aspect=probe.login.name)
    if late and may_come_late(contract, exchange):
        return None
    rule = find_broken(contract, probe.rules)
    seen = f"a request that breaks {rule.id} ({rule.title}) was accepted{way}"
    return Problem(INVALID_ACCEPTED, seen, f"a refusal. {rule.citation}", rule.id)


def _judge_repeats(contract: Contract, exchange: Exchange) -> Problem | None:
    """Whether an acceptance repeats what the request had."""
    probe, repeats = exchange.probe, list_answered_values(contract)
    plain = probe.case and is_json(probe.case) and probe.expect is Expectation.ACCEPT
    if not (repeats and plain and read_answer(contract, exchange.answer).accepts):
        return None
    messages = {request_message(contract): probe.case.payload if probe.case else None}
    answered = read_value(exchange.answer.body)
    for found in list_differences(repeats, answered, messages):
        seen, wanted = describe_difference("answer", found)
        return Problem("answer-mismatch", seen, wanted, aspect=found.repeat.place)
    return None


class History:
    """The exchanges of one run, as far as later ones are compared with them."""

    def __init__(self, contract: Contract) -> None:
        """Start with nothing remembered."""
        self._contract = contract
        self._numbers_by_id: dict[str, int] = {}
        self._kept: dict[int, Exchange] = {}
        self._bytes = 0
        self._groups: dict[str, tuple[bool, Exchange]] = {}

    def compare(self, exchange: Exchange) -> Iterator[tuple[Problem, tuple[Exchange, ...]]]:
        """What is wrong with an exchange beside earlier ones, each with those that show it."""
        if exchange.probe.expect is Expectation.ANYTHING or exchange.probe.query:
            return
        reading = read_answer(self._contract, exchange.answer)
        for identifier in dict.fromkeys(reading.ids[:MOST_IDS]):
            number = self._numbers_by_id.setdefault(identifier, exchange.number)
            if number != exchange.number:
                seen = f"the id {identifier!r} was given before, in the answer to request {number}"
                others = (self._kept[number],) if number in self._kept else ()
                yield Problem("repeated-id", seen, "an id of its own for each answer"), others
                break
        else:
            self._keep(exchange)
        if exchange.probe.group and self._gives_verdict(exchange):
            yield from self._compare_verdicts(exchange, bool(reading.accepts))

    def knows_id(self, exchange: Exchange) -> bool:
        """Whether an answer has an id that was given before."""
        known = set(self._numbers_by_id)
        for earlier in exchange.earlier:
            known.update(read_answer(self._contract, earlier.answer).ids)
        return not known.isdisjoint(read_answer(self._contract, exchange.answer).ids)

    def _gives_verdict(self, exchange: Exchange) -> bool:
        """Whether an answer judges what was written, rather than its size, or crashes."""
        answer = exchange.answer
        if answer.status in SERVER_ERRORS or is_too_large(self._contract, answer):
            return False
        return read_answer(self._contract, answer).accepts is not None

    def _keep(self, exchange: Exchange) -> None:
        """Remember an exchange whole, to show it beside a later one, while there is room."""
        self._bytes += OVERHEAD + len(exchange.probe.body) + len(exchange.answer.body)
        if self._bytes <= MOST_BYTES:
            self._kept[exchange.number] = exchange

    def _compare_verdicts(
        self, exchange: Exchange, accepts: bool
    ) -> Iterator[tuple[Problem, tuple[Exchange, ...]]]:
        before, first = self._groups.setdefault(exchange.probe.group, (accepts, exchange))
        if len(self._groups) > MOST_GROUPS:
            del self._groups[next(iter(self._groups))]
        if before is not accepts:
            seen = (
                f"written with {exchange.probe.label} the same request was "
                f"{'accepted' if accepts else 'refused'}: {describe_answer(exchange.answer)}"
            )
            expected = f"the verdict that it got before: {'accepted' if before else 'refused'}"
            problem = Problem("judged-differently", seen, expected, aspect=exchange.probe.label)
            yield problem, (first,)


def may_come_late(contract: Contract, exchange: Exchange) -> bool:
    """Whether the request may be accepted, and refused by a notification later."""
    return breaks_late_rules(contract, exchange.probe.rules)


def breaks_late_rules(contract: Contract, broken: tuple[str, ...]) -> bool:
    """Whether all that makes a request invalid may be refused late."""
    late = contract.data.get("answers", {}).get("lateRefusal", ())
    rules = load_rules(contract)
    invalid = {rule for rule in broken if rules[rule].verdict is Verdict.INVALID}
    return bool(invalid) and invalid <= set(late)


def find_broken(contract: Contract, broken: tuple[str, ...]) -> Rule:
    """The first of the rules that make a request invalid, rather than doubtful."""
    rules = [load_rules(contract)[rule] for rule in broken]
    return next((rule for rule in rules if rule.verdict is Verdict.INVALID), rules[0])


def describe_answer(answer: Answer) -> str:
    """An answer in one line: its status and the beginning of its body."""
    text = answer.body.decode("utf-8", "replace")
    line = " ".join(text.split())
    return f"HTTP {answer.status} {line if len(line) <= MOST_SHOWN else line[:MOST_SHOWN] + '…'}"

"""What is wrong with one answer: the list of everything that an implementation is blamed for.

Each oracle looks at one exchange. What only several exchanges show (an id used twice, another
verdict for the same meaning, notifications) is judged in `ledger` and `receipts`.
"""

from collections.abc import Iterator

from contractkit.contracts.loading import Contract
from contractkit.contracts.rules import Rule, load_rules
from contractkit.findings import Verdict
from contractkit.fuzz.answers import is_busy, read_answer, says_json
from contractkit.fuzz.records import Answer, Exchange, Expectation, Fault, Problem

FAULTS = {
    Fault.UNREACHABLE: ("no-connection", "the connection was refused"),
    Fault.DROPPED: ("dropped", "the connection was closed without an answer"),
    Fault.CUT_SHORT: ("cut-short", "the answer ended in the middle"),
    Fault.SILENT: ("no-answer", "no whole answer came in time"),
    Fault.MALFORMED: ("not-http", "the answer is no HTTP"),
    Fault.ENDLESS: ("endless", "the answer is larger than any answer can be"),
}
HANGS = frozenset({Fault.SILENT, Fault.ENDLESS})
NEVER = HANGS | {Fault.UNREACHABLE}
SUCCESSES, OK = range(200, 300), 200
SERVER_ERRORS, REDIRECTS, CLIENT_ERRORS = range(500, 600), range(300, 400), range(400, 500)
MOST_SHOWN = 400


def judge_exchange(
    contract: Contract, exchange: Exchange, *, late: bool = False
) -> Iterator[Problem]:
    """The first thing that is wrong with an answer, if anything is.

    `late` lets an acceptance pass for what may be refused by a notification instead.
    """
    probe, answer = exchange.probe, exchange.answer
    if is_busy(contract, answer):
        return
    if probe.expect is Expectation.ANYTHING:
        yield from _judge_transport(answer) if answer.fault in NEVER else ()
        return
    for judgement in (
        _judge_transport(answer),
        _judge_status(answer),
        _judge_form(contract, answer),
        _judge_verdict(contract, exchange, late),
    ):
        for problem in judgement:
            yield problem
            return


def _judge_transport(answer: Answer) -> Iterator[Problem]:
    if answer.fault:
        check, seen = FAULTS[answer.fault]
        detail = f" ({answer.detail})" if answer.detail else ""
        yield Problem(check, f"{seen}{detail}", "an answer, whatever was sent")


def _judge_status(answer: Answer) -> Iterator[Problem]:
    if answer.status in SERVER_ERRORS:
        seen = f"it answered HTTP {answer.status}"
        yield Problem("server-error", seen, "an answer of the API, not a failure", None, "5xx")
    elif answer.status in REDIRECTS or answer.status < OK:
        seen = f"it answered HTTP {answer.status}"
        yield Problem("status", seen, "HTTP 2xx or 4xx, no redirect", None, str(answer.status))


def _judge_form(contract: Contract, answer: Answer) -> Iterator[Problem]:
    reading = read_answer(contract, answer)
    if reading.faults:
        first = reading.faults[0]
        where = f" at {first.pointer}" if first.pointer else ""
        seen = f"the answer breaks {first.rule}{where}: {first.message}"
        aspect = f"{first.rule}{'' if answer.status in SUCCESSES else ' 4xx'}"
        expected = f"{load_rules(contract)[first.rule].title}. {first.source}"
        yield Problem("answer-form", seen, expected, first.rule, aspect)
    elif not says_json(answer):
        said = answer.header("Content-Type")
        seen = f"the answer's Content-Type is {said!r}" if said else "it has no Content-Type"
        yield Problem("content-type", seen, "a Content-Type that says JSON", None, said)
    elif reading.accepts and answer.status not in SUCCESSES:
        seen = f"it accepted with HTTP {answer.status}"
        yield Problem("status", seen, "HTTP 2xx for an acceptance", None, "acceptance")
    elif reading.accepts is False and answer.status not in (OK, *CLIENT_ERRORS):
        seen = f"it refused with HTTP {answer.status}"
        yield Problem("status", seen, "HTTP 200 or 4xx for a refusal", None, "refusal")


def _judge_verdict(contract: Contract, exchange: Exchange, late: bool) -> Iterator[Problem]:
    probe = exchange.probe
    reading = read_answer(contract, exchange.answer)
    if probe.expect is Expectation.ACCEPT and reading.accepts is False:
        said = describe_answer(exchange.answer)
        seen = f"a valid request was refused: {said}"
        yield Problem("valid-refused", seen, "an acceptance", None, reading.code)
    elif probe.expect is Expectation.REFUSE and reading.accepts:
        if not probe.rules:
            seen = f"a request was accepted with {probe.way}"
            expected = "a refusal: a request needs the right credentials"
            yield Problem("unauthenticated-accepted", seen, expected, None, probe.login.name)
        elif not (late and may_come_late(contract, exchange)):
            rule = find_broken(contract, probe.rules)
            seen = f"a request that breaks {rule.id} ({rule.title}) was accepted"
            expected = f"a refusal. {rule.citation}"
            yield Problem("invalid-accepted", seen, expected, rule.id)


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
    rules = [load_rules(contract)[one] for one in broken]
    return next((one for one in rules if one.verdict is Verdict.INVALID), rules[0])


def describe_answer(answer: Answer) -> str:
    """An answer in one line: its status and the beginning of its body."""
    text = answer.body.decode("utf-8", "replace")
    line = " ".join(text.split())
    return f"HTTP {answer.status} {line if len(line) <= MOST_SHOWN else line[:MOST_SHOWN] + '…'}"

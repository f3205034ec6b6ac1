"""What is wrong with one run of a client: every check that a run is judged by."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from contractkit.contracts.answer_statuses import read_answer_statuses
from contractkit.contracts.authentication import list_schemes
from contractkit.contracts.loading import Contract
from contractkit.contracts.message_forms import list_notification_forms
from contractkit.emulator.answers import codes_of
from contractkit.emulator.authentication import Access
from contractkit.findings import Verdict
from contractkit.fuzz.answers import read_answer
from contractkit.fuzz.records import Fault, Problem
from contractkit.fuzzclient.crashes import find_crash, name_cause
from contractkit.fuzzclient.records import Claim, Ending, Exchange, ReceivedRequest, Run, Stop

SHORTEST_KEY = 6  # a shorter one may stand in a body by chance
CHECKS = (
    "invalid-request",
    "key-exposed",
    "crash",
    "timeout",
    "too-many-retries",
    "sent-again",
    "success-claimed",
    "failure-claimed",
)
LocatedProblem = tuple[Problem, int | None]  # the place is that of the exchange that shows it


@dataclass(frozen=True, slots=True)
class Criteria:
    """What a run is judged by: `sends` is how many requests one send takes when all goes well."""

    contract: Contract
    key: str
    timeout: float
    retries: int
    sends: int = 1


def judge_run(criteria: Criteria, run: Run) -> Iterator[LocatedProblem]:
    """Each thing that is wrong with a run, with the place of the exchange that shows it."""
    yield from _judge_requests(criteria, run)
    repeat = _find_repeat(criteria, run)
    if repeat is not None:
        yield _make_repeat_problem(run.exchanges[repeat]), repeat
    if run.ending.stop is Stop.TOO_MANY_REQUESTS:
        if repeat is None:
            yield _make_retries_problem(criteria, run), len(run.exchanges) - 1
        return
    last = len(run.exchanges) - 1 if run.exchanges else None
    problem = _judge_ending(criteria, run)
    # A client that sends again after an acceptance has not understood it: one cause, not two.
    known = problem and repeat is not None and problem.check == "failure-claimed"
    if problem and not known and run.ending.stop is not Stop.NO_ANSWERS_LEFT:
        yield problem, last


def _judge_requests(criteria: Criteria, run: Run) -> Iterator[LocatedProblem]:
    for place, exchange in enumerate(run.exchanges):
        problem = _judge_request(criteria, exchange.request)
        if problem:
            yield problem, place
            break
    for place, exchange in enumerate(run.exchanges):
        where = find_key(exchange.request, criteria.key)
        if where:
            seen = f"the key is in the {where} of a request"
            expected = "the key in its header only: URLs and bodies are logged and stored"
            yield Problem("key-exposed", seen, expected, None, where), place
            break


def _judge_request(criteria: Criteria, request: ReceivedRequest) -> Problem | None:
    check, judgement = "invalid-request", request.judgement
    if request.fault:
        seen = f"a request is {request.fault}: {request.method} {request.target}"
        return Problem(check, seen, "a request for the operation", None, request.fault)
    if request.access is not Access.RIGHT:
        kind = "no key" if request.access is Access.MISSING else "a wrong key"
        headers = " or ".join(scheme.name for scheme in list_schemes(criteria.contract))
        expected = f"the key that it was given ({{key}}, CONTRACTKIT_KEY), in {headers}"
        return Problem(check, f"a request has {kind}", expected, None, kind)
    findings = judgement.findings if judgement else ()
    finding = next((finding for finding in findings if finding.verdict is Verdict.INVALID), None)
    if finding is None:
        return None
    where = f" at {finding.pointer}" if finding.pointer else ""
    seen = f"a request breaks {finding.rule}{where}: {finding.message}"
    return Problem(check, seen, f"{finding.help} {finding.source}", finding.rule, finding.rule)


def find_key(request: ReceivedRequest, key: str) -> str | None:
    """Where a key stands that should stand in a header only: `URL`, `body`, or None."""
    target, body = unquote(request.target), request.body.decode("utf-8", "replace")
    short = len(key) < SHORTEST_KEY
    if f"={key}" in target or (not short and (key in target or key in request.target)):
        return "URL"
    forms = (key, key.replace("\\", "\\\\").replace('"', '\\"'), key.replace("/", "\\/"))
    searched = (f'"{form}"' if short else form for form in forms)
    return "body" if any(form in body for form in searched) else None


def _find_repeat(criteria: Criteria, run: Run) -> int | None:
    """The place of the first request that sends once more what was accepted before."""
    accepted: list[str] = []
    for place, exchange in enumerate(run.exchanges):
        identity = exchange.request.identity
        if identity in accepted or len(accepted) >= criteria.sends:
            return place
        accepted += [identity] if exchange.accepts else []
    return None


def _make_repeat_problem(exchange: Exchange) -> Problem:
    seen = f"it sent an accepted request again (request {exchange.number})"
    return Problem("sent-again", seen, "one request: each further one sends and costs a message")


def _make_retries_problem(criteria: Criteria, run: Run) -> Problem:
    count, most = len(run.exchanges) - criteria.sends, criteria.retries
    seen = f"it tried again {count} time{'' if count == 1 else 's'} and was stopped"
    expected = f"at most {most} retr{'y' if most == 1 else 'ies'} (--max-retries), then a failure"
    return Problem("too-many-retries", seen, expected)


def _judge_ending(criteria: Criteria, run: Run) -> Problem | None:
    ending = run.ending
    crash = find_crash(ending)
    if ending.stop is Stop.TIMEOUT:
        seen = f"it was still running after {criteria.timeout:g} s"
        expected = f"an end within {criteria.timeout:g} s (--timeout), whatever the server does"
        return Problem("timeout", seen, expected)
    due = find_due_claim(criteria, run)
    if crash:
        words = "success" if due is Claim.ACCEPTED else "a failure that is reported cleanly"
        expected = f"{words}, not an uncaught error, after {describe_last_answer(criteria, run)}"
        return Problem("crash", f"it crashed: {crash}", expected, None, name_cause(crash))
    if due is Claim.NOTHING or ending.claim in (Claim.NOTHING, due):
        return None
    claim = describe_claim(ending)
    if ending.claim is Claim.ACCEPTED:
        seen = f"it claimed success ({claim}) after {describe_last_answer(criteria, run)}"
        return Problem(
            "success-claimed", seen, _explain_failure(criteria, run), None, _name_evidence(run)
        )
    seen = f"it claimed failure ({claim}) after {describe_last_answer(criteria, run)}"
    expected = "success: the request was accepted; undocumented additions must be tolerated"
    return Problem("failure-claimed", seen, expected)


def find_due_claim(criteria: Criteria, run: Run) -> Claim:
    """What the client has to say. `NOTHING`: it may say either."""
    if not run.exchanges:
        return Claim.NOTHING
    forms = list_notification_forms(criteria.contract)
    if any(status in form.failed for form in forms for status in run.notified):
        return Claim.NOTHING
    if _has_only_accepted_by_status(criteria.contract, run.exchanges[-1]):
        return Claim.NOTHING
    accepts = {exchange.accepts for exchange in run.exchanges}
    if criteria.sends > 1 and len(accepts) > 1:
        return Claim.NOTHING
    return Claim.ACCEPTED if run.exchanges[-1].accepts else Claim.FAILED


def _has_only_accepted_by_status(contract: Contract, exchange: Exchange) -> bool:
    """Whether an answer accepts by its status, while its body did not come to its end."""
    planned, statuses = exchange.planned, read_answer_statuses(contract)
    cut = planned is not None and planned.kind == "acceptance" and not planned.accepts
    return cut and statuses is not None


def describe_claim(ending: Ending) -> str:
    """What a client said, in a few words."""
    return ending.said or f"ended: {ending.stop}"


def describe_last_answer(criteria: Criteria, run: Run) -> str:
    """The last answer of a run in a few words."""
    if not run.exchanges:
        return "no request"
    answer = run.exchanges[-1].answer
    if answer.fault:
        return f"an incomplete answer: {answer.detail}"
    reading = read_answer(criteria.contract, answer)
    if reading.accepts is not None and read_answer_statuses(criteria.contract):
        code = f" and code {reading.code}" if reading.code else ""
        kind = "an acceptance" if reading.accepts else "a refusal"
        return f"{kind} with HTTP {answer.status}{code}"
    if reading.accepts is None or not reading.code:
        kind = answer.header("Content-Type").partition(";")[0] or "no content"
        return f"HTTP {answer.status} with {kind}"
    kind = "an acceptance" if reading.accepts else "a refusal"
    return f"{kind} with HTTP {answer.status} and code {reading.code}"


def _explain_failure(criteria: Criteria, run: Run) -> str:
    answer = run.exchanges[-1].answer
    reading = read_answer(criteria.contract, answer)
    code = codes_of(criteria.contract, criteria.contract.data["answers"]["context"]).get(
        reading.code
    )
    if reading.accepts is False and not answer.fault:
        means = f" {code.code}: {code.meaning} ({code.source})" if code else ""
        return f"a failure: whatever the HTTP status, this answer is a refusal.{means}"
    return "a failure: nothing in this answer accepts the request"


def _name_evidence(run: Run) -> str:
    """What a client went by that takes this answer for an acceptance; it tells causes apart."""
    answer = run.exchanges[-1].answer
    if answer.fault in (Fault.DROPPED, Fault.SILENT) and not answer.status:
        return "no answer"
    return f"HTTP {answer.status // 100}xx"

"""What is wrong with one run of a client: the list of everything that it is blamed for."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from contractkit.contracts.loading import Contract
from contractkit.emulator.answers import codes_of
from contractkit.emulator.authentication import Access
from contractkit.findings import Verdict
from contractkit.fuzz.answers import read_answer
from contractkit.fuzz.records import Fault, Problem
from contractkit.fuzzclient.crashes import find_crash, name_cause
from contractkit.fuzzclient.records import Claim, Ending, Exchange, Received, Run, Stop

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
Told = tuple[Problem, int | None]


@dataclass(frozen=True, slots=True)
class Terms:
    """What a run is judged by: `sends` is how many requests one send takes when all goes well."""

    contract: Contract
    key: str
    timeout: float
    retries: int
    sends: int = 1


def judge_run(terms: Terms, run: Run) -> Iterator[Told]:
    """Each thing that is wrong with a run, with the place of the exchange that shows it."""
    yield from _judge_requests(terms, run)
    again = _find_repeat(terms, run)
    if again is not None:
        yield _blame_repeat(run.exchanges[again]), again
    if run.ending.stop is Stop.OVERRUN:
        if again is None:
            yield _blame_retries(terms, run), len(run.exchanges) - 1
        return
    last = len(run.exchanges) - 1 if run.exchanges else None
    problem = _judge_ending(terms, run)
    # Who sends again after an acceptance has not understood it: that is one cause, told already.
    told = problem and again is not None and problem.check == "failure-claimed"
    if problem and not told and run.ending.stop is not Stop.BUDGET:
        yield problem, last


def _judge_requests(terms: Terms, run: Run) -> Iterator[Told]:
    for place, exchange in enumerate(run.exchanges):
        problem = _judge_request(terms, exchange.request)
        if problem:
            yield problem, place
            break
    for place, exchange in enumerate(run.exchanges):
        where = find_key(exchange.request, terms.key)
        if where:
            seen = f"the key stands in the {where} of a request"
            expected = "the key in its header only: what is in a URL or a body is logged and kept"
            yield Problem("key-exposed", seen, expected, None, where), place
            break


def _judge_request(terms: Terms, request: Received) -> Problem | None:
    check, judgement = "invalid-request", request.judgement
    if request.fault:
        seen = f"a request is {request.fault}: {request.method} {request.target}"
        return Problem(check, seen, "a request for the operation", None, request.fault)
    if request.access is not Access.RIGHT:
        kind = "no key" if request.access is Access.MISSING else "a wrong key"
        headers = " or ".join(
            str(one["header"]) for one in terms.contract.data.get("authentication", ())
        )
        expected = f"the key that it was given ({{key}}, CONTRACTKIT_KEY), in {headers}"
        return Problem(check, f"a request has {kind}", expected, None, kind)
    findings = judgement.findings if judgement else ()
    found = next((one for one in findings if one.verdict is Verdict.INVALID), None)
    if found is None:
        return None
    where = f" at {found.pointer}" if found.pointer else ""
    seen = f"a request breaks {found.rule}{where}: {found.message}"
    return Problem(check, seen, f"{found.help} {found.source}", found.rule, found.rule)


def find_key(request: Received, key: str) -> str | None:
    """Where a key stands that should stand in a header only: `URL`, `body`, or None."""
    target, body = unquote(request.target), request.body.decode("utf-8", "replace")
    short = len(key) < SHORTEST_KEY
    if f"={key}" in target or (not short and (key in target or key in request.target)):
        return "URL"
    written = (key, key.replace("\\", "\\\\").replace('"', '\\"'), key.replace("/", "\\/"))
    quoted = (f'"{one}"' if short else one for one in written)
    return "body" if any(one in body for one in quoted) else None


def _find_repeat(terms: Terms, run: Run) -> int | None:
    """The place of the first request that sends once more what was accepted before."""
    accepted: list[str] = []
    for place, exchange in enumerate(run.exchanges):
        same = exchange.request.same
        if same in accepted or len(accepted) >= terms.sends:
            return place
        accepted += [same] if exchange.accepts else []
    return None


def _blame_repeat(exchange: Exchange) -> Problem:
    seen = f"it sent again (request {exchange.number}) what had been accepted"
    return Problem("sent-again", seen, "one send: each further one is another message, paid again")


def _blame_retries(terms: Terms, run: Run) -> Problem:
    count, most = len(run.exchanges) - terms.sends, terms.retries
    seen = f"it tried again {count} time{'' if count == 1 else 's'} and was stopped"
    expected = f"at most {most} retr{'y' if most == 1 else 'ies'} (--max-retries), then a failure"
    return Problem("too-many-retries", seen, expected)


def _judge_ending(terms: Terms, run: Run) -> Problem | None:
    ending = run.ending
    crash = find_crash(ending)
    if ending.stop is Stop.TIMEOUT:
        seen = f"it was still running after {terms.timeout:g} s"
        expected = f"an end within {terms.timeout:g} s (--timeout), whatever the server does"
        return Problem("timeout", seen, expected)
    due = find_due(terms, run)
    if crash:
        words = "success" if due is Claim.ACCEPTED else "a failure that is told cleanly"
        expected = f"{words}, not an uncaught error, after {describe(terms, run)}"
        return Problem("crash", f"it crashed: {crash}", expected, None, name_cause(crash))
    if due is Claim.NOTHING or ending.claim in (Claim.NOTHING, due):
        return None
    said = describe_claim(ending)
    if ending.claim is Claim.ACCEPTED:
        seen = f"it claimed success ({said}) after {describe(terms, run)}"
        return Problem("success-claimed", seen, _say_why(terms, run), None, _classify(run))
    seen = f"it claimed failure ({said}) after {describe(terms, run)}"
    expected = "success: the request was accepted; more than is documented must be tolerated"
    return Problem("failure-claimed", seen, expected)


def find_due(terms: Terms, run: Run) -> Claim:
    """What the client ought to say. `NOTHING`: it may say either."""
    if not run.exchanges:
        return Claim.NOTHING
    failed = terms.contract.data.get("callback", {}).get("failed", ())
    if any(status in failed for status in run.notified):
        return Claim.NOTHING
    accepts = {one.accepts for one in run.exchanges}
    if terms.sends > 1 and len(accepts) > 1:
        return Claim.NOTHING
    return Claim.ACCEPTED if run.exchanges[-1].accepts else Claim.FAILED


def describe_claim(ending: Ending) -> str:
    """What a client said, in a few words."""
    return ending.said or f"ended: {ending.stop}"


def describe(terms: Terms, run: Run) -> str:
    """The last answer in a few words."""
    if not run.exchanges:
        return "no request"
    answer = run.exchanges[-1].answer
    if answer.fault:
        return f"an answer that did not come whole: {answer.detail}"
    reading = read_answer(terms.contract, answer)
    if reading.accepts is None or not reading.code:
        kind = answer.header("Content-Type").partition(";")[0] or "no content"
        return f"HTTP {answer.status} with {kind}"
    what = "an acceptance" if reading.accepts else "a refusal"
    return f"{what} with HTTP {answer.status} and code {reading.code}"


def _say_why(terms: Terms, run: Run) -> str:
    answer = run.exchanges[-1].answer
    reading = read_answer(terms.contract, answer)
    code = codes_of(terms.contract, terms.contract.data["answers"]["context"]).get(reading.code)
    if reading.accepts is False and not answer.fault:
        means = f" {code.code}: {code.meaning} ({code.source})" if code else ""
        return f"a failure: whatever the HTTP status, this answer is a refusal.{means}"
    return "a failure: nothing in this answer accepts the request"


def _classify(run: Run) -> str:
    """What a client looks at that takes this answer for an acceptance."""
    answer = run.exchanges[-1].answer
    if answer.fault in (Fault.DROPPED, Fault.SILENT) and not answer.status:
        return "no answer"
    return f"HTTP {answer.status // 100}xx"

"""One line for a failure that tells it from its neighbours: what is wrong, after which request."""

from collections.abc import Mapping

from contractkit.fuzz.merging import WRONG_LOGIN
from contractkit.fuzz.needs import DEEP, ITEMS, TEXT, WRITTEN, measure_depth
from contractkit.fuzz.records import Expectation, Failure

MOST_PLACES = 2
OK = 200
# What these say names the request, or is said once whatever the request is.
WITH_REQUEST = ("invalid", "unauthenticated", "judged", "repeated", "content-type")
Titles = Mapping[str, str]


def write_title(failure: Failure, titles: Titles) -> str:
    """What is wrong, and what is special about the request; `titles` says what the rules say."""
    check, seen = failure.problem.check, failure.problem.seen
    if check.startswith(WITH_REQUEST):
        return seen
    if check == "answer-form":
        status = failure.exchange.answer.status
        return seen if status == OK else f"{seen} (HTTP {status})"
    request = name_request(failure, titles)
    if check == "valid-refused":
        return seen.replace("a valid request", request, 1)
    return f"{seen} {'to' if seen.startswith('it answered') else 'after'} {request}"


def name_request(failure: Failure, titles: Titles) -> str:
    """What was sent, in a few words."""
    probe = failure.exchange.probe
    marks = sorted(need for need in failure.needed - {WRITTEN, TEXT} if _is_mark(need, probe.rules))
    if WRONG_LOGIN in failure.needed:
        return f"a request with {probe.label}"
    if DEEP in failure.needed:
        return f"arrays and objects nested {measure_depth(probe.body):,} deep"
    if marks:
        return f"a request with {' and '.join(marks)}"
    if probe.rules:
        rule = probe.rules[0]
        kind = "doubtful request" if probe.expect is Expectation.FORM else "request"
        return f"a {kind} that breaks {rule} ({titles[rule]})" if rule in titles else f"a {kind}"
    if probe.expect is not Expectation.ACCEPT:
        return f"a request with {probe.label}" if probe.label else "a request"
    return _name_valid(failure)


def _name_valid(failure: Failure) -> str:
    places = sorted(
        {need.removesuffix(ITEMS) or "the top" for need in failure.needed if _is_place(need)}
    )
    if not places:
        return "the plainest valid request" if not failure.needed else "a valid request"
    more = len(places) - MOST_PLACES
    named = ", ".join(places[:MOST_PLACES]) + (f" and {more} more places" if more > 0 else "")
    return f"a valid request that is special at {named}"


def _is_place(need: str) -> bool:
    return need.startswith("/") or need in ("", ITEMS)


def _is_mark(need: str, rules: tuple[str, ...]) -> bool:
    return not _is_place(need) and need not in rules

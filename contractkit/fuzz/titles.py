"""One line for a failure that tells it from its neighbours: what is wrong, after which request."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from contractkit.fuzz.merging import WRONG_LOGIN
from contractkit.fuzz.needs import (
    AT_LEAST,
    DEEP,
    ITEMS,
    NUMBER,
    TEXT,
    UNKNOWN,
    WRITTEN,
    measure_depth,
)
from contractkit.fuzz.oracles import CRASHES, is_special
from contractkit.fuzz.records import Expectation, Failure
from contractkit.pointers import select_values, to_pattern
from contractkit.reporting.texts import count_noun

MOST_PLACES = 2
MADE_PLAINER = "made plainer"  # the label of what is shrunk says nothing of it
OK = 200
# What these say names the request, or is said once whatever the request is.
WITH_REQUEST = ("invalid", "unauthenticated", "judged", "repeated", "content-type", "query")
TAKEN, UNAUTHENTICATED = "invalid-accepted", "unauthenticated-accepted"
REFUSED, FORM = "valid-refused", "answer-form"
Titles = Mapping[str, str]


def write_title(failure: Failure, titles: Titles) -> str:
    """What is wrong, and what is special about the request; `titles` says what the rules say."""
    title = f"{_name_request_of(failure)}{_write_steady_title(failure, titles)}"
    return title if failure.steady else f"{title}, but not when it was sent again"


def _name_request_of(failure: Failure) -> str:
    """The request that a failure is about, where the contract has several."""
    return f"{failure.request}: " if failure.request else ""


def _write_steady_title(failure: Failure, titles: Titles) -> str:
    check, seen = failure.problem.check, failure.problem.seen
    if check.startswith(WITH_REQUEST):
        return seen
    if check == FORM:
        status = failure.exchange.answer.status
        return seen if status == OK else f"{seen} (HTTP {status})"
    request = name_request(failure, titles)
    if check == REFUSED:
        return seen.replace("a valid request", request, 1)
    return f"{seen} {'to' if seen.startswith('it answered') else 'after'} {request}"


def write_line(failure: Failure, titles: Titles) -> str:
    """The check and the title in few words, the most telling first."""
    return f"{_name_request_of(failure)}{_write_own_line(replace(failure, request=''), titles)}"


def _write_own_line(failure: Failure, titles: Titles) -> str:
    check, rule = failure.problem.check, failure.problem.rule
    if check == TAKEN and rule:
        more = (
            f" and {count_noun(len(failure.explained), 'more rule')}" if failure.explained else ""
        )
        way = f", with {failure.exchange.probe.label}" if is_special(failure.exchange.probe) else ""
        return f"{check} {rule}{more}: {titles.get(rule, '')}{way}"
    if check == UNAUTHENTICATED:
        return f"{check}: {failure.exchange.probe.label}"
    if check not in (REFUSED, *CRASHES):
        return f"{check}: {write_title(failure, titles)}"
    broken = find_named_rule(failure)
    if not broken or is_special(failure.exchange.probe):
        code = f" {failure.problem.aspect}" if check == REFUSED and failure.problem.aspect else ""
        return f"{check}{code}: {name_request(failure, titles)}"
    place = failure.member or to_pattern(failure.exchange.probe.pointer or "")
    return f"{check} {broken}{f' at {place}' if place else ''}: {titles.get(broken, '')}"


def name_request(failure: Failure, titles: Titles) -> str:
    """What was sent, in a few words."""
    probe, rule = failure.exchange.probe, find_named_rule(failure)
    if special := _name_special(failure):
        return special
    if rule:
        kind = "doubtful request" if probe.expect is Expectation.FORM else "request"
        title = f" ({titles[rule]})" if rule in titles else ""
        return f"a {kind} that breaks {rule}{title}"
    if probe.expect is not Expectation.ACCEPT:
        return f"a request with {probe.label}" if probe.label else "a request"
    return _name_valid(failure)


def find_named_rule(failure: Failure) -> str:
    """The rule that names the request best, if it is one that it breaks."""
    return "" if _name_special(failure) else next(iter(failure.exchange.probe.rules), "")


def _name_special(failure: Failure) -> str:
    """What is special about the request beside its payload; an empty text for nothing."""
    probe, needed = failure.exchange.probe, failure.needed
    sized = any(need.startswith(AT_LEAST) for need in needed)
    named = sized or is_special(probe) or needed & {WRONG_LOGIN, NUMBER}
    if named and probe.label != MADE_PLAINER:
        return f"a request with {probe.label}"
    if DEEP in needed:
        return f"arrays and objects nested {measure_depth(probe.body):,} deep"
    if TEXT in needed <= {TEXT, WRITTEN}:
        return "a text that is no JSON"
    known = {WRITTEN, TEXT, DEEP, *probe.rules}
    known |= {UNKNOWN} if any(map(_is_place, needed)) else set()
    marks = sorted(need for need in needed - known if not _is_place(need))
    return f"a request with {' and '.join(marks)}" if marks else ""


def _name_valid(failure: Failure) -> str:
    places = {need.removesuffix(ITEMS) for need in failure.needed if _is_place(need)}
    if not places:
        return "the plainest valid request" if not failure.needed else "a valid request"
    case = failure.exchange.probe.case
    absent = {place for place in places if case and not any(select_values(case.payload, place))}
    special = f" that is special at {_name_places(places - absent)}" if places - absent else ""
    lacking = f" without {_name_places(absent)}" if absent else ""
    return f"a valid request{lacking}{special}"


def _name_places(places: Iterable[str]) -> str:
    """The first few of some places, and how many more there are."""
    named = sorted(place or "the top" for place in places)
    more = len(named) - MOST_PLACES
    also = f" and {count_noun(more, 'more place')}" if more > 0 else ""
    return ", ".join(named[:MOST_PLACES]) + also


def _is_place(need: str) -> bool:
    return need.startswith("/") or need in ("", ITEMS)

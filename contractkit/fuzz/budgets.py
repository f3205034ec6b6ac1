"""How many requests a run needs, and how the requests of a contract share what is allowed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from math import ceil

from contractkit.contracts.contract import PARAMETERS
from contractkit.contracts.examples import load_examples
from contractkit.contracts.loading import Contract
from contractkit.contracts.parameters import list_parameters
from contractkit.contracts.requests import request_message, takes_body
from contractkit.fuzz.options import Options
from contractkit.fuzz.reports import Report
from contractkit.payloads.mutation_points import list_mutation_points
from contractkit.payloads.nesting import list_recursions

# For each example, each place where a body can be broken, the levels below it, and parameters.
OF_EXAMPLE, OF_PLACE, OF_NESTED, OF_PARAMETER = 2, 2.5, 1.5, 2
# For the ways in which a request can be sent, with a body and without.
OF_BODY, OF_ANY = 75, 15
ENOUGH_SHOWN = 15  # requests of a phase
LESS_TELLING = "what is less telling"


def count_phases(reports: Iterable[Report]) -> Counter[str]:
    """How many requests each phase had in several runs."""
    return sum((Counter(report.phases) for report in reports), Counter[str]())


def list_shown(earlier: Iterable[Report]) -> frozenset[str]:
    """The phases that had enough requests to show what is the same in all of a server."""
    counts = count_phases(earlier)
    return frozenset(name for name, count in counts.items() if count >= ENOUGH_SHOWN)


@lru_cache(maxsize=1024)
def find_need(view: Contract) -> int:
    """How many requests try the most telling of what there is to try of a request."""
    if not takes_body(view):
        return OF_ANY + OF_PARAMETER * _count_places(view, PARAMETERS)
    message = request_message(view)
    examples = sum(example.suite == message for example in load_examples(view))
    places = _count_places(view, message)
    of_place = OF_PLACE + (OF_NESTED if list_recursions(view, message) else 0)
    parameters = OF_PARAMETER * _count_places(view, PARAMETERS)
    return OF_BODY + OF_EXAMPLE * examples + parameters + ceil(of_place * places)


def _count_places(view: Contract, message: str) -> int:
    if message == PARAMETERS and not list_parameters(view):
        return 0
    return len(list_mutation_points(view, message))


def limit(options: Options, views: Sequence[Contract]) -> Options:
    """The options with a number of requests: without one, as many as all of a contract need."""
    if options.requests is not None or options.phases or options.rule:
        return replace(options, requests=options.most_requests)
    needed = sum(map(find_need, views))
    return replace(options, requests=min(options.most_requests, needed))


def name_limit(wanted: Options, limited: Options) -> dict[str, str]:
    """What `limit` leaves out, with the reason; nothing where the options say how many."""
    if limited.most_requests >= wanted.most_requests:
        return {}
    reason = f"no number of requests was given (--max-requests {wanted.most_requests} sends more)"
    return {LESS_TELLING: reason}


def share(
    options: Options, reports: Sequence[Report], waiting: Sequence[Contract]
) -> Options | None:
    """What the first of those that wait may use; None where nothing is left."""
    requests = options.most_requests - sum(report.requests for report in reports)
    seconds = (options.seconds or 0) - sum(report.seconds for report in reports)
    failures = (options.failures or 0) - sum(len(report.failures) for report in reports)
    over = (options.seconds and seconds <= 0) or (options.failures and failures <= 0)
    if requests < 1 or over:
        return None
    needs = [find_need(view) for view in waiting]
    part = needs[0] / sum(needs)
    return replace(
        options,
        requests=ceil(requests * part),
        seconds=seconds * part if options.seconds else None,
        failures=failures if options.failures else None,
    )

"""The plainest answers that still provoke a failure: fewer, with less that is special."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from contractkit.fuzzclient.causes import measure
from contractkit.fuzzclient.records import IN_ORDER, OK, Planned, Scenario

FAILED = 500
KEEPS_STATUS = ("error", "page", "empty")


def shrink(scenario: Scenario, fails: Callable[[Scenario], bool]) -> Scenario:
    """The plainest scenario that is found step by step; `fails` plays one."""
    found = True
    while found:
        found = False
        for plainer in sorted(set(list_plainer(scenario)), key=_order):
            if measure(plainer) < measure(scenario) and fails(plainer):
                scenario, found = plainer, True
                break
    return scenario


def list_plainer(scenario: Scenario) -> Iterator[Scenario]:
    """What a scenario becomes by one step."""
    answers = scenario.answers
    if scenario.notices != IN_ORDER:
        yield replace(scenario, notices=IN_ORDER)
    if len(answers) > 1:
        for one in answers:
            yield replace(scenario, answers=(one,))
    for place, one in enumerate(answers):
        for plainer in _list_plainer(one):
            yield replace(scenario, answers=(*answers[:place], plainer, *answers[place + 1 :]))


def _list_plainer(planned: Planned) -> Iterator[Planned]:
    if planned.twists:
        yield replace(planned, twists=())
    for twist in planned.twists:
        yield replace(planned, twists=tuple(one for one in planned.twists if one != twist))
    if planned.code:
        yield replace(planned, code="")
    if planned.status != OK and planned.kind != "error":
        yield replace(planned, status=OK)
    if planned.kind in KEEPS_STATUS and planned.status not in (OK, FAILED):
        yield Planned("error", FAILED)


def _order(scenario: Scenario) -> tuple[tuple[int, int], str]:
    return measure(scenario), repr(scenario)

"""A scenario: the planned answers to one send of a client, and the plainer ones."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

OK, SERVER_ERROR = 200, 500
IN_ORDER = "in order"
SILENT_KINDS = ("dropped", "reset", "hang")
KINDS_WITH_STATUS = ("error", "page", "empty")
# Mutations after which a client cannot know that it was accepted.
INCOMPLETE = frozenset({"truncated", "stalled"})
# A client that fails with the first fails in the same way with the second, which is plainer.
LIKE = {"stalled": "hang", "reset": "dropped"}


@dataclass(frozen=True, slots=True)
class PlannedAnswer:
    """One answer as data: its `kind` (see `answers.KINDS`), its status, and its mutations.

    `code` is that of a refusal, empty for the usual one; `mutations` are of `answers.MUTATIONS`;
    `usual` is the status that such an answer has where nothing is special about it.
    """

    kind: str
    status: int = OK
    code: str = ""
    mutations: tuple[str, ...] = ()
    usual: int = OK

    @property
    def accepts(self) -> bool:
        """Whether a client that gets this answer knows that its request was accepted."""
        return self.kind == "acceptance" and not INCOMPLETE & set(self.mutations)


@dataclass(frozen=True, slots=True)
class Scenario:
    """The answers to the requests of one send, the last one for all further requests.

    `notifications` names how its notifications come (see `notifications.SCHEDULES`).
    """

    answers: tuple[PlannedAnswer, ...]
    notifications: str = IN_ORDER

    def pick(self, number: int) -> PlannedAnswer:
        """The answer to the request with this number, from 0 on."""
        return self.answers[min(number, len(self.answers) - 1)]


def list_features(scenario: Scenario) -> Iterator[str]:
    """What a scenario has that a plain acceptance lacks."""
    for number, planned in enumerate(scenario.answers):
        if planned.kind != "acceptance":
            yield planned.kind
        yield from (LIKE[name] for name in (planned.kind, *planned.mutations) if name in LIKE)
        if planned.code:
            yield f"code {planned.code}"
        if planned.status != planned.usual:
            yield f"status {planned.status}"
        yield from planned.mutations
        if number:
            yield "then another"
    if scenario.notifications != IN_ORDER:
        yield f"notifications {scenario.notifications}"


def describe_scenario(scenario: Scenario) -> str:
    """What is answered in a scenario, in words."""
    order = (
        f"; notifications {scenario.notifications}" if scenario.notifications != IN_ORDER else ""
    )
    return f"{', then '.join(map(_describe_answer, scenario.answers))}{order}"


def _describe_answer(planned: PlannedAnswer) -> str:
    status = "" if planned.kind in SILENT_KINDS else f"HTTP {planned.status} "
    code = f" with code {planned.code}" if planned.code else ""
    return f"{status}{planned.kind}{code}{''.join(f', {name}' for name in planned.mutations)}"


def measure(scenario: Scenario) -> tuple[int, int]:
    """How plain a scenario is: the less, the plainer."""
    return len(list(list_features(scenario))), len(scenario.answers)


def shrink(scenario: Scenario, fails: Callable[[Scenario], bool]) -> Scenario:
    """The plainest scenario that is found step by step; `fails` plays one."""
    found = True
    while found:
        found = False
        candidates = set(list_plainer(scenario))
        for plainer in sorted(
            candidates, key=lambda candidate: (measure(candidate), repr(candidate))
        ):
            if measure(plainer) < measure(scenario) and fails(plainer):
                scenario, found = plainer, True
                break
    return scenario


def list_plainer(scenario: Scenario) -> Iterator[Scenario]:
    """What a scenario becomes by one step."""
    answers = scenario.answers
    if scenario.notifications != IN_ORDER:
        yield replace(scenario, notifications=IN_ORDER)
    if len(answers) > 1:
        for planned in answers:
            yield replace(scenario, answers=(planned,))
    for place, planned in enumerate(answers):
        for plainer in _list_plainer_answers(planned):
            yield replace(scenario, answers=(*answers[:place], plainer, *answers[place + 1 :]))


def _list_plainer_answers(planned: PlannedAnswer) -> Iterator[PlannedAnswer]:
    if planned.mutations:
        yield replace(planned, mutations=())
    for mutation in planned.mutations:
        others = tuple(name for name in planned.mutations if name != mutation)
        yield replace(planned, mutations=others)
    if planned.code:
        yield replace(planned, code="")
    if planned.status != planned.usual and planned.kind != "error":
        yield replace(planned, status=planned.usual)
    if planned.kind in KINDS_WITH_STATUS and planned.status not in (OK, SERVER_ERROR):
        yield PlannedAnswer("error", SERVER_ERROR)

"""Shrinks the payloads of failures with Hypothesis, within a budget of requests.

Parts are left out and values are made those of the plainest payloads. What the linter judges
otherwise than the failing payload is never sent.
"""

import warnings
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from contractkit.fuzz.campaign import Campaign
from contractkit.fuzz.merging import measure
from contractkit.fuzz.needs import drop_sizes, list_needs
from contractkit.fuzz.oracles import HANGS, is_special
from contractkit.fuzz.probes import fullest, plainest, write_json
from contractkit.fuzz.records import Failure
from contractkit.fuzz.request_filter import is_safe
from contractkit.fuzz.titles import MADE_PLAINER
from contractkit.payloads.cases import Case, is_json, judge_payload

MOST_DRAWS, MOST_REQUESTS, MOST_FAILURES = 120, 40, 12
PLAIN_ENOUGH, KEPT_IN_TEN = 1, 9
MOST_ITEMS, LONG = 8, 40
NOT_SHRUNK = ("notification", "repeated-id", "judged-differently", "no-connection")


def shrink_failures(campaign: Campaign) -> None:
    """Make the failures of a run plainer, as far as its requests reach, the plainest first."""
    campaign.causes.confirm_again()
    campaign.causes.settle()
    done: list[Failure] = []
    while len(done) < MOST_FAILURES and campaign.requests_left > 0:
        found = [
            failure for failure in campaign.causes.list_failures() if _may_shrink(failure, done)
        ]
        if not found:
            return
        failure = min(found, key=lambda failure: len(failure.needed))
        budget = min(MOST_REQUESTS, -(-campaign.requests_left // len(found)))
        shrunk = _Shrinking(campaign, failure, budget).run()
        done.append(shrunk)
        if shrunk is not failure:
            campaign.causes.replace(failure, shrunk)


def _may_shrink(failure: Failure, done: list[Failure]) -> bool:
    probe = failure.exchange.probe
    return bool(
        not any(shrunk.exchange is failure.exchange for shrunk in done)
        and failure.steady
        and failure.exchange.answer.fault not in HANGS
        and probe.case
        and is_json(probe.case)
        and not probe.token
        and len(failure.needed) > PLAIN_ENOUGH
        and not failure.problem.check.startswith(NOT_SHRUNK)
    )


@dataclass(slots=True)
class _Shrinking:
    """The search for a plainer payload of one failure; `best` is the plainest so far.

    `budget`: the requests that it may send. Only the time of the whole run ends it, if that is
    limited: a slow machine finds the same as a fast one.
    """

    campaign: Campaign
    failure: Failure
    budget: int
    best: Failure = field(init=False)
    known: dict[bytes, bool] = field(default_factory=dict)

    def run(self) -> Failure:
        """The plainest failure found."""
        from hypothesis import HealthCheck, Phase, find, settings
        from hypothesis.errors import HypothesisException, HypothesisWarning

        self.best = self.failure
        case = self._case
        base = plainest(self.campaign.contract, case.message).payload
        model = fullest(self.campaign.contract, case.message).payload
        self.known[write_json(case.payload)] = True
        quiet = settings(
            max_examples=MOST_DRAWS,
            database=None,
            deadline=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        )
        seeded = Random(self.campaign.options.seed)  # noqa: S311 - reproducible, not secret
        # Nothing plainer may be found within the draws; a warning would be about large payloads.
        with suppress(HypothesisException), warnings.catch_warnings():
            warnings.simplefilter("ignore", HypothesisWarning)
            find(_reduce(case.payload, base, model), self._fails, settings=quiet, random=seeded)
        return self.best

    @property
    def _case(self) -> Case:
        case = self.failure.exchange.probe.case
        if case is None:
            raise TypeError("only payloads are shrunk")
        return case

    def _fails(self, payload: Any) -> bool:
        body = write_json(payload)
        if body not in self.known:
            may_send = self.budget > 0 and self.campaign.requests_left > 0
            self.known[body] = may_send and self._try(payload, body)
        return self.known[body]

    def _try(self, payload: Any, body: bytes) -> bool:
        case = judge_payload(self.campaign.contract, self._case.message, payload)
        same = (case.verdict, case.rules) == (self._case.verdict, self._case.rules)
        old = self.failure.exchange.probe
        case = replace(case, origin=MADE_PLAINER)
        label = old.label if is_special(old) else case.origin
        probe = replace(
            old,
            case=case,
            body=body,
            pointer=case.pointer,
            label=label,
            group="",
            marks=drop_sizes(old.marks),
        )
        unsafe = self.campaign.options.safe_only and not is_safe(self.campaign.contract, probe)
        if not same or unsafe:
            return False
        self.budget -= 1
        exchange = self.campaign.send_again(probe)
        problem = self.campaign.judge(exchange)
        wanted = self.failure.problem
        if problem is None or (problem.check, problem.rule) != (wanted.check, wanted.rule):
            return False
        needed = list_needs(self.campaign.contract, probe)
        shrunk = replace(self.failure, problem=problem, exchange=exchange, needed=needed)
        self.best = min(self.best, shrunk, key=measure)
        return True


def _reduce(payload: Any, base: Any, model: Any) -> Any:
    """A strategy for payloads that are plainer than one: each choice shrinks to the plain side."""
    from hypothesis import strategies as st

    @st.composite
    def reduced(draw: Callable[[Any], Any]) -> Any:
        def keeps() -> bool:
            return bool(draw(st.integers(0, KEPT_IN_TEN)))

        def walk(value: Any, base: Any, model: Any) -> Any:
            if isinstance(value, dict):
                bases = base if isinstance(base, dict) else {}
                models = model if isinstance(model, dict) else {}
                return {
                    name: walk(inner, bases.get(name), models.get(name))
                    for name, inner in value.items()
                    if name in bases or keeps()
                }
            if isinstance(value, list):
                first = base[0] if isinstance(base, list) and base else None
                kind = model[0] if isinstance(model, list) and model else first
                if len(value) > MOST_ITEMS:
                    length = draw(st.integers(0, len(value)))
                    return value if keeps() else value[:length]
                return [walk(item, first, kind) for item in value if keeps()]
            plain = base if base is not None else model
            if type(plain) is type(value) and plain != value and not keeps():
                return plain
            if isinstance(value, str) and len(value) > LONG:
                length = draw(st.integers(0, len(value)))
                return value if keeps() else value[:length]
            return value

        return walk(payload, base, model)

    return reduced()

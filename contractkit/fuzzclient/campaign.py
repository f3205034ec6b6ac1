"""What a run has seen so far: it plays scenarios, judges them, and keeps one failure a cause."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from contractkit.contracts.loading import Contract
from contractkit.emulator.judgement import Judgement
from contractkit.errors import TargetError
from contractkit.fuzz.coverage import Coverage
from contractkit.fuzzclient.blames import Terms, judge_run
from contractkit.fuzzclient.causes import Causes, Key, find_key_of
from contractkit.fuzzclient.doubts import Doubts
from contractkit.fuzzclient.intake import takes_gzip
from contractkit.fuzzclient.notices import find_listener
from contractkit.fuzzclient.options import Options
from contractkit.fuzzclient.play import Allowance
from contractkit.fuzzclient.records import Claim, Failure, Run
from contractkit.fuzzclient.runner import Runner
from contractkit.fuzzclient.scenario import Scenario, shrink
from contractkit.fuzzclient.scenarios import PLAIN, adapt, list_scenarios
from contractkit.fuzzclient.server import Stage
from contractkit.payloads.sampling import judge_payload
from contractkit.payloads.text_mutations import TEXT_MUTATIONS

FIRST_REQUESTS = 20
SURE = frozenset({"invalid-request", "key-exposed", "timeout"})
INVALID = "its first request is invalid; put that right first"
MOST_ERRORS = 3

Watcher = Callable[["Campaign"], None]


class Campaign:
    """One run against one client; `part` is the part of it that goes on."""

    def __init__(
        self, contract: Contract, options: Options, terms: Terms, stage: Stage, runner: Runner
    ) -> None:
        """Play nothing yet."""
        self.contract, self.options, self.terms = contract, options, terms
        self.stage, self._runner = stage, runner
        self.causes, self.doubts, self.coverage = Causes(), Doubts(), Coverage(contract)
        self.parts: Counter[str] = Counter()
        self.part, self.stopped = "classics", ""
        self.watcher: Watcher = lambda _: None
        self._zipped = self._notified = self._honest = False
        self._known: dict[Scenario, frozenset[Key]] = {}
        self._began = time.monotonic()

    @property
    def seconds(self) -> float:
        """How long it has taken so far."""
        return time.monotonic() - self._began

    @property
    def left(self) -> int:
        """How many answers may still be given."""
        return self.options.answers - self.stage.answers

    def run_parts(self) -> None:
        """Play the plain acceptance first, then all the rest as far as the answers reach."""
        if not self._begin():
            return
        for part, scenario in list_scenarios(self.contract, self.options.seed):
            if self.left <= 0:
                break
            self.part = part
            fit = adapt(scenario, notified=self._notified, zipped=self._zipped)
            if fit not in self._known:
                self.handle(fit)
        if not self._honest:
            self.causes.join_claims()

    def handle(self, scenario: Scenario) -> None:
        """Play a scenario, and note each failure of a new cause with the plainest answers."""
        for failure in self._judge(self._play(scenario)):
            if self.causes.note(failure):
                self.causes.replace(failure, self._shrink(failure))

    def _begin(self) -> bool:
        run = self._play(PLAIN, FIRST_REQUESTS)
        if not run.exchanges:
            raise TargetError(self.stage.url, _explain_silence(run))
        same = {one.request.same for one in run.exchanges if one.planned}
        self.terms = replace(self.terms, sends=max(1, len(same)))
        for exchange in run.exchanges:
            self._zipped |= takes_gzip(exchange.request.headers)
            self._notified |= find_listener(self.contract, exchange.request) is not None
        for failure in self._judge(run):
            self.causes.note(failure)
            if failure.problem.check == "invalid-request":
                self.stopped = INVALID
        return not self.stopped

    def _play(self, scenario: Scenario, requests: int = 0) -> Run:
        retries = self.options.retries
        allowed = requests or self.terms.sends * (1 + retries)
        play = self.stage.begin(scenario, Allowance(allowed, retries, self.left))
        try:
            ending = self._runner.run(play)
        finally:
            self.stage.end(play)
        run = Run(scenario, play.exchanges, ending, play.notified)
        # A client that sends nothing any more must not be run for ever.
        self.stage.answers += not run.exchanges
        self.parts[self.part] += len(run.exchanges)
        self._note_requests(run)
        self.watcher(self)
        return run

    def _note_requests(self, run: Run) -> None:
        for exchange in run.exchanges:
            self.doubts.note(exchange.request)
            judgement = exchange.request.judgement
            if judgement and is_text_sound(judgement):
                message = self.contract.messages[0]
                self.coverage.note(judge_payload(self.contract, message, judgement.payload))

    def _judge(self, run: Run) -> list[Failure]:
        failures = [Failure(problem, run, at) for problem, at in judge_run(self.terms, run)]
        self._known[run.scenario] = frozenset(map(find_key_of, failures))
        refused = bool(run.exchanges) and not any(one.accepts for one in run.exchanges)
        self._honest |= refused and run.ending.claim is Claim.FAILED and not run.ending.stop
        return failures

    def _shrink(self, failure: Failure) -> Failure:
        """The plainest failure of a cause, which fails again if it is steady."""
        best = failure

        def fails(scenario: Scenario) -> bool:
            nonlocal best
            known = self._known.get(scenario)
            if self.left <= 0 or (known is not None and find_key_of(failure) not in known):
                return False
            again = self._try(scenario, failure)
            best = replace(again, count=failure.count) if again else best
            return again is not None

        plainest = shrink(failure.run.scenario, fails)
        if best is not failure or failure.problem.check in SURE or self.left <= 0:
            return best
        steady = self._try(plainest, failure) is not None
        return replace(failure, steady=steady)

    def _try(self, scenario: Scenario, wanted: Failure) -> Failure | None:
        found = self._judge(self._play(scenario))
        key = find_key_of(wanted)
        return next((one for one in found if find_key_of(one) == key), None)


def is_text_sound(judgement: Judgement) -> bool:
    """Whether a request is JSON that nothing is wrong with as a text."""
    return not any(one.rule in TEXT_MUTATIONS for one in judgement.findings)


def _explain_silence(run: Run) -> str:
    """Why nothing can be said of a client that sent no request."""
    ending = run.ending
    last = [line for line in (ending.errors or ending.output).splitlines() if line.strip()]
    how = f"ended with {ending.said}" if ending.said else "did not end in time"
    told = f", saying: {' / '.join(last[-MOST_ERRORS:])}" if last else ""
    advice = "it has to send to {url}, or to the URL in CONTRACTKIT_URL"
    return f"the client sent no request to this URL and {how}{told}; {advice}"

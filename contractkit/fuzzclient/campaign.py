"""A run in progress: scenarios are played and judged, and one failure is kept for each cause."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from contractkit.contracts.loading import Contract
from contractkit.emulator.judgement import Judgement
from contractkit.errors import TargetError
from contractkit.fuzz.coverage import Coverage
from contractkit.fuzzclient.causes import Causes, Key, Warnings, make_key
from contractkit.fuzzclient.listed_statuses import fit_statuses
from contractkit.fuzzclient.live_run import RequestLimits
from contractkit.fuzzclient.notifications import find_callback
from contractkit.fuzzclient.options import Options
from contractkit.fuzzclient.oracles import Criteria, judge_run
from contractkit.fuzzclient.received_requests import accepts_gzip
from contractkit.fuzzclient.records import Claim, Failure, Run
from contractkit.fuzzclient.runner import Runner
from contractkit.fuzzclient.scenario import Scenario, shrink
from contractkit.fuzzclient.scenario_list import PLAIN, adapt, list_scenarios
from contractkit.fuzzclient.server import ScenarioServer
from contractkit.payloads.cases import judge_payload
from contractkit.payloads.text_mutations import TEXT_MUTATIONS
from contractkit.reporting.texts import count_noun

FIRST_REQUESTS = 20
SURE = frozenset({"invalid-request", "key-exposed", "timeout"})
INVALID = "its first request is invalid; correct that first"
MOST_ERRORS = 3

Watcher = Callable[["Campaign"], None]


class Campaign:
    """One run against one client; `part` is the part of it that goes on."""

    def __init__(
        self,
        contract: Contract,
        options: Options,
        criteria: Criteria,
        server: ScenarioServer,
        runner: Runner,
    ) -> None:
        """Play nothing yet."""
        self.contract, self.options, self.criteria = contract, options, criteria
        self.server, self._runner = server, runner
        self.causes, self.warnings, self.coverage = Causes(), Warnings(), Coverage(contract)
        self.parts: Counter[str] = Counter()
        self.part, self.stopped = "classics", ""
        self.watcher: Watcher = lambda _: None
        self._gzip_allowed = self._notified = self._admits_failure = False
        self._known: dict[Scenario, frozenset[Key]] = {}
        self._began = time.monotonic()

    @property
    def seconds(self) -> float:
        """How long it has taken so far."""
        return time.monotonic() - self._began

    @property
    def left(self) -> int:
        """How many answers may still be given."""
        return self.options.answers - self.server.answers

    def run_parts(self) -> None:
        """Play the plain acceptance first, then all the rest as far as the answers reach."""
        if not self._begin():
            return
        for part, scenario in list_scenarios(self.contract, self.options.seed):
            if self.left <= 0 or self.has_enough():
                break
            self.part = part
            fit = adapt(scenario, notified=self._notified, gzip_allowed=self._gzip_allowed)
            if fit not in self._known:
                self.handle(fit)
        if not self._admits_failure:
            self.causes.join_claims()

    def has_enough(self) -> bool:
        """Whether there are so many failures that the run ends, as it then says."""
        most = self.options.failures
        if most is not None and self.causes.count() >= most:
            self.stopped = f"it had {count_noun(most, 'failure')} (--max-failures)"
            return True
        return False

    def handle(self, scenario: Scenario) -> None:
        """Play a scenario, and note each failure of a new cause with the plainest answers."""
        for failure in self._judge(self._play(scenario)):
            if self.causes.note(failure):
                self.causes.replace(failure, self._shrink(failure))

    def _begin(self) -> bool:
        run = self._play(fit_statuses(self.contract, PLAIN), FIRST_REQUESTS)
        if not run.exchanges:
            raise TargetError(self.server.url, _explain_silence(run))
        different = {exchange.request.identity for exchange in run.exchanges if exchange.planned}
        self.criteria = replace(self.criteria, sends=max(1, len(different)))
        for exchange in run.exchanges:
            self._gzip_allowed |= accepts_gzip(exchange.request.headers)
            self._notified |= find_callback(self.contract, exchange.request) is not None
        for failure in self._judge(run):
            self.causes.note(failure)
            if failure.problem.check == "invalid-request":
                self.stopped = INVALID
        return not self.stopped

    def _play(self, scenario: Scenario, requests: int = 0) -> Run:
        retries = self.options.retries
        allowed = requests or self.criteria.sends * (1 + retries)
        live = self.server.begin(scenario, RequestLimits(allowed, retries, self.left))
        try:
            ending = self._runner.run(live)
        finally:
            self.server.end(live)
        run = Run(scenario, live.exchanges, ending, live.notified)
        # A client that sends nothing any more must not be run for ever.
        self.server.answers += not run.exchanges
        self.parts[self.part] += len(run.exchanges)
        self._note_requests(run)
        self.watcher(self)
        return run

    def _note_requests(self, run: Run) -> None:
        for exchange in run.exchanges:
            self.warnings.note(exchange.request)
            judgement = exchange.request.judgement
            if judgement and is_text_sound(judgement):
                message = self.contract.messages[0]
                self.coverage.note(judge_payload(self.contract, message, judgement.payload))

    def _judge(self, run: Run) -> list[Failure]:
        failures = [
            Failure(problem, run, place) for problem, place in judge_run(self.criteria, run)
        ]
        self._known[run.scenario] = frozenset(map(make_key, failures))
        refused = bool(run.exchanges) and not any(exchange.accepts for exchange in run.exchanges)
        self._admits_failure |= refused and run.ending.claim is Claim.FAILED and not run.ending.stop
        return failures

    def _shrink(self, failure: Failure) -> Failure:
        """The plainest failure of the same cause; `steady` is whether it failed again."""
        plainest = failure

        def fails(scenario: Scenario) -> bool:
            nonlocal plainest
            known = self._known.get(scenario)
            if self.left <= 0 or (known is not None and make_key(failure) not in known):
                return False
            again = self._try(scenario, failure)
            plainest = replace(again, count=failure.count) if again else plainest
            return again is not None

        scenario = shrink(failure.run.scenario, fails)
        if plainest is not failure or failure.problem.check in SURE or self.left <= 0:
            return plainest
        steady = self._try(scenario, failure) is not None
        return replace(failure, steady=steady)

    def _try(self, scenario: Scenario, wanted: Failure) -> Failure | None:
        found = self._judge(self._play(scenario))
        key = make_key(wanted)
        return next((failure for failure in found if make_key(failure) == key), None)


def is_text_sound(judgement: Judgement) -> bool:
    """Whether a request is JSON that nothing is wrong with as a text."""
    return not any(finding.rule in TEXT_MUTATIONS for finding in judgement.findings)


def _explain_silence(run: Run) -> str:
    """Why nothing can be said of a client that sent no request."""
    ending = run.ending
    lines = [line for line in (ending.errors or ending.output).splitlines() if line.strip()]
    how = f"ended with {ending.said}" if ending.said else "did not end in time"
    output = f", saying: {' / '.join(lines[-MOST_ERRORS:])}" if lines else ""
    advice = "it has to send to {url}, or to the URL in CONTRACTKIT_URL"
    return f"the client sent no request to this URL and {how}{output}; {advice}"

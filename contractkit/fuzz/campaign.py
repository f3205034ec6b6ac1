"""The state of one run: the budgets of its phases, the judging of answers, and the causes found."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from contractkit.contracts.loading import Contract
from contractkit.errors import ContractkitError
from contractkit.fuzz.acceptances import Acceptances
from contractkit.fuzz.answers import is_busy, read_answer
from contractkit.fuzz.causes import Causes
from contractkit.fuzz.coverage import Coverage
from contractkit.fuzz.listener import Listener
from contractkit.fuzz.needs import BEHIND
from contractkit.fuzz.notification_oracles import judge_notifications
from contractkit.fuzz.options import Options
from contractkit.fuzz.oracles import HANGS, History, is_special, judge_exchange
from contractkit.fuzz.phases import Phase, list_phases
from contractkit.fuzz.phases.queries import find_base_path
from contractkit.fuzz.probes import Setting
from contractkit.fuzz.records import Exchange, Expectation, Failure, Fault, Probe, Problem
from contractkit.fuzz.request_filter import RequestFilter
from contractkit.fuzz.sending import Retries, Sender

MOST_HANGS = 4
KEPT = 20  # exchanges of a phase, which what comes behind them may be about
FIRST_PART = 3  # one part of such a phase comes first
FEWER = 4  # the part of the reserve that is kept as long as nothing fails
Watcher = Callable[["Campaign"], None]


@dataclass(slots=True)
class Campaign:
    """The state of one run.

    `phase`: the one that runs. `counts`: the requests of each phase. `stopped`: why it ended early.
    `skipped`: the phases that were left out, with the reason. `watcher` is called after each
    exchange. `cut`: whether requests were left out since there were failures enough.
    """

    contract: Contract
    options: Options
    setting: Setting
    sender: Sender
    listener: Listener | None = None
    watcher: Watcher = lambda _: None
    phase: str = ""
    stopped: str = ""
    cut: bool = False
    skipped: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    causes: Causes = field(init=False)
    history: History = field(init=False)
    acceptances: Acceptances = field(init=False)
    coverage: Coverage = field(init=False)
    request_filter: RequestFilter = field(init=False)
    retries: Retries = field(init=False)
    _awaiting: list[tuple[float, Exchange]] = field(default_factory=list)
    _started: float = field(default_factory=time.monotonic)
    _hangs: int = 0
    _gone: bool = False  # a failed request was the last that was answered

    def __post_init__(self) -> None:
        """Start with nothing found."""
        self.causes = Causes(self.contract, self.confirm)
        self.history, self.acceptances = History(self.contract), Acceptances(self.contract)
        self.coverage = Coverage(self.contract)
        safe = self.options.safe_only
        self.request_filter = RequestFilter(
            self.setting, self.listener, safe_only=safe, cannot=self.sender.target.cannot
        )
        self.retries = Retries(
            self.contract, self.sender, lambda: self.requests_left, lambda: self.seconds_left
        )

    @property
    def seconds(self) -> float:
        """How long the run has taken so far."""
        return time.monotonic() - self._started

    @property
    def seconds_left(self) -> float:
        """How many more seconds the run may take."""
        return (self.options.seconds or float("inf")) - self.seconds

    @property
    def requests_left(self) -> int:
        """How many requests may still be sent."""
        if not self.stopped and self.options.seconds and self.seconds > self.options.seconds:
            self.stopped = f"its {self.options.seconds:g} s were over"
        if self.stopped:
            return 0
        return self.options.most_requests - self.sender.sent - len(self.request_filter.postponed)

    def run_phases(self, names: tuple[str, ...] = ()) -> None:
        """Every phase that is wanted, each leaving the later ones what they are sure to get.

        `names` are wanted in place of those of the options. Raises ContractkitError where there is
        nothing to send at all.
        """
        named = names or self.options.phases
        wanted = [
            phase
            for phase in list_phases(self.setting, self.options.secrets, self.listener)
            if phase.name in named or not (named or phase.absent)
        ]
        obstacles = {phase.name: self._find_obstacle(phase) for phase in wanted}
        self.skipped = {name: reason for name, reason in obstacles.items() if reason}
        phases = [phase for phase in wanted if phase.name not in self.skipped]
        if self.skipped and not phases:
            reasons = "; ".join(f"{name}: {reason}" for name, reason in self.skipped.items())
            raise ContractkitError(f"there is nothing to send ({reasons})")
        whole = sum(phase.share for phase in phases) + self.options.reserve
        shares = [max(1, self.options.most_requests * phase.share // whole) for phase in phases]
        reserve = self.options.most_requests * self.options.reserve // whole
        for number, phase in enumerate(phases):
            # Where nothing has failed so far there will be little to confirm and to shrink.
            kept = reserve if any(self.causes.list_failures()) else reserve // FEWER
            spare = self.requests_left - sum(shares[number + 1 :]) - kept
            self._run_phase(phase, spare if phase.greedy else min(spare, shares[number]))

    def judge_notifications(self) -> None:
        """Wait for the notifications, and judge them."""
        if self.listener is None or not self._awaiting:
            return
        wait, most = self.options.receipt_wait, self.seconds_left
        found = judge_notifications(self.contract, self.listener, self._awaiting, wait, most)
        for problem, exchange in found:
            self.causes.note(problem, exchange, sure=True)

    def handle(self, exchange: Exchange) -> None:
        """Take note of an exchange: what it reached, and what is wrong with it."""
        exchange = self.retry(exchange)
        fault = exchange.answer.fault
        if is_busy(self.contract, exchange.answer) or (self._gone and fault is Fault.UNREACHABLE):
            return
        if exchange.probe.case and fault is not Fault.UNREACHABLE:
            self.coverage.note(exchange.probe.case, exchange.probe.headers)
        if exchange.probe.parameters and fault is not Fault.UNREACHABLE:
            self.coverage.note(exchange.probe.parameters)
        self.acceptances.note(exchange)
        if exchange.probe.token:
            self._awaiting.append((time.monotonic(), exchange))
        found = [
            pair for one in (*exchange.earlier, exchange) for pair in self.history.compare(one)
        ]
        for problem, others in found:
            self.causes.note(problem, exchange, others)
        if not any(problem.check == "judged-differently" for problem, _ in found):
            own = self.judge(exchange)
            self.causes.note_answer(exchange, own)
            if own:
                query = exchange.probe.query
                about = (query.accepted,) if query and query.accepted else ()
                self.causes.note(own, exchange, exchange.earlier or about)
        self._hangs += fault in HANGS
        if self._hangs >= MOST_HANGS:
            self.stopped = f"{self._hangs} requests got no whole answer in time"

    def retry(self, exchange: Exchange) -> Exchange:
        """The exchange, or a later one of its probe, with an answer; else the run ends."""
        last, reason = self.retries.retry(exchange)
        self.stopped = self.stopped or reason
        return last

    def judge(self, exchange: Exchange) -> Problem | None:
        """What is wrong with an exchange by itself, if anything is."""
        late = self.options.late or bool(exchange.probe.token)
        return judge_exchange(self.contract, exchange, late=late)

    def confirm(self, failure: Failure) -> Failure:
        """The failure as it is when its request is sent again, on a new connection.

        Where it does not fail there, what its connection had served before may be the reason: both
        are sent together then.
        """
        if self._fails_again(failure):
            return failure
        previous = failure.exchange.previous
        behind = self._send_behind(failure, previous) if previous else None
        return behind or replace(failure, steady=False)

    def _send_behind(self, failure: Failure, previous: Probe) -> Failure | None:
        """The failure of a request behind another one, if there is one."""
        probe = failure.exchange.probe
        marks = probe.marks | {BEHIND}
        own = probe.marks if probe.expect is Expectation.ACCEPT else set()
        needed = failure.needed - own | {BEHIND}  # alone, sent in its own way, it did not fail
        if probe.before or probe.group or self.requests_left <= 1:
            return None
        label = BEHIND if is_special(probe) else probe.label
        exchange = self.send_again(replace(probe, before=(previous,), marks=marks, label=label))
        if not self._fails_so(failure, exchange):
            return None
        return replace(failure, exchange=exchange, others=exchange.earlier, needed=needed)

    def _fails_again(self, failure: Failure) -> bool:
        if self.requests_left <= len(failure.exchange.probe.before):
            return True
        exchange = self.send_again(failure.exchange.probe)
        self._gone |= exchange.answer.fault is Fault.UNREACHABLE
        if self._gone or is_busy(self.contract, exchange.answer):
            return True
        if failure.problem.check == "judged-differently":
            if self.requests_left <= 0:
                return True
            first = self.send_again(failure.others[0].probe)
            verdicts = {
                read_answer(self.contract, sent.answer).accepts for sent in (first, exchange)
            }
            return verdicts == {True, False}
        return self._fails_so(failure, exchange)

    def _fails_so(self, failure: Failure, exchange: Exchange) -> bool:
        """Whether an exchange shows the same as a failure."""
        if failure.problem.check == "repeated-id":
            return self.history.knows_id(exchange)
        problem = self.judge(exchange)
        return problem is not None and problem.check == failure.problem.check

    def send_again(self, probe: Probe) -> Exchange:
        """Send a probe once more on a new connection, with a callback that nobody awaits."""
        again = self.request_filter.renew_callback(probe)
        return self.retry(self.sender.send(again, fresh=True))

    def _find_obstacle(self, phase: Phase) -> str:
        """Why a phase is left out, or an empty text."""
        reason = phase.absent or phase.skipped
        if not reason and phase.list_more and self._base_path is None:
            return "the URL has another path than the contract, so that of the others is not known"
        return reason

    @property
    def _base_path(self) -> str | None:
        return find_base_path(self.contract, self.sender.target.url)

    def _run_phase(self, phase: Phase, most: int) -> None:
        before, self.phase = self.sender.sent, phase.name
        probes = phase.list_probes()
        if phase.divided:
            part, parts = self.options.shard
            probes = islice(probes, part - 1, None, parts)
        first = -(-most // FIRST_PART) if phase.list_more else most
        sent = self.send_all(self.take(self.request_filter.admit(probes), first), phase.at_once)
        if phase.list_more:
            more = phase.list_more(self.sender.target.url, sent)
            self.send_all(self.take(more, most - (self.sender.sent - before)))
        self.counts[phase.name] = self.sender.sent - before

    def take(self, places: Iterator[Probe | None], most: int) -> Iterator[Probe]:
        """The probes of the next places while there are requests left; what is sent is judged."""
        end = self.sender.sent + most
        for probe in islice(places, max(0, most)):
            if self.has_enough():
                return
            if probe is not None:
                yield probe
            if self.requests_left <= 0 or self.sender.sent >= end:
                return

    def send_all(self, probes: Iterator[Probe], at_once: int = 0) -> list[Exchange]:
        """Send probes, and judge their answers; not those that are on their way at the end.

        Gives the first few exchanges.
        """
        first: list[Exchange] = []
        for exchange in self.sender.send_all(probes, at_once):
            if not self.has_enough():
                self.handle(exchange)
                self.watcher(self)
            if len(first) < KEPT:
                first.append(exchange)
        return first

    def has_enough(self) -> bool:
        """Whether there are as many failures as are wanted, so that something is left out."""
        enough = self.options.failures
        self.cut = self.cut or (enough is not None and self.causes.count() >= enough)
        return self.cut

    def send_postponed(self) -> None:
        """Send the probes that had to wait until the notifications had come."""
        postponed, self.request_filter.postponed = self.request_filter.postponed, []
        self.send_all(self.take(iter(postponed), self.requests_left))

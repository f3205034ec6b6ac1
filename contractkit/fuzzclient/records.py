"""The records of a run of a client: what it sent, how it ended, and what is wrong with it."""

from dataclasses import dataclass
from enum import StrEnum

from contractkit.emulator.authentication import Access
from contractkit.emulator.judgement import Judgement
from contractkit.findings import Verdict
from contractkit.fuzz.records import Answer, Headers, Problem
from contractkit.fuzzclient.scenario import PlannedAnswer, Scenario


class Claim(StrEnum):
    """What a client says of its send. `NOTHING`: its exit status says neither."""

    ACCEPTED = "accepted"
    FAILED = "failed"
    NOTHING = "nothing"


class Stop(StrEnum):
    """Why a client was ended before it ended itself."""

    TIMEOUT = "timeout"
    TOO_MANY_REQUESTS = "too many requests"
    NO_ANSWERS_LEFT = "no answers left"


@dataclass(frozen=True, slots=True)
class ReceivedRequest:
    """A request of the client. `target` is its path and query, `identity` is equal in a repeat.

    `judgement` is None where the body was not judged: the request went elsewhere, or is too large.
    """

    method: str
    target: str
    headers: Headers
    body: bytes
    access: Access
    judgement: Judgement | None
    identity: str
    fault: str = ""

    @property
    def is_valid(self) -> bool:
        """Whether it is for the operation, with the right credentials, and not invalid."""
        judgement = self.judgement
        sound = judgement is not None and judgement.verdict is not Verdict.INVALID
        return self.access is Access.RIGHT and sound


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request of the client and the answer to it, numbered in the order of the whole run.

    `planned` is None where the request was not for the operation, and no answer was planned.
    """

    number: int
    request: ReceivedRequest
    answer: Answer
    planned: PlannedAnswer | None

    @property
    def accepts(self) -> bool:
        """Whether the answer accepted the request."""
        return bool(self.planned and self.planned.accepts)


@dataclass(frozen=True, slots=True)
class Ending:
    """How one send ended.

    `status` is the exit status, below 0 for a signal, None while the process goes on; `said` is how
    it made its claim; `output` and `errors` are the ends of its two streams.
    """

    claim: Claim
    said: str
    seconds: float
    status: int | None = None
    output: str = ""
    errors: str = ""
    stop: Stop | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One send of the client under one scenario; `notified` are the statuses of notifications."""

    scenario: Scenario
    exchanges: tuple[Exchange, ...]
    ending: Ending
    notified: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """One cause of failure: the plainest run that shows it, and how often it was met.

    `place` is that of the exchange in the run that shows it, None where there is none. `steady` is
    False where the same answers did not cause it again. `group` is a heading, known in a report.
    """

    problem: Problem
    run: Run
    place: int | None = None
    count: int = 1
    steady: bool = True
    group: str = ""

    @property
    def exchange(self) -> Exchange | None:
        """The exchange that it is about."""
        return None if self.place is None else self.run.exchanges[self.place]

    @property
    def before(self) -> tuple[Exchange, ...]:
        """The exchanges that led to it."""
        return self.run.exchanges[: self.place or 0]

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """The exchanges that led to it, and the one that it is about."""
        return () if self.place is None else self.run.exchanges[: self.place + 1]

    @property
    def pointer(self) -> str | None:
        """Where in the request the broken rule is broken, if one is."""
        judgement = self.exchange.request.judgement if self.exchange else None
        findings = judgement.findings if judgement and self.problem.rule else ()
        return next((found.pointer for found in findings if found.rule == self.problem.rule), None)


@dataclass(frozen=True, slots=True)
class RequestWarning:
    """Something doubtful in what the client sends: no failure."""

    rule: str
    pointer: str
    summary: str
    help: str
    source: str
    count: int = 1

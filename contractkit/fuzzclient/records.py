"""The records of a run against a client: what is answered, what it sent, how it ended."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from contractkit.emulator.authentication import Access
from contractkit.emulator.judgement import Judgement
from contractkit.findings import Verdict
from contractkit.fuzz.records import Answer, Headers, Problem

OK = 200
UNKNOWING = frozenset({"truncated", "stalled"})
IN_ORDER = "in order"
# What fails in the same way as something plainer.
LIKE = {"stalled": "hang", "reset": "dropped"}


class Claim(StrEnum):
    """What a client says of its send. `NOTHING`: its exit status says neither."""

    ACCEPTED = "accepted"
    FAILED = "failed"
    NOTHING = "nothing"


class Stop(StrEnum):
    """Why a client was ended before it ended itself."""

    TIMEOUT = "timeout"
    OVERRUN = "too many requests"
    BUDGET = "no answers left"


@dataclass(frozen=True, slots=True)
class Planned:
    """One answer as data: its `kind` (see `rendering.KINDS`), and what is special about it.

    `code` is that of a refusal, empty for the usual one; `twists` are names of `twists.TWISTS`.
    """

    kind: str
    status: int = OK
    code: str = ""
    twists: tuple[str, ...] = ()

    @property
    def accepts(self) -> bool:
        """Whether a client that gets this answer knows that its request was accepted."""
        return self.kind == "acceptance" and not UNKNOWING & set(self.twists)


@dataclass(frozen=True, slots=True)
class Scenario:
    """The answers to the requests of one send, the last one for all further requests.

    `notices` names how its notifications come (see `notices.WAYS`).
    """

    answers: tuple[Planned, ...]
    notices: str = IN_ORDER

    def pick(self, number: int) -> Planned:
        """The answer to the request with this number, from 0 on."""
        return self.answers[min(number, len(self.answers) - 1)]


@dataclass(frozen=True, slots=True)
class Received:
    """A request of the client. `target` is its path and query, `same` what is equal in a repeat.

    `judgement` is None where the body was not judged: the request went elsewhere, or is too large.
    """

    method: str
    target: str
    headers: Headers
    body: bytes
    access: Access
    judgement: Judgement | None
    same: str
    fault: str = ""

    @property
    def is_valid(self) -> bool:
        """Whether it is for the operation, with the right credentials, and not invalid."""
        judgement = self.judgement
        sound = judgement is not None and judgement.verdict is not Verdict.INVALID
        return self.access is Access.RIGHT and sound


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request of the client, the answer it got, numbered in the order of the whole run.

    `planned` is None where the request was not for the operation, and no scenario was played.
    """

    number: int
    request: Received
    answer: Answer
    planned: Planned | None

    @property
    def accepts(self) -> bool:
        """Whether the answer accepted the request."""
        return bool(self.planned and self.planned.accepts)


@dataclass(frozen=True, slots=True)
class Ending:
    """How one send ended.

    `status` is the exit status, below 0 for a signal, None while the process goes on; `said` is
    what it gave as its verdict; `output` and `errors` are the ends of its two streams.
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
    """One send of the client under one scenario; `notified` are the statuses it was told of."""

    scenario: Scenario
    exchanges: tuple[Exchange, ...]
    ending: Ending
    notified: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """One cause of failure: the plainest run that shows it, and how often it was met.

    `at` is the place of the telling exchange in the run, None where there is none; `steady` is
    False where the same answers did not provoke it again.
    """

    problem: Problem
    run: Run
    at: int | None = None
    count: int = 1
    steady: bool = True

    @property
    def exchange(self) -> Exchange | None:
        """The exchange that it is about."""
        return None if self.at is None else self.run.exchanges[self.at]

    @property
    def before(self) -> tuple[Exchange, ...]:
        """The exchanges that led to it."""
        return self.run.exchanges[: self.at or 0]


@dataclass(frozen=True, slots=True)
class Warned:
    """Something doubtful in what the client sends: no failure."""

    rule: str
    pointer: str
    summary: str
    help: str
    source: str
    count: int = 1


def list_features(scenario: Scenario) -> Iterator[str]:
    """What a scenario has that a plain acceptance lacks."""
    for number, planned in enumerate(scenario.answers):
        if planned.kind != "acceptance":
            yield planned.kind
        yield from (LIKE[one] for one in (planned.kind, *planned.twists) if one in LIKE)
        if planned.code:
            yield f"code {planned.code}"
        if planned.status != OK:
            yield f"status {planned.status}"
        yield from planned.twists
        if number:
            yield "then another"
    if scenario.notices != IN_ORDER:
        yield f"notifications {scenario.notices}"

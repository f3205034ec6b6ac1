"""The records of the fuzzer: what is sent, what comes back, and what is wrong with it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from contractkit.contracts.operations import Operation
from contractkit.findings import Verdict
from contractkit.fuzz.wires import USUAL, Wire
from contractkit.payloads.cases import Case

Headers = tuple[tuple[str, str], ...]
Work = Callable[[], object]


def join_cookies(headers: Headers) -> Headers:
    """Headers with one header of cookies in the place of several: a request has only one."""
    cookies = [value for name, value in headers if name.lower() == "cookie"]
    if not cookies[1:]:
        return headers
    others = tuple(header for header in headers if header[0].lower() != "cookie")
    return (*others, ("Cookie", "; ".join(cookies)))


class Expectation(StrEnum):
    """What the contract asks of the answer to a probe.

    `FORM`: either verdict, in good form; `ANYTHING`: only that something comes back.
    """

    ACCEPT = "accept"
    REFUSE = "refuse"
    FORM = "form"
    ANYTHING = "anything"


EXPECTATIONS = {
    Verdict.VALID: Expectation.ACCEPT,
    Verdict.INVALID: Expectation.REFUSE,
    Verdict.DOUBTFUL: Expectation.FORM,
}


class Fault(StrEnum):
    """Why there is no whole answer: a fault of the transport."""

    UNREACHABLE = "unreachable"
    DROPPED = "dropped"
    CUT_SHORT = "cut short"
    SILENT = "silent"
    MALFORMED = "malformed"
    ENDLESS = "endless"


@dataclass(frozen=True, slots=True)
class Login:
    """One way to authenticate, right or wrong.

    `headers` and `query` are what is sent; `shown` and `script` stand for the headers where secrets
    must not: for a reader, and for a shell that knows the key as a variable; `script_query` for the
    query, in both.
    """

    name: str
    headers: Headers = ()
    query: str = ""
    shown: Headers = ()
    script: Headers = ()
    script_query: str = ""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A login with what is expected of the answer to a valid payload, and what is special.

    `marks` say how special it is: what accepts few marks accepts those and more.
    """

    login: Login
    expect: Expectation
    label: str
    marks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Probe:
    """One request to send, and what is expected of its answer.

    `case` is the payload with the linter's verdict, where there is one; `label` says in a few words
    what is special; `group` is shared by probes that mean the same; `alone` asks for a connection
    of its own; `token` names the probe in its callback URL, for notifications to find it; `marks`
    say what is special about it beside its payload: more marks, more special. `wire`: how it is
    written. `before`: what is sent before it on its connection. `optional`: whether a server may
    decline what is sent so, in any form; `why`: what says that it may not. `query`: which other
    operation it is for. `path`: the path that it goes to; that of the target counts where this is
    empty. `search`: the query of its URL. `parameters`: the values in both, where it is about them.
    """

    phase: str
    body: bytes
    expect: Expectation
    login: Login
    case: Case | None = None
    headers: Headers = ()
    method: str = "POST"
    label: str = ""
    group: str = ""
    alone: bool = False
    token: str = ""
    rules: tuple[str, ...] = ()
    pointer: str | None = None
    marks: frozenset[str] = frozenset()
    wire: Wire = USUAL
    before: tuple["Probe", ...] = ()
    optional: bool = False
    why: str = ""
    path: str = ""
    query: "Query | None" = None
    search: str = ""
    parameters: Case | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """A probe as a target is sent it.

    `alone` asks for a connection of its own, `fresh` for one that has served no request yet;
    `before` is what the same connection is sent before. `path`: another path than the target's.
    """

    method: str
    headers: Headers
    body: bytes
    query: str = ""
    alone: bool = False
    fresh: bool = False
    wire: Wire = USUAL
    before: tuple["Request", ...] = ()
    path: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `status` is 0 where nothing did; `fault`: why there is no whole answer.

    `earlier`: the answers to what was sent before on the same connection, for the same probe.
    `reused`: whether the connection had served another probe.
    """

    status: int = 0
    headers: Headers = ()
    body: bytes = b""
    seconds: float = 0.0
    fault: Fault | None = None
    detail: str = ""
    earlier: tuple["Answer", ...] = ()
    reused: bool = False

    def header(self, name: str) -> str:
        """The value of a header, or an empty text."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), "")


@dataclass(frozen=True, slots=True)
class Exchange:
    """A probe and its answer, numbered in the order of sending.

    `previous`: the probe that the same connection had served before, if there was one.
    """

    number: int
    probe: Probe
    answer: Answer
    previous: Probe | None = None

    @property
    def earlier(self) -> tuple["Exchange", ...]:
        """What was sent before the probe, on purpose, with the answers."""
        first = self.number - len(self.probe.before)
        pairs = zip(self.probe.before, self.answer.earlier, strict=False)
        return tuple(Exchange(first + at, *pair) for at, pair in enumerate(pairs))


@dataclass(frozen=True, slots=True)
class Query:
    """What a probe of another operation asks about: an accepted request; None for no request."""

    operation: Operation
    accepted: Exchange | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with an answer.

    `check` names the oracle, `rule` the rule that is broken (by the answer, or by a request that
    was accepted all the same), `seen` and `expected` are sentences, `aspect` distinguishes causes
    of one check. `notified` is the body of the notification that it is about, if any.
    """

    check: str
    seen: str
    expected: str
    rule: str | None = None
    aspect: str = ""
    notified: bytes = b""


@dataclass(frozen=True, slots=True)
class Failure:
    """One cause of failure: its plainest exchange, and how often it was found.

    `others` are exchanges that belong to it, such as the first use of an id that is used twice.
    `steady` is False where the same request did not fail again on a connection of its own.
    `needed` is what it takes: the pointers at which the payload differs from the plainest one.
    `rules` are those that any of its requests broke. `group` says what is special about its
    requests, `member` is the pattern of the member of the payload that it is about, empty for the
    whole; both are known in a report. `explained` are other rules that, for the same cause, are
    not judged. `request` names the request of the contract that it is about, of several.
    """

    problem: Problem
    exchange: Exchange
    others: tuple[Exchange, ...] = ()
    count: int = 1
    steady: bool = True
    needed: frozenset[str] = field(default=frozenset(), repr=False)
    rules: frozenset[str] = field(default=frozenset(), repr=False)
    group: str = ""
    member: str = ""
    explained: frozenset[str] = frozenset()
    request: str = ""

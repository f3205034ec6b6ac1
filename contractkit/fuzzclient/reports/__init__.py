"""What a run against a client found, as one record; each format of it is a module."""

from dataclasses import dataclass, field

from contractkit.contracts.authentication import list_schemes, list_ways
from contractkit.contracts.loading import Contract
from contractkit.fuzz.logins import make_right_key
from contractkit.fuzz.records import Expectation, Login, Probe
from contractkit.fuzz.secrets import Secrets
from contractkit.fuzzclient.records import Failure, ReceivedRequest, RequestWarning

KEY = "key"
MOST_OUTPUT, MOST_LINES = 4_000, 30


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a run: the `target` is the command, `answers` those that were given in all.

    `parts`: answers by part of the run; `rules`: for each rule how many requests kept and broke it.
    `warnings` are no failures. `stopped`: why it ended early, or an empty text.
    """

    contract: Contract
    target: str
    url: str
    seed: str
    answers: int
    seconds: float
    failures: tuple[Failure, ...]
    warnings: tuple[RequestWarning, ...]
    rules: dict[str, dict[str, int]]
    parts: dict[str, int]
    sends: int = 1
    stopped: str = ""
    secrets: Secrets = field(default_factory=Secrets, repr=False)


def to_probe(report: Report, request: ReceivedRequest) -> Probe:
    """A request of the client, as the fuzzer's reports show one: without the credentials."""
    ways = list_ways(report.contract)
    names = {scheme.header.lower() for scheme in list_schemes(report.contract)}
    shown = tuple(pair for pair in request.headers if pair[0] not in names)
    given, key, login = dict(request.headers), report.secrets.key, Login("right")
    for way in ways if key else ():
        right = make_right_key(way, key or "") if way.is_of_key else login
        if right.headers and all(given.get(name.lower()) == value for name, value in right.headers):
            login = right
    return Probe("", request.body, Expectation.FORM, login, headers=shown, method=request.method)


def show_end(report: Report, text: str) -> str:
    """The last lines of what a client wrote; a key that is cut in two would not be hidden."""
    return "\n".join(report.secrets.hide(text)[-MOST_OUTPUT:].splitlines()[-MOST_LINES:])

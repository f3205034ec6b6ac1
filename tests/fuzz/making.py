"""What the tests of the fuzzer are made of: probes, answers, exchanges, and applications."""

import io
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any

from contractkit.contracts.loading import Contract, load
from contractkit.contracts.rules import load_rules
from contractkit.emulator import Emulator, Settings
from contractkit.findings import Verdict
from contractkit.fuzz import Options, Secrets
from contractkit.fuzz.probes import Setting
from contractkit.fuzz.records import Answer, Exchange, Expectation, Login, Probe
from contractkit.payloads.cases import judge_payload
from contractkit.payloads.mutation_points import list_mutation_points
from tests.sample_payloads import PLAIN

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

CONTRACT = load()
KEY = "Zq7-key.9f"
JWT_SECRET = "a-secret-of-at-least-thirty-two-bytes"
JSON = (("Content-Type", "application/json"),)
RIGHT = Login("right", (("key", KEY),), script=(("key", "$CONTRACTKIT_KEY"),))
SETTING = Setting(CONTRACT, RIGHT)
ID = "3f09295d-9c13-4a8b-8d15-a3272e5f00c1"


def list_only_doubtful(contract: Contract) -> set[tuple[str, str]]:
    """The places of a request with the types that only the advice is against there."""
    rules = load_rules(contract)
    return {
        (point.pattern, point.limit["type"])
        for point in list_mutation_points(contract, "request")
        if point.keyword == "not"
        and point.limit.keys() == {"type"}
        and rules[point.rule].verdict is Verdict.DOUBTFUL
    }


def accept(one: str = ID, **changes: Any) -> dict[str, Any]:
    return {"response": [{"code": "1001", "transid": one, "description": "Queued", **changes}]}


def refuse(code: str = "7004", one: str = ID) -> dict[str, Any]:
    return {"response": {"code": code, "transid": one, "description": "Refused"}}


def answer(
    value: Any, status: int = 200, kind: str | None = "application/json", **more: Any
) -> Answer:
    """An answer with a value as JSON, or with bytes as they are."""
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    return Answer(status, (("Content-Type", kind),) if kind is not None else (), body, **more)


def probe(payload: Any = PLAIN, **more: Any) -> Probe:
    """The probe of a payload, as the phases make it."""
    case = judge_payload(CONTRACT, "request", payload)
    return SETTING.make_probe("made up", case, **more)


def exchange(
    answered: Answer | dict[str, Any], number: int = 1, sent: Probe | None = None, **more: Any
) -> Exchange:
    got = answered if isinstance(answered, Answer) else answer(answered)
    return Exchange(number, sent or probe(**more), got)


def fails(payload: Any = PLAIN, **more: Any) -> Probe:
    return probe(payload, expect=Expectation.REFUSE, **more)


@dataclass(frozen=True, slots=True)
class Received:
    """One request as an application saw it; headers in small letters."""

    method: str
    query: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def value(self) -> Any:
        return json.loads(self.body)


@dataclass
class Recorder:
    """A WSGI application that keeps what it was asked, and lets another answer."""

    app: Callable[..., Iterable[bytes]]
    received: list[Received] = field(default_factory=list)

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        body = environ["wsgi.input"].read()
        names = {"CONTENT_TYPE": "content-type"} | {
            name: name[5:].lower().replace("_", "-") for name in environ if name[:5] == "HTTP_"
        }
        headers = tuple(
            sorted((shown, environ[name]) for name, shown in names.items() if environ.get(name))
        )
        method, query = environ["REQUEST_METHOD"], environ.get("QUERY_STRING", "")
        self.received.append(Received(method, query, headers, body))
        return self.app({**environ, "wsgi.input": io.BytesIO(body)}, start_response)


def right_app(**settings: Any) -> Callable[..., Iterable[bytes]]:
    """A right implementation."""
    return Emulator(Settings(CONTRACT, **{"key": KEY, **settings})).app


def answering(decide: Callable[[Any], dict[str, Any] | Answer]) -> Callable[..., Iterable[bytes]]:
    """An application that answers with what is decided on the value of each body."""
    ids = count()

    def app(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        try:
            value = json.loads(environ["wsgi.input"].read())
        except (ValueError, RecursionError):
            value = None
        decided = decide(value)
        if isinstance(decided, dict):
            text = json.dumps(decided).replace(ID, f"{ID[:-8]}{next(ids):08x}")
            decided = answer(text.encode())
        start_response(f"{decided.status} Said", list(decided.headers))
        return [decided.body]

    return app


def options(**more: Any) -> Options:
    return Options(**{"secrets": Secrets(KEY), "requests": 100, **more})

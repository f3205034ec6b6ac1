"""The adversarial server: a WSGI application that plays one scenario after the other."""

import hashlib
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from contractkit.contracts.loading import Contract
from contractkit.emulator.answers import Ids
from contractkit.emulator.settings import Settings
from contractkit.emulator.wsgi import make_reply, status_line
from contractkit.fuzz.records import Answer
from contractkit.fuzzclient.intake import receive, takes_gzip
from contractkit.fuzzclient.notices import Courier, find_listener, read_status
from contractkit.fuzzclient.play import Allowance, Play
from contractkit.fuzzclient.records import Exchange
from contractkit.fuzzclient.rendering import Rendered, render
from contractkit.fuzzclient.scenario import Planned, Scenario
from contractkit.fuzzclient.sending import Flow, foretell, send
from contractkit.httpserver.server import Limits, Server, serve

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

IDLE_SECONDS, SPARE_SECONDS, CONNECTIONS = 3600.0, 10.0, 128
LONGEST_PACE, SHARE = 0.5, 8


def make_key(seed: str) -> str:
    """A key that occurs nowhere else, the same for the same seed."""
    return f"key-{hashlib.sha256(seed.encode()).hexdigest()[:24]}"


class Stage:
    """Where scenarios are played, on a port of this machine; a context manager that closes it."""

    def __init__(self, contract: Contract, key: str, seed: str, timeout: float) -> None:
        """`timeout`: the seconds that a send may take; slow answers take a small part of it."""
        self._settings, self._ids = Settings(contract, key), Ids(seed)
        self.pace = min(LONGEST_PACE, timeout / SHARE)
        self._courier = Courier(contract, self.pace)
        limits = Limits(timeout + SPARE_SECONDS, IDLE_SECONDS, CONNECTIONS)
        self._play: Play | None = None
        self._server: Server = serve(self.answer, limits=limits)
        self.answers = 0

    @property
    def url(self) -> str:
        """The URL that the client sends to."""
        return f"{self._server.url}{self._settings.operation['path']}"

    @property
    def errors(self) -> tuple[Exception, ...]:
        """Faults of the server itself; there should be none."""
        return tuple(self._server.errors)

    def begin(self, scenario: Scenario, allowance: Allowance) -> Play:
        """Play a scenario from now on."""
        self._play = Play(scenario, allowance, self.answers + 1)
        return self._play

    def end(self, play: Play) -> None:
        """Let go of everything that hangs, since the client has ended."""
        play.over.set()
        self._play = None
        self.answers += len(play.exchanges)

    def answer(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """The WSGI application."""
        play = self._play
        received = receive(self._settings, environ)
        if play is None:
            raise ConnectionAbortedError
        zipped = takes_gzip(received.headers)
        made: list[Rendered] = []

        def make(planned: Planned) -> Answer:
            made.append(render(self._settings.contract, planned, self._ids, zipped=zipped))
            return foretell(planned, made[0])

        exchange = play.take(received, make, _turn_away)
        if exchange.planned is None:
            answer = exchange.answer
            start_response(status_line(answer.status), list(answer.headers))
            return (answer.body,)
        then = self._prepare_notices(play, exchange, made[0].value)
        parts = send(exchange.planned, made[0], environ, start_response, play.over, self.pace)
        return Flow(parts, then)

    def _prepare_notices(self, play: Play, exchange: Exchange, value: Any) -> Callable[[], object]:
        """What sends the notifications of an accepted request off, once it is answered."""
        judgement = exchange.request.judgement
        url = find_listener(self._settings.contract, exchange.request)
        if not (exchange.accepts and judgement and url):
            return _nothing
        schedule = self._courier.prepare(judgement, value, play.scenario.notices)
        for _, message in schedule:
            play.note_notice(read_status(self._settings.contract, message))
        return partial(self._courier.post, url, schedule, play.over)

    def close(self) -> None:
        """Stop serving."""
        with ExitStack() as stack:
            stack.callback(self._server.close)
            stack.callback(self._courier.close)
            if self._play:
                self.end(self._play)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self.close()


def _turn_away() -> Answer:
    plain = make_reply(404, {"error": "Not Found"})
    return Answer(plain.status, plain.headers, plain.body)


def _nothing() -> None:
    pass

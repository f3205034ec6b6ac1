"""The server that the client sends to: it answers as one scenario after the other says."""

import hashlib
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING, Any

from contractkit.contracts.loading import Contract
from contractkit.emulator.answers import Ids
from contractkit.emulator.settings import Settings
from contractkit.emulator.wsgi import make_reply, status_line
from contractkit.fuzz.records import Answer
from contractkit.fuzzclient.answers import Rendered, render
from contractkit.fuzzclient.live_run import LiveRun, RequestLimits
from contractkit.fuzzclient.notifications import NotificationSender, find_callback, read_status
from contractkit.fuzzclient.queries import Queries
from contractkit.fuzzclient.received_requests import accepts_gzip, read_received
from contractkit.fuzzclient.records import Exchange
from contractkit.fuzzclient.scenario import PlannedAnswer, Scenario
from contractkit.fuzzclient.sending import AnswerBody, predict_answer, send
from contractkit.httpserver.server import Limits, Server, serve

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

IDLE_SECONDS, SPARE_SECONDS, CONNECTIONS = 3600.0, 10.0, 128
LONGEST_SLOW_SECONDS, SHARE = 0.5, 8


def make_key(seed: str) -> str:
    """A key that occurs nowhere else, the same for the same seed."""
    return f"key-{hashlib.sha256(seed.encode()).hexdigest()[:24]}"


class ScenarioServer:
    """A server on a port of this machine; `close` has to be called at the end."""

    def __init__(self, contract: Contract, key: str, seed: str, timeout: float) -> None:
        """`timeout`: the seconds that a send may take; slow answers take a small part of it."""
        self._settings, self._ids = Settings(contract, key), Ids(seed)
        self.slow_seconds = min(LONGEST_SLOW_SECONDS, timeout / SHARE)
        self._notifier = NotificationSender(contract, self.slow_seconds)
        self._queries = Queries(self._settings)
        limits = Limits(timeout + SPARE_SECONDS, IDLE_SECONDS, CONNECTIONS)
        self._run: LiveRun | None = None
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

    def begin(self, scenario: Scenario, limits: RequestLimits) -> LiveRun:
        """Answer as a scenario says from now on."""
        self._run = LiveRun(scenario, limits, self.answers + 1)
        return self._run

    def end(self, run: LiveRun) -> None:
        """Let go of everything that hangs, since the client has ended."""
        run.finished.set()
        self._run = None
        self.answers += len(run.exchanges)

    def answer(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """The WSGI application."""
        run = self._run
        told = self._queries.answer(environ, run)
        if told:
            start_response(status_line(told.status), list(told.headers))
            return (told.body,)
        received = read_received(self._settings, environ)
        if run is None:
            raise ConnectionAbortedError
        gzip_allowed = accepts_gzip(received.headers)
        rendered: list[Rendered] = []

        def make(planned: PlannedAnswer | None) -> Answer:
            if planned is None:
                reply = make_reply(404, {"error": "Not Found"})
                return Answer(reply.status, reply.headers, reply.body)
            contract = self._settings.contract
            payload = received.judgement.payload if received.judgement else None
            rendered.append(
                render(contract, planned, self._ids, gzip_allowed=gzip_allowed, payload=payload)
            )
            return predict_answer(planned, rendered[0])

        exchange = run.answer(received, make)
        if exchange.planned is None:
            answer = exchange.answer
            start_response(status_line(answer.status), list(answer.headers))
            return (answer.body,)
        on_close = self._prepare_notifications(run, exchange, rendered[0].value)
        slow = self.slow_seconds
        parts = send(exchange.planned, rendered[0], environ, start_response, run.finished, slow)
        return AnswerBody(parts, on_close)

    def _prepare_notifications(
        self, run: LiveRun, exchange: Exchange, value: Any
    ) -> Callable[[], object]:
        """What posts the notifications of an accepted request, once it is answered."""
        judgement = exchange.request.judgement
        if exchange.accepts and judgement:
            self._queries.add(judgement, value)
        url = find_callback(self._settings.contract, exchange.request)
        if not (exchange.accepts and judgement and url):
            return _do_nothing
        schedule = self._notifier.prepare(judgement, value, run.scenario.notifications)
        for _, message in schedule:
            run.note_notification(read_status(self._settings.contract, message))
        return partial(self._notifier.post, url, schedule, run.finished)

    def close(self) -> None:
        """Stop serving."""
        with ExitStack() as stack:
            stack.callback(self._server.close)
            stack.callback(self._notifier.close)
            if self._run:
                self.end(self._run)


def _do_nothing() -> None:
    pass

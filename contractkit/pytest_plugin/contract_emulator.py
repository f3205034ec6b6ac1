"""The emulator of a test session: one server, started when first needed, a fresh state a test."""

import threading
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any

from contractkit.contracts.loading import Contract
from contractkit.emulator import Notification, RecordedRequest
from contractkit.httpserver.server import Server, serve
from contractkit.pytest_plugin.callbacks import answer_httpx, answer_requests
from contractkit.pytest_plugin.faults import mean
from contractkit.pytest_plugin.orders import read_orders
from contractkit.pytest_plugin.trial import Terms, Trial

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

    import httpx
    from requests import PreparedRequest


class ContractEmulator:
    """A live emulator of the contract's operation: the value of the fixture `contract_emulator`.

    Everything that it remembers belongs to the running test.
    """

    def __init__(self, prepare: Callable[[], Terms]) -> None:
        """`prepare` gives the terms of the test that runs."""
        self._prepare: Callable[[], Terms] | None = prepare
        self._trial: Trial | None = None
        self._server: Server | None = None
        self._lock = threading.RLock()

    @property
    def url(self) -> str:
        """The URL of the operation; it is served from now on."""
        operation = self._current.terms.settings.operation
        with self._lock:
            self._server = self._server or serve(self.app)
            return f"{self._server.url}{operation['path']}"

    @property
    def key(self) -> str:
        """The key that requests must carry."""
        return self._current.emulator.key

    @property
    def contract(self) -> Contract:
        """The contract that it judges by."""
        return self._current.emulator.contract

    @property
    def requests(self) -> tuple[RecordedRequest, ...]:
        """The last 1,000 requests of this test, the oldest first."""
        return self._current.emulator.requests

    @property
    def notifications(self) -> tuple[Notification, ...]:
        """The last 1,000 notifications that were posted or given up, the oldest first."""
        return self._current.emulator.notifications

    def answer_with(self, *answers: object, **order: Any) -> None:
        """Answer the next requests so, one each, in place of what was ordered before.

        Each is a code (`"…"`), an order as `contractkit emulate` takes it (`{"status": 503}`,
        `{"delay": 0.5}`, `{"drop": True}`), a case, or a strategy of bodies, cases or orders;
        members by keyword are one order. ContractkitError for anything else.
        """
        trial = self._current
        orders = read_orders((*answers, order) if order else answers, trial.terms.seed)
        trial.emulator.answer_with(*orders)

    def clear(self) -> None:
        """Forget the requests, the notifications and the ordered answers; faults still count."""
        self._current.emulator.clear()

    def wait_idle(self, seconds: float) -> bool:
        """Wait until no notification is pending; False if some still is after so many seconds."""
        return self._current.emulator.wait_idle(seconds)

    def expect_invalid(self, *rules: str) -> None:
        """Say that this test means to send an invalid request, which breaks only these rules.

        Without rules it may be wrong in any way. The test fails if none comes.
        """
        trial = self._current
        trial.meant.append(mean(self.contract, rules))

    def fresh(self) -> "FreshState":
        """A context manager: a state of its own for a part of a test, such as one example.

        AssertionError at its end for a request that the test does not mean.
        """
        return FreshState(self, self._current, self._switch)

    @property
    def responses_callback(
        self,
    ) -> "Callable[[PreparedRequest], tuple[int, Mapping[str, str], bytes]]":
        """Judges and answers without a socket: the callback of `responses.add_callback`."""
        return answer_requests(self.app)

    @property
    def respx_callback(self) -> "Callable[[httpx.Request], httpx.Response]":
        """Judges and answers without a socket: the side effect of a route of respx.

        It serves `httpx.MockTransport` and pytest-httpx as well.
        """
        return answer_httpx(self.app)

    def app(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> "Iterable[bytes]":
        """The WSGI application; a request belongs to the test in which it arrives."""
        return (self._trial or self._current).answer(environ, start_response)

    def begin(self, prepare: Callable[[], Terms], *, used: bool) -> None:
        """A test begins; if it is not sure to use the emulator, its state waits for that."""
        self._prepare = prepare
        if used:
            _ = self._current

    def finish(self, *, passed: bool) -> str:
        """The test ends; why it fails after all, or ""."""
        if self._prepare is not None or self._trial is None:
            self._prepare = None
            return ""
        self._trial.close()
        return self._trial.explain(passed=passed)

    def close(self) -> None:
        """Stop serving."""
        if self._server:
            self._server.close()

    def __repr__(self) -> str:
        return f"<contract_emulator {self._server.url}>" if self._server else "<contract_emulator>"

    def _switch(self, trial: Trial) -> None:
        self._trial = trial

    @property
    def _current(self) -> Trial:
        """The state of the running test, which is made when it is first needed."""
        with self._lock:
            if self._prepare is not None:
                self._trial, self._prepare = Trial(self._prepare()), None
            if self._trial is None:
                raise RuntimeError("contract_emulator is used outside of a test")
            return self._trial


class FreshState:
    """A context manager: an empty state within, which is judged at its end.

    It is no generator, whose frames would stand in every traceback.
    """

    def __init__(
        self, emulator: ContractEmulator, outer: Trial, switch: Callable[[Trial], None]
    ) -> None:
        """`switch` makes a state the current one."""
        self._emulator, self._outer, self._switch = emulator, outer, switch
        terms = outer.terms
        self._inner = Trial(Terms(terms.settings, tuple(outer.meant), terms.seed))

    def __enter__(self) -> ContractEmulator:
        self._switch(self._inner)
        return self._emulator

    def __exit__(
        self, _: type[BaseException] | None, error: BaseException | None, __: TracebackType | None
    ) -> None:
        """Raise AssertionError for an invalid request that the test does not expect.

        An error of the part itself goes on, with a note of such a request.
        """
        __tracebackhide__ = True
        self._switch(self._outer)
        self._inner.close()
        self._outer.add(*self._inner.counts)
        text = self._inner.explain(passed=False)
        if text and error is not None:
            error.add_note(text)
        elif text:
            raise AssertionError(text)

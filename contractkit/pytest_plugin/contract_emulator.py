"""The emulator of a test session: one server, with a fresh state for each test."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from contractkit.contracts.loading import Contract
from contractkit.contracts.requests import find_common_path
from contractkit.emulator import Notification, RecordedRequest
from contractkit.httpserver.server import Server, serve
from contractkit.pytest_plugin.answers import read_answers
from contractkit.pytest_plugin.callbacks import answer_httpx, answer_requests
from contractkit.pytest_plugin.emulator_state import EmulatorSetup, EmulatorState, expect_rules

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

    import httpx
    from requests import PreparedRequest


class ContractEmulator:
    """A live emulator of the contract's operation: the value of the fixture `contract_emulator`.

    Everything that it remembers belongs to the running test. The server starts when it is needed.
    """

    def __init__(self, prepare: Callable[[], EmulatorSetup]) -> None:
        """`prepare` gives the setup of the running test."""
        self._prepare: Callable[[], EmulatorSetup] | None = prepare
        self._state: EmulatorState | None = None
        self._server: Server | None = None
        self._lock = threading.RLock()

    @property
    def url(self) -> str:
        """The URL of the operation; it is served from now on.

        Of a contract with several it is what stands before their paths.
        """
        path = find_common_path(self._current.setup.settings.contract)
        with self._lock:
            self._server = self._server or serve(self.app)
            return f"{self._server.url}{path}"

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

    def answer_with(self, *answers: object, **members: Any) -> None:
        """Queue answers for the next requests, one each, in place of those queued before.

        Each is a code (`"…"`), an answer as `contractkit emulate` takes it (`{"status": 503}`,
        `{"delay": 0.5}`, `{"drop": True}`), a case, or a strategy of bodies, cases or answers;
        members by keyword are one answer. ContractkitError for anything else.
        """
        state = self._current
        given = (*answers, members) if members else answers
        state.emulator.answer_with(*read_answers(given, state.setup.seed))

    def clear(self) -> None:
        """Forget requests, notifications and queued answers; invalid requests still count."""
        self._current.emulator.clear()

    def wait_idle(self, seconds: float) -> bool:
        """Wait until no notification is pending; False if some still is after so many seconds."""
        return self._current.emulator.wait_idle(seconds)

    def expect_invalid(self, *rules: str) -> None:
        """Expect an invalid request, which breaks no rules but these; the test fails if none comes.

        Without rules it may be wrong in any way.
        """
        self._current.expectations.append(expect_rules(self.contract, rules))

    def fresh(self) -> "FreshState":
        """A context manager: a state of its own for a part of a test, such as one example.

        AssertionError at its end for an invalid request that the test does not expect.
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
        return (self._state or self._current).answer(environ, start_response)

    def begin(self, prepare: Callable[[], EmulatorSetup], *, used: bool) -> None:
        """A test begins; its state is made now if it is `used` anyway, or else at its first use."""
        self._prepare = prepare
        if used:
            _ = self._current

    def finish(self, *, passed: bool) -> str:
        """The test ends; why it fails because of its requests, or ""."""
        if self._prepare is not None or self._state is None:
            self._prepare = None
            return ""
        self._state.emulator.close()
        return self._state.explain(passed=passed)

    def close(self) -> None:
        """Stop serving."""
        if self._server:
            self._server.close()

    def __repr__(self) -> str:
        return f"<contract_emulator {self._server.url}>" if self._server else "<contract_emulator>"

    def _switch(self, state: EmulatorState) -> None:
        self._state = state

    @property
    def _current(self) -> EmulatorState:
        """The state of the running test, which is made when it is first needed."""
        with self._lock:
            if self._prepare is not None:
                self._state, self._prepare = EmulatorState(self._prepare()), None
            if self._state is None:
                raise RuntimeError("contract_emulator is used outside of a test")
            return self._state


class FreshState:
    """A context manager: an empty state within, which is judged at its end.

    It is no generator, whose frames would stand in every traceback.
    """

    def __init__(
        self,
        emulator: ContractEmulator,
        outer: EmulatorState,
        switch: Callable[[EmulatorState], None],
    ) -> None:
        """`switch` makes a state the current one."""
        self._emulator, self._outer, self._switch = emulator, outer, switch
        setup = replace(outer.setup, expectations=tuple(outer.expectations))
        self._inner = EmulatorState(setup)

    def __enter__(self) -> ContractEmulator:
        self._switch(self._inner)
        return self._emulator

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        """Raise AssertionError for an invalid request that the test does not expect.

        An error of the part itself goes on, with a note of such a request.
        """
        __tracebackhide__ = True
        self._switch(self._outer)
        self._inner.emulator.close()
        self._outer.add_counts(self._inner)
        text = self._inner.explain(passed=False)
        if text and error is not None:
            error.add_note(text)
        elif text:
            raise AssertionError(text)

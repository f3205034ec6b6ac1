"""The emulator of one test: what it got, what of that is at fault, and what the test means."""

import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from contractkit.contracts.loading import Contract
from contractkit.emulator import Emulator, RecordedRequest, Settings
from contractkit.errors import ContractkitError
from contractkit.pytest_plugin.faults import Fault, Meant, explain_faults, is_at_fault
from contractkit.pytest_plugin.loaded import warm_up

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

MOST_KEPT = 50
TIMEOUT, PAUSE = 5.0, 0.05
NONE_CAME = "the test expects an invalid request, and none came"


@dataclass(frozen=True, slots=True)
class Terms:
    """What a test asks of its emulator: the settings, what it means (any of them), and a seed."""

    settings: Settings
    meant: tuple[Meant, ...] = ()
    seed: str = ""


class Trial:
    """A fresh emulator, and everything that happens to it."""

    def __init__(self, terms: Terms) -> None:
        """Remember nothing yet."""
        self.terms, self.meant = terms, list(terms.meant)
        self.emulator = Emulator(terms.settings, on_request=self._note)
        self._lock = threading.Lock()
        self._faults: list[Fault] = []
        self._total = self._bad = self._unmeant = 0
        self._errors: list[Exception] = []

    def answer(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> "Iterable[bytes]":
        """The WSGI application; a fault of its own is kept, and raised."""
        try:
            return self.emulator.app(environ, start_response)
        except OSError:
            raise
        except Exception as error:
            self._errors.append(error)
            raise

    @property
    def counts(self) -> tuple[int, int]:
        """How many requests it got, and how many of them are at fault."""
        return self._total, self._bad

    def add(self, total: int, bad: int) -> None:
        """Count requests that another trial of the same test got."""
        with self._lock:
            self._total += total
            self._bad += bad

    def explain(self, *, passed: bool) -> str:
        """Why the test fails, though it `passed` by itself or did not; "" if it does not."""
        with self._lock:
            errors, faults, total, bad = self._errors, self._faults, self._total, self._bad
            more = self._unmeant - len(faults)
        if errors:
            return f"the emulator itself failed: {type(errors[0]).__name__}: {errors[0]}"
        unmeant = [one for one in faults if not any(each.covers(one.seen) for each in self.meant)]
        if unmeant:
            return explain_faults(self.terms.settings, unmeant, total, more)
        if passed and not bad and any(one.must for one in self.meant):
            return NONE_CAME
        return ""

    def close(self) -> None:
        """Deliver no more notifications."""
        self.emulator.close()

    def _note(self, seen: RecordedRequest) -> None:
        bad = is_at_fault(seen)
        unmeant = bad and not any(one.covers(seen) for one in self.meant)
        with self._lock:
            self._total += 1
            self._bad += bad
            self._unmeant += unmeant
            if unmeant and len(self._faults) < MOST_KEPT:
                self._faults.append(Fault(self._total, seen))


def make_settings(contract: Contract, options: dict[str, Any]) -> Settings:
    """The settings of a test's emulator, which is ready to judge.

    Unless told, it is quick to try a notification again.

    Raises ContractkitError for options that no emulator has.
    """
    try:
        settings = Settings(contract, **options)
    except TypeError as error:
        raise ContractkitError(f"an emulator cannot be made so: {error}") from error
    warm_up(contract)
    if settings.retry is not None:
        return settings
    return replace(settings, retry=replace(settings.delivery, timeout=TIMEOUT, pause=PAUSE))

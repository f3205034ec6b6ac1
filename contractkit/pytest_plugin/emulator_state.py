"""The emulator of one test: its requests, and whether the test expects the invalid ones."""

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from contractkit.contracts.authentication import list_ways
from contractkit.contracts.codes import find_codes
from contractkit.contracts.loading import Contract
from contractkit.contracts.operations import list_operations
from contractkit.contracts.rules import find_rule
from contractkit.emulator import Emulator, RecordedRequest, Settings
from contractkit.emulator.history import LONGEST_BODY
from contractkit.errors import ContractkitError
from contractkit.findings import Verdict
from contractkit.jsontext import read
from contractkit.pytest_plugin.explanations import (
    broken_rules,
    explain_findings,
    write_row,
)
from contractkit.pytest_plugin.loaded_contract import warm_up
from contractkit.reporting.texts import count_noun
from contractkit.validation.options import CheckResult

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

MOST_KEPT, MOST_SHOWN = 50, 3
TIMEOUT, PAUSE = 5.0, 0.05  # seconds
NONE_CAME = "the test expects an invalid request, and none came"


@dataclass(frozen=True, slots=True)
class Expectation:
    """Which invalid requests a test expects: any, or those that break no rules but these.

    `required`: the test fails if none comes.
    """

    rules: frozenset[str] = frozenset()
    required: bool = True

    def covers(self, request: RecordedRequest) -> bool:
        """Whether an invalid request is one of those."""
        return not self.rules or (
            request.verdict is Verdict.INVALID and broken_rules(request.findings) <= self.rules
        )


def expect_rules(contract: Contract, rules: Iterable[str], *, required: bool = True) -> Expectation:
    """The expectation of a test that names rules; UnknownNameError for one that does not exist."""
    return Expectation(frozenset(find_rule(contract, rule).id for rule in rules), required)


@dataclass(frozen=True, slots=True)
class EmulatorSetup:
    """What a test asks of its emulator: settings, expected requests, a seed for drawn answers.

    `others` are the settings for the further requests of a contract that has several.
    """

    settings: Settings
    expectations: tuple[Expectation, ...] = ()
    seed: str = ""
    others: tuple[Settings, ...] = ()


class EmulatorState:
    """A fresh emulator, the numbers of its requests, and those that were not expected."""

    def __init__(self, setup: EmulatorSetup) -> None:
        """Start with no request."""
        self.setup, self.expectations = setup, list(setup.expectations)
        self.emulator = Emulator(setup.settings, on_request=self._count, others=setup.others)
        self._lock = threading.Lock()
        self.total = self.invalid = self._unexpected = 0
        self._kept: dict[int, RecordedRequest] = {}
        self._errors: list[Exception] = []

    def answer(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> "Iterable[bytes]":
        """The WSGI application; an exception of its own is kept, and raised."""
        try:
            return self.emulator.app(environ, start_response)
        except OSError:
            raise
        except Exception as error:
            self._errors.append(error)
            raise

    def add_counts(self, other: "EmulatorState") -> None:
        """Count the requests that another state of the same test got."""
        with self._lock:
            self.total += other.total
            self.invalid += other.invalid

    def explain(self, *, passed: bool) -> str:
        """Why the test fails, whether it `passed` by itself or not; "" if it does not."""
        with self._lock:
            kept, total, invalid = dict(self._kept), self.total, self.invalid
            more = self._unexpected - len(kept)
        if self._errors:
            error = self._errors[0]
            return f"the emulator itself failed: {type(error).__name__}: {error}"
        # The test may have named what it expects after sending it.
        unexpected = {number: kept[number] for number in kept if not self._expects(kept[number])}
        if unexpected:
            return explain_requests(self.setup.settings, unexpected, total, more)
        required = any(expectation.required for expectation in self.expectations)
        return NONE_CAME if passed and required and not invalid else ""

    def _expects(self, request: RecordedRequest) -> bool:
        return any(expectation.covers(request) for expectation in self.expectations)

    def _count(self, request: RecordedRequest) -> None:
        # What could not even be judged counts as invalid too.
        invalid = request.verdict in (Verdict.INVALID, None)
        unexpected = invalid and not self._expects(request)
        with self._lock:
            self.total += 1
            self.invalid += invalid
            self._unexpected += unexpected
            if unexpected and len(self._kept) < MOST_KEPT:
                self._kept[self.total] = request


def make_settings(contract: Contract, options: dict[str, Any]) -> Settings:
    """The settings of a test's emulator; failed notifications are soon tried again by default.

    Raises ContractkitError for options that no emulator has.
    """
    try:
        settings = Settings(contract, **options)
    except TypeError as error:
        raise ContractkitError(f"bad options for the emulator: {error}") from error
    warm_up(contract)
    if settings.retry is not None:
        return settings
    return replace(settings, retry=replace(settings.delivery, timeout=TIMEOUT, pause=PAUSE))


def explain_requests(
    settings: Settings, requests: Mapping[int, RecordedRequest], total: int, more: int
) -> str:
    """What is wrong with requests, which are numbered from 1; `more` are those not kept."""
    number = len(requests) + more
    head = (
        f"{count_noun(number, 'request')} of {total:,} that contract_emulator got "
        f"{'does' if number == 1 else 'do'} not conform to {settings.contract}"
    )
    shown = islice(requests.items(), MOST_SHOWN)
    blocks = [_explain(settings, f"request {position}", request) for position, request in shown]
    hidden = number - len(blocks)
    tail = [f"and {hidden:,} more\n"] if hidden > 0 else []
    rules = sorted({rule for found in requests.values() for rule in broken_rules(found.findings)})
    named = ", ".join(f'"{rule}"' for rule in rules[:MOST_SHOWN])
    tail.append(f"If the test expects that, call contract_emulator.expect_invalid({named}).")
    return "\n".join([f"{head}\n", *blocks, *tail])


def _explain(settings: Settings, name: str, request: RecordedRequest) -> str:
    if request.verdict is None:
        return _explain_unjudged(settings, name, request)
    document = read(request.body) if len(request.body) < LONGEST_BODY else None
    invalid, doubtful = (
        [finding for finding in request.findings if finding.verdict is verdict]
        for verdict in (Verdict.INVALID, Verdict.DOUBTFUL)
    )
    return explain_findings(name, CheckResult(None, request.findings, document), invalid, doubtful)


def _explain_unjudged(settings: Settings, name: str, request: RecordedRequest) -> str:
    """A request to another address, or one that was answered before its body was judged."""
    operation = settings.operation
    right, sent = f"{operation['method']} {operation['path']}", f"{request.method} {request.path}"
    asks = any(
        other.method == request.method and other.match_path(request.path) is not None
        for other in list_operations(settings.contract)
    )
    if sent != right and not asks:
        what, fix = f"{sent} is not the operation", f"Send {right}: use contract_emulator.url."
    else:
        what, fix = _describe_answer(settings, request.code), _advise_key(settings, request.code)
    return f"{name}: error: {what}\n{write_row('fix', fix)}\n"


def _describe_answer(settings: Settings, code: str | None) -> str:
    context = settings.contract.data["answers"].get("context", "")
    for found in find_codes(settings.contract, code or ""):
        if found.context == context:
            return f"refused with {found.code}, {found.description}"
    return "its body was not judged"


def _advise_key(settings: Settings, code: str | None) -> str:
    """How to send the key, where that is what the answer asks for; "" elsewhere."""
    data = settings.contract.data
    codes = data["answers"].get("unauthenticated", {}).values()
    if code and code not in codes:
        return ""
    closed = [way for way in list_ways(settings.contract) if way.schemes and not way.is_open]
    for scheme in closed[-1].schemes[:1] if closed else ():
        place = replace(scheme, prefix="").words
        behind = f", behind “{scheme.prefix.strip()}”" if scheme.prefix.strip() else ""
        return f"Send contract_emulator.key in {place}{behind}."
    return ""

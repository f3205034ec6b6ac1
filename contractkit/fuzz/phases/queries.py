"""The queries phase: what an accepted request has made is asked about, and what does not exist.

First a few requests are sent that are to be accepted; then come the other operations of the
contract, with what the answers say.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from urllib.parse import urlsplit

from contractkit.contracts.loading import Contract
from contractkit.contracts.operations import Operation, list_operations
from contractkit.fuzz.answers import read_answer, read_value
from contractkit.fuzz.fresh_headers import make_fresh
from contractkit.fuzz.logins import can_test_logins, list_attempts
from contractkit.fuzz.probes import Setting, fullest, plainest
from contractkit.fuzz.records import Attempt, Exchange, Expectation, Probe, Query
from contractkit.fuzz.secrets import Secrets
from contractkit.fuzz.valid_cases import list_valid

NAME = "queries"
OTHERS, WRONG_LOGINS = 4, 2


def list_probes(setting: Setting) -> Iterator[Probe]:
    """The requests that are asked about afterwards: the plainest, the fullest, and others."""
    contract, message = setting.contract, setting.message
    cases = [plainest(contract, message), fullest(contract, message)]
    cases += islice(list_valid(contract, message, full=False), OTHERS)
    yield from (setting.make_probe(NAME, case, alone=True) for case in cases)


def list_queries(
    setting: Setting, secrets: Secrets, url: str, exchanges: Iterable[Exchange]
) -> Iterator[Probe]:
    """The queries about requests that were sent to a URL, as far as they were accepted."""
    accepted = [
        (exchange, value)
        for exchange in exchanges
        if read_answer(setting.contract, exchange.answer).accepts
        and (value := read_value(exchange.answer.body)) is not None
    ]
    for operation in list_operations(setting.contract):
        known = [
            (exchange, values)
            for exchange, value in accepted
            for values in operation.list_parameters(value)
        ]
        asked = [
            _ask(setting, operation, url, values, Query(operation, exchange))
            for exchange, values in known
        ]
        yield from asked[:1]
        for _, values in known[:1]:
            unknown = {name: make_fresh(value) for name, value in values.items()}
            yield _ask(setting, operation, url, unknown, Query(operation))
        for attempt in _list_wrong_logins(setting, secrets) if asked else ():
            yield _try_login(asked[0], attempt)
        yield from asked[1:]


def _try_login(asked: Probe, attempt: Attempt) -> Probe:
    """A query with wrong credentials: who takes these for a request takes them for it too."""
    label = f"{attempt.label}, for {asked.method} {asked.path}"
    marks = asked.marks | attempt.marks
    return replace(asked, login=attempt.login, expect=attempt.expect, label=label, marks=marks)


def _list_wrong_logins(setting: Setting, secrets: Secrets) -> Iterator[Attempt]:
    if not can_test_logins(setting.contract, secrets):
        return
    attempts = list_attempts(setting.contract, secrets)
    wrong = (attempt for attempt in attempts if attempt.expect is Expectation.REFUSE)
    yield from islice(wrong, WRONG_LOGINS)


def _ask(
    setting: Setting, operation: Operation, url: str, values: dict[str, str], query: Query
) -> Probe:
    path = operation.make_path(values)
    known = "an accepted request" if query.accepted else "what does not exist"
    return Probe(
        phase=NAME,
        body=b"",
        expect=Expectation.FORM,
        login=setting.login,
        method=operation.method,
        label=f"{operation.method} {path}, for {known}",
        marks=frozenset({f"a query for {known}"}),
        path=f"{find_base_path(setting.contract, url)}{path}",
        query=query,
    )


def find_base_path(contract: Contract, url: str) -> str | None:
    """What stands before the paths of the contract in a URL; None where it has another path."""
    path, own = urlsplit(url).path, contract.data["operation"]["path"]
    return path.removesuffix(own) if path.endswith(own) else None

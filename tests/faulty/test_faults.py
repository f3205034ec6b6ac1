"""Each fault can be seen: none is dead code, and a right server shows nothing like it."""

import ast
import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faulty import Running, start
from tests.faulty.demonstrations.notifications import SERIES, hear
from tests.faulty.demonstrations.observing import (
    Listener,
    connect,
    is_accepted,
    observe,
    observe_bytes,
    send,
)
from tests.faulty.demonstrations.requests import GOOD, Request
from tests.faulty.demonstrations.tables import AT_ONCE, PAYLOADS, SERVED, TOLD, WIRED
from tests.faulty.faults import ALLOWED, FAULTS, GROUPS, NAMES, Switches
from tests.faulty.validation import validate


@pytest.mark.parametrize("name", PAYLOADS)
def test_a_fault_of_validation_turns_a_verdict(name: str) -> None:
    raw = PAYLOADS[name]
    verdicts = [validate(raw, Switches(strict=strict)) is None for strict in (False, True)]
    assert verdicts[0] is verdicts[1], "nobody may be blamed for what is doubtful"
    assert (validate(raw, Switches(name)) is None) is not verdicts[0]


@pytest.mark.parametrize("name", SERVED)
def test_a_fault_of_the_server_is_seen(name: str, right: Running) -> None:
    series = SERVED[name]
    with start(name) as running:
        seen = observe(running, series, 0.3 if name.startswith("hang-") else 10)
    expected = observe(right, series)
    assert seen != expected
    assert [answer[:1] for answer in expected] == [(200,)] * len(series)
    if name.startswith(("crash-", "drop-", "hang-")):
        wanted = {"crash": (500,), "drop": ("RemoteDisconnected",), "hang": ("hung",)}
        assert wanted[name.partition("-")[0]] in [answer[:1] for answer in seen]


@pytest.mark.parametrize("name", WIRED)
def test_a_fault_of_http_is_seen(name: str, right: Running) -> None:
    packets = WIRED[name]
    with start(name) as running:
        seen = observe_bytes(running, packets, 0.3 if name.startswith("hang-") else 10)
    expected = observe_bytes(right, packets)
    assert seen != expected
    assert expected[0] == 200
    wanted = {"crash": 500, "drop": "RemoteDisconnected", "hang": "hung"}
    kind = name.partition("-")[0]
    assert seen[0] == wanted.get(kind, seen[0])


def test_what_is_seen_is_the_same_twice(right: Running, listener: Listener) -> None:
    with start() as other:
        for series in SERVED.values():
            assert observe(other, series) == observe(right, series)
        for packets in WIRED.values():
            assert observe_bytes(other, packets) == observe_bytes(right, packets)
        for edits in SERIES.values():
            assert hear(other, listener, edits) == hear(right, listener, edits)


def answer_at_once(running: Running, series: list[Request]) -> list[Any]:
    """What is answered to requests that are sent at the same time."""
    gate = threading.Barrier(len(series))
    answers: list[Any] = [None] * len(series)

    def run(index: int) -> None:
        connection = connect(running)
        gate.wait()
        answers[index] = send(connection, series[index])
        connection.close()

    threads = [threading.Thread(target=run, args=(index,)) for index in range(len(series))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def is_confused(running: Running, series: list[Request]) -> bool:
    answers = answer_at_once(running, series)
    transids = [json.loads(answer[2])["response"] for answer in answers]
    transids = [one[0] if isinstance(one, list) else one for one in transids]
    verdicts = [is_accepted(answer) for answer in answers]
    unequal = len({one["transid"] for one in transids}) < len(series)
    return unequal or verdicts != [request is GOOD for request in series]


@pytest.mark.parametrize("name", AT_ONCE)
def test_a_fault_of_requests_at_the_same_time_is_seen(name: str, right: Running) -> None:
    series = AT_ONCE[name]
    assert not any(is_confused(right, series) for _ in range(5))
    deadline = time.monotonic() + 60
    with start(name) as running:
        while not is_confused(running, series):
            assert time.monotonic() < deadline


@pytest.mark.parametrize("name", TOLD)
def test_a_fault_of_notifications_is_heard(name: str, listener: Listener) -> None:
    series = SERIES.get(name, [{"callbackData": "order", "correlationid": "one"}])
    with start(late=name.startswith("late-")) as running:
        expected = hear(running, listener, series)
    with start(name) as running:
        heard = hear(running, listener, series)
    assert heard != expected


def test_each_fault_is_demonstrated_once() -> None:
    shown = [*PAYLOADS, *SERVED, *WIRED, *AT_ONCE, *TOLD]
    assert sorted(shown) == sorted(NAMES)
    assert len(FAULTS) >= 90
    assert len(NAMES) == len(FAULTS) + len(ALLOWED)
    assert len(FAULTS) == sum(len(group) for group in GROUPS.values())


def asked_names() -> Iterator[str]:
    """The faults that the code asks for by name, in calls of `has`."""
    for file in Path(__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == "has":
                constants = [part for argument in node.args for part in ast.walk(argument)]
                yield from (
                    part.value
                    for part in constants
                    if isinstance(part, ast.Constant) and isinstance(part.value, str)
                )


def test_the_code_asks_only_for_faults_that_exist() -> None:
    asked = set(asked_names())
    assert len(asked) > 100
    assert asked - set(NAMES) == set()

"""The next probe is made while the answer to the last is on its way, and costs the target none."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial

import pytest

from contractkit.fuzz import Secrets, run
from contractkit.fuzz.records import Probe, Request
from contractkit.fuzz.sending import Sender, Target
from contractkit.fuzz.targets import open_url
from tests.fuzz.making import accept, answering, options, probe
from tests.fuzz.rawserver import KEY, Line, serve

PATIENCE = 30.0


@contextmanager
def open_target(behave: Callable[[Line], None], timeout: float = PATIENCE) -> Iterator[Target]:
    with ExitStack() as stack:
        server = stack.enter_context(serve(lambda _, line: behave(line)))
        yield stack.enter_context(closing(open_url(server.url, timeout=timeout)))


def test_the_next_probe_is_made_while_the_target_answers() -> None:
    made = threading.Semaphore(0)

    def answer_when_made(line: Line) -> None:
        while request := line.read():
            assert made.acquire(timeout=PATIENCE)
            line.write(line.answer(request))

    def list_probes() -> Iterator[Probe]:
        yield probe()
        for _ in range(3):
            made.release()
            yield probe()
        made.release()

    with open_target(answer_when_made) as target:
        exchanges = list(Sender(target, Secrets(KEY)).send_all(list_probes()))
    assert [one.answer.status for one in exchanges] == [200] * 4
    assert [one.number for one in exchanges] == [1, 2, 3, 4]


def test_what_it_takes_to_make_a_probe_is_not_the_targets_time() -> None:
    timeout = 1.0  # seconds: enough for a busy machine to answer at once

    def answer_at_once(line: Line) -> None:
        while request := line.read():
            line.write(line.answer(request))

    def list_probes() -> Iterator[Probe]:
        yield probe()
        threading.Event().wait(timeout * 1.5)
        yield probe()

    with open_target(answer_at_once, timeout) as target:
        exchanges = list(Sender(target, Secrets(KEY)).send_all(list_probes()))
    assert [one.answer.fault for one in exchanges] == [None, None]
    assert exchanges[0].answer.seconds < timeout


def test_a_silent_target_has_its_own_time_still() -> None:
    with open_target(Line.hush, 0.1) as target:
        send = partial(target.send, Request("POST", (), b"{}"))
        assert send(meanwhile=lambda: None).fault == send().fault == "silent"


@pytest.mark.parametrize("most", range(1, 50, 3))
def test_no_more_is_sent_than_asked_for(most: int) -> None:
    """Failures are sent again at once, when the next probe is made already."""
    sent: list[object] = []

    def take_anything(value: object) -> dict[str, object]:
        sent.append(value)
        return accept()

    report = run(
        app=answering(take_anything), options=options(requests=most, phases=("text",), reserve=0)
    )
    assert len(sent) == report.requests <= most

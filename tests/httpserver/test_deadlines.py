"""A watch shuts a socket down in time, and never after it was cancelled."""

import socket
import threading
from collections.abc import Iterator
from time import monotonic, process_time

import pytest

from contractkit.httpserver.deadlines import Watchdog

PATIENCE = 30.0
Pair = tuple[socket.socket, socket.socket]


@pytest.fixture
def pair() -> Iterator[Pair]:
    left, right = socket.socketpair()
    with left, right:
        left.settimeout(PATIENCE)
        right.settimeout(PATIENCE)
        yield left, right


@pytest.fixture
def dog() -> Iterator[Watchdog]:
    watchdog = Watchdog()
    yield watchdog
    watchdog.close()


def test_a_late_socket_is_shut_down(dog: Watchdog, pair: Pair) -> None:
    began = monotonic()
    watch = dog.watch(pair[0], 0.03)
    assert pair[0].recv(1) == b""
    assert 0.02 < monotonic() - began < PATIENCE
    assert watch.fired
    assert watch.cancel()


def test_a_drip_does_not_extend_the_time(dog: Watchdog, pair: Pair) -> None:
    stop = threading.Event()

    def drip() -> None:
        while not stop.wait(0.005):
            try:
                pair[1].send(b".")
            except OSError:
                return

    thread = threading.Thread(target=drip)
    thread.start()
    began = monotonic()
    with dog.watch(pair[0], 0.05) as watch:
        while pair[0].recv(1):
            pass
    stop.set()
    thread.join()
    assert watch.fired
    assert monotonic() - began < PATIENCE


def test_a_cancelled_watch_never_fires(dog: Watchdog, pair: Pair) -> None:
    watch = dog.watch(pair[0], PATIENCE)
    assert not watch.cancel()
    watch.until = 0
    other, far = socket.socketpair()
    with other, far:
        dog.watch(other, 0.01)
        assert other.recv(1) == b""
    pair[1].send(b"x")
    assert pair[0].recv(1) == b"x"
    assert not watch.fired


def test_an_earlier_watch_after_a_later_one_fires_first(dog: Watchdog, pair: Pair) -> None:
    later = dog.watch(pair[1], 60)
    dog.watch(pair[0], 0.02)
    assert pair[0].recv(1) == b""
    assert not later.fired


def test_a_closed_socket_is_no_trouble(dog: Watchdog, pair: Pair) -> None:
    closed, far = socket.socketpair()
    closed.close()
    far.close()
    dog.watch(closed, 0.01)
    dog.watch(pair[0], 0.02)
    assert pair[0].recv(1) == b""


def test_thousands_of_watches_need_one_thread_and_little_time(dog: Watchdog, pair: Pair) -> None:
    before = set(threading.enumerate())
    began = process_time()
    for _ in range(5000):
        with dog.watch(pair[0], PATIENCE):
            pass
    assert process_time() - began < 2
    assert len(set(threading.enumerate()) - before) == 1


def test_after_close_nothing_fires(pair: Pair) -> None:
    watchdog = Watchdog()
    watch = watchdog.watch(pair[0], PATIENCE)
    watchdog.close()
    watch.until = 0
    late = watchdog.watch(pair[0], 0)
    other = Watchdog()
    other.watch(pair[1], 0.01)
    assert pair[1].recv(1) == b""
    assert (watch.fired, late.fired) == (False, False)
    other.close()

"""The tasks of a run in several processes, their results in the order of the tasks."""

import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain
from typing import Any, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")
# Enough work to be worth the way to another process, and enough of it on the way.
SHARE, AHEAD = 512 * 1024, 3

_judge: list[Callable[[Any], Iterable[Any]]] = []


def share_out(
    tasks: Iterable[Task],
    judge: Callable[[Task], Iterable[Result]],
    weigh: Callable[[Task], int],
    jobs: int,
) -> Iterator[Result]:
    """Judge the tasks in so many processes, at most two a processor; few tasks are held at a time.

    `weigh` says about how many bytes of text a task has. What goes to the processes is pickled.
    Where one of them is killed, the rest is judged in this one.
    """
    shares = _gather_shares(tasks, weigh)
    asked: deque[list[Task]] = deque()
    try:
        yield from _judge_elsewhere(shares, asked, judge, min(jobs, 2 * (os.cpu_count() or 1)))
    except BrokenProcessPool:
        for share in chain(asked, shares):
            for task in share:
                yield from judge(task)


def _judge_elsewhere(
    shares: Iterable[list[Task]],
    asked: deque[list[Task]],
    judge: Callable[[Task], Iterable[Result]],
    jobs: int,
) -> Iterator[Result]:
    """Judge the shares in other processes; `asked` has those whose results are not here yet."""
    futures: deque[Future[list[Result]]] = deque()
    pool = ProcessPoolExecutor(jobs, _choose_context(), _install, (judge,))
    try:
        for share in shares:
            asked.append(share)
            futures.append(pool.submit(_judge_share, share))
            if len(futures) > AHEAD * jobs:
                yield from _take(futures, asked)
        while futures:
            yield from _take(futures, asked)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _take(futures: deque[Future[list[Result]]], asked: deque[list[Task]]) -> list[Result]:
    results = futures.popleft().result()
    asked.popleft()
    return results


def _gather_shares(tasks: Iterable[Task], weigh: Callable[[Task], int]) -> Iterator[list[Task]]:
    share: list[Task] = []
    size = 0
    for task in tasks:
        share.append(task)
        size += weigh(task)
        if size >= SHARE:
            yield share
            share, size = [], 0
    if share:
        yield share


def _choose_context() -> Any:
    """A way to start processes: a copy of this one where that is safe, which takes no time."""
    import multiprocessing

    return multiprocessing.get_context("fork" if sys.platform == "linux" else None)


def _install(judge: Callable[[Any], Iterable[Any]]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _judge[:] = [judge]


def _judge_share(share: list[Any]) -> list[Any]:
    return [result for task in share for result in _judge[0](task)]

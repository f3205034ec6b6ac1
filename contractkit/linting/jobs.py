"""The tasks of a run in several processes, their results in the order of the tasks."""

import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

from contractkit.errors import ContractkitError

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
    Raises ContractkitError where a process is killed.
    """
    waiting: deque[Future[list[Result]]] = deque()
    jobs = min(jobs, 2 * (os.cpu_count() or 1))
    with ProcessPoolExecutor(jobs, _choose_context(), _install, (judge,)) as pool:
        try:
            for share in _gather_shares(tasks, weigh):
                waiting.append(pool.submit(_judge_share, share))
                if len(waiting) > AHEAD * jobs:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        except BrokenProcessPool as error:
            raise ContractkitError("a process of --jobs was killed; try fewer") from error
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


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

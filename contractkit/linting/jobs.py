"""Runs the tasks of a lint in several processes; the results keep the order of the tasks."""

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
# A batch is so many bytes that sending it to another process pays, and so many batches a process
# are sent ahead.
BATCH, AHEAD = 512 * 1024, 3

_run_task: list[Callable[[Any], Iterable[Any]]] = []


def count_processors() -> int:
    """How many processors this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run_in_processes(
    tasks: Iterable[Task],
    run: Callable[[Task], Iterable[Result]],
    estimate_size: Callable[[Task], int],
    jobs: int,
) -> Iterator[Result]:
    """Run the tasks in `jobs` processes, at most two a processor; few tasks are held at a time.

    `estimate_size` gives the bytes of text of a task. What goes to the processes is pickled. Where
    one of them is killed, the rest runs in this one.
    """
    batches = _gather_batches(tasks, estimate_size)
    sent: deque[list[Task]] = deque()
    try:
        yield from _run_elsewhere(batches, sent, run, min(jobs, 2 * count_processors()))
    except BrokenProcessPool:
        for batch in chain(sent, batches):
            for task in batch:
                yield from run(task)


def _run_elsewhere(
    batches: Iterable[list[Task]],
    sent: deque[list[Task]],
    run: Callable[[Task], Iterable[Result]],
    jobs: int,
) -> Iterator[Result]:
    """Run the batches in other processes; `sent` has those whose results are not here yet."""
    futures: deque[Future[list[Result]]] = deque()
    pool = ProcessPoolExecutor(jobs, _choose_context(), _set_up_process, (run,))
    try:
        for batch in batches:
            sent.append(batch)
            futures.append(pool.submit(_run_batch, batch))
            if len(futures) > AHEAD * jobs:
                yield from _wait_for_first(futures, sent)
        while futures:
            yield from _wait_for_first(futures, sent)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _wait_for_first(futures: deque[Future[list[Result]]], sent: deque[list[Task]]) -> list[Result]:
    results = futures.popleft().result()
    sent.popleft()
    return results


def _gather_batches(
    tasks: Iterable[Task], estimate_size: Callable[[Task], int]
) -> Iterator[list[Task]]:
    batch: list[Task] = []
    size = 0
    for task in tasks:
        batch.append(task)
        size += estimate_size(task)
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _choose_context() -> Any:
    """A way to start processes: a copy of this one where that is safe, which takes no time."""
    import multiprocessing

    return multiprocessing.get_context("fork" if sys.platform == "linux" else None)


def _set_up_process(run: Callable[[Any], Iterable[Any]]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _run_task[:] = [run]


def _run_batch(batch: list[Any]) -> list[Any]:
    return [result for task in batch for result in _run_task[0](task)]

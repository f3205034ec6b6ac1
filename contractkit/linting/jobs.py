"""The same work in several processes, its results in the order of what they came of."""

import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from contractkit.errors import ContractkitError

Item = TypeVar("Item")
Result = TypeVar("Result")
AHEAD = 4

_work: list[Callable[[Any], Any]] = []


def map_in_order(
    work: Callable[[Item], Result], items: Iterable[Item], jobs: int
) -> Iterator[Result]:
    """The results of the work; few of the items are held at a time.

    With more than one job, the work and the items go to other processes, so they can be pickled.
    Raises ContractkitError where one of these is killed.
    """
    if jobs == 1:
        yield from map(work, items)
        return
    from concurrent.futures import Future, ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    waiting: deque[Future[Result]] = deque()
    with ProcessPoolExecutor(jobs, _choose_context(), _install, (work,)) as pool:
        try:
            for item in items:
                waiting.append(pool.submit(_run, item))
                if len(waiting) > AHEAD * jobs:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool as error:
            raise ContractkitError("a process of --jobs was killed; try fewer") from error
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _choose_context() -> Any:
    """A way to start processes: a copy of this one where that is safe, which takes no time."""
    import multiprocessing

    return multiprocessing.get_context("fork" if sys.platform == "linux" else None)


def _install(work: Callable[[Any], Any]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _work[:] = [work]


def _run(item: Any) -> Any:
    return _work[0](item)

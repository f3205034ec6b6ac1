"""Several processes: as many as help, whatever is asked for."""

import os
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import pytest

from contractkit.linting import jobs

DEADLY, HERE = 25, os.getpid()


def double(task: int) -> Iterable[int]:
    return (task, task)


def die(task: int) -> Iterable[int]:
    """Be killed by one task, in another process than the tests'."""
    if task == DEADLY and os.getpid() != HERE:
        os._exit(1)
    return (task,)


def test_results_come_in_the_order_of_the_tasks() -> None:
    found = list(jobs.run_in_processes(range(50), double, lambda _: jobs.BATCH // 3, 2))
    assert found == [one for task in range(50) for one in (task, task)]


def test_no_more_processes_are_started_than_help(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def make_pool(count: int, *arguments: Any) -> ProcessPoolExecutor:
        asked.append(count)
        return ProcessPoolExecutor(1, *arguments)

    monkeypatch.setattr(jobs, "ProcessPoolExecutor", make_pool)
    assert list(jobs.run_in_processes([1], double, lambda _: 1, 100_000)) == [1, 1]
    assert asked == [2 * (os.cpu_count() or 1)]


def test_where_a_process_is_killed_the_rest_is_judged_here() -> None:
    assert list(jobs.run_in_processes(range(60), die, lambda _: jobs.BATCH // 3, 2)) == list(
        range(60)
    )

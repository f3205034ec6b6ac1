"""The attempts to deliver a notification: when each was, and what came of it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from contractkit.emulator.log import current_time


class Result(StrEnum):
    """What came of an attempt."""

    DELIVERED = "delivered"
    REPEATED = "repeated"  # it failed, and there is another one later
    GIVEN_UP = "given up"  # it failed, and was the last
    FORBIDDEN = "forbidden"  # nothing was sent, and nothing of the same request will be
    DISCARDED = "discarded"  # the same, because too many are waiting


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt: `status` is what the listener answered, None where it did not.

    `reason` says why nothing was sent, `pause` is the seconds until the next attempt.
    """

    time: str
    result: Result
    status: int | None = None
    reason: str = ""
    pause: float = 0


Watcher = Callable[[Attempt], object]


def note_attempt(
    watcher: Watcher | None,
    result: Result,
    status: int | None = None,
    reason: str = "",
    pause: float = 0,
) -> None:
    """Tell whoever watches a delivery, if anybody does, of an attempt that ended just now."""
    if watcher:
        watcher(Attempt(current_time(), result, status, reason, pause))

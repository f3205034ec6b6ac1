"""Retries: a target that is gone may be starting again, one that limits requests may relent."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from contractkit.contracts.loading import Contract
from contractkit.errors import TargetError
from contractkit.fuzz.answers import is_busy
from contractkit.fuzz.records import Answer, Exchange, Fault
from contractkit.fuzz.sending import Sender

PAUSES_WHEN_GONE = (0.3, 0.3, 0.3)
PAUSES_WHEN_BUSY = (0.25, 0.5, 1.0, 2.0)  # a limit of so many a second is over by then
LONGEST_PAUSE = 5.0
LIMITS = "limits requests: use --rate"


@dataclass(frozen=True, slots=True)
class Retries:
    """Sends a probe again, a few times, while its target is unreachable or limits requests.

    `requests_left`: how many requests may still be sent; `seconds_left`: how long that may take.
    """

    contract: Contract
    sender: Sender
    requests_left: Callable[[], int]
    seconds_left: Callable[[], float]

    def retry(self, exchange: Exchange) -> tuple[Exchange, str]:
        """The exchange, or a later one of its probe, and why the run must end, or an empty text.

        Raises TargetError where even the first request gets no answer.
        """
        last = exchange
        for number in range(len(PAUSES_WHEN_BUSY)):
            pause = self._find_pause(last.answer, number)
            if pause is None or self.requests_left() <= 0:
                break
            time.sleep(min(pause, max(0.0, self.seconds_left())))
            if self.requests_left() <= 0:
                break
            last = self.sender.send(exchange.probe)
        gone = last.answer.fault is Fault.UNREACHABLE
        if not gone and not is_busy(self.contract, last.answer):
            return last, ""
        if exchange.number == 1:
            reason = f"cannot be reached: {last.answer.detail}; --wait waits for it to be up"
            raise TargetError(self.sender.target.url, reason if gone else f"it {LIMITS}")
        return last, "the target could not be reached any more" if gone else f"the target {LIMITS}"

    def _find_pause(self, answer: Answer, number: int) -> float | None:
        """The seconds until it is worth trying again; None where it is not."""
        if answer.fault is Fault.UNREACHABLE:
            return PAUSES_WHEN_GONE[number] if number < len(PAUSES_WHEN_GONE) else None
        if not is_busy(self.contract, answer):
            return None
        wanted = read_retry_after(answer.header("Retry-After"))
        return PAUSES_WHEN_BUSY[number] if wanted is None else min(wanted, LONGEST_PAUSE)


def read_retry_after(text: str) -> float | None:
    """The seconds that a Retry-After asks for, as a number or as a date; None where it does not."""
    text = text.strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        until = parsedate_to_datetime(text)
        aware = until if until.tzinfo else until.replace(tzinfo=UTC)
        return max(0.0, (aware - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError, OverflowError, IndexError):
        return None

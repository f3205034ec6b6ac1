"""The list: what a row says of a request, and what the filters look at."""

import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from contractkit.emulator.history import MOST_RECORDED, RecordedRequest
from contractkit.emulator.page.inbox import Inbox
from contractkit.jsontext.odd_characters import cut_to_fit
from contractkit.validation.sent_messages import read_messages

MOST_SHOWN = 100
LONGEST_TEXT, LONGEST_NAME, LONGEST_PATH = 90, 24, 60
NOT_JUDGED = "not judged"


@dataclass(frozen=True, slots=True)
class Row:
    """A request in the list; `searched` is what the text filter looks in, `numbers` the other.

    `answer` is the code of the answer, or else its status; `sent` says whom it is to, `api` is the
    name of the contract.
    """

    number: int
    time: str
    clock: str
    verdict: str
    sent: str
    sender: str
    text: str
    answer: str
    contract: str
    api: str
    rules: tuple[str, ...] = ()
    numbers: str = field(default="", repr=False)
    searched: str = field(default="", repr=False)


class Rows:
    """The rows of the remembered requests, each made once."""

    def __init__(self, inbox: Inbox) -> None:
        """Make none yet."""
        self._inbox, self._lock = inbox, threading.Lock()
        self._made: dict[int, Row] = {}

    def walk(self, requests: Iterable[RecordedRequest]) -> Iterator[Row]:
        """The rows of requests, each made when it is asked for."""
        return map(self.find, requests)

    def find(self, request: RecordedRequest) -> Row:
        """The row of a request."""
        with self._lock:
            row = self._made.get(request.number)
        if row is None:
            row = make_row(self._inbox, request)
            with self._lock:
                self._made[request.number] = row
                while len(self._made) > 2 * MOST_RECORDED:
                    del self._made[next(iter(self._made))]
        return row


def make_row(inbox: Inbox, request: RecordedRequest) -> Row:
    """What the list says of a request."""
    contract = inbox.find_emulated(request).contract
    judged = request.verdict is not None
    messages = read_messages(request.payload, contract=contract) if judged else ()
    recipients = [inbox.hide(name) for message in messages for name in message.recipients]
    senders = [inbox.hide(message.sender) for message in messages if message.sender]
    texts = [inbox.hide(found.text) for message in messages for found in message.texts]
    where = f"{request.method} {request.target}"
    return Row(
        number=request.number,
        time=request.time,
        clock=show_clock(request.time),
        verdict=request.verdict or NOT_JUDGED,
        sent=_name_recipients(recipients) or cut(where, LONGEST_PATH),
        sender=cut(senders[0], LONGEST_NAME) if senders else "",
        text=cut(" ".join(" ".join(texts).split()) or inbox.explain(request), LONGEST_TEXT),
        answer=name_answer(request),
        contract=request.contract,
        api=contract.name,
        rules=tuple(sorted({finding.rule for finding in request.findings})),
        numbers="\n".join(recipients).lower(),
        searched="\n".join(" ".join(part.split()) for part in (*texts, *senders, where)).casefold(),
    )


def _name_recipients(recipients: list[str]) -> str:
    """The first recipient, and how many more there are."""
    if not recipients:
        return ""
    more = f" + {len(recipients) - 1:,} more" if len(recipients) > 1 else ""
    return cut(recipients[0], LONGEST_NAME) + more


def name_answer(request: RecordedRequest) -> str:
    """The code of an answer, or else its HTTP status."""
    if request.status is None:
        return "dropped"
    return request.code or f"HTTP {request.status}"


def cut(text: str, longest: int) -> str:
    """The beginning of a text, with an ellipsis where there is more."""
    begins = cut_to_fit(text, longest)
    return text if len(begins) == len(text) else f"{begins}…"


def show_clock(time: str) -> str:
    """The time of day here of a time with an offset."""
    return datetime.fromisoformat(time).astimezone().strftime("%H:%M:%S")

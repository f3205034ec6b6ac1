"""What the page shows and changes: the requests, what became of them, the answers to come."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from contractkit.contracts.codes import Code
from contractkit.contracts.loading import Contract
from contractkit.emulator.answers import list_answer_codes
from contractkit.emulator.history import History, RecordedRequest
from contractkit.emulator.log import hide_secrets
from contractkit.emulator.page.feed import Feed, Kind
from contractkit.emulator.page.masking import mask
from contractkit.emulator.page.timelines import Timelines
from contractkit.emulator.queued_answers import AnswerQueue
from contractkit.emulator.settings import Settings
from contractkit.emulator.wsgi import status_line

# Those of the contract's own authentication are not remembered in the first place.
# A gateway's client may have others: they are known by a word of their name, or by their scheme.
CREDENTIAL_NAME = re.compile("authorization|cookie|token|secret|password|api-?key")
CREDENTIAL = re.compile(r"(basic|bearer|digest)\s", re.IGNORECASE)
Send = Callable[[int, str, list[Any]], None]


@dataclass(frozen=True, slots=True)
class Emulated:
    """One of the contracts: `url` gives that of its operation, `send` posts notifications by hand.

    `send` takes the number of the request, the URL and the messages.
    """

    settings: Settings
    url: Callable[[], str]
    send: Send

    @property
    def contract(self) -> Contract:
        """The contract."""
        return self.settings.contract

    @property
    def title(self) -> str:
        """The contract for people, with the request that it is about where it has several."""
        contract = self.settings.contract
        title = (contract.whole or contract).data["title"]
        return f"{title}: {contract.request}" if contract.request else str(title)


@dataclass(frozen=True, slots=True)
class Inbox:
    """All of it; `emulated` are the contracts by `NAME@VERSION`."""

    history: History
    queue: AnswerQueue
    emulated: Mapping[str, Emulated]
    feed: Feed
    timelines: Timelines
    secrets: tuple[str | None, ...] = field(repr=False)

    def find_request(self, number: int) -> RecordedRequest | None:
        """The request with a number, if it is still remembered."""
        requests = self.history.requests
        return next((request for request in reversed(requests) if request.number == number), None)

    def list_requests(self, after: int = 0) -> list[RecordedRequest]:
        """The requests after a number, the newest first."""
        requests = self.history.requests
        return [request for request in reversed(requests) if request.number > after]

    def find_emulated(self, request: RecordedRequest) -> Emulated:
        """The contract that a request was judged by."""
        return self.emulated[request.contract]

    def find_code(self, request: RecordedRequest) -> Code | None:
        """What is known of the code of an answer."""
        contract = self.find_emulated(request).contract
        return list_answer_codes(contract).get(request.code or "")

    def explain(self, request: RecordedRequest) -> str:
        """Why a request was not judged, in a few words; "" for one that was."""
        if request.verdict is not None or request.status is None:
            return ""
        code = self.find_code(request)
        return code.description if code else status_line(request.status).partition(" ")[2]

    def list_headers(self, request: RecordedRequest) -> list[tuple[str, str]]:
        """The headers of a request without any that carries credentials."""
        return [
            (name, text)
            for name, text in request.headers.items()
            if not (CREDENTIAL_NAME.search(name) or CREDENTIAL.match(text))
        ]

    def hide(self, text: str) -> str:
        """A text without secrets."""
        return hide_secrets(text, self.secrets)

    def mask(self, text: str) -> str:
        """A body in which secrets are covered; it stays as long as it was."""
        return mask(text, self.secrets)

    def clear(self) -> None:
        """Forget the requests and their notifications; queued answers stay."""
        self.history.clear()

    def forget(self) -> None:
        """Forget the timelines of what the history has forgotten."""
        self.timelines.clear()
        self.feed.publish(Kind.CLEARED)

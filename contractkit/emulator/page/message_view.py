"""A message as its recipient sees it."""

import re
from dataclasses import dataclass

from markupsafe import Markup

from contractkit.emulator.history import RecordedRequest
from contractkit.emulator.page.inbox import Inbox
from contractkit.reporting.html import cut, show_lines
from contractkit.validation.sent_messages import SentText, read_messages

MOST_MESSAGES, MOST_RECIPIENTS, MOST_TEXT = 10, 20, 5000
PICTURE = "[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]"
# Joins several pictures to one; anywhere else it is only invisible.
JOINER = re.compile(f"(?<={PICTURE})\u200d(?={PICTURE})")


@dataclass(frozen=True, slots=True)
class Bubble:
    """A text as it is shown; `size` says how long it is."""

    text: Markup
    size: str


@dataclass(frozen=True, slots=True)
class Screen:
    """One message: who sees it, from whom, and its texts."""

    recipients: tuple[str, ...]
    more_recipients: int
    sender: str
    bubbles: tuple[Bubble, ...]


def show_messages(inbox: Inbox, request: RecordedRequest) -> tuple[list[Screen], int]:
    """The first messages that a request asks for, and how many more there are."""
    contract = inbox.find_emulated(request).contract
    messages = read_messages(request.payload, contract=contract)
    screens = [
        Screen(
            tuple(map(inbox.hide, message.recipients[:MOST_RECIPIENTS])),
            max(0, len(message.recipients) - MOST_RECIPIENTS),
            inbox.hide(message.sender or ""),
            tuple(_show_bubble(inbox, found) for found in message.texts),
        )
        for message in messages[:MOST_MESSAGES]
        if message.recipients or message.sender or message.texts
    ]
    return screens, max(0, len(messages) - MOST_MESSAGES)


def _show_bubble(inbox: Inbox, found: SentText) -> Bubble:
    length = len(found.text)
    size = f"{length:,} character{'' if length == 1 else 's'}"
    return Bubble(show_text(inbox.hide(found.text)), size)


def show_text(text: str) -> Markup:
    """A text with its line breaks and pictures; other characters that cannot be seen as escapes."""
    return Markup("\u200d").join(map(show_lines, JOINER.split(cut(text, MOST_TEXT))))

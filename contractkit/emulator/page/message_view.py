"""A message as its recipient sees it."""

import re
from dataclasses import dataclass

from markupsafe import Markup

from contractkit.emulator.history import RecordedRequest
from contractkit.emulator.page.inbox import Inbox
from contractkit.jsontext.odd_characters import name_by_number
from contractkit.reporting.html import cut, show_lines
from contractkit.reporting.texts import count_noun
from contractkit.validation.sent_messages import SentText, read_messages
from contractkit.validation.text_parts import TextParts

MOST_MESSAGES, MOST_RECIPIENTS, MOST_TEXT, MOST_FORCING = 10, 20, 5000, 6
PICTURE = "[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]"
# Joins several pictures to one; anywhere else it is only invisible.
JOINER = re.compile(f"(?<={PICTURE})\u200d(?={PICTURE})")


@dataclass(frozen=True, slots=True)
class Bubble:
    """A text as it is shown; `size` says how long it is, and in how many parts it is sent.

    `forcing` are the characters for which it is sent in this encoding, and no simpler one.
    """

    text: Markup
    size: str
    encoding: str = ""
    forcing: tuple[str, ...] = ()
    more_forcing: int = 0


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
    text = show_text(inbox.hide(found.text))
    size, parts = count_noun(len(found.text), "character"), found.parts
    if parts is None:
        return Bubble(text, size)
    sent = f"{size}, {count_noun(len(parts.parts), 'part')} in {parts.encoding}"
    return Bubble(text, sent, parts.encoding, *_name_forcing(parts))


def _name_forcing(parts: TextParts) -> tuple[tuple[str, ...], int]:
    """The first characters that force the encoding, and how many more there are."""
    first = parts.forced_by[:MOST_FORCING]
    return tuple(map(name_seen, first)), len(parts.forced_by) - len(first)


def name_seen(character: str) -> str:
    """A character with its number and its name; alone where it cannot be seen."""
    named = name_by_number(character)
    return f"{character} {named}" if character.isprintable() else named


def show_text(text: str) -> Markup:
    """A text with its line breaks and pictures; other characters that cannot be seen as escapes."""
    return Markup("\u200d").join(map(show_lines, JOINER.split(cut(text, MOST_TEXT))))

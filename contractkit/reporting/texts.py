"""Texts and file names as terminals and the formats of other programs can hold them."""

import os
import re
import textwrap
from collections.abc import Iterable, Sequence

REPLACEMENT = "\ufffd"
UNWRITABLE = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]"
)
INDENT, TITLE_WIDTH, MOST_BLOCK = "  ", 10, 400


def clean(text: str) -> str:
    """The text with a replacement character for all that XML or a terminal does not take.

    These are control characters, lone surrogates and what is no character at all.
    """
    return UNWRITABLE.sub(REPLACEMENT, text)


def make_printable(text: str) -> str:
    """The text on one line, with nothing in it that a terminal would obey."""
    return "".join(char if char.isprintable() else " " for char in text)


def cut_line(text: str, width: int) -> str:
    """The text, or its beginning, in a line of this width."""
    return text if len(text) <= width else f"{text[: width - 1].rstrip()}…"


def make_relative(name: str) -> str:
    """The name of a file as a path from the working directory, with slashes.

    A file outside of it keeps its full path.
    """
    path = os.path.normpath(name)
    if os.path.isabs(path) or path.startswith(os.pardir):
        full, here = os.path.abspath(path), os.path.join(os.getcwd(), "")
        path = full.removeprefix(here)
    return path.replace(os.sep, "/")


def count_noun(count: int, noun: str) -> str:
    """A number with its noun, such as `1 failure` or `1,200 failures`."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def count_times(count: int) -> str:
    """How often something happened, such as `once` or `1,200 times`."""
    return "once" if count == 1 else f"{count:,} times"


def name_first(names: Sequence[str], most: int, noun: str) -> str:
    """The first names of many, and how many more there are, such as `A, B and 3 more rules`."""
    more = len(names) - most
    return ", ".join(names if more <= 1 else names[:most]) + (
        f" and {more:,} more {noun}s" if more > 1 else ""
    )


def write_concisely(check: str, rule: str | None, place: str, title: str, count: int) -> str:
    """A failure or a warning in a line, such as `crash at /text: It answered … (met once)`."""
    ruled = f" {rule}" if rule else ""
    where = f" at {place}" if place else ""
    return f"{check}{ruled}{where}: {title} (met {count_times(count)})"


def capitalise(text: str) -> str:
    """The text with a capital at its beginning, and all the rest as it is."""
    return text[:1].upper() + text[1:]


def end_sentence(text: str) -> str:
    """The text with a full stop, unless it ends in a mark already."""
    return text if text.endswith((".", "?", "!")) else f"{text}."


def write_field(title: str, text: str, width: int) -> list[str]:
    """The lines of an indented `title: text`, which is wrapped below the text."""
    lead = f"{INDENT}{title + ':':<{TITLE_WIDTH}}"
    lines = textwrap.wrap(
        make_printable(text),
        width,
        initial_indent=lead,
        subsequent_indent=" " * len(lead),
        break_on_hyphens=False,
    )
    return lines or [lead.rstrip()]


def write_block(text: str, width: int) -> list[str]:
    """The lines of a text that others wrote, below a field: printable, wrapped, and cut."""
    shown = make_printable(text)
    if len(shown) > MOST_BLOCK:
        shown = f"{shown[:MOST_BLOCK]}… ({len(text)} characters)"
    lead = " " * (len(INDENT) + TITLE_WIDTH)
    return textwrap.wrap(
        shown, width, initial_indent=lead, subsequent_indent=lead, break_on_hyphens=False
    )


def fill_lines(lines: Iterable[str], width: int) -> str:
    """Sentences, each wrapped by itself; a word that is too long stays whole."""
    return "\n".join(
        textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False) for line in lines
    )

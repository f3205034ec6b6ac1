"""Texts and messages for HTML pages: all that others wrote is escaped and visible."""

import base64
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup, escape

from contractkit.reporting.json import show_body
from contractkit.reporting.texts import count_noun

Headers = tuple[tuple[str, str], ...]

MOST_TEXT, MOST_LAID_OUT, MOST_PLAIN, MOST_LINE, MOST_HEADERS = 20_000, 60_000, 1_500, 400, 60
FOLD_LINES, FOLD_TEXT = 30, 2_000
HEAD_LINES, HEAD_TEXT = 20, 1_200
ESCAPED = Markup('<span class="esc">{}</span>')
MARKED = Markup("{}"), Markup("<code>{}</code>")
BREAKS = "\n\t"
CODE = re.compile(r"`([^`\n]+)`")
# What a byte that is no UTF-8 becomes where it is decoded with "surrogateescape".
BYTES = frozenset(map(chr, range(0xDC80, 0xDD00)))
TOKENS = re.compile(r'"(?:[^"\\]|\\.)*"|[{\[]\s*[}\]]|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
DEEPEST, INDENT = 40, "  "


@dataclass(frozen=True, slots=True)
class Body:
    """A body: `note` says what it is, `head` is its beginning, `rest` what is folded away."""

    note: str
    head: str
    rest: str = ""
    rest_note: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One side of an exchange: its first line, its headers, how many more there are, its body."""

    title: str
    line: str
    headers: Headers
    more: int
    body: Body


def make_message(
    hide: Callable[[str], str], title: str, line: str, headers: Headers, body: bytes
) -> Message:
    """A message for the page; `hide` removes secrets from a text."""
    shown = tuple((hide(name), hide(value)) for name, value in headers[:MOST_HEADERS])
    more = max(0, len(headers) - MOST_HEADERS)
    return Message(title, hide(line), shown, more, read_body(body, hide))


def show_plain(value: object) -> object:
    """A text with escapes for all that cannot be seen; anything but a plain text as it is.

    It is safe in an attribute too, and can be encoded: a lone surrogate is an escape afterwards.
    """
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    return "".join(map(_show, cut(value, MOST_PLAIN)))


def show_marked(text: str, breaks: str = "") -> Markup:
    """A text whose escapes are marked, to be told from a text that has a backslash itself."""
    parts = []
    for seen, run in groupby(text, lambda char: char.isprintable() or char in breaks):
        part = "".join(run)
        parts.append(escape(part) if seen else ESCAPED.format("".join(map(_show, part))))
    return Markup("").join(parts)


def show_line(text: str) -> Markup:
    """A text on one line, such as the value of a header."""
    return show_marked(cut(text, MOST_LINE))


def show_lines(text: str) -> Markup:
    """A text with its line breaks and tabs."""
    return show_marked(text, BREAKS)


def show_prose(text: str) -> Markup:
    """A text of a contract's rules, in which a word between backticks is code."""
    parts = enumerate(CODE.split(cut(text, MOST_PLAIN)))
    shown = (MARKED[place % 2].format(show_marked(part)) for place, part in parts)
    return Markup("").join(shown)


def cut(text: str, most: int) -> str:
    """The beginning of a text, which says so if there is more."""
    return text if len(text) <= most else f"{text[:most]}… ({len(text):,} characters)"


def read_body(content: bytes, hide: Callable[[str], str]) -> Body:
    """A body for the page: JSON laid out, what is no UTF-8 with escapes, no more than is read."""
    if not content:
        return Body("empty", "")
    shown = show_body(content, hide)
    notes = [count_noun(len(content), "byte")]
    text = shown["body"]
    if "bytes" in shown:
        text = base64.b64decode(shown["bytes"]).decode("utf-8", "surrogateescape")
        notes.append("no UTF-8")
    if len(text) > MOST_TEXT:
        text = text[:MOST_TEXT]
        notes.append(f"cut after {MOST_TEXT:,} characters")
    elif "bytes" not in shown and (laid_out := indent_json(text)) is not None:
        notes.insert(0, "JSON")
        text = laid_out if len(laid_out) <= MOST_LAID_OUT else text
    return _fold(", ".join(notes), text)


def _fold(note: str, text: str) -> Body:
    lines = text.split("\n")
    if len(lines) <= FOLD_LINES and len(text) <= FOLD_TEXT:
        return Body(note, text)
    head = "\n".join(lines[:HEAD_LINES])
    if len(head) <= HEAD_TEXT and len(lines) > HEAD_LINES:
        more = count_noun(len(lines) - HEAD_LINES, "more line")
        return Body(note, head, text[len(head) + 1 :], more)
    return Body(
        note, text[:HEAD_TEXT], text[HEAD_TEXT:], f"{len(text) - HEAD_TEXT:,} more characters"
    )


def indent_json(text: str) -> str | None:
    """The text with line breaks and indents; None where it is no JSON, or nested too deep."""
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return None
    depth, parts = 0, list[str]()
    for token in TOKENS.findall(text):
        depth += (token in ("{", "[")) - (token in ("}", "]"))
        if depth > DEEPEST:
            return None
        parts.append(_lay_out(token, f"\n{INDENT * depth}"))
    return "".join(parts)


def _lay_out(token: str, line: str) -> str:
    """A token with the space around it; `line` is a line break with the indent behind it."""
    match token:
        case "{" | "[" | ",":
            return f"{token}{line}"
        case "}" | "]":
            return f"{line}{token}"
        case ":":
            return ": "
        case _ if token[0] in "{[":
            return f"{token[0]}{token[-1]}"
    return token


def _show(char: str) -> str:
    if char in BYTES:
        return f"\\x{ord(char) - 0xDC00:02x}"
    return char if char.isprintable() else repr(char)[1:-1]

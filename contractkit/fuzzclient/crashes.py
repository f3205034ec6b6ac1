"""Crashes and clean failures told apart: by a signal, or by the words for an uncaught error."""

import re
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from contractkit.fuzzclient.records import Ending

SHELL_SIGNAL = 128  # a shell adds this to the number of a signal
FATAL = tuple(
    int(getattr(signal, name))
    for name in ("SIGILL", "SIGTRAP", "SIGABRT", "SIGBUS", "SIGFPE", "SIGSEGV", "SIGSYS")
    if hasattr(signal, name)
)
LOG_LEVEL = re.compile(r"\b(?:CRITICAL|ERROR|WARNING|WARN|INFO|DEBUG)\b")
ERROR_NAME = re.compile(r"\b\w*(?:Error|Exception|Rejection)\b")
MOST_CHARACTERS, LONGEST_LINE = 200, 1000


def take_line(lines: Sequence[str], mark: int) -> str:
    """The error stands in the marking line itself."""
    return lines[mark]


def take_next(lines: Sequence[str], mark: int) -> str:
    """The error stands in the line below."""
    return lines[mark + 1] if mark + 1 < len(lines) else ""


def find_above(lines: Sequence[str], mark: int) -> str:
    """Node: the error stands above its stack, and the marking line at the very end."""
    start = next((place for place in range(mark, -1, -1) if lines[place].strip() == "^"), 0)
    above = [line for line in lines[start + 1 : mark] if line.strip()]
    return next((line for line in above if ERROR_NAME.search(line)), "".join(above[:1]))


def find_below(lines: Sequence[str], mark: int) -> str:
    """Python: the error is the first line below that is not indented, unless it was logged."""
    if mark and LOG_LEVEL.search(lines[mark - 1]):
        return ""
    return next((line for line in lines[mark + 1 :] if line[:1].strip()), "")


@dataclass(frozen=True, slots=True)
class CrashFormat:
    """How a language reports an uncaught error.

    `line` is the line that marks it, `find` finds the error from there, and `status` is the exit
    status, if it is always the same.
    """

    line: re.Pattern[str]
    find: Callable[[Sequence[str], int], str] = take_line
    status: int | None = None


FORMATS = {
    "Python": CrashFormat(re.compile(r"Traceback \(most recent call last\):"), find_below, 1),
    "Python's group": CrashFormat(re.compile(r"  \+ Exception Group Traceback"), take_next, 1),
    "Node": CrashFormat(re.compile(r"Node\.js v\d"), find_above),
    "Deno": CrashFormat(re.compile(r"error: Uncaught ")),
    "Go": CrashFormat(re.compile(r"(?:panic|fatal error): "), status=2),
    "Java": CrashFormat(re.compile(r'Exception in thread "[^"]*" ')),
    "Ruby": CrashFormat(re.compile(r"\S+:\d+:in [`'].*: .* \([A-Z][\w:]*\)$")),
    "Rust": CrashFormat(re.compile(r"thread '[^']*'.* panicked at "), take_next),
    ".NET": CrashFormat(re.compile(r"Unhandled exception\. ")),
    "PHP": CrashFormat(re.compile(r"(?:PHP )?Fatal error: +Uncaught "), status=255),
    "C++": CrashFormat(re.compile(r"terminate called ")),
    "Dart": CrashFormat(re.compile(r"Unhandled exception:"), take_next, 255),
    "Elixir": CrashFormat(re.compile(r"\*\* \([\w.]+\) ")),
    "Lua": CrashFormat(re.compile(r"lua\S*: .*:\d+: ")),
}


def find_crash(ending: Ending) -> str | None:
    """The error that ended a client, in its own words; None where it ended cleanly."""
    status = ending.status
    if ending.stop or not status:
        return None
    lines = [line[:LONGEST_LINE] for line in ending.errors.splitlines()]
    for crash_format in FORMATS.values():
        if crash_format.status in (None, status) and (error := _find_last(crash_format, lines)):
            return error[:MOST_CHARACTERS]
    number = -status if status < 0 else status - SHELL_SIGNAL
    return name_signal(number) if status < 0 or number in FATAL else None


def _find_last(crash_format: CrashFormat, lines: Sequence[str]) -> str:
    for mark in range(len(lines) - 1, -1, -1):
        if crash_format.line.match(lines[mark]):
            return crash_format.find(lines, mark).strip()
    return ""


def name_signal(number: int) -> str:
    """The name of a signal."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def name_cause(crash: str) -> str:
    """What tells apart two crashes: the kind of the error, without what it says of its values."""
    name = ERROR_NAME.search(crash)
    return name[0] if name else crash.partition(":")[0]

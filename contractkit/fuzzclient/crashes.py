"""Crashes, told from clean failures: a signal, or what a language writes of an uncaught error."""

import re
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from contractkit.fuzzclient.records import Ending

SIGNALLED = 128  # a shell tells of a signal so
FATAL = tuple(
    int(getattr(signal, name))
    for name in ("SIGILL", "SIGTRAP", "SIGABRT", "SIGBUS", "SIGFPE", "SIGSEGV", "SIGSYS")
    if hasattr(signal, name)
)
LOGGED = re.compile(r"\b(?:CRITICAL|ERROR|WARNING|WARN|INFO|DEBUG)\b")
NAMED = re.compile(r"\b\w*(?:Error|Exception|Rejection)\b")
MOST_WORDS, LONGEST_LINE = 200, 1000


def take_line(lines: Sequence[str], at: int) -> str:
    """The error that stands in the telling line itself."""
    return lines[at]


def take_next(lines: Sequence[str], at: int) -> str:
    """The error that stands in the line below."""
    return lines[at + 1] if at + 1 < len(lines) else ""


def find_above(lines: Sequence[str], at: int) -> str:
    """Node's: the error stands above its stack, the telling line at the very end."""
    start = next((one for one in range(at, -1, -1) if lines[one].strip() == "^"), 0)
    above = [line for line in lines[start + 1 : at] if line.strip()]
    return next((line for line in above if NAMED.search(line)), "".join(above[:1]))


def find_below(lines: Sequence[str], at: int) -> str:
    """Python's: the error is the first line below that is not indented, unless it was logged."""
    if at and LOGGED.search(lines[at - 1]):
        return ""
    return next((line for line in lines[at + 1 :] if line[:1].strip()), "")


@dataclass(frozen=True, slots=True)
class Sign:
    """How a language tells of an uncaught error: a line, where its words are, the exit status."""

    line: re.Pattern[str]
    find: Callable[[Sequence[str], int], str] = take_line
    status: int | None = None


SIGNS = {
    "Python": Sign(re.compile(r"Traceback \(most recent call last\):"), find_below, 1),
    "Python's group": Sign(re.compile(r"  \+ Exception Group Traceback"), take_next, 1),
    "Node": Sign(re.compile(r"Node\.js v\d"), find_above),
    "Deno": Sign(re.compile(r"error: Uncaught ")),
    "Go": Sign(re.compile(r"(?:panic|fatal error): "), status=2),
    "Java": Sign(re.compile(r'Exception in thread "[^"]*" ')),
    "Ruby": Sign(re.compile(r"\S+:\d+:in [`'].*: .* \([A-Z][\w:]*\)$")),
    "Rust": Sign(re.compile(r"thread '[^']*'.* panicked at "), take_next),
    ".NET": Sign(re.compile(r"Unhandled exception\. ")),
    "PHP": Sign(re.compile(r"(?:PHP )?Fatal error: +Uncaught "), status=255),
    "C++": Sign(re.compile(r"terminate called ")),
    "Dart": Sign(re.compile(r"Unhandled exception:"), take_next, 255),
    "Elixir": Sign(re.compile(r"\*\* \([\w.]+\) ")),
    "Lua": Sign(re.compile(r"lua\S*: .*:\d+: ")),
}


def find_crash(ending: Ending) -> str | None:
    """The error that a client died of, in its own words; None where it ended cleanly."""
    status = ending.status
    if ending.stop or not status:
        return None
    lines = [line[:LONGEST_LINE] for line in ending.errors.splitlines()]
    for sign in SIGNS.values():
        if sign.status in (None, status) and (told := _find_last(sign, lines)):
            return told[:MOST_WORDS]
    number = -status if status < 0 else status - SIGNALLED
    return name_signal(number) if status < 0 or number in FATAL else None


def _find_last(sign: Sign, lines: Sequence[str]) -> str:
    for at in range(len(lines) - 1, -1, -1):
        if sign.line.match(lines[at]):
            return sign.find(lines, at).strip()
    return ""


def name_signal(number: int) -> str:
    """The name of a signal."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def name_cause(crash: str) -> str:
    """What tells apart two crashes: the kind of the error, without what it says of its values."""
    named = NAMED.search(crash)
    return named[0] if named else crash.partition(":")[0]

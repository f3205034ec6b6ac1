"""What a terminal shows: a block a failure, then a line or two about the whole run."""

import textwrap
from collections.abc import Sequence

from contractkit.fuzz.curl import write_curl
from contractkit.fuzz.records import Answer, Exchange, Failure
from contractkit.fuzz.report import Report

MOST_BODY, MOST_CURL = 400, 1500
INDENT = "  "
NUMBER, MOST_RULES = 6, 10


def write(report: Report, width: int = 80) -> str:
    """The whole report."""
    blocks = [
        f"{number}. {write_failure(report, failure, width)}"
        for number, failure in enumerate(report.failures, 1)
    ]
    return "\n".join([*blocks, summarise(report, width)]) + "\n"


def write_failure(report: Report, failure: Failure, width: int) -> str:
    """One failure: what, where, what was expected and why, what was sent, and how to repeat it."""
    exchange = failure.exchange
    rule = f"[{failure.problem.rule}]" if failure.problem.rule else ""
    hide = report.secrets.hide
    title = f"{failure.problem.check}{rule}: {_upper(hide(failure.problem.seen))}"
    lines = textwrap.wrap(title, width - NUMBER, subsequent_indent=INDENT, break_on_hyphens=False)
    pointer = exchange.probe.pointer
    lines += [f"{INDENT}at {_cut(hide(pointer), width - NUMBER)}"] if pointer else []
    lines += _wrap("expected", hide(failure.problem.expected), width)
    for other in failure.others:
        lines += _show(report, other, width)
    lines += _show(report, exchange, width)
    if failure.problem.notified:
        lines += [f"{INDENT}notified:", *_block(hide(_decode(failure.problem.notified)), width)]
    curl = hide(write_curl(report.target, exchange.probe, report.secrets.script))
    shown = curl if len(curl) <= MOST_CURL else "too long for a line: see --report, or --replay"
    lines.append(f"{INDENT}again:    {shown}")
    lines += _wrap("met", _count(failure), width)
    return "".join(f"{_clean(line)}\n" for line in lines)


def summarise(report: Report, width: int) -> str:
    """The run in a few lines."""
    found = _plural(len(report.failures), "failure") if report.failures else "no failures"
    sent = f"{_plural(report.requests, 'request')} in {report.seconds:.1f} s"
    about = f"({report.contract}, seed {report.seed})"
    lines = [f"{report.secrets.hide(report.target)}: {sent}, {found} {about}"]
    if report.stopped:
        lines.append(f"The run ended early: {report.stopped}.")
    lines += [f"Left out: {name}, since {reason}." for name, reason in report.skipped.items()]
    reached = len(report.rules) - len(report.unreached)
    lines.append(f"Rules broken by at least one request: {reached} of {len(report.rules)}.")
    if report.unreached:
        more = len(report.unreached) - MOST_RULES
        lines.append(f"Never: {_list(report.unreached)}{f' and {more} more' if more > 0 else ''}.")
    return "\n".join(
        textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False) for line in lines
    )


def _show(report: Report, exchange: Exchange, width: int) -> list[str]:
    probe = exchange.probe
    way = f", {probe.way}" if probe.way else ""
    sent = f"request {exchange.number} ({probe.phase}{way})"
    body = _decode(probe.body) or "(nothing)"
    login = "" if probe.login.name.startswith("right") else f" [credentials: {probe.login.name}]"
    return [
        *_wrap("sent", f"{sent}{login}", width),
        *_block(report.secrets.hide(body), width),
        *_wrap("got", report.secrets.hide(describe(exchange.answer)), width),
        *_block(report.secrets.hide(_decode(exchange.answer.body)), width),
    ]


def describe(answer: Answer) -> str:
    """The status line of an answer, or what came instead."""
    took = f"{answer.seconds * 1000:.0f} ms"
    if answer.fault:
        return f"no answer: {answer.fault}{f', {answer.detail}' if answer.detail else ''} ({took})"
    kind = answer.header("Content-Type") or "no Content-Type"
    return f"HTTP {answer.status}, {kind} ({took})"


def _count(failure: Failure) -> str:
    times = "once" if failure.count == 1 else f"{failure.count} times"
    others = sorted(failure.rules - {failure.problem.rule})
    if len(failure.rules) > 1:
        times += f", also with requests that break {_list(others)}"
    if failure.steady:
        return times
    return f"{times}; the same request did not fail when it was sent once more"


def _list(rules: Sequence[str]) -> str:
    return ", ".join(rules[:MOST_RULES])


def _wrap(title: str, text: str, width: int) -> list[str]:
    lead = f"{INDENT}{title + ':':<10}"
    return textwrap.wrap(
        text,
        width,
        initial_indent=lead,
        subsequent_indent=" " * len(lead),
        break_on_hyphens=False,
    ) or [lead.rstrip()]


def _block(text: str, width: int) -> list[str]:
    """Some text of the other side, printable, cut, at most a few lines."""
    shown = _clean(text)
    cut = shown if len(shown) <= MOST_BODY else f"{shown[:MOST_BODY]}… ({len(text)} characters)"
    lead = " " * (len(INDENT) + 10)
    return textwrap.wrap(
        cut, width, initial_indent=lead, subsequent_indent=lead, break_on_hyphens=False
    )


def _clean(text: str) -> str:
    """The text with nothing in it that a terminal would obey."""
    return "".join(char if char.isprintable() else " " for char in text)


def _decode(body: bytes) -> str:
    return body.decode("utf-8", "backslashreplace")


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _plural(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"

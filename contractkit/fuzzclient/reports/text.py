"""What a terminal shows: a block a failure, the warnings, then a line or two about the run."""

import textwrap
from collections.abc import Iterator

from contractkit.fuzz.records import Answer
from contractkit.fuzzclient.records import Ending, Exchange, Failure, Warned
from contractkit.fuzzclient.report import Report, describe_scenario, find_pointer, show_end

MOST_BODY, MOST_SAID, MOST_BEFORE = 400, 6, 3
INDENT = "  "


def write(report: Report, width: int = 80) -> str:
    """The whole report."""
    blocks = [
        f"{number}. {write_failure(report, failure, width)}"
        for number, failure in enumerate(report.failures, 1)
    ]
    doubts = [write_warning(report, one, width) for one in report.warnings]
    return "\n".join([*blocks, *doubts, summarise(report, width)]) + "\n"


def write_failure(report: Report, failure: Failure, width: int) -> str:
    """One failure: what, where, what was expected and why, what was answered, sent and done."""
    hide, problem = report.secrets.hide, failure.problem
    rule, pointer = f"[{problem.rule}]" if problem.rule else "", find_pointer(failure)
    seen = _show_plain(hide(problem.seen))
    lines = [f"{problem.check}{rule}: {seen[:1].upper()}{seen[1:]}"]
    lines += [f"{INDENT}at {_show_plain(hide(pointer))}"] if pointer else []
    lines += _wrap("expected", hide(problem.expected), width)
    if failure.at is not None:
        answers = describe_scenario(failure.run.scenario)
        lines += _wrap("played", f"answer {failure.run.exchanges[0].number}: {answers}", width)
    told = [*failure.before, *([failure.exchange] if failure.exchange else [])]
    for exchange in told[-MOST_BEFORE:]:
        lines += _show(report, exchange, width)
    lines += _wrap("did", hide(describe_ending(failure.run.ending)), width)
    said = show_end(report, failure.run.ending.errors or failure.run.ending.output)
    for line in said.splitlines()[-MOST_SAID:]:
        lines += _block(line, width)
    lines += _wrap("met", _count(failure), width)
    return "\n".join(lines) + "\n"


def write_warning(report: Report, warned: Warned, width: int) -> str:
    """One thing that is doubtful in the requests."""
    hide = report.secrets.hide
    lines = [f"warning[{warned.rule}]: {_show_plain(hide(warned.summary))}"]
    lines += [f"{INDENT}at {_show_plain(hide(warned.pointer))}"] if warned.pointer else []
    lines += _wrap("fix", hide(warned.help), width)
    return "\n".join([*lines, *_wrap("from", warned.source, width)]) + "\n"


def summarise(report: Report, width: int) -> str:
    """The run in a few lines."""
    found = _plural(len(report.failures), "failure") if report.failures else "no failures"
    doubts = f", {_plural(len(report.warnings), 'warning')}" if report.warnings else ""
    given = f"{_plural(report.answers, 'answer')} in {report.seconds:.1f} s"
    about = f"({report.contract}, seed {report.seed})"
    lines = [f"{report.secrets.hide(report.target)}: {given}, {found}{doubts} {about}"]
    if report.stopped:
        lines.append(f"The run ended early: {report.stopped}.")
    if report.failures:
        lines.append("To play them again: --report json=FILE, then --replay FILE.")
    return "\n".join(
        textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False) for line in lines
    )


def describe_ending(ending: Ending) -> str:
    """How the client ended."""
    took = f"after {ending.seconds:.1f} s"
    if ending.stop:
        return f"was stopped {took}: {ending.stop}"
    return f"said “{ending.claim}” ({ending.said}) {took}"


def describe_answer(answer: Answer) -> str:
    """The status line of an answer, or what came instead."""
    kind = answer.header("Content-Type") or "no Content-Type"
    line = f"HTTP {answer.status}, {kind}" if answer.status else "nothing"
    return f"{line}: {answer.detail}" if answer.fault else line


def _show(report: Report, exchange: Exchange, width: int) -> Iterator[str]:
    hide, request = report.secrets.hide, exchange.request
    yield from _wrap("sent", hide(f"{request.method} {request.target}"), width)
    yield from _block(hide(request.body.decode("utf-8", "replace")), width)
    yield from _wrap("answered", describe_answer(exchange.answer), width)
    yield from _block(hide(exchange.answer.body.decode("utf-8", "replace")), width)


def _count(failure: Failure) -> str:
    times = "once" if failure.count == 1 else f"{failure.count} times"
    if failure.steady:
        return times
    return f"{times}; the same answers did not provoke it once more"


def _wrap(title: str, text: str, width: int) -> list[str]:
    lead = f"{INDENT}{title + ':':<10}"
    return textwrap.wrap(
        _show_plain(text),
        width,
        initial_indent=lead,
        subsequent_indent=" " * len(lead),
        break_on_hyphens=False,
    ) or [lead.rstrip()]


def _block(text: str, width: int) -> list[str]:
    """Some text of the other side, printable, cut, at most a few lines."""
    shown = _show_plain(text)
    cut = shown if len(shown) <= MOST_BODY else f"{shown[:MOST_BODY]}… ({len(text)} characters)"
    lead = " " * (len(INDENT) + 10)
    return textwrap.wrap(
        cut, width, initial_indent=lead, subsequent_indent=lead, break_on_hyphens=False
    )


def _show_plain(text: str) -> str:
    """A text without what cannot be seen, or moves a terminal."""
    return "".join(char if char.isprintable() else " " for char in text)


def _plural(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"

"""What a terminal shows: a block per failure, the warnings, then a line or two about the run."""

import textwrap
from collections.abc import Iterator

from contractkit.fuzz.records import Answer
from contractkit.fuzzclient.records import Ending, Exchange, Failure, RequestWarning
from contractkit.fuzzclient.reports import Report, show_end
from contractkit.fuzzclient.scenario import describe_scenario
from contractkit.fuzzclient.titles import write_line, write_title
from contractkit.pointers import to_pattern
from contractkit.reporting.overview import SHOWN, Row, write_text
from contractkit.reporting.texts import (
    INDENT,
    capitalise,
    count_noun,
    count_times,
    end_sentence,
    fill_lines,
    make_printable,
    write_block,
    write_field,
)

MOST_OUTPUT_LINES, MOST_EXCHANGES, NUMBER_WIDTH = 6, 3, 6


def write(report: Report, width: int = 80, show: int = SHOWN) -> str:
    """The whole report: as many failures as `show` says in full, and all of them a line each."""
    warnings = [write_warning(report, warning, width) for warning in report.warnings]
    return write_text(
        list_rows(report),
        lambda number: write_failure(report, report.failures[number], width),
        "\n".join([*warnings, summarise(report, width)]),
        width=width,
        show=show,
    )


def list_rows(report: Report) -> list[Row]:
    """Each failure as a line."""
    return [
        Row(
            failure.group,
            failure.problem.check,
            to_pattern(failure.pointer or ""),
            failure.count,
            report.secrets.hide(write_line(failure)),
        )
        for failure in report.failures
    ]


def write_failure(report: Report, failure: Failure, width: int) -> str:
    """One failure: what, where, what was expected and why, what was answered, sent and done."""
    hide, problem = report.secrets.hide, failure.problem
    rule, pointer = f"[{problem.rule}]" if problem.rule else "", failure.pointer
    title = f"{problem.check}{rule}: {capitalise(make_printable(hide(write_title(failure))))}"
    lines = textwrap.wrap(
        title, width - NUMBER_WIDTH, subsequent_indent=INDENT, break_on_hyphens=False
    )
    lines += [f"{INDENT}at {make_printable(hide(pointer))}"] if pointer else []
    lines += write_field("expected", hide(problem.expected), width)
    if failure.place is not None:
        number = failure.run.exchanges[0].number
        answers = f"answer {number}: {describe_scenario(failure.run.scenario)}"
        lines += write_field("scenario", answers, width)
    if earlier := count_earlier(failure, MOST_EXCHANGES):
        lines.append(f"{INDENT}{earlier}")
    for exchange in failure.exchanges[-MOST_EXCHANGES:]:
        lines += _show(report, exchange, width)
    lines += write_field("client", hide(describe_ending(failure.run.ending)), width)
    output = show_end(report, failure.run.ending.errors or failure.run.ending.output)
    for line in output.splitlines()[-MOST_OUTPUT_LINES:]:
        lines += write_block(line, width)
    lines += write_field("found", _count(failure), width)
    return "\n".join(lines) + "\n"


def count_earlier(failure: Failure, most: int) -> str:
    """How many requests came before the last ones, which are shown; an empty text for none."""
    earlier = len(failure.exchanges) - most
    if earlier <= 0:
        return ""
    return (
        f"{count_noun(earlier, 'request')} before these not shown here: --report json=FILE has all"
    )


def write_warning(report: Report, warning: RequestWarning, width: int) -> str:
    """One thing that is doubtful in the requests."""
    hide = report.secrets.hide
    lines = [f"warning[{warning.rule}]: {make_printable(hide(warning.summary))}"]
    lines += [f"{INDENT}at {make_printable(hide(warning.pointer))}"] if warning.pointer else []
    lines += write_field("fix", hide(warning.help), width)
    return "\n".join([*lines, *write_field("from", warning.source, width)]) + "\n"


def summarise(report: Report, width: int) -> str:
    """The run in a few lines."""
    found = count_noun(len(report.failures), "failure") if report.failures else "no failures"
    warnings = f", {count_noun(len(report.warnings), 'warning')}" if report.warnings else ""
    given = f"{count_noun(report.answers, 'answer')} in {report.seconds:.1f} s"
    about = f"({report.contract}, seed {report.seed})"
    lines = [f"{report.secrets.hide(report.target)}: {given}, {found}{warnings} {about}"]
    if report.stopped:
        lines.append(end_sentence(f"The run ended early: {report.stopped}"))
    if report.failures:
        lines.append("To repeat them, write --report json=FILE, then run with --replay FILE.")
    return fill_lines(lines, width)


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
    yield from write_field("sent", hide(f"{request.method} {request.target}"), width)
    yield from write_block(hide(request.body.decode("utf-8", "replace")), width)
    yield from write_field("answered", describe_answer(exchange.answer), width)
    yield from write_block(hide(exchange.answer.body.decode("utf-8", "replace")), width)


def _count(failure: Failure) -> str:
    times = count_times(failure.count)
    if failure.steady:
        return times
    return f"{times}; the same answers did not cause it again"

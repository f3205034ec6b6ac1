"""What a terminal shows: a block per failure, then a line or two about the whole run."""

import textwrap

from contractkit.fuzz.records import Answer, Exchange, Failure
from contractkit.fuzz.reports import Report, find_url, write_probe
from contractkit.fuzz.titles import find_named_rule, write_line, write_title
from contractkit.reporting.overview import SHOWN, Row, write_text
from contractkit.reporting.texts import (
    INDENT,
    capitalise,
    count_noun,
    count_times,
    cut_line,
    end_sentence,
    fill_lines,
    make_printable,
    name_first,
    write_block,
    write_field,
)

MOST_CURL, NUMBER_WIDTH, MOST_RULES = 1500, 6, 10
MOST_TITLE, MOST_TOKENS = 300, 16
UNREADABLE = ("answer-form", "content-type")  # such an answer is judged no further


def write(report: Report, width: int = 80, show: int = SHOWN) -> str:
    """The whole report: as many failures as `show` says in full, and all of them a line each."""
    rows = list_rows(report)
    return write_text(
        rows,
        lambda number: write_failure(report, report.failures[number], width),
        summarise(report, width),
        width=width,
        show=show,
    )


def list_rows(report: Report) -> list[Row]:
    """Each failure as a line."""
    return [
        Row(
            failure.group,
            failure.problem.check,
            failure.member,
            failure.count,
            report.secrets.hide(write_line(failure, report.titles)),
        )
        for failure in report.failures
    ]


def write_heading(report: Report, failure: Failure) -> str:
    """The check, the rule, and the title of a failure."""
    rule = f"[{failure.problem.rule}]" if failure.problem.rule else ""
    title = report.secrets.hide(write_title(failure, report.titles))
    return f"{failure.problem.check}{rule}: {capitalise(cut_line(title, MOST_TITLE))}"


def write_failure(report: Report, failure: Failure, width: int) -> str:
    """One failure: what, where, what was expected and why, what was sent, and how to repeat it."""
    exchange, hide, room = failure.exchange, report.secrets.hide, width - NUMBER_WIDTH
    lines = textwrap.wrap(
        write_heading(report, failure), room, subsequent_indent=INDENT, break_on_hyphens=False
    )
    pointer = exchange.probe.pointer
    lines += [f"{INDENT}at {cut_line(hide(shorten_pointer(pointer)), room)}"] if pointer else []
    lines += write_field("expected", hide(failure.problem.expected), width)
    for other in failure.others:
        lines += _show(report, other, width)
    lines += _show(report, exchange, width)
    if failure.problem.notified:
        lines += [
            f"{INDENT}notified:",
            *write_block(hide(_decode(failure.problem.notified)), width),
        ]
    curl = write_probe(report.target, exchange.probe, report.secrets)
    shown = curl or "curl does not write requests so: use --report and --replay"
    if len(curl) > MOST_CURL:
        shown = "too long for a line: use --report and --replay"
    lines.append(f"{INDENT}curl:     {shown}")
    lines += write_field("found", describe_count(failure), width)
    return "".join(f"{make_printable(line)}\n" for line in lines)


def summarise(report: Report, width: int) -> str:
    """The run in a few lines."""
    found = count_noun(len(report.failures), "failure") if report.failures else "no failures"
    sent = f"{count_noun(report.requests, 'request')} in {report.seconds:.1f} s"
    about = f"({report.contract}, seed {report.seed})"
    lines = [f"{' '.join(report.words)}: {sent}, {found} {about}"]
    if report.stopped:
        lines.append(end_sentence(f"The run ended early: {report.stopped}"))
    lines += [f"Left out: {name}, since {reason}." for name, reason in report.skipped.items()]
    lines += _say_what_may_be_hidden(report)
    reached = len(report.rules) - len(report.unreached)
    lines.append(f"Rules broken by at least one request: {reached} of {len(report.rules)}.")
    if report.unreached:
        lines.append(f"Never broken: {name_first(report.unreached, MOST_RULES, 'rule')}.")
    return fill_lines(lines, width)


def _say_what_may_be_hidden(report: Report) -> list[str]:
    met = sum(one.count for one in report.failures if one.problem.check in UNREADABLE)
    if not met:
        return []
    hidden = f"Whether an answer with a failure of {' or '.join(UNREADABLE)} accepts or refuses"
    return [
        f"{hidden} is not judged (met {count_times(met)}).",
        "This may hide other failures: mend these first, then fuzz again.",
    ]


def _show(report: Report, exchange: Exchange, width: int) -> list[str]:
    probe = exchange.probe
    label = f", {probe.label}" if probe.label not in ("", probe.phase) else ""
    sent = f"request {exchange.number} ({probe.phase}{label})"
    body = _decode(probe.body) or "(nothing)"
    if probe.search or (probe.path and not probe.query):
        body = f"{probe.method} {find_url('', probe).removeprefix('://')}\n{_decode(probe.body)}"
    login = "" if probe.login.name.startswith("right") else f" [credentials: {probe.login.name}]"
    return [
        *write_field("sent", f"{sent}{login}", width),
        *write_block(report.secrets.hide(body), width),
        *write_field("got", report.secrets.hide(describe(exchange.answer)), width),
        *write_block(report.secrets.hide(_decode(exchange.answer.body)), width),
    ]


def describe(answer: Answer) -> str:
    """The status line of an answer, or what came instead."""
    took = f"{answer.seconds * 1000:.0f} ms"
    if answer.fault:
        return f"no answer: {answer.fault}{f', {answer.detail}' if answer.detail else ''} ({took})"
    kind = answer.header("Content-Type") or "no Content-Type"
    detail = f": {answer.detail}" if answer.detail else ""
    return f"HTTP {answer.status}, {kind} ({took}){detail}"


def describe_count(failure: Failure) -> str:
    """How often it was met, and which other rules such requests break."""
    once, named = failure.count == 1, failure.problem.rule
    if named not in failure.rules:
        named = find_named_rule(failure)  # the title names it
    others = sorted(failure.rules - {named})
    also = "also " if named in failure.rules else ""
    times = count_times(failure.count)
    if others and failure.exchange.probe.rules:  # a valid request fails whatever others break
        those = f"a request that {also}breaks" if once else "requests that break"
        listed = name_first(others, MOST_RULES, "rule")
        times += f", {'' if once else also}with {those} {listed}"
    if failure.steady:
        return times
    return f"{times}; the same request did not fail when it was sent again"


def _decode(body: bytes) -> str:
    return body.decode("utf-8", "backslashreplace")


def shorten_pointer(pointer: str) -> str:
    """A pointer without what is nested deeper than anybody reads."""
    tokens = pointer.split("/")
    return pointer if len(tokens) <= MOST_TOKENS else f"{'/'.join(tokens[:MOST_TOKENS])}/…"

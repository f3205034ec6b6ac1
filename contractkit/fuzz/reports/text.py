"""What a terminal shows: a block per failure, then a line or two about the whole run."""

import textwrap

from contractkit.fuzz.records import Answer, Exchange, Failure
from contractkit.fuzz.reports import Report, write_probe
from contractkit.reporting.texts import (
    INDENT,
    capitalise,
    count_noun,
    end_sentence,
    fill_lines,
    make_printable,
    name_first,
    write_block,
    write_field,
)

MOST_CURL, NUMBER_WIDTH, MOST_RULES = 1500, 6, 10


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
    title = f"{failure.problem.check}{rule}: {capitalise(hide(failure.problem.seen))}"
    room = width - NUMBER_WIDTH
    lines = textwrap.wrap(title, room, subsequent_indent=INDENT, break_on_hyphens=False)
    pointer = exchange.probe.pointer
    lines += [f"{INDENT}at {_cut(hide(pointer), room)}"] if pointer else []
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
    shown = curl if len(curl) <= MOST_CURL else "too long for a line: use --report and --replay"
    lines.append(f"{INDENT}curl:     {shown}")
    lines += write_field("found", describe_count(failure), width)
    return "".join(f"{make_printable(line)}\n" for line in lines)


def summarise(report: Report, width: int) -> str:
    """The run in a few lines."""
    found = count_noun(len(report.failures), "failure") if report.failures else "no failures"
    sent = f"{count_noun(report.requests, 'request')} in {report.seconds:.1f} s"
    about = f"({report.contract}, seed {report.seed})"
    lines = [f"{report.secrets.hide(report.target)}: {sent}, {found} {about}"]
    if report.stopped:
        lines.append(end_sentence(f"The run ended early: {report.stopped}"))
    lines += [f"Left out: {name}, since {reason}." for name, reason in report.skipped.items()]
    reached = len(report.rules) - len(report.unreached)
    lines.append(f"Rules broken by at least one request: {reached} of {len(report.rules)}.")
    if report.unreached:
        lines.append(f"Never broken: {name_first(report.unreached, MOST_RULES, 'rule')}.")
    return fill_lines(lines, width)


def _show(report: Report, exchange: Exchange, width: int) -> list[str]:
    probe = exchange.probe
    label = f", {probe.label}" if probe.label else ""
    sent = f"request {exchange.number} ({probe.phase}{label})"
    body = _decode(probe.body) or "(nothing)"
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
    return f"HTTP {answer.status}, {kind} ({took})"


def describe_count(failure: Failure) -> str:
    """How often it was met, and which other rules such requests break."""
    rule, once = failure.problem.rule, failure.count == 1
    others = sorted(failure.rules - {rule})
    also = "also " if rule in failure.rules else ""
    times = "once" if once else f"{failure.count:,} times"
    if others:
        those = f"a request that {also}breaks" if once else "requests that break"
        listed = name_first(others, MOST_RULES, "rule")
        times += f", {'' if once else also}with {those} {listed}"
    if failure.steady:
        return times
    return f"{times}; the same request did not fail when it was sent again"


def _decode(body: bytes) -> str:
    return body.decode("utf-8", "backslashreplace")


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"

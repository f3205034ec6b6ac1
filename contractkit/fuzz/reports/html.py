"""`--report html=FILE`: one page for people, readable with no network and no script.

Nothing that the target says is trusted: whatever the template writes is escaped, and has none but
visible characters (`finalize`); the page's own policy forbids every request and every script.
"""

import shlex
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined, Template

from contractkit.fuzz.curl import list_variables, write_curl
from contractkit.fuzz.phases import notifications
from contractkit.fuzz.records import Answer, Exchange, Failure, Headers, Probe
from contractkit.fuzz.report import Report
from contractkit.fuzz.reports.shown import (
    Body,
    cut,
    read_body,
    show_line,
    show_lines,
    show_plain,
)
from contractkit.fuzz.reports.text import describe

MOST_CURL, MOST_HEADERS = 8_000, 60


@dataclass(frozen=True, slots=True)
class Message:
    """One side of an exchange: its first line, its headers, how many more there are, its body."""

    title: str
    line: str
    headers: Headers
    more: int
    body: Body


@dataclass(frozen=True, slots=True)
class Row:
    """One rule of the matrix: how many payloads kept and broke it, and its failures' numbers."""

    rule: str
    title: str
    valid: int
    broken: int
    failures: tuple[int, ...]


def write(report: Report) -> str:
    """The report as one HTML page that needs nothing else; it can always be encoded."""
    rows = list_rows(report)
    covered = {number for row in rows for number in row.failures}
    return _load_template().render(
        report=report,
        target=report.secrets.hide(report.target),
        verdict=judge(report),
        failures=[_view(report, *one) for one in enumerate(report.failures, 1)],
        rows=rows,
        elsewhere=sorted({*range(1, len(report.failures) + 1)} - covered),
        replay=f"contractkit fuzz {shlex.quote(report.secrets.hide(report.target))}",
    )


def judge(report: Report) -> str:
    """The verdict in a few words."""
    count = len(report.failures)
    found = f"{count:,} failure{'' if count == 1 else 's'}" if count else "No failures"
    return f"{found} before the run ended early" if report.stopped else found


def list_rows(report: Report) -> list[Row]:
    """The matrix: each rule that a request may break, in the order of the report."""
    numbers: dict[str, list[int]] = {}
    for number, failure in enumerate(report.failures, 1):
        numbers.setdefault(_rule_of_request(failure), []).append(number)
    return [
        Row(
            rule,
            report.titles.get(rule, ""),
            counts["valid"],
            counts["invalid"],
            tuple(numbers.get(rule, ())),
        )
        for rule, counts in report.rules.items()
    ]


@lru_cache(maxsize=1)
def _load_template() -> Template:
    environment = Environment(
        autoescape=True,
        finalize=show_plain,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(line=show_line, lines=show_lines)
    source = files("contractkit.fuzz.reports").joinpath("page.html").read_text("utf-8")
    return environment.from_string(source)


def _view(report: Report, number: int, failure: Failure) -> dict[str, Any]:
    """What the template shows of a failure."""
    problem, hide = failure.problem, report.secrets.hide
    seen = hide(problem.seen)
    curl = hide(write_curl(report.target, failure.exchange.probe, report.secrets.script))
    what, replay = _write_replay(report, failure)
    return {
        "number": number,
        "check": problem.check,
        "rule": problem.rule or "",
        "title": report.titles.get(problem.rule or "", ""),
        "pointer": hide(failure.exchange.probe.pointer or ""),
        "seen": seen[:1].upper() + seen[1:],
        "expected": hide(problem.expected),
        "met": "once" if failure.count == 1 else f"{failure.count:,} times",
        "steady": failure.steady,
        "notified": _view_notified(report, failure) if problem.notified else None,
        "exchanges": [_view_exchange(report, one) for one in (*failure.others, failure.exchange)],
        "curl": curl if len(curl) <= MOST_CURL else "",
        "variables": list_variables(curl),
        "replays": what,
        "replay": cut(replay, MOST_CURL),
    }


def _view_exchange(report: Report, exchange: Exchange) -> dict[str, Any]:
    probe = exchange.probe
    login = "" if probe.login.name.startswith("right") else probe.login.name
    return {
        "number": exchange.number,
        "phase": probe.phase,
        "way": report.secrets.hide(probe.way),
        "login": report.secrets.hide(login),
        "messages": [_view_request(report, probe), _view_answer(report, exchange.answer)],
    }


def _view_notified(report: Report, failure: Failure) -> Message:
    return _make_message(report, "Notification", "what came", (), failure.problem.notified)


def _view_request(report: Report, probe: Probe) -> Message:
    query = f"?{probe.login.query}" if probe.login.query else ""
    line = f"{probe.method} {report.secrets.hide(report.target + query)}"
    login = probe.login.shown or probe.login.headers
    headers = (*probe.headers, *login, *report.secrets.headers)
    return _make_message(report, "Request", line, headers, probe.body)


def _view_answer(report: Report, answer: Answer) -> Message:
    line = report.secrets.hide(describe(answer))
    return _make_message(report, "Answer", line, answer.headers, answer.body)


def _make_message(report: Report, title: str, line: str, headers: Headers, body: bytes) -> Message:
    hide = report.secrets.hide
    shown = tuple((hide(name), hide(value)) for name, value in headers[:MOST_HEADERS])
    more = max(0, len(headers) - MOST_HEADERS)
    return Message(title, line, shown, more, read_body(body, report.secrets))


def _listening(phase: str) -> list[str]:
    """The option without which a phase would have nothing to do."""
    return ["--receipts"] if phase == notifications.NAME else []


def _write_replay(report: Report, failure: Failure) -> tuple[str, str]:
    """What else can be sent again to see this failure, and the command that does."""
    phase, rule = failure.exchange.probe.phase, _rule_of_request(failure)
    words = ["contractkit", "fuzz", report.secrets.hide(report.target), "--seed", report.seed]
    if rule in report.rules:
        return f"only rule {rule}", shlex.join([*words, "--rule", rule])
    if phase in report.phases:
        return f"only the phase “{phase}”", shlex.join(
            [*words, "--phase", phase, *_listening(phase)]
        )
    return "this target, all of it", shlex.join(words)


def _rule_of_request(failure: Failure) -> str:
    """The rule that the request breaks, or an empty text; the others are broken by answers."""
    problem = failure.problem
    return (problem.rule or "") if problem.check == "invalid-accepted" else ""

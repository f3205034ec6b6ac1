"""`--report html=FILE`: one page for people, readable with no network and no script."""

import shlex
from dataclasses import dataclass
from typing import Any

from contractkit.fuzz.phases import notifications
from contractkit.fuzz.records import Exchange, Failure, Probe
from contractkit.fuzz.reports import Report, find_url, list_shown_headers, write_probe
from contractkit.fuzz.reports.json import AnyFailure, to_cause
from contractkit.fuzz.reports.text import describe
from contractkit.fuzz.secrets import Secrets
from contractkit.fuzz.titles import write_title
from contractkit.reporting.curl import list_variables
from contractkit.reporting.html import Message, cut, make_message
from contractkit.reporting.pages import render_report
from contractkit.reporting.texts import capitalise, count_times

MOST_CURL = 8_000


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
    return render_report(
        "contractkit.fuzz.reports",
        report,
        [_view(report, failure) for failure in report.failures],
        counts=report.phases,
        rows=rows,
        elsewhere=sorted({*range(1, len(report.failures) + 1)} - covered),
        replay=shlex.join(["contractkit", "fuzz", *report.words]),
    )


def list_rows(report: Report) -> list[Row]:
    """The matrix: each rule that a request may break, in the order of the report."""
    numbers: dict[str, list[int]] = {}
    for number, failure in enumerate(report.failures, 1):
        for rule in (_rule_of_request(failure), *failure.explained):
            numbers.setdefault(rule, []).append(number)
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


def view_cause(failure: AnyFailure, secrets: Secrets, pointer: str | None) -> dict[str, Any]:
    """What every page shows of a failure; `pointer` is the place of the fault in the request."""
    return {
        **to_cause(failure, secrets, pointer),
        "title": "",
        "met": count_times(failure.count),
        "notified": None,
    }


def _view(report: Report, failure: Failure) -> dict[str, Any]:
    """What the template shows of a failure."""
    problem, probe = failure.problem, failure.exchange.probe
    exchanges = (*failure.others, failure.exchange)
    curl = write_probe(report.target, probe, report.secrets)
    subject, command = _write_replay(report, failure)
    return {
        **view_cause(failure, report.secrets, probe.pointer),
        "seen": capitalise(report.secrets.hide(write_title(failure, report.titles))),
        "title": report.titles.get(problem.rule or "", ""),
        "notified": _view_notified(report, problem.notified) if problem.notified else None,
        "exchanges": [_view_exchange(report, exchange) for exchange in exchanges],
        "curl": curl if len(curl) <= MOST_CURL else "",
        "variables": list_variables(curl),
        "replays": subject,
        "replay": cut(command, MOST_CURL),
    }


def _view_exchange(report: Report, exchange: Exchange) -> dict[str, Any]:
    probe, answer, hide = exchange.probe, exchange.answer, report.secrets.hide
    title = f"Request {exchange.number}, phase “{probe.phase}”"
    title += f": {hide(probe.label)}" if probe.label else ""
    if not probe.login.name.startswith("right"):
        title += f" (credentials: {hide(probe.login.name)})"
    line = describe(answer)
    answered = make_message(hide, "Answer", line, answer.headers, answer.body)
    return {"title": title, "messages": [_view_request(report, probe), answered]}


def _view_request(report: Report, probe: Probe) -> Message:
    line = f"{probe.method} {find_url(report.target, probe, probe.login.query)}"
    headers = list_shown_headers(probe, report.secrets)
    return make_message(report.secrets.hide, "Request", line, headers, probe.body)


def _view_notified(report: Report, body: bytes) -> Message:
    return make_message(report.secrets.hide, "Notification", "what came", (), body)


def _write_replay(report: Report, failure: Failure) -> tuple[str, str]:
    """What else can be sent again to see this failure, and the command that does."""
    phase, rule = failure.exchange.probe.phase, _rule_of_request(failure)
    words = ["contractkit", "fuzz", *report.words, "--seed", report.seed]
    if rule in report.rules:
        return f"rule {rule}", shlex.join([*words, "--rule", rule])
    if phase in report.phases:
        listening = ["--receipts"] if phase == notifications.NAME else []
        words += ["--phase", phase, *listening]
        return f"the phase “{phase}”", shlex.join(words)
    return "everything on this target", shlex.join(words)


def _rule_of_request(failure: Failure) -> str:
    """The rule that the request breaks, or an empty text; the others are broken by answers."""
    problem = failure.problem
    return (problem.rule or "") if problem.check == "invalid-accepted" else ""

"""`--report html=FILE`: one page for people, readable with no network and no script."""

from typing import Any

from contractkit.fuzz.reports.html import view_cause
from contractkit.fuzzclient.records import Exchange, Failure, RequestWarning
from contractkit.fuzzclient.reports import Report, show_end, to_probe
from contractkit.fuzzclient.reports.json import to_warning
from contractkit.fuzzclient.reports.text import count_earlier, describe_answer, describe_ending
from contractkit.fuzzclient.scenario import describe_scenario
from contractkit.fuzzclient.titles import write_title
from contractkit.reporting.html import make_message
from contractkit.reporting.pages import render_report
from contractkit.reporting.texts import capitalise

MOST_EXCHANGES = 6


def write(report: Report) -> str:
    """The report as one HTML page that needs nothing else; it can always be encoded."""
    return render_report(
        "contractkit.fuzzclient.reports",
        report,
        [_view(report, failure) for failure in report.failures],
        counts=report.parts,
        warnings=[_view_warning(report, warning) for warning in report.warnings],
    )


def _view_warning(report: Report, warning: RequestWarning) -> dict[str, Any]:
    shown = to_warning(report, warning)
    return {**shown, "message": shown["summary"], "severity": "warning", "why": "", "related": ()}


def _view(report: Report, failure: Failure) -> dict[str, Any]:
    """What the template shows of a failure."""
    ending = failure.run.ending
    shown = failure.exchanges[-MOST_EXCHANGES:]
    exchanges = [_view_exchange(report, exchange) for exchange in shown]
    return {
        **view_cause(failure, report.secrets, failure.pointer),
        "seen": capitalise(report.secrets.hide(write_title(failure))),
        "earlier": count_earlier(failure, MOST_EXCHANGES),
        "scenario": describe_scenario(failure.run.scenario),
        "ending": report.secrets.hide(describe_ending(ending)),
        "output": show_end(report, ending.output),
        "errors": show_end(report, ending.errors),
        "exchanges": exchanges,
    }


def _view_exchange(report: Report, exchange: Exchange) -> dict[str, Any]:
    hide, request, answer = report.secrets.hide, exchange.request, exchange.answer
    probe = to_probe(report, request)
    line, headers = f"{request.method} {request.target}", (*probe.headers, *probe.login.shown)
    messages = [
        make_message(hide, "Request", line, headers, request.body),
        make_message(hide, "Answer", describe_answer(answer), answer.headers, answer.body),
    ]
    return {"title": f"Answer {exchange.number}", "messages": messages}

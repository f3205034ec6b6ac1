"""`--report json=FILE`: one object, for programs to read and for a replay."""

from typing import Any

from contractkit.fuzz.reports import write_probe
from contractkit.fuzz.reports.json import VERSION, show_answer, show_request, to_cause
from contractkit.fuzzclient.records import (
    Ending,
    Exchange,
    Failure,
    ReceivedRequest,
    RequestWarning,
)
from contractkit.fuzzclient.replay import to_replay
from contractkit.fuzzclient.reports import Report, show_end, to_probe
from contractkit.fuzzclient.scenario import describe_scenario
from contractkit.fuzzclient.titles import write_title
from contractkit.reporting.json import write_json


def write(report: Report) -> str:
    """The report as JSON text."""
    return write_json(to_data(report))


def to_data(report: Report) -> dict[str, Any]:
    """The report as JSON data; the key is not in it."""
    hide = report.secrets.hide
    return {
        "version": VERSION,
        "contract": str(report.contract),
        "target": hide(report.target),
        "seed": report.seed,
        "answers": report.answers,
        "seconds": round(report.seconds, 3),
        "phases": report.parts,
        "skipped": {},
        "stopped": report.stopped,
        "failures": [_to_failure(report, failure) for failure in report.failures],
        "warnings": [to_warning(report, warning) for warning in report.warnings],
        "coverage": {"rules": report.rules},
    }


def _to_failure(report: Report, failure: Failure) -> dict[str, Any]:
    exchange = failure.exchange
    return {
        **to_cause(failure, report.secrets, failure.pointer),
        "title": report.secrets.hide(write_title(failure)),
        "group": failure.group,
        "number": exchange.number if exchange else None,
        "scenario": describe_scenario(failure.run.scenario),
        **(_show(report, exchange) if exchange else {"request": None, "response": None}),
        "curl": _write_curl(report, exchange.request) if exchange else "",
        "client": _to_ending(report, failure.run.ending),
        "replay": to_replay(failure.run.scenario, report.sends),
        "others": [{"number": other.number, **_show(report, other)} for other in failure.before],
    }


def to_warning(report: Report, warning: RequestWarning) -> dict[str, Any]:
    """A warning as data, without secrets."""
    hide = report.secrets.hide
    return {
        "rule": warning.rule,
        "pointer": hide(warning.pointer),
        "summary": hide(warning.summary),
        "help": hide(warning.help),
        "source": warning.source,
        "count": warning.count,
    }


def _to_ending(report: Report, ending: Ending) -> dict[str, Any]:
    hide = report.secrets.hide
    return {
        "claim": str(ending.claim),
        "said": hide(ending.said),
        "status": ending.status,
        "stopped": str(ending.stop) if ending.stop else None,
        "seconds": round(ending.seconds, 3),
        "output": show_end(report, ending.output),
        "errors": show_end(report, ending.errors),
    }


def _show(report: Report, exchange: Exchange) -> dict[str, Any]:
    request = show_request(to_probe(report, exchange.request), report.secrets)
    target = report.secrets.hide(exchange.request.target)
    return {
        "request": {"method": request.pop("method"), "target": target, **request},
        "response": show_answer(exchange.answer, report.secrets),
    }


def _write_curl(report: Report, request: ReceivedRequest) -> str:
    """The line that sends what the client sent; the URL is that of this run."""
    return write_probe(report.url, to_probe(report, request), report.secrets)

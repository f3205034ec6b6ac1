"""What a run against a client found, as one record: what the formats write, a replay reads."""

from dataclasses import dataclass, field
from typing import Any

from contractkit.contracts.loading import Contract
from contractkit.fuzz.curl import write_curl
from contractkit.fuzz.keys import make_right_key
from contractkit.fuzz.records import Expectation, Login, Probe
from contractkit.fuzz.report import VERSION, show_answer, show_request
from contractkit.fuzz.secrets import Secrets
from contractkit.fuzzclient.records import (
    IN_ORDER,
    Ending,
    Exchange,
    Failure,
    Planned,
    Received,
    Scenario,
    Warned,
)
from contractkit.fuzzclient.rendering import SILENT_KINDS

KEY = "key"
MOST_OUTPUT, MOST_LINES = 4_000, 30


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a run: the `target` is the command, `answers` those that were given in all.

    `parts`: answers by part of the run; `rules`: for each rule how many requests kept and broke it.
    `warnings` are no failures. `stopped`: why it ended early, or an empty text.
    """

    contract: Contract
    target: str
    url: str
    seed: str
    answers: int
    seconds: float
    failures: tuple[Failure, ...]
    warnings: tuple[Warned, ...]
    rules: dict[str, dict[str, int]]
    parts: dict[str, int]
    sends: int = 1
    stopped: str = ""
    secrets: Secrets = field(default_factory=Secrets, repr=False)


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
        "failures": [_to_failure(report, one) for one in report.failures],
        "warnings": [_to_warning(report, one) for one in report.warnings],
        "coverage": {"rules": report.rules},
    }


def _to_failure(report: Report, failure: Failure) -> dict[str, Any]:
    hide, problem, exchange = report.secrets.hide, failure.problem, failure.exchange
    return {
        "check": problem.check,
        "rule": problem.rule,
        "pointer": find_pointer(failure),
        "summary": hide(problem.seen),
        "expected": hide(problem.expected),
        "count": failure.count,
        "steady": failure.steady,
        "number": exchange.number if exchange else None,
        "scenario": describe_scenario(failure.run.scenario),
        **(_show(report, exchange) if exchange else {"request": None, "response": None}),
        "curl": _write_curl(report, exchange.request) if exchange else "",
        "client": _to_ending(report, failure.run.ending),
        "replay": to_replay(failure.run.scenario, report.sends),
        "others": [{"number": one.number, **_show(report, one)} for one in failure.before],
    }


def _to_warning(report: Report, warned: Warned) -> dict[str, Any]:
    hide = report.secrets.hide
    return {
        "rule": warned.rule,
        "pointer": hide(warned.pointer),
        "summary": hide(warned.summary),
        "help": hide(warned.help),
        "source": warned.source,
        "count": warned.count,
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


def _write_curl(report: Report, request: Received) -> str:
    """The line that sends what the client sent; the URL is that of this run."""
    return report.secrets.hide(write_curl(report.url, to_probe(report, request)))


def to_probe(report: Report, request: Received) -> Probe:
    """A request of the client, as the fuzzer's reports show one: without the credentials."""
    ways = {one["header"].lower(): one for one in report.contract.data.get("authentication", ())}
    shown = tuple(pair for pair in request.headers if pair[0] not in ways)
    login = Login("right")
    for name, value in request.headers:
        if ways.get(name, {}).get("scheme") == KEY and value == report.secrets.key:
            login = make_right_key(ways[name], value)
    return Probe("", request.body, Expectation.FORM, login, headers=shown, method=request.method)


def find_pointer(failure: Failure) -> str | None:
    """Where in the request the broken rule is broken, if one is."""
    judgement = failure.exchange.request.judgement if failure.exchange else None
    found = judgement.findings if judgement and failure.problem.rule else ()
    return next((one.pointer for one in found if one.rule == failure.problem.rule), None)


def show_end(report: Report, text: str) -> str:
    """The last lines of what a client wrote; a key that is cut in two would not be hidden."""
    return "\n".join(report.secrets.hide(text)[-MOST_OUTPUT:].splitlines()[-MOST_LINES:])


def describe_scenario(scenario: Scenario) -> str:
    """What is answered in a scenario, in words."""
    way = f"; notifications {scenario.notices}" if scenario.notices != IN_ORDER else ""
    return f"{', then '.join(map(_describe_planned, scenario.answers))}{way}"


def _describe_planned(planned: Planned) -> str:
    status = "" if planned.kind in SILENT_KINDS else f"HTTP {planned.status} "
    code = f" with code {planned.code}" if planned.code else ""
    return f"{status}{planned.kind}{code}{''.join(f', {one}' for one in planned.twists)}"


def to_replay(scenario: Scenario, sends: int) -> dict[str, Any]:
    """A scenario as data, from which `replay` plays it again."""
    answers = [
        {"kind": one.kind, "status": one.status, "code": one.code, "twists": list(one.twists)}
        for one in scenario.answers
    ]
    return {"answers": answers, "notices": scenario.notices, "sends": sends}

"""`--report json=FILE`: one object, for programs to read and for a replay."""

import base64
from typing import Any, Protocol

from contractkit.fuzz.records import Answer, Failure, Headers, Probe, Problem
from contractkit.fuzz.reports import Report, list_shown_headers, write_probe
from contractkit.fuzz.secrets import Secrets
from contractkit.fuzz.titles import write_title
from contractkit.reporting.json import show_body, write_json

VERSION = 1


class AnyFailure(Protocol):
    """A failure of an implementation or of a client."""

    @property
    def problem(self) -> Problem:
        """What is wrong."""

    @property
    def count(self) -> int:
        """How often it was met."""

    @property
    def steady(self) -> bool:
        """Whether it failed again when it was repeated."""


def write(report: Report) -> str:
    """The report as JSON text."""
    return write_json(to_data(report))


def to_data(report: Report) -> dict[str, Any]:
    """The report as JSON data; no secret is in it."""
    return {
        "version": VERSION,
        "contract": report.contract,
        "target": report.secrets.hide(report.target),
        "seed": report.seed,
        "requests": report.requests,
        "seconds": round(report.seconds, 3),
        "phases": report.phases,
        "skipped": report.skipped,
        "stopped": report.stopped,
        "failures": [_to_failure(report, failure) for failure in report.failures],
        "coverage": {"rules": report.rules},
    }


def to_cause(failure: AnyFailure, secrets: Secrets, pointer: str | None) -> dict[str, Any]:
    """What every report says of a failure; `pointer` is the place of the fault in the request."""
    problem, hide = failure.problem, secrets.hide
    return {
        "check": problem.check,
        "rule": problem.rule,
        "pointer": hide(pointer) if pointer else pointer,
        "summary": hide(problem.seen),
        "expected": hide(problem.expected),
        "count": failure.count,
        "steady": failure.steady,
    }


def _to_failure(report: Report, failure: Failure) -> dict[str, Any]:
    exchange, probe = failure.exchange, failure.exchange.probe
    return {
        **to_cause(failure, report.secrets, probe.pointer),
        "title": report.secrets.hide(write_title(failure, report.titles)),
        **({"operation": failure.request} if failure.request else {}),
        "group": failure.group,
        "member": report.secrets.hide(failure.member),
        "explained": sorted(failure.explained),
        "number": exchange.number,
        "phase": probe.phase,
        "way": probe.label,
        "request": show_request(probe, report.secrets),
        "response": show_answer(exchange.answer, report.secrets),
        **_show_notified(failure.problem.notified, report.secrets),
        "curl": write_probe(report.target, probe, report.secrets),
        "replay": [
            _to_probe(sent.probe)
            for sent in (*failure.others, exchange)
            if sent.probe not in probe.before
        ],
        "others": [
            {
                "number": other.number,
                "request": show_request(other.probe, report.secrets),
                "response": show_answer(other.answer, report.secrets),
            }
            for other in failure.others
        ],
    }


def show_request(probe: Probe, secrets: Secrets) -> dict[str, Any]:
    """A request as a reader may see it: the names of credentials, not the credentials."""
    address = f"{probe.path}{'?' if probe.search else ''}{probe.search}"
    return {
        "method": probe.method,
        **({"path": secrets.hide(address)} if address else {}),
        "headers": _hide_headers(list_shown_headers(probe, secrets), secrets),
        **show_body(probe.body, secrets.hide),
    }


def show_answer(answer: Answer, secrets: Secrets) -> dict[str, Any]:
    """An answer as a reader may see it."""
    return {
        "status": answer.status,
        "headers": _hide_headers(answer.headers, secrets),
        **show_body(answer.body, secrets.hide),
        "trouble": answer.fault and secrets.hide(f"{answer.fault}: {answer.detail}".rstrip(": ")),
        "milliseconds": round(answer.seconds * 1000, 1),
    }


def _show_notified(body: bytes, secrets: Secrets) -> dict[str, str | None]:
    """A notification as a reader may see it; what is no UTF-8 is `notifiedBytes`, in base64."""
    shown = show_body(body, secrets.hide)
    coded = {"notifiedBytes": shown["bytes"]} if "bytes" in shown else {}
    return {"notified": shown["body"] or None, **coded}


def _hide_headers(headers: Headers, secrets: Secrets) -> dict[str, str]:
    return {name: secrets.hide(value) for name, value in headers}


def _to_probe(probe: Probe) -> dict[str, Any]:
    """What a replay needs to know of a probe; the login by its name only."""
    return {
        "phase": probe.phase,
        "login": probe.login.name,
        "method": probe.method,
        "headers": dict(probe.headers),
        "body": base64.b64encode(probe.body).decode("ascii"),
        "expect": str(probe.expect),
        "rules": list(probe.rules),
        "pointer": probe.pointer,
        "way": probe.label,
        "group": probe.group,
        "token": probe.token,
        "wire": probe.wire.label,
        "optional": probe.optional,
        "why": probe.why,
        "before": [_to_probe(earlier) for earlier in probe.before],
        **({"path": probe.path} if probe.path else {}),
        **({"search": probe.search} if probe.search else {}),
        **({"operation": probe.query.operation.name} if probe.query else {}),
    }

"""`--report html=FILE`: one page for people, readable with no network and no script.

It has the style of the fuzzer's page, and trusts as little: whatever the template writes is escaped
and has none but visible characters (`finalize`).
"""

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined, Template

from contractkit.fuzz.records import Headers
from contractkit.fuzz.reports.shown import Body, read_body, show_line, show_lines, show_plain
from contractkit.fuzzclient.records import Exchange, Failure
from contractkit.fuzzclient.report import (
    Report,
    describe_scenario,
    find_pointer,
    show_end,
    to_probe,
)
from contractkit.fuzzclient.reports.text import describe_answer, describe_ending

MOST_HEADERS, MOST_BEFORE = 60, 5


@dataclass(frozen=True, slots=True)
class Side:
    """One side of an exchange: its title, its first line, its headers, its body."""

    title: str
    line: str
    headers: Headers
    body: Body


def write(report: Report) -> str:
    """The report as one HTML page that needs nothing else; it can always be encoded."""
    count = len(report.failures)
    found = f"{count:,} failure{'' if count == 1 else 's'}" if count else "No failures"
    return _load_template().render(
        report=report,
        style=_read_style(),
        target=report.secrets.hide(report.target),
        verdict=f"{found} before the run ended early" if report.stopped else found,
        failures=[_view(report, *one) for one in enumerate(report.failures, 1)],
        warnings=[_view_warning(report, one) for one in report.warnings],
    )


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
    source = files("contractkit.fuzzclient.reports").joinpath("page.html").read_text("utf-8")
    return environment.from_string(source)


@lru_cache(maxsize=1)
def _read_style() -> Any:
    """The style sheet of the fuzzer's page."""
    from markupsafe import Markup

    page = files("contractkit.fuzz.reports").joinpath("page.html").read_text("utf-8")
    return Markup(page.partition("<style>")[2].partition("</style>")[0])  # noqa: S704  our own


def _view(report: Report, number: int, failure: Failure) -> dict[str, Any]:
    """What the template shows of a failure."""
    hide, problem, ending = report.secrets.hide, failure.problem, failure.run.ending
    seen = hide(problem.seen)
    exchanges = [*failure.before[-MOST_BEFORE:], *([failure.exchange] if failure.exchange else [])]
    return {
        "number": number,
        "check": problem.check,
        "rule": problem.rule or "",
        "pointer": hide(find_pointer(failure) or ""),
        "seen": seen[:1].upper() + seen[1:],
        "expected": hide(problem.expected),
        "scenario": describe_scenario(failure.run.scenario),
        "ending": hide(describe_ending(ending)),
        "output": show_end(report, ending.output),
        "errors": show_end(report, ending.errors),
        "met": "once" if failure.count == 1 else f"{failure.count:,} times",
        "steady": failure.steady,
        "exchanges": [_view_exchange(report, one) for one in exchanges],
    }


def _view_warning(report: Report, warned: Any) -> dict[str, str]:
    hide = report.secrets.hide
    return {
        "rule": warned.rule,
        "pointer": hide(warned.pointer),
        "summary": hide(warned.summary),
        "help": hide(warned.help),
        "source": warned.source,
    }


def _view_exchange(report: Report, exchange: Exchange) -> dict[str, Any]:
    request, answer = exchange.request, exchange.answer
    probe = to_probe(report, request)
    line = report.secrets.hide(f"{request.method} {request.target}")
    headers = (*probe.headers, *probe.login.shown)
    return {
        "number": exchange.number,
        "sides": [
            _make_side(report, "Request", line, headers, request.body),
            _make_side(report, "Answer", describe_answer(answer), answer.headers, answer.body),
        ],
    }


def _make_side(report: Report, title: str, line: str, headers: Headers, body: bytes) -> Side:
    hide = report.secrets.hide
    shown = tuple((hide(name), hide(value)) for name, value in headers[:MOST_HEADERS])
    return Side(title, line, shown, read_body(body, report.secrets))

"""The templates and the style that all pages share, and the reports that are made of them.

Whatever a template writes is escaped, and has none but visible characters (`finalize`). A report
is one file, which needs no network and no script: its own policy forbids both.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any, Protocol

from jinja2 import DictLoader, Environment, StrictUndefined, Template

from contractkit.reporting.html import show_line, show_lines, show_plain, show_prose
from contractkit.reporting.overview import list_headings
from contractkit.reporting.texts import capitalise, count_noun, end_sentence

PACKAGE = "contractkit.reporting"
SHARED = ("document.html", "parts.html", "report.html", "style.css", "report.css")


class Hides(Protocol):
    """What removes secrets from a text."""

    def hide(self, text: str) -> str:
        """The text without secrets."""


class Failed(Protocol):
    """A failure, and the group that it stands in."""

    @property
    def group(self) -> str:
        """The heading above it."""


class Run(Protocol):
    """What every report of a run has."""

    @property
    def target(self) -> str:
        """What was tried."""

    @property
    def failures(self) -> Sequence[Failed]:
        """What was wrong."""

    @property
    def stopped(self) -> str:
        """Why it ended early, or an empty text."""

    @property
    def secrets(self) -> Hides:
        """What must not be shown."""


def render_report(
    package: str, report: Run, failures: Sequence[Mapping[str, Any]], **values: object
) -> str:
    """The page of a report, by the template `page.html` of a package; it can always be encoded.

    `failures` is what the template shows of each; `values` what else it needs.
    """
    headings = list_headings(failure.group for failure in report.failures)
    return _load_report(package).render(
        report=report,
        target=report.secrets.hide(report.target),
        verdict=_describe_outcome(len(failures), report.stopped),
        failures=[
            {**failure, "number": number, "heading": heading}
            for number, (failure, heading) in enumerate(zip(failures, headings, strict=True), 1)
        ],
        **values,
    )


def make_environment(sources: Mapping[str, str]) -> Environment:
    """The environment of templates, by name, beside the shared ones."""
    shared = {name: read_file(PACKAGE, name) for name in SHARED}
    environment = Environment(
        loader=DictLoader({**shared, **sources}),
        autoescape=True,
        finalize=show_plain,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(
        line=show_line,
        lines=show_lines,
        prose=show_prose,
        capitalised=capitalise,
        sentence=end_sentence,
    )
    return environment


def read_file(package: str, name: str) -> str:
    """The text of a file of a package."""
    return files(package).joinpath(name).read_text("utf-8")


@lru_cache(maxsize=4)
def _load_report(package: str) -> Template:
    """The template `page.html` of a package, which extends `report.html`."""
    sources = {"page.html": read_file(package, "page.html")}
    return make_environment(sources).get_template("page.html")


def _describe_outcome(failures: int, stopped: str) -> str:
    """The heading of a page: how many failures there are, and whether the run is complete."""
    found = count_noun(failures, "failure") if failures else "No failures"
    return f"{found} before the run ended early" if stopped else found

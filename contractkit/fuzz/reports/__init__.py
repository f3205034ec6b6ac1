"""The formats of a report, one module each."""

from collections.abc import Callable, Mapping
from importlib import import_module

from contractkit.fuzz.report import Report

__all__ = ["FORMATS", "write_report"]

FORMATS: Mapping[str, str] = {
    "json": "contractkit.fuzz.reports.json",
    "junit": "contractkit.fuzz.reports.junit",
    "html": "contractkit.fuzz.reports.html",
}


def write_report(report: Report, style: str) -> str:
    """The report in one of the formats, with a final line end."""
    write: Callable[[Report], str] = import_module(FORMATS[style]).write
    return write(report)

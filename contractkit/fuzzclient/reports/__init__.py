"""The formats of a report, one module each: those of the fuzzer."""

from collections.abc import Callable, Mapping
from importlib import import_module

from contractkit.fuzzclient.report import Report

__all__ = ["FORMATS", "write_report"]

FORMATS: Mapping[str, str] = {
    "json": "contractkit.fuzzclient.reports.json",
    "junit": "contractkit.fuzzclient.reports.junit",
    "html": "contractkit.fuzzclient.reports.html",
}


def write_report(report: Report, style: str) -> str:
    """The report in one of the formats, with a final line end."""
    write: Callable[[Report], str] = import_module(FORMATS[style]).write
    return write(report)

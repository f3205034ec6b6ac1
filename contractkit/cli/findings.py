"""Findings on standard output, in one of the formats."""

import os
import sys
from collections.abc import Callable, Iterator

import click

from contractkit.contract import Contract
from contractkit.linting import Linted

FORMATS = ("full", "concise", "json")
STREAMED = frozenset({"full", "concise"})
WIDEST = 100


def write_findings(
    files: Iterator[Linted], style: str, contract: Contract, *, redact: bool
) -> None:
    """Write what was found in each file as soon as it is known, where the format allows it."""
    if style not in STREAMED:
        from contractkit.reports.json import write_json

        click.echo(write_json(files, contract), nl=False)
        return
    write = _choose_writer(style, redact)
    for linted in files:
        if linted.findings:
            click.echo(write(linted), nl=False)


def _choose_writer(style: str, redact: bool) -> Callable[[Linted], str]:
    """A function that words one file; its module is imported for the first finding only."""

    def write(linted: Linted) -> str:
        if style == "concise":
            from contractkit.reports.concise import write_concise

            return write_concise(linted)
        import shutil

        from contractkit.reports.full import write_full

        width = min(shutil.get_terminal_size().columns, WIDEST)
        return write_full(linted, width=width, paint=_choose_paint(), redact=redact)

    return write


def _choose_paint() -> Callable[..., str]:
    if sys.stdout.isatty() and not os.environ.get("NO_COLOR"):
        return click.style
    return _leave_plain


def _leave_plain(text: str, **_: object) -> str:
    return text

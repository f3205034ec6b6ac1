"""Writes findings as text, file by file: the formats full and concise of `lint`.

Where nothing else needs the findings, the process that found them writes and counts them: a text
goes to another process in a tenth of the time that its findings take.
"""

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, partial
from typing import NamedTuple

import click

from contractkit.cli.lint_summary import count_file
from contractkit.linting.results import Linted, Result, Unjudged, Written, change_severities

WIDEST = 100


class TextStyle(NamedTuple):
    """How findings are written: in `width` columns, None for those of the terminal.

    Redacted, no value is shown.
    """

    format: str
    width: int | None = WIDEST
    coloured: bool = False
    redact: bool = False


def choose_text_style(style: str, *, redact: bool) -> TextStyle:
    """The style that suits standard output."""
    coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return TextStyle(style, None, coloured, redact)


def measure_width() -> int:
    """How many columns a report may have."""
    import shutil

    return min(shutil.get_terminal_size().columns, WIDEST)


def write_file(linted: Linted, style: TextStyle) -> str:
    """The text of one file; "" where nothing was found."""
    return _choose_writer(style)(linted) if linted.findings else ""


@lru_cache(maxsize=4)
def _choose_writer(style: TextStyle) -> Callable[[Linted], str]:
    """The function that writes one file; its module is imported for the first finding only."""
    if style.format == "concise":
        from contractkit.linting.reports.concise import write_concise

        return write_concise
    from contractkit.linting.reports.full import write_full

    paint = click.style if style.coloured else _leave_plain
    return partial(
        write_full, width=style.width or measure_width(), paint=paint, redact=style.redact
    )


def _leave_plain(text: str, **_: object) -> str:
    return text


def write_results(
    results: Iterable[Result], style: TextStyle, severities: Iterable[tuple[str, str]] = ()
) -> Iterator[Written | Unjudged]:
    """The results with the judged files written and counted; as many as possible in one text."""
    texts: list[str] = []
    counts: Counter[str] = Counter()
    for result in change_severities(results, severities) if severities else results:
        if isinstance(result, Linted):
            count_file(counts, result)
            texts.append(write_file(result, style))
            continue
        if counts:
            yield Written("".join(texts), counts)
            texts, counts = [], Counter()
        yield result
    if counts:
        yield Written("".join(texts), counts)

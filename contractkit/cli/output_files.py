"""The files that a command shall write: `FORMAT=FILE` on the command line."""

import os
from collections.abc import Iterable, Iterator

import click

from contractkit.errors import UnreadableInputError
from contractkit.reporting.files import is_special


def read_reports(
    texts: Iterable[str], formats: Iterable[str], option: str
) -> Iterator[tuple[str, str]]:
    """The format and the file of each `FORMAT=FILE`, no file twice. Raises as `read_report`."""
    taken = set()
    for text in texts:
        style, path = read_report(text, formats, option)
        if os.path.realpath(path) in taken and not is_special(path):
            raise click.UsageError(f"{option} names the file {path!r} twice")
        taken.add(os.path.realpath(path))
        yield style, path


def spare_files(outputs: Iterable[tuple[str, str]], kept: Iterable[str], option: str) -> None:
    """Raise UsageError where a report would take the place of a file that the run needs."""
    needed = {os.path.realpath(path): path for path in kept}
    for _, path in outputs:
        if os.path.realpath(path) in needed and not is_special(path):
            raise click.UsageError(f"{option} would overwrite {path}, which this run reads")


def read_report(text: str, formats: Iterable[str], option: str = "--report") -> tuple[str, str]:
    """The format and the file of `FORMAT=FILE`. Raises UsageError, UnreadableInputError."""
    style, equals, path = text.partition("=")
    if style not in formats or not equals or not path:
        known = ", ".join(formats)
        raise click.UsageError(f"{option} takes FORMAT=FILE with {known}, not {text!r}")
    folder = os.path.dirname(os.path.abspath(path))
    if not os.path.isdir(folder) or os.path.isdir(path):
        raise UnreadableInputError(path, "no file can be written there")
    return style, path

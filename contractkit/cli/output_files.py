"""Files that a command writes: `FORMAT=FILE` on the command line, and each whole or not at all."""

import errno
import os
from collections.abc import Iterable, Iterator

import click

from contractkit.errors import ContractkitError, UnreadableInputError


def read_reports(
    texts: Iterable[str], formats: Iterable[str], option: str
) -> Iterator[tuple[str, str]]:
    """The format and the file of each `FORMAT=FILE`, no file twice. Raises as `read_report`."""
    taken = set()
    for text in texts:
        style, path = read_report(text, formats, option)
        if os.path.realpath(path) in taken and not _is_special(path):
            raise click.UsageError(f"{option} names the file {path!r} twice")
        taken.add(os.path.realpath(path))
        yield style, path


def spare_files(outputs: Iterable[tuple[str, str]], kept: Iterable[str], option: str) -> None:
    """Raise UsageError where a report would take the place of a file that the run needs."""
    needed = {os.path.realpath(path): path for path in kept}
    for _, path in outputs:
        if os.path.realpath(path) in needed and not _is_special(path):
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


def write_whole(path: str, text: str) -> None:
    """Write a file in one step, so that nobody finds half of it. Raises ContractkitError."""
    data = text.encode("utf-8", "backslashreplace")
    try:
        if _is_special(path):
            _pour(path, data)
        else:
            _replace(os.path.realpath(path), data)
    except OSError as error:
        raise ContractkitError(f"{path}: could not be written: {error.strerror}") from error


def _is_special(path: str) -> bool:
    """Whether it is a pipe or a device; /dev/stdout is one, even where it leads to a file."""
    device = os.path.abspath(path).startswith("/dev/")
    return os.path.exists(path) and (device or not os.path.isfile(path))


def _pour(path: str, data: bytes) -> None:
    """Write to a pipe or a device, which no file may replace."""
    with open(path, "ab") as stream:
        stream.write(data)


def _replace(path: str, data: bytes) -> None:
    """Put a whole file in the place of the old one, whose mode and owner stay."""
    from contractkit.linting.fixing.replacing import write_draft

    try:
        status = os.stat(path)
    except FileNotFoundError:
        status = None
    if status and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    draft = write_draft(path, data, status)
    try:
        os.replace(draft, path)
    except OSError:
        os.unlink(draft)
        raise

"""Puts a fixed text in the place of a file, or shows it as a diff."""

import os
import stat
from collections.abc import Iterator
from contextlib import suppress

from contractkit.errors import UnwrittenFileError
from contractkit.reporting.files import write_draft

WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
NO_LINE_END = "\\ No newline at end of file\n"


def replace_file(path: str, before: bytes, after: bytes) -> None:
    """Put `after` in the place of a file that holds `before`; mode and owner stay as they are.

    A symbolic link stays one: the file that it leads to is replaced. Raises UnwrittenFileError,
    and the file is then as it was.
    """
    real = os.path.realpath(path)
    try:
        status = os.stat(real)
        if not stat.S_ISREG(status.st_mode):
            raise UnwrittenFileError(path, "is no ordinary file")
        if not status.st_mode & WRITABLE or not os.access(real, os.W_OK):
            raise UnwrittenFileError(path, "is read-only")
        draft = write_draft(real, after, status)
    except OSError as error:
        raise UnwrittenFileError(path, f"could not be written: {error.strerror}") from error
    with suppress(OSError):
        if _is_unchanged(real, before, status):
            os.replace(draft, real)
            return
    os.unlink(draft)
    raise UnwrittenFileError(path, "changed while it was being fixed")


def _is_unchanged(path: str, before: bytes, status: os.stat_result) -> bool:
    """Whether the file is still the one that was looked at, and holds what was read of it."""
    with open(path, "rb") as file:
        now = os.fstat(file.fileno())
        same = (now.st_dev, now.st_ino, now.st_mtime_ns) == (
            status.st_dev,
            status.st_ino,
            status.st_mtime_ns,
        )
        return same and file.read(len(before) + 1) == before


def write_diff(name: str, before: bytes, after: bytes) -> bytes:
    """What a fix changes in a file, as a unified diff that `patch` takes; b"" for nothing."""
    from difflib import unified_diff

    lines = unified_diff(_split_lines(before), _split_lines(after), name, name)
    return "".join(_end_lines(lines)).encode("utf-8", "surrogateescape")


def _split_lines(data: bytes) -> list[str]:
    """The lines with their ends; only a line feed ends one, as in every diff."""
    *lines, last = data.decode("utf-8", "surrogateescape").split("\n")
    return [f"{line}\n" for line in lines] + ([last] if last else [])


def _end_lines(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        yield line if line.endswith("\n") else f"{line}\n{NO_LINE_END}"

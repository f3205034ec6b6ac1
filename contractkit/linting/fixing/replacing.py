"""A file replaced in one step, unless somebody else changed it meanwhile."""

import os
import stat
from contextlib import suppress

from contractkit.errors import UnwrittenFileError
from contractkit.reporting.files import write_draft

WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


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

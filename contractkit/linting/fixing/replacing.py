"""A file replaced in one step, unless somebody else changed it meanwhile."""

import os
import stat
from contextlib import suppress

from contractkit.errors import UnwrittenFileError

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


def write_draft(path: str, data: bytes, status: os.stat_result | None) -> str:
    """A file beside `path`, with its mode, and its owner where that is allowed; its path.

    Without a `status` there is no file yet: it gets the mode of a new one.
    """
    from tempfile import NamedTemporaryFile

    folder, name = os.path.split(path)
    with NamedTemporaryFile(dir=folder, prefix=f".{name[:40]}.", delete=False) as draft:
        try:
            draft.write(data)
            draft.flush()
            os.fsync(draft.fileno())
            _set_mode(draft.name, status)
        except BaseException:
            os.unlink(draft.name)
            raise
    return draft.name


def _set_mode(path: str, status: os.stat_result | None) -> None:
    if status is None:
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(path, 0o666 & ~mask)
        return
    if hasattr(os, "chown"):
        with suppress(OSError):
            os.chown(path, status.st_uid, status.st_gid)
    os.chmod(path, stat.S_IMODE(status.st_mode))


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

"""Writes files in one step: whole, or not at all."""

import errno
import os
import stat
from contextlib import suppress

from contractkit.errors import ContractkitError


def write_whole(path: str, text: str) -> None:
    """Write a file in one step; what cannot be encoded is escaped. Raises ContractkitError."""
    data = text.encode("utf-8", "backslashreplace")
    try:
        if is_special(path):
            with open(path, "ab") as stream:
                stream.write(data)
        else:
            _replace(os.path.realpath(path), data)
    except OSError as error:
        raise ContractkitError(f"{path}: could not be written: {error.strerror}") from error


def is_special(path: str) -> bool:
    """Whether it is a pipe or a device, which no file may replace; /dev/stdout always is one."""
    device = os.path.abspath(path).startswith("/dev/")
    return os.path.exists(path) and (device or not os.path.isfile(path))


def write_draft(path: str, data: bytes, status: os.stat_result | None) -> str:
    """Write a file beside `path` that can take its place; its path.

    It has the mode of `status`, and its owner where that is allowed; without a status there is no
    file yet, and it gets the mode of a new one. Raises OSError, and leaves no file then.
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


def _replace(path: str, data: bytes) -> None:
    """Put a whole file in the place of the old one, whose mode and owner stay."""
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

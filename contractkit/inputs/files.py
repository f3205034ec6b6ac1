"""Paths, folders, globs and standard input → the bytes to judge, each with the name to show."""

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from contractkit.errors import UnreadableInputError

STDIN = "-"
LARGEST = 16 * 1024 * 1024
USUAL = 64 * 1024
ENDINGS = (".json", ".jsonc")
WIDE_STARTS = tuple(
    start
    for encoding in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
    for start in (char.encode(encoding) for char in '\ufeff{[ "\r\n\t')
)
PASSED_OVER = frozenset({"node_modules", "__pycache__"})


@dataclass(frozen=True, slots=True)
class Input:
    """One text to judge: the name to show it under, and its bytes."""

    name: str
    data: bytes


def read_inputs(
    paths: Iterable[str], stdin_name: str = "<stdin>"
) -> Iterator[Input | UnreadableInputError]:
    """What the paths stand for, in order and once each.

    What cannot be read comes as its error, not raised.
    """
    for path in dict.fromkeys(paths):
        if path == STDIN:
            yield _read_stdin(stdin_name)
            continue
        for found in find_files(path):
            yield _read_file(found) if isinstance(found, str) else found


def find_files(path: str) -> Iterable[str | UnreadableInputError]:
    """The files that a path names: itself, those in a folder and below, those of a glob; sorted."""
    if os.path.isdir(path):
        return _list_folder(path)
    if not os.path.exists(path) and any(char in path for char in "*?["):
        from glob import glob

        found = sorted(file for file in glob(path, recursive=True) if os.path.isfile(file))
        return found or [UnreadableInputError(path, "no file matches")]
    return [path]


def _list_folder(folder: str) -> list[str | UnreadableInputError]:
    found: list[str | UnreadableInputError] = []

    def note(error: OSError) -> None:
        found.append(UnreadableInputError(str(error.filename), _reason(error)))

    for place, folders, files in os.walk(folder, onerror=note):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and name not in PASSED_OVER
        )
        paths = [os.path.join(place, name) for name in sorted(files) if name.endswith(ENDINGS)]
        found += [path for path in paths if os.path.isfile(path)]
    nothing = "no payload files (*.json, *.jsonc) in this folder"
    return found or [UnreadableInputError(folder, nothing)]


def _read_file(path: str) -> Input | UnreadableInputError:
    try:
        with open(path, "rb") as file:
            data = _read_bounded(file)
    except OSError as error:
        return UnreadableInputError(path, _reason(error))
    return _accept(path, data)


def _read_stdin(name: str) -> Input | UnreadableInputError:
    try:
        data = _read_bounded(sys.stdin.buffer)
    except OSError as error:
        return UnreadableInputError(name, _reason(error))
    return _accept(name, data)


def _read_bounded(file: BinaryIO) -> bytes:
    """The bytes of a file, or one more than the largest that is accepted.

    A read reserves all that it asks for, so it asks first for what a payload usually needs.
    """
    data = file.read(USUAL)
    return data if len(data) < USUAL else data + file.read(LARGEST + 1 - USUAL)


def _accept(name: str, data: bytes) -> Input | UnreadableInputError:
    if len(data) > LARGEST:
        return UnreadableInputError(
            name, f"is larger than {LARGEST >> 20} MiB, too large to be a payload"
        )
    if _is_binary(data):
        return UnreadableInputError(name, "is a binary file, not JSON text")
    return Input(name, data)


def _is_binary(data: bytes) -> bool:
    """Whether the bytes are no text in any encoding: NUL bytes that no Unicode form explains."""
    if b"\0" not in data[:8192] or data.startswith(WIDE_STARTS):
        return False
    try:
        data.decode()
    except UnicodeDecodeError:
        return True
    return False


def _reason(error: OSError) -> str:
    known = {FileNotFoundError: "no such file", PermissionError: "may not be read"}
    return known.get(type(error), error.strerror or str(error))

"""Paths, folders, globs and standard input → the bytes to judge, each with the name to show."""

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from contractkit.errors import UnreadableInputError

STDIN = "-"
LARGEST = 16 * 1024 * 1024
ENDINGS = (".json", ".jsonc")
PASSED_OVER = frozenset({"node_modules", "__pycache__"})


@dataclass(frozen=True, slots=True)
class Input:
    """One text to judge: the name to show it under, and its bytes."""

    name: str
    data: bytes


def read_inputs(
    paths: Iterable[str], stdin_name: str = "<stdin>"
) -> Iterator[Input | UnreadableInputError]:
    """What the paths stand for, in order; what cannot be read comes as its error, not raised."""
    for path in paths:
        if path == STDIN:
            yield _read_stdin(stdin_name)
            continue
        try:
            yield from (_read_file(file) for file in find_files(path))
        except UnreadableInputError as error:
            yield error


def find_files(path: str) -> Iterable[str]:
    """The files that a path names: itself, those in a folder and below, those of a glob; sorted."""
    if os.path.isdir(path):
        return _list_folder(path)
    if not os.path.exists(path) and any(char in path for char in "*?["):
        from glob import glob

        found = sorted(file for file in glob(path, recursive=True) if os.path.isfile(file))
        if not found:
            raise UnreadableInputError(path, "no file matches")
        return found
    return [path]


def _list_folder(folder: str) -> list[str]:
    found: list[str] = []
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and name not in PASSED_OVER
        )
        found += [os.path.join(place, name) for name in sorted(files) if name.endswith(ENDINGS)]
    if not found:
        raise UnreadableInputError(folder, "no payload files (*.json, *.jsonc) in this folder")
    return found


def _read_file(path: str) -> Input | UnreadableInputError:
    try:
        with open(path, "rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        return UnreadableInputError(path, _reason(error))
    return _accept(path, data)


def _read_stdin(name: str) -> Input | UnreadableInputError:
    try:
        data = sys.stdin.buffer.read(LARGEST + 1)
    except OSError as error:
        return UnreadableInputError(name, _reason(error))
    return _accept(name, data)


def _accept(name: str, data: bytes) -> Input | UnreadableInputError:
    if len(data) > LARGEST:
        return UnreadableInputError(name, f"is larger than {LARGEST >> 20} MiB, too large to be a payload")
    if _is_binary(data):
        return UnreadableInputError(name, "is a binary file, not JSON text")
    return Input(name, data)


def _is_binary(data: bytes) -> bool:
    """Whether the bytes are no text in any Unicode encoding: NUL bytes that no encoding explains."""
    if b"\0" not in data[:8192] or data.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")):
        return False
    if data[:4].translate(None, b"\0").strip(b" \t\r\n{[\"") == b"" and data[:4].count(0) < 4:
        return False
    try:
        data.decode()
    except UnicodeDecodeError:
        return True
    return False


def _reason(error: OSError) -> str:
    known = {FileNotFoundError: "no such file", PermissionError: "may not be read"}
    return known.get(type(error), error.strerror or str(error))

"""Paths, folders, globs and standard input → the texts to judge, each with the name to show."""

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, BinaryIO

from contractkit.errors import UnreadableInputError

if TYPE_CHECKING:
    from contractkit.linting.inputs.lines import LineInput

STDIN = "-"
LARGEST, LARGEST_RECORDING = 16 * 1024 * 1024, 64 * 1024 * 1024
USUAL = 64 * 1024
LINE_ENDINGS = (".ndjson", ".jsonl")
ENDINGS = (".json", ".jsonc", *LINE_ENDINGS, ".har")
RECORDING_ENDINGS = (".har", ".postman_collection.json")
WIDE_STARTS = tuple(
    start
    for encoding in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
    for start in (char.encode(encoding) for char in '\ufeff{[ "\r\n\t')
)


@dataclass(frozen=True, slots=True)
class Input:
    """One text to judge: the name to show it under, and its bytes.

    The name is the path of the file, unless the text is from standard input. `found`: nobody named
    the file, it was met in a folder or by a glob. `recording`: the name is that of a file that
    holds requests, not of one payload.
    """

    name: str
    data: bytes
    from_stdin: bool = False
    found: bool = False

    @property
    def recording(self) -> bool:
        """Whether the name says that the file is a HAR recording or a Postman collection."""
        return self.name.lower().endswith(RECORDING_ENDINGS)


def read_inputs(
    paths: Iterable[str],
    stdin_name: str = "<stdin>",
    exclude: Iterable[str] = (),
    exclude_root: str = "",
    *,
    as_found: bool = False,
) -> "Iterator[Input | LineInput | UnreadableInputError]":
    """What the paths stand for, in order and once each.

    What cannot be read comes as its error, not raised. `exclude` are patterns as in .gitignore,
    relative to the folder `exclude_root`, of files and folders to leave out, also where they are
    named. `as_found` takes named files as if they had been met in a folder. Raises PatternError.
    """
    is_excluded = None
    if exclude:
        from contractkit.linting.inputs.ignoring import compile_exclusion

        is_excluded = compile_exclusion(exclude, exclude_root)
    for path in dict.fromkeys(paths):
        if path == STDIN:
            yield _read_stdin(stdin_name)
        elif os.path.isdir(path) or _is_glob(path):
            from contractkit.linting.inputs.folders import find_files

            for found in find_files(path, is_excluded):
                yield _read_file(found, found=True) if isinstance(found, str) else found
        elif not (is_excluded and is_excluded(path)) and (
            not as_found or path.lower().endswith(ENDINGS)
        ):
            yield _read_file(path, found=as_found)


def _is_glob(path: str) -> bool:
    return any(char in path for char in "*?[") and not os.path.exists(path)


def _read_file(path: str, *, found: bool = False) -> "Input | LineInput | UnreadableInputError":
    if path.lower().endswith(LINE_ENDINGS):
        from contractkit.linting.inputs.lines import LineInput

        return LineInput(path, partial(_open, path), found)
    try:
        with open(path, "rb") as file:
            data = _read_bounded(file, _bound(path))
    except OSError as error:
        return UnreadableInputError(path, word_reason(error))
    return _accept(Input(path, data, found=found))


def _open(path: str) -> BinaryIO:
    return open(path, "rb")


def _read_stdin(name: str) -> "Input | LineInput | UnreadableInputError":
    if name.lower().endswith(LINE_ENDINGS):
        from contractkit.linting.inputs.lines import LineInput

        return LineInput(name, lambda: sys.stdin.buffer, from_stdin=True)
    try:
        data = _read_bounded(sys.stdin.buffer, _bound(name))
    except OSError as error:
        return UnreadableInputError(name, word_reason(error))
    return _accept(Input(name, data, from_stdin=True))


def _bound(name: str) -> int:
    """The bytes that a file of that name may have."""
    return LARGEST_RECORDING if name.lower().endswith(RECORDING_ENDINGS) else LARGEST


def _read_bounded(file: BinaryIO, largest: int) -> bytes:
    """The bytes of a file, or one more than the largest that is accepted.

    A read reserves all that it asks for, so it asks first for what a payload usually needs.
    """
    data = file.read(USUAL)
    return data if len(data) < USUAL else data + file.read(largest + 1 - USUAL)


def _accept(one: Input) -> Input | UnreadableInputError:
    largest = _bound(one.name)
    if len(one.data) > largest:
        what = "be read" if one.recording else "be a payload"
        reason = f"is larger than {largest >> 20} MiB, too large to {what}"
        return UnreadableInputError(one.name, reason)
    if is_binary(one.data):
        return UnreadableInputError(one.name, "is a binary file, not JSON text")
    return one


def is_binary(data: bytes) -> bool:
    """Whether the bytes are no text in any encoding: NUL bytes that no Unicode form explains."""
    if b"\0" not in data[:8192] or data.startswith(WIDE_STARTS):
        return False
    try:
        data.decode()
    except UnicodeDecodeError:
        return True
    return False


def word_reason(error: OSError) -> str:
    """Why a file could not be read, in a few words."""
    known = {FileNotFoundError: "no such file", PermissionError: "may not be read"}
    return known.get(type(error), error.strerror or str(error))

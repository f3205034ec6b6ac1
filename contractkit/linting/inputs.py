"""Reads paths, folders, globs and standard input: the texts to judge, each with its name."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, TypeAlias

from contractkit.errors import UnreadableInputError, describe_os_error

if TYPE_CHECKING:
    from contractkit.linting.lines import LineInput

STDIN = "-"
LARGEST, LARGEST_RECORDING = 16 * 1024 * 1024, 64 * 1024 * 1024
USUAL = 64 * 1024
LINE_ENDINGS = (".ndjson", ".jsonl")
ENDINGS = (".json", ".jsonc", *LINE_ENDINGS, ".har")
RECORDING_ENDINGS = (".har", ".postman_collection.json")
ENVIRONMENT_ENDINGS = (".postman_environment.json", ".postman_globals.json")
WIDE_ENCODINGS, STARTS = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"), '\ufeff{[ "\r\n\t'
BINARY = "is a binary file, not JSON text"


class Input(NamedTuple):
    """One text to judge: the name to show it under, and its bytes.

    The name is the path of the file, unless the text is from standard input. `found`: nobody named
    the file, it was met in a folder or by a glob.
    """

    name: str
    data: bytes
    found: bool = False
    from_stdin: bool = False

    @property
    def has_recording_name(self) -> bool:
        """Whether the name says that the file is a HAR recording or a Postman collection."""
        return self.name.lower().endswith(RECORDING_ENDINGS)

    @property
    def has_environment_name(self) -> bool:
        """Whether the name says that the file has the values of variables of a collection."""
        return self.name.lower().endswith(ENVIRONMENT_ENDINGS)


AnyInput: TypeAlias = "Input | LineInput | UnreadableInputError"


def read_inputs(
    paths: Iterable[str],
    stdin_name: str = "<stdin>",
    exclude: Iterable[str] = (),
    exclude_root: str = "",
    *,
    as_found: bool = False,
) -> Iterator[AnyInput]:
    """What the paths stand for, in order and once each.

    What cannot be read comes as its error, not raised. `exclude` are patterns as in .gitignore,
    relative to the folder `exclude_root`, of files and folders to leave out, also where they are
    named. `as_found` takes named files as if they had been met in a folder. Raises PatternError.
    """
    is_excluded = None
    if exclude:
        from contractkit.linting.folders import compile_exclusion

        is_excluded = compile_exclusion(exclude, exclude_root)
    for path in dict.fromkeys(paths):
        if path == STDIN:
            yield _read(stdin_name, lambda: sys.stdin.buffer, from_stdin=True)
        elif os.path.isdir(path) or _is_glob(path):
            from contractkit.linting.folders import find_files

            for found in find_files(path, ENDINGS, is_excluded):
                if isinstance(found, str):
                    yield _read(found, partial(_open, found), found=True)
                else:
                    yield found
        elif not (is_excluded and is_excluded(path)) and (
            not as_found or path.lower().endswith(ENDINGS)
        ):
            yield _read(path, partial(_open, path), found=as_found)


def _is_glob(path: str) -> bool:
    return any(char in path for char in "*?[") and not os.path.exists(path)


def _open(path: str) -> BinaryIO:
    return open(path, "rb")


def _read(
    name: str, open_stream: Callable[[], BinaryIO], *, found: bool = False, from_stdin: bool = False
) -> AnyInput:
    if name.lower().endswith(LINE_ENDINGS):
        from contractkit.linting.lines import LineInput

        return LineInput(name, open_stream, found, from_stdin)
    of_recording = name.lower().endswith(RECORDING_ENDINGS)
    largest = LARGEST_RECORDING if of_recording else LARGEST
    try:
        with nullcontext(open_stream()) if from_stdin else open_stream() as stream:
            data = _read_bounded(stream, largest)
    except OSError as error:
        return UnreadableInputError(name, describe_os_error(error))
    if len(data) > largest:
        purpose = "be read" if of_recording else "be a payload"
        reason = f"is larger than {largest >> 20} MiB, too large to {purpose}"
        return UnreadableInputError(name, reason)
    if is_binary(data):
        return UnreadableInputError(name, BINARY)
    return Input(name, data, found, from_stdin)


def _read_bounded(stream: BinaryIO, largest: int) -> bytes:
    """The bytes of a stream, or one more than the largest number that is accepted.

    A read reserves all that it asks for, so it asks first for what a payload usually needs.
    """
    data = stream.read(USUAL)
    return data if len(data) < USUAL else data + stream.read(largest + 1 - USUAL)


def _list_wide_starts() -> tuple[bytes, ...]:
    """How JSON text begins in encodings of which a character has NUL bytes."""
    return tuple(char.encode(encoding) for encoding in WIDE_ENCODINGS for char in STARTS)


def is_binary(data: bytes) -> bool:
    """Whether the bytes are no text in any encoding: NUL bytes that no Unicode form explains."""
    if b"\0" not in data[:8192] or data.startswith(_list_wide_starts()):
        return False
    try:
        data.decode()
    except UnicodeDecodeError:
        return True
    return False

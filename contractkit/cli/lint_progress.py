"""Shows the progress of a lint run on the terminal, once it takes more than a second."""

import io
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import BinaryIO, TypeVar

from contractkit.cli.lint_summary import plural
from contractkit.cli.progress import clear_line, show_line
from contractkit.linting.inputs import AnyInput
from contractkit.linting.lines import LineInput
from contractkit.linting.results import Linted, Written

DELAY = 1.0
WIDTH = 24
Outcome = TypeVar("Outcome")
Show = Callable[[str, int], None]


def watch_inputs(inputs: Iterable[AnyInput], show: Show) -> Iterator[AnyInput]:
    """The inputs, and how many there have been; of a file of lines, how much of it was read."""
    for number, source in enumerate(inputs, 1):
        show(plural(number, "file"), 0)
        if isinstance(source, LineInput):
            yield replace(source, open=partial(_open_watched, source, show))
        else:
            yield source


def watch_run(
    inputs: Iterable[AnyInput],
    judge: Callable[[Iterable[AnyInput]], Iterable[Outcome]],
) -> Iterator[Outcome]:
    """The results of judging; the line is cleared before a result that is printed."""
    with show_line(DELAY) as show:
        for result in judge(watch_inputs(inputs, show)):
            if not _is_silent(result):
                clear_line()
            yield result


def _is_silent(result: object) -> bool:
    if isinstance(result, Written):
        return not result.text
    return isinstance(result, Linted) and not result.findings


def _open_watched(source: LineInput, show: Show) -> BinaryIO:
    return io.BufferedReader(_Watched(source.open(), source.name, show))  # type: ignore[type-var]


class _Watched(io.RawIOBase):
    """A stream that says how far it has been read, each time it is read."""

    def __init__(self, stream: BinaryIO, name: str, show: Show) -> None:
        self.stream, self.name, self.show, self.done = stream, name, show, 0
        self.size = os.fstat(stream.fileno()).st_size

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self.stream.seekable()

    def seek(self, offset: int, whence: int = 0, /) -> int:
        self.done = self.stream.seek(offset, whence)
        return self.done

    def close(self) -> None:
        self.stream.close()
        super().close()

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        data = self.stream.read(len(buffer))
        buffer[: len(data)] = data
        self.done += len(data)
        self.show(f"{self.name} {draw_bar(self.done, self.size)}", 0)
        return len(data)


def draw_bar(done: int, size: int) -> str:
    """A bar and a percentage; the bytes alone where nobody knows how many there are."""
    if not size:
        return f"{done >> 20:,} MiB"
    share = min(done / size, 1.0)
    full = round(share * WIDTH)
    return f"[{'#' * full}{'-' * (WIDTH - full)}] {share:4.0%}"

"""The body of an HTTP request as a stream that knows where it ends: by length, or in chunks."""

import io
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, BinaryIO

from contractkit.errors import ContractkitError

if TYPE_CHECKING:
    from email.message import Message

LONGEST_LINE, MOST_TRAILERS = 1024, 64
_SIZE = re.compile(rb"[0-9A-Fa-f]{1,15}")
_LENGTH = re.compile(r"[0-9]{1,18}")


class BrokenBodyError(ContractkitError):
    """A body whose framing breaks the rules of HTTP."""


class Body(io.RawIOBase):
    """A stream of exactly one body; `ended` once its last byte is read, for chunks the last line.

    Reading calls `begin` once before the first byte, and `end` once after the last. It raises
    BrokenBodyError, and ConnectionAbortedError where the sender stops early.
    """

    def __init__(
        self, source: BinaryIO, length: int | None, begin: Callable[[], object] | None = None
    ) -> None:
        """`length` in bytes, None for chunks."""
        super().__init__()
        self._source, self._chunked, self._left = source, length is None, length or 0
        self._begin = begin
        self._end: Callable[[], object] = lambda: None
        self.ended = length == 0

    def on_end(self, end: Callable[[], object]) -> None:
        """Call `end` after the last byte, or now, if there is none."""
        self._end = end
        if self.ended:
            end()

    @property
    def awaited(self) -> bool:
        """Whether the sender still waits for `begin` before it sends anything."""
        return self._begin is not None and not self.ended

    @property
    def length_left(self) -> int | None:
        """How many bytes are unread; None where that is unknown."""
        return None if self._chunked and not self.ended else self._left

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill a part of the buffer; 0 at the end of the body."""
        view = memoryview(buffer)  # type: ignore[arg-type]
        if self.ended or not view:
            return 0
        if self._begin:
            self._begin()
            self._begin = None
        if self._chunked and not self._left:
            self._left = self._read_size()
            if not self._left:
                self._read_trailers()
                self._finish()
                return 0
        return self._take(view)

    def _take(self, view: memoryview) -> int:
        wanted = min(len(view), self._left)
        data = self._source.read1(wanted)  # type: ignore[attr-defined]
        if not data:
            raise ConnectionAbortedError("the body was cut short")
        view[: len(data)] = data
        self._left -= len(data)
        if not self._left and not self._chunked:
            self._finish()
        elif not self._left and self._read_line():
            raise BrokenBodyError("a chunk is longer than its size says")
        return len(data)

    def _finish(self) -> None:
        self.ended = True
        self._end()

    def _read_size(self) -> int:
        size = self._read_line().partition(b";")[0].strip()
        if not _SIZE.fullmatch(size):
            raise BrokenBodyError("the size of a chunk is not a hexadecimal number")
        return int(size, 16)

    def _read_trailers(self) -> None:
        for _ in range(MOST_TRAILERS):
            if not self._read_line():
                return
        raise BrokenBodyError("too many trailers")

    def _read_line(self) -> bytes:
        line = self._source.readline(LONGEST_LINE)
        if not line:
            raise ConnectionAbortedError("the body was cut short")
        if not line.endswith(b"\n"):
            raise BrokenBodyError("a line between the chunks is too long")
        return line.rstrip(b"\r\n")


def frame_body(
    headers: "Message", source: BinaryIO, begin: Callable[[], object] | None = None
) -> Body:
    """The body that these headers announce; BrokenBodyError where they contradict each other."""
    codings = headers.get_all("Transfer-Encoding", [])
    lengths = set(headers.get_all("Content-Length", []))
    if codings:
        if [coding.strip().lower() for coding in codings] != ["chunked"] or lengths:
            raise BrokenBodyError(
                "only Transfer-Encoding: chunked is known, and without Content-Length"
            )
        return Body(source, None, begin)
    if not lengths:
        return Body(source, 0)
    length = lengths.pop().strip()
    if lengths or not _LENGTH.fullmatch(length):
        raise BrokenBodyError("the Content-Length is not a number, or there are several")
    return Body(source, int(length), begin)


def read_at_most(body: BinaryIO, limit: int) -> bytes | None:
    """All of a body, or None where it has more than `limit` bytes; then the rest stays unread."""
    parts, size = [], 0
    while part := body.read(limit + 1 - size):
        parts.append(part)
        size += len(part)
        if size > limit:
            return None
    return b"".join(parts)


def announced_length(environ: Mapping[str, object]) -> int:
    """The Content-Length in a WSGI environment; 0 where there is none or it is no number."""
    length = str(environ.get("CONTENT_LENGTH") or "")
    return int(length) if _LENGTH.fullmatch(length) else 0

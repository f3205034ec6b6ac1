"""The body of an HTTP request as a stream that knows where it ends: by length, or in chunks."""

import io
import re
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import BinaryIO

from contractkit.httpserver.fields import BadRequestError, read_fields, read_line
from contractkit.httpserver.heads import Head

LONGEST_LINE, MOST_TRAILERS, LARGEST_TRAILERS = 1024, 64, 1 << 14  # bytes, count, bytes
_SIZE = re.compile(rb"(?P<size>[0-9A-Fa-f]{1,15})(?:[ \t]*;.*)?")
_LENGTH = re.compile(r"[0-9]{1,18}")


class Body(io.RawIOBase):
    """A stream of exactly one body; `ended` once its last byte is read, for chunks the last line.

    Reading calls `begin` once before the first byte, and `end` once after the last. It raises
    BadRequestError, and ConnectionAbortedError where the sender stops early.
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
            raise BadRequestError("a chunk is longer than its size says")
        return len(data)

    def _finish(self) -> None:
        self.ended = True
        self._end()

    def _read_size(self) -> int:
        found = _SIZE.fullmatch(self._read_line())
        if not found:
            raise BadRequestError("the size of a chunk is not a hexadecimal number")
        return int(found["size"], 16)

    def _read_trailers(self) -> None:
        """Read the headers behind the last chunk; nobody sees them."""
        too_large = BadRequestError("the headers behind the body are too many or too large")
        for _ in read_fields(self._source, MOST_TRAILERS, LARGEST_TRAILERS, too_large):
            pass

    def _read_line(self) -> bytes:
        too_long = BadRequestError("a line between the chunks is too long")
        return read_line(self._source, LONGEST_LINE, too_long)


def frame_body(head: Head, source: BinaryIO, begin: Callable[[], object] | None = None) -> Body:
    """The body that a head announces; BadRequestError where its end is not certain."""
    if "Transfer-Encoding" in head.headers:
        _check_chunked(head)
        return Body(source, None, begin)
    lengths = head.headers.get_all("Content-Length", [])
    if not lengths:
        return Body(source, 0)
    if len(lengths) > 1:
        raise BadRequestError("there are several headers Content-Length")
    if not _LENGTH.fullmatch(lengths[0]):
        raise BadRequestError("the Content-Length is not a number of at most 18 digits")
    return Body(source, int(lengths[0]), begin)


def _check_chunked(head: Head) -> None:
    *others, last = head.list_values("Transfer-Encoding")
    if "Content-Length" in head.headers:
        raise BadRequestError("Transfer-Encoding and Content-Length contradict each other")
    if head.version == "HTTP/1.0":
        raise BadRequestError("HTTP/1.0 has no Transfer-Encoding")
    if last != "chunked" or not all(others):
        raise BadRequestError("the Transfer-Encoding does not end in “chunked”")
    if "chunked" in others:
        raise BadRequestError("the Transfer-Encoding has “chunked” twice")
    if others:
        raise BadRequestError(
            "of the transfer codings, only “chunked” is known", HTTPStatus.NOT_IMPLEMENTED
        )


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

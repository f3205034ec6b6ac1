"""Lines and header fields of HTTP/1.1, in the one form that RFC 9112 gives them.

What a proxy in front could read in another way is refused and never mended: where two readers see
two ends of one request, a part of its body becomes a request of its own.
"""

import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import BinaryIO

from contractkit.errors import ContractkitError

TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_NAME = re.compile(TOKEN.encode())
_CONTROL_CHARACTER = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")


class BadRequestError(ContractkitError):
    """A request that breaks the rules of HTTP; `status` is the answer that it gets."""

    def __init__(self, reason: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> None:
        """The reason shows nothing of what was sent."""
        super().__init__(reason)
        self.status = status


def read_line(source: BinaryIO, limit: int, too_long: BadRequestError) -> bytes:
    """The next line without its CR LF; `limit` counts them.

    Raises BadRequestError, and ConnectionAbortedError where the sender stops early.
    """
    line = source.readline(limit)
    if not line.endswith(b"\n"):
        if len(line) >= limit:
            raise too_long
        raise ConnectionAbortedError("the request was cut short")
    if not line.endswith(b"\r\n"):
        raise BadRequestError("a line ends in LF alone, not in CR LF")
    line = line[:-2]
    if found := _CONTROL_CHARACTER.search(line):
        number = found[0][0]
        raise BadRequestError(f"a line has the control character U+{number:04X} in it")
    return line


def read_fields(
    source: BinaryIO, count: int, size: int, too_large: BadRequestError
) -> Iterator[tuple[str, str]]:
    """The name and the value of each header, up to the empty line; the values are Latin-1.

    `count`: how many there may be; `size`: of how many bytes in all. Raises as `read_line`.
    """
    while line := read_line(source, size + len(b"\r\n"), too_large):
        count, size = count - 1, size - len(line) - len(b"\r\n")
        if count < 0 or size < 0:
            raise too_large
        yield _parse_field(line)


def _parse_field(line: bytes) -> tuple[str, str]:
    name, colon, value = line.partition(b":")
    if line.startswith((b" ", b"\t")):
        raise BadRequestError("a line of the headers begins with white space (line folding)")
    if not colon:
        raise BadRequestError("a header has no colon")
    if name.endswith((b" ", b"\t")):
        raise BadRequestError("white space stands between the name of a header and its colon")
    if not _NAME.fullmatch(name):
        raise BadRequestError("the name of a header is empty, or has a character that no name has")
    return name.decode("ascii"), value.strip(b" \t").decode("latin-1")

"""Answers without an end: what is sent as it comes, until either side closes the connection."""

from collections.abc import Iterable, Iterator


class Stream:
    """The parts of an answer, each sent at once; a client has its time for each part, not for all.

    The answer has no length: the end of the connection ends it.
    """

    def __init__(self, parts: Iterable[bytes]) -> None:
        """`parts` may wait as long as they like for the next one."""
        self._parts = parts

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._parts)

    def close(self) -> None:
        """The connection has ended."""
        close = getattr(self._parts, "close", None)
        if close:
            close()

"""What a fix would do to a text, as a unified diff that `patch` takes."""

from collections.abc import Iterator
from difflib import unified_diff

NO_LINE_END = "\\ No newline at end of file\n"


def compare(name: str, before: bytes, after: bytes) -> bytes:
    """The diff of a file; b"" where nothing changes."""
    old, new = _split(before), _split(after)
    lines = unified_diff(old, new, name, name)
    return "".join(_end_lines(lines)).encode("utf-8", "surrogateescape")


def _split(data: bytes) -> list[str]:
    """The lines with their ends; only a line feed ends one, as in every diff."""
    *lines, last = data.decode("utf-8", "surrogateescape").split("\n")
    return [f"{line}\n" for line in lines] + ([last] if last else [])


def _end_lines(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        yield line if line.endswith("\n") else f"{line}\n{NO_LINE_END}"

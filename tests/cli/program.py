"""The program as a test runs it: in this process, with its streams and its status."""

import io
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass

from contractkit.cli import main


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run of the program left behind."""

    status: int
    out: str
    err: str


def run(*arguments: str, stdin: bytes = b"") -> Outcome:
    """Run `contractkit` with these arguments."""
    # What the program writes may be bytes, which a StringIO does not take.
    out = io.TextIOWrapper(io.BytesIO(), "utf-8", "surrogatepass", newline="", write_through=True)
    err, before = io.StringIO(), sys.stdin
    sys.stdin = io.TextIOWrapper(io.BytesIO(stdin))
    try:
        with redirect_stdout(out), redirect_stderr(err):
            main(arguments)
    except SystemExit as leaving:
        written = out.buffer.getvalue().decode("utf-8", "surrogateescape")
        return Outcome(int(leaving.code or 0), written, err.getvalue())
    finally:
        sys.stdin = before
    raise AssertionError("the program did not exit")

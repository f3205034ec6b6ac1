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
    out, err, before = io.StringIO(), io.StringIO(), sys.stdin
    sys.stdin = io.TextIOWrapper(io.BytesIO(stdin))
    try:
        with redirect_stdout(out), redirect_stderr(err):
            main(arguments)
    except SystemExit as leaving:
        return Outcome(int(leaving.code or 0), out.getvalue(), err.getvalue())
    finally:
        sys.stdin = before
    raise AssertionError("the program did not exit")

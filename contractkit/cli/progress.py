"""Shows the progress of a run as a line on standard error, if that is a terminal."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

INTERVAL = 0.1


@contextmanager
def show_line(delay: float = 0.0) -> Iterator[Callable[[str, int], None]]:
    """A function that shows a line with a number of failures in place of the last line.

    It shows at most ten lines a second, and nothing in the first `delay` seconds.
    """
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    shown = time.monotonic() + delay - INTERVAL

    def show(line: str, failures: int) -> None:
        nonlocal shown
        now = time.monotonic()
        if now - shown > INTERVAL:
            shown = now
            found = f", {failures} failures" if failures else ""
            click.echo(f"\r\x1b[K{line}{found}", err=True, nl=False)

    try:
        yield show
    finally:
        clear_line()


def clear_line() -> None:
    """Take the line away, so that what comes next on the terminal stands alone."""
    if sys.stderr.isatty():
        click.echo("\r\x1b[K", err=True, nl=False)

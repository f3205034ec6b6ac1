"""A line on standard error that says how far a run is, where somebody looks at it."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from contractkit.fuzz.campaign import Campaign

INTERVAL = 0.1


@contextmanager
def watch(requests: int) -> Iterator[Callable[["Campaign"], None]]:
    """A watcher for a campaign; it shows nothing where standard error is no terminal."""
    with show_line() as show:
        yield lambda campaign: show(
            f"{campaign.phase}: {campaign.sender.sent:,} of {requests:,} requests",
            sum(1 for _ in campaign.causes.list_failures()),
        )


@contextmanager
def show_line(delay: float = 0.0) -> Iterator[Callable[[str, int], None]]:
    """What shows a line with a number of failures, in place of the last; not all too often.

    Nothing is shown in the first `delay` seconds.
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

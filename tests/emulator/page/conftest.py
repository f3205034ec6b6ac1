"""An emulator with its page, and a browser that looks at it."""

from collections.abc import Iterator

import pytest

from contractkit.emulator import Emulator, Retry, emulate

QUICK = Retry(timeout=5, retries=1, pause=0.01)


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with emulate(ui=True, retry=QUICK) as running:
        yield running
    assert running.errors == ()

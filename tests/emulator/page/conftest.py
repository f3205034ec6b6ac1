"""An emulator with its page, and a browser that looks at it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from contractkit.emulator import Emulator, Retry, emulate

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

    from tests.emulator.page.browser import Page

QUICK = Retry(timeout=5, retries=1, pause=0.01)


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with emulate(ui=True, retry=QUICK) as running:
        yield running
    assert running.errors == ()


@pytest.fixture(scope="session")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Chrome"]:
    from tests.emulator.page.browser import start

    running = start(tmp_path_factory.mktemp("profile"))
    yield running
    running.quit()


@pytest.fixture
def page(driver: "Chrome", emulator: Emulator) -> "Iterator[Page]":
    """The inbox, in a wide window; at the end the browser must have nothing to complain of."""
    from tests.emulator.page.browser import WIDE, Page

    opened = Page(driver, emulator.page_url or "")
    opened.resize(*WIDE)
    opened.visit()
    opened.errors()
    yield opened
    complaints = opened.errors()
    opened.resize(*WIDE)
    driver.get("about:blank")
    assert complaints == []

"""The page in a real browser: what comes appears, can be opened, understood and answered."""

from collections.abc import Iterator
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

import pytest

from contractkit.emulator import Emulator
from tests.emulator.client import send
from tests.sample_payloads import plain, plain_sms

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

    from tests.emulator.page.browser import Page


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Chrome"]:
    from tests.emulator.page.browser import start

    running = start(tmp_path_factory.mktemp("profile"))
    yield running
    running.quit()


@pytest.fixture
def page(driver: "Chrome", emulator: Emulator) -> "Iterator[Page]":
    from tests.emulator.page.browser import Page

    opened = Page(driver, emulator.page_url or "")
    opened.visit()
    opened.errors()
    yield opened
    complaints = opened.errors()
    driver.get("about:blank")
    assert complaints == []


def test_a_request_appears_within_a_second(page: "Page", emulator: Emulator) -> None:
    """The fastest of a few: other programs may keep the machine busy."""
    page.until_live()
    took = []
    for count in range(1, 6):
        began = monotonic()
        send(emulator.url, plain_sms(text=f"Hello out there {count}"))
        page.until(partial(page.has, count, "#rows .row"))
        took.append(monotonic() - began)
    assert min(took) < 1
    row = page.texts("#rows .row")[0]
    for part in ("+447700900123", "ACME", "Hello out there 5", "valid", "1001"):
        assert part in row


def test_a_wrong_request_is_explained(page: "Page", emulator: Emulator) -> None:
    wrong = plain_sms(text="Hello")
    wrong["channels"]["sms"]["senderId"] = wrong["channels"]["sms"].pop("senderid")
    send(emulator.url, wrong)
    page.find("#rows .row").click()
    assert page.text(".head h2") == "Invalid: 1 error"
    assert "Refused with code 7003" in page.text(".head")
    finding = emulator.requests[0].findings[0]
    shown = page.text(".findings")
    for part in (finding.rule, finding.message, finding.source):
        assert part in shown
    assert '"senderId"' in page.text(".body mark.related")
    assert page.text(".body .flag") == "1"
    assert page.text(".refused").startswith("Nothing")
    assert page.text(".bubble") == "Hello"


def test_an_answer_is_ordered(page: "Page", emulator: Emulator) -> None:
    page.find("#answers summary").click()
    page.find('#answers option[value="code:7006"]').click()
    page.find("#answers button.main").click()
    assert page.text("#answers .badge") == "1"
    assert send(emulator.url, plain()).code == "7006"
    assert send(emulator.url, plain()).code == "1001"
    page.until(lambda: not page.all("#answers .badge"))

"""The page in a browser that runs no scripts: everything works but what comes by itself."""

from collections.abc import Iterator

import pytest

from contractkit.emulator import Emulator
from tests.emulator.client import send
from tests.emulator.page.browser import Page, start
from tests.sample_payloads import plain, plain_sms


@pytest.fixture(scope="module")
def plain_page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    driver = start(tmp_path_factory.mktemp("profile"), script=False)
    yield Page(driver, "")
    driver.quit()


def test_everything_works(plain_page: Page, emulator: Emulator) -> None:
    plain_page.home = emulator.page_url or ""
    for text in ("one", "two", "three"):
        send(emulator.url, plain_sms(text=text))
    plain_page.visit()
    assert len(plain_page.all("#rows .row")) == 3

    plain_page.find("#search").send_keys("two")
    plain_page.find("#filters button").click()
    plain_page.until(lambda: len(plain_page.all("#rows .row")) == 1)
    plain_page.find("#rows .row").click()
    assert plain_page.find(".bubble").text == "two"
    plain_page.find(".take summary").click()
    assert "curl" in plain_page.find("#copy-curl").text
    assert not [one for one in plain_page.all("button.copy") if one.is_displayed()]

    plain_page.find("#answers summary").click()
    plain_page.find('#answers option[value="code:7006"]').click()
    plain_page.find("#answers button.main").click()
    plain_page.until(lambda: plain_page.all("#answers .badge"))
    assert send(emulator.url, plain()).code == "7006"

    plain_page.find(".tools > form button").click()
    plain_page.until(lambda: plain_page.all("#nothing"))
    assert emulator.requests == ()

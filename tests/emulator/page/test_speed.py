"""A thousand requests: the page stays light, and scrolls and filters without waiting."""

import http.client
import json
from collections.abc import Iterator
from statistics import quantiles
from typing import Any
from urllib.parse import urlsplit

import pytest

from contractkit.emulator import Emulator, emulate
from tests.emulator.client import KEY, send
from tests.emulator.page.asking import fetch, look
from tests.emulator.page.browser import Page
from tests.sample_payloads import plain_sms

LARGEST_PAGE, LONGEST_STEP, SENT = 150_000, 100, 1000  # bytes, milliseconds
SCROLL = """
const [list, done] = [document.querySelector(".list"), arguments[0]];
const took = [];
function step(number) {
  if (number === 40) { done(took); return; }
  const began = performance.now();
  list.scrollTop += 300;
  void list.offsetHeight;
  requestAnimationFrame(() => setTimeout(() => {
    took.push(performance.now() - began);
    step(number + 1);
  }));
}
step(0);
"""
FILTER = """
const [text, done] = arguments;
const [search, results] = [document.querySelector("#search"), document.querySelector("#results")];
const began = performance.now();
new MutationObserver((_, observer) => {
  observer.disconnect();
  void results.offsetHeight;
  done(performance.now() - began);
}).observe(results, {childList: true});
search.value = text;
search.dispatchEvent(new Event("input", {bubbles: true}));
"""


@pytest.fixture(scope="module")
def crowded() -> Iterator[Emulator]:
    with emulate(ui=True) as running:
        address = urlsplit(running.url)
        connection = http.client.HTTPConnection(address.hostname or "", address.port)
        for number in range(SENT):
            payload = plain_sms(text=f"Message {number} 🚚 about your order, which is on its way")
            connection.request("POST", address.path, json.dumps(payload), KEY)
            connection.getresponse().read()
        connection.close()
        yield running
    assert running.errors == ()


LARGE: dict[str, Any] = {
    "plain": plain_sms(text="Hello"),
    "many wrong numbers": plain_sms() | {"destination": [{"msisdn": ["07700900123"] * 2000}]},
    "many unknown names": {f"unknown{number}": 0 for number in range(2000)},
    "a long text": plain_sms(text="🚚" * 9000),
    "nothing that is seen": plain_sms(text="\u200b" * 9000),
    "a body that is too long": plain_sms(text="x" * 100_000),
}


@pytest.mark.parametrize("name", ["", *LARGE])
def test_a_page_is_light(crowded: Emulator, name: str) -> None:
    """With a list of usual texts beside it, whatever was sent."""
    if name:
        send(crowded.url, LARGE[name])
    path = f"inbox/{crowded.requests[-1].number}" if name else ""
    page = look(crowded, path)
    files = [
        link.removeprefix("/_contractkit/") for link in page.values("href") + page.values("src")
    ]
    static = [fetch(crowded, file) for file in files if file.startswith("static/")]
    assert len(static) == 2
    assert len(fetch(crowded, path).body) + sum(len(file.body) for file in static) < LARGEST_PAGE


def take_quick(took: list[float]) -> float:
    """What a quarter of the steps kept to: other programs may keep the machine busy."""
    return quantiles(took, n=4)[0]


@pytest.fixture
def crowd(page: Page, crowded: Emulator) -> Page:
    full = Page(page.driver, crowded.page_url or "")
    full.visit()
    full.until_live()
    return full


def test_scrolling_does_not_wait(crowd: Page) -> None:
    took = crowd.driver.execute_async_script(SCROLL)
    assert take_quick(took) < LONGEST_STEP


def test_filtering_does_not_wait(crowd: Page) -> None:
    steps = ("m", "mes", "message 9", "message 99", "message 999", "nothing", "order", "")
    took = [crowd.driver.execute_async_script(FILTER, text) for text in steps]
    assert take_quick(took) < LONGEST_STEP
    crowd.until(lambda: len(crowd.all("#rows .row")) > 1)


def test_a_request_appears_in_a_long_list(crowd: Page, crowded: Emulator) -> None:
    before = len(crowd.all("#rows .row"))
    send(crowded.url, plain_sms(text="the newest of all"))
    crowd.until(lambda: "the newest of all" in crowd.text("#rows .row"))
    assert len(crowd.all("#rows .row")) == before

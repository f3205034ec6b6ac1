"""The page in a real browser: what comes appears, can be opened, understood and answered."""

from functools import partial
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from selenium.webdriver.common.keys import Keys

from contractkit.emulator import Emulator, emulate
from tests.emulator.client import listen, send
from tests.emulator.page.browser import NARROW
from tests.sample_payloads import plain, plain_sms

if TYPE_CHECKING:
    from tests.emulator.page.browser import Page

# Answers to the page's questions come only when the test lets them, by the words in the URL.
HOLD = """
window.fetchNow = window.fetch;
window.held = [];
window.fetch = (url, ...rest) => new Promise((resolve) => {
  held.push({ url: String(url), letGo: () => resolve(fetchNow(url, ...rest)) });
});
window.letGo = (word) => held.filter((one) => one.url.includes(word)).forEach((one) => one.letGo());
"""


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


def test_a_notification_that_comes_later_appears(page: "Page", emulator: Emulator) -> None:
    with listen() as listener:
        listener.statuses += [500]
        send(emulator.url, plain(notifyurl=listener.url))
        page.find("#rows .row").click()
        page.until(lambda: "Delivered" in page.text("#notifications"))
        page.until(lambda: page.text("#notifications").count(": delivered") == 2)
    assert "answered 500: tried again" in page.text("#notifications")


def test_a_notification_is_sent_by_hand(page: "Page", emulator: Emulator) -> None:
    with listen() as listener:
        send(emulator.url, plain())
        page.visit("inbox/1")
        page.find('.by-hand option[value="7102"]').click()
        page.find('.by-hand input[name="url"]').send_keys(f"{listener.url}/hook")
        page.find(".by-hand button").click()
        assert listener.wait_for(1)
        page.until(lambda: "by hand" in page.text("#notifications"))


def test_filters_apply_while_typing(page: "Page", emulator: Emulator) -> None:
    for text in ("one", "two", "three"):
        send(emulator.url, plain_sms(text=text))
    page.until(partial(page.has, 3, "#rows .row"))
    page.find("#search").send_keys("two")
    page.until(partial(page.has, 1, "#rows .row"))
    assert page.text("#status") == "1 request fits"
    page.until_live()
    send(emulator.url, plain_sms(text="four"))
    send(emulator.url, plain_sms(text="two again"))
    page.until(partial(page.has, 2, "#rows .row"))
    page.driver.refresh()
    assert page.has(2, "#rows .row")
    page.find("#search").send_keys(Keys.BACKSPACE * 3)
    page.until(partial(page.has, 5, "#rows .row"))


def test_going_back_opens_what_was_open(page: "Page", emulator: Emulator) -> None:
    send(emulator.url, plain_sms(text="one"))
    send(emulator.url, plain_sms(text="two"))
    page.until(partial(page.has, 2, "#rows .row"))
    for row in (1, 2):
        page.find(f"#rows li:nth-child({row}) .row").click()
        page.until(partial(page.has, 1, f"#rows li:nth-child({row}) .row[aria-current]"))
    page.driver.back()
    page.until(lambda: page.text(".bubble") == "two")
    page.driver.back()
    page.until(lambda: "Choose a request" in page.text("#opened"))


def test_the_list_can_be_cleared(page: "Page", emulator: Emulator) -> None:
    send(emulator.url, plain())
    page.find("#rows .row")
    page.find(".tools > form button").click()
    page.until(lambda: "Nothing has come yet." in page.text("#results"))
    assert emulator.requests == ()


def test_a_narrow_window_shows_the_list_or_a_request(page: "Page", emulator: Emulator) -> None:
    send(emulator.url, plain())
    page.resize(*NARROW)
    page.find("#rows .row").click()
    page.find(".bubble")
    assert not page.all("#search")[0].is_displayed()
    assert page.run("return document.documentElement.scrollWidth") <= NARROW[0]
    page.find(".back a").click()
    page.find("#rows .row")
    assert page.run("return document.documentElement.scrollWidth") <= NARROW[0]


def test_without_a_mouse(page: "Page", emulator: Emulator) -> None:
    for text in ("one", "two", "three"):
        send(emulator.url, plain_sms(text=text))
    page.until(partial(page.has, 3, "#rows .row"))
    page.press("j", "j", Keys.ENTER)
    page.until(lambda: page.text(".bubble") == "two")
    page.press("k", Keys.ENTER)
    page.until(lambda: page.text(".bubble") == "three")
    page.press(Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ENTER)
    page.until(lambda: page.text(".bubble") == "one")
    page.press(Keys.ESCAPE)
    page.until(lambda: "Choose a request" in page.text("#opened"))
    page.press("/", *"two")
    page.until(partial(page.has, 1, "#rows .row"))
    page.press(Keys.ESCAPE, Keys.ENTER)
    page.until(lambda: page.text(".bubble") == "two")


def test_a_filter_leaves_the_focus_on_its_row(page: "Page", emulator: Emulator) -> None:
    for text in ("one", "two"):
        send(emulator.url, plain_sms(text=text))
    page.until(partial(page.has, 2, "#rows .row"))
    page.run(HOLD)
    page.press("/", "o")
    page.until(lambda: page.run("return held.length"))
    page.run("document.querySelector('[data-n=\"1\"]').focus()")
    page.run("letGo('text=o')")
    page.until(lambda: page.text("#status") == "2 requests fit")
    assert page.run("return document.activeElement.dataset.n") == "1"


def test_the_last_request_chosen_stays_open(page: "Page", emulator: Emulator) -> None:
    for text in ("one", "two"):
        send(emulator.url, plain_sms(text=text))
    page.until(partial(page.has, 2, "#rows .row"))
    page.run(HOLD)
    for number in (1, 2):
        page.find(f'.row[data-n="{number}"]').click()
    page.run("letGo('inbox/2')")
    page.until(lambda: page.text(".bubble") == "two")
    page.run("letGo('inbox/1')")
    for _ in range(3):  # an answer of the server's later, the older one has been read
        page.driver.execute_async_script("fetchNow('/_contractkit/').then(() => arguments[0]())")
    assert page.text(".bubble") == "two"


def test_letters_can_be_only_letters(page: "Page", emulator: Emulator) -> None:
    """Who speaks to the computer may press letters without meaning to."""
    send(emulator.url, plain())
    page.visit()
    page.find("#keys").click()
    page.visit()
    assert not page.find("#keys").is_selected()
    page.press("j")
    assert page.run("return document.activeElement === document.body")
    page.find("#keys").click()
    page.run("document.activeElement.blur()")
    page.press("j")
    assert page.run("return document.activeElement.matches('a.row')")


def test_everything_is_reached_by_tab(page: "Page", emulator: Emulator) -> None:
    send(emulator.url, plain(extra=1))
    page.visit("inbox/1")
    page.until_live()
    wanted = page.run(
        "return [...document.querySelectorAll('a, button, input, select, summary')]"
        ".filter(one => one.checkVisibility({contentVisibilityAuto: false})).length"
    )
    page.run("document.activeElement.blur(); window.reached = new Set()")
    for _ in range(wanted + 20):
        page.press(Keys.TAB)
        page.run("reached.add(document.activeElement)")
    reached = page.run(
        "return [...reached].filter(one => one.matches('a, button, input, select, summary')).length"
    )
    assert reached == wanted


def test_an_emulator_that_is_started_again_is_followed(page: "Page") -> None:
    with emulate(ui=True) as first:
        port = urlsplit(first.url).port or 0
        page.driver.get(first.page_url or "")
        page.until_live()
        for _ in range(3):
            send(first.url, plain())
        page.until(partial(page.has, 3, "#rows .row"))
    page.until(lambda: page.texts("#live") == ["not connected"])
    with emulate(ui=True, port=port) as second:
        page.until_live()
        page.until(partial(page.has, 0, "#rows .row"))
        send(second.url, plain_sms(text="from the second"))
        page.until(lambda: "from the second" in "".join(page.texts("#rows .row")))
        page.driver.get("about:blank")
    page.errors()

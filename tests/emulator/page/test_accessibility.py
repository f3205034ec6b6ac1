"""The page in axe-core, in light and dark, wide and narrow: nothing serious."""

import pytest

from contractkit.emulator import Emulator
from tests.emulator.client import listen, send
from tests.emulator.page.axe import find_axe, list_serious
from tests.emulator.page.browser import NARROW, WIDE, Page
from tests.sample_payloads import plain, plain_sms


@pytest.fixture
def audited(page: Page, emulator: Emulator) -> Page:
    """A page with everything on it."""
    find_axe()
    with listen() as listener:
        listener.statuses += [500]
        send(emulator.url, plain_sms(text="Grüße 🚚") | {"notifyurl": listener.url, "extra": 1})
        assert emulator.wait_idle(20)
    send(emulator.url, plain(destination=[{"msisdn": ["07700900123"]}], deliverychannel="SMS"))
    send(emulator.url, b"{")
    send(emulator.url, plain(), {"key": "wrong"})
    emulator.answer_with({"status": 503}, {"drop": True, "delay": 1})
    return page


@pytest.mark.parametrize("path", ["", "inbox/1", "inbox/2", "inbox/4", "?text=nothing"])
@pytest.mark.parametrize(
    ("size", "dark"), [(WIDE, False), (NARROW, True)], ids=["wide, light", "narrow, dark"]
)
def test_nothing_serious_is_found(
    audited: Page, path: str, size: tuple[int, int], dark: bool
) -> None:
    audited.resize(*size, dark=dark)
    audited.visit(path)
    audited.until_live()
    audited.run("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    assert list_serious(audited.driver) == []

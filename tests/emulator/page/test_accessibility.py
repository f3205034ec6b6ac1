"""The page in axe-core, in light and dark, wide and narrow: nothing serious."""

from pathlib import Path
from typing import Any

import pytest

from contractkit.emulator import Emulator
from tests.emulator.client import listen, send
from tests.emulator.page.browser import NARROW, WIDE, Page
from tests.sample_payloads import plain, plain_sms

AXE = Path(__file__).parents[2] / "contracts/node_modules/axe-core/axe.min.js"
RUN = "const done = arguments[0]; axe.run(document).then(result => done(result.violations));"
SERIOUS = ("serious", "critical")


@pytest.fixture
def audited(page: Page, emulator: Emulator) -> Page:
    """A page with everything on it."""
    if not AXE.is_file():
        pytest.skip("no axe-core: npm ci --prefix tests/contracts")
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
    audited.driver.execute_cdp_cmd(
        "Runtime.evaluate",
        {"expression": AXE.read_text("utf-8"), "allowUnsafeEvalBlockedByCSP": True},
    )
    found: Any = audited.driver.execute_async_script(RUN)
    serious = [
        (one["id"], one["help"], [node["html"][:200] for node in one["nodes"]][:3])
        for one in found
        if one["impact"] in SERIOUS
    ]
    assert serious == []

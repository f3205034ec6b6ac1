"""axe-core, which tells what keeps people from using the page that a browser shows."""

from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver

AXE = Path(__file__).parents[2] / "contracts/node_modules/axe-core/axe.min.js"
RUN = "const done = arguments[0]; axe.run(document).then(result => done(result.violations));"
SERIOUS = ("serious", "critical")


def find_axe() -> str:
    """The source of axe-core; skips the test where it is not installed."""
    if not AXE.is_file():
        pytest.skip("no axe-core: npm ci --prefix tests/contracts")
    return AXE.read_text("utf-8")


def list_serious(driver: webdriver.Chrome) -> list[tuple[str, str, list[str]]]:
    """The serious findings on the page that is shown: rule, what it says, elements."""
    driver.execute_cdp_cmd(
        "Runtime.evaluate", {"expression": find_axe(), "allowUnsafeEvalBlockedByCSP": True}
    )
    found: Any = driver.execute_async_script(RUN)
    return [
        (one["id"], one["help"], [node["html"][:200] for node in one["nodes"]][:3])
        for one in found
        if one["impact"] in SERIOUS
    ]

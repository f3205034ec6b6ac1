"""A real browser for the tests of the page: Chromium without a window, driven by selenium."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

PATIENCE = 20.0  # seconds: what takes longer on a busy machine has come to a stop
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-dev-shm-usage", "--disable-extensions", "--window-size=1280,900",
)  # fmt: skip


def find_program(name: str) -> str | None:
    """The path of a program, also where PATH is short."""
    return shutil.which(name) or shutil.which(name, path="/usr/bin")


def start(folder: Path, *flags: str, script: bool = True) -> webdriver.Chrome:
    """A browser with an empty profile in a folder; skips the test where there is none."""
    browser, driver = find_program("chromium"), find_program("chromedriver")
    if browser is None or driver is None:
        pytest.skip("no Chromium with its driver on this machine")
    options = webdriver.ChromeOptions()
    options.binary_location = browser
    for flag in (*FLAGS, f"--user-data-dir={folder}", *flags):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    if not script:
        preference = {"profile.managed_default_content_settings.javascript": 2}
        options.add_experimental_option("prefs", preference)
    service = Service(driver, env={**os.environ, "HOME": str(folder)})
    return webdriver.Chrome(options=options, service=service)


WIDE, NARROW = (1280, 900), (400, 800)


class Page:
    """What a test does with the page."""

    def __init__(self, driver: webdriver.Chrome, home: str) -> None:
        """`home` is the URL of the inbox."""
        self.driver, self.home = driver, home

    def visit(self, path: str = "") -> None:
        """Load a page of the inbox."""
        self.driver.get(self.home + path)

    def resize(self, width: int, height: int, *, dark: bool = False) -> None:
        """Another size of the window, and other colours."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        colours = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        command: Any = self.driver.execute_cdp_cmd
        command("Emulation.setDeviceMetricsOverride", size)
        command("Emulation.setEmulatedMedia", {"features": [colours]})

    def press(self, *keys: str) -> None:
        """Press keys, wherever the focus is."""
        for key in keys:
            ActionChains(self.driver, duration=0).send_keys(key).perform()

    def find(self, selector: str) -> WebElement:
        """The element, as soon as it is there and can be seen."""
        found: WebElement = self.until(
            lambda: next((one for one in self.all(selector) if one.is_displayed()), None), selector
        )
        return found

    def all(self, selector: str) -> list[WebElement]:
        """All elements that are there now."""
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def has(self, count: int, selector: str) -> bool:
        """Whether there are so many elements now."""
        return len(self.all(selector)) == count

    def text(self, selector: str) -> str:
        """The text of an element, as soon as it is there."""
        self.until(lambda: self.all(selector), selector)
        return str(self.run("return document.querySelector(arguments[0]).textContent", selector))

    def texts(self, selector: str) -> list[str]:
        """The texts of all such elements now."""
        found: list[str] = self.run(
            "return [...document.querySelectorAll(arguments[0])].map(o => o.textContent.trim())",
            selector,
        )
        return found

    def run(self, script: str, *values: object) -> Any:
        """The result of a script."""
        return self.driver.execute_script(script, *values)

    def until(self, condition: Callable[[], Any], what: str = "") -> Any:
        """The first true value of a condition."""
        return WebDriverWait(self.driver, PATIENCE, poll_frequency=0.02).until(
            lambda _: condition(), what
        )

    def until_live(self) -> None:
        """Wait until new requests come by themselves."""
        self.until(lambda: "live" in self.texts("#live") and self.all("#live:not([hidden])"))

    def errors(self) -> list[str]:
        """What the browser complained of since the last time.

        A text has no icon, for which the browser asks at a time of its own.
        """
        log: Any = self.driver.get_log("browser")  # type: ignore[no-untyped-call]
        messages = [str(entry["message"]) for entry in log]
        return [message for message in messages if "/favicon.ico" not in message]

"""Ask for pages and send their forms, as a browser does, and read what a page holds."""

from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urlencode, urlsplit

from contractkit.emulator import Emulator
from tests.emulator.client import Got, send

HOME = "/_contractkit/"
VOID = {"br", "input", "link", "meta"}


class Page(HTMLParser):
    """The elements of a page with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: text or "" for name, text in attrs}))

    def handle_data(self, data: str) -> None:
        self.text += data

    def values(self, name: str) -> list[str]:
        """The values of an attribute, wherever it stands."""
        return [attributes[name] for _, attributes in self.elements if name in attributes]


def look(emulator: Emulator, path: str = "") -> Page:
    """A page of the inbox."""
    got = fetch(emulator, path)
    assert got.status == 200, got.body
    return Page(got.body.decode())


def fetch(emulator: Emulator, path: str) -> Got:
    """The answer for a page of the inbox."""
    return send(emulator.url, None, {}, method="GET", path=f"{HOME}{path}")


def submit(emulator: Emulator, path: str, **fields: str) -> Got:
    """Send a form of the page."""
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Origin": f"http://{urlsplit(emulator.url).netloc}",
    }
    return send(emulator.url, urlencode(fields).encode(), headers, path=f"{HOME}{path}")


def list_numbers(page: Page) -> list[int]:
    """The numbers of the requests in the list."""
    return list(map(int, page.values("data-n")))


def list_texts(page: Page) -> Iterator[str]:
    """The words of the page, without its space."""
    yield from page.text.split()

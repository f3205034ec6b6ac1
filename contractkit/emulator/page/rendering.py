"""The templates of the page, and its files."""

import hashlib
from functools import lru_cache

from jinja2 import Environment

from contractkit.emulator.control import PREFIX
from contractkit.emulator.page.rows import cut
from contractkit.reporting.pages import make_environment, read_file

PACKAGE = "contractkit.emulator.page"
TEMPLATES = (
    *("inbox.html", "results.html", "list.html", "orders.html", "empty.html", "opened.html"),
    *("told.html", "copies.html", "problem.html"),
)
MOST_RULES = 40
STYLES = (("contractkit.reporting", "style.css"), (PACKAGE, "static/page.css"))
STATIC = {
    "page.css": ("text/css", STYLES),
    "page.js": ("text/javascript", ((PACKAGE, "static/page.js"),)),
}


@lru_cache(maxsize=1)
def load_templates() -> Environment:
    """All templates of the page, which extend the document of `reporting`."""
    sources = {name: read_file(PACKAGE, f"templates/{name}") for name in TEMPLATES}
    environment = make_environment(sources)
    environment.filters.update(
        first_word=lambda text: text.partition(" ")[0],
        beginning=lambda text: cut(text, MOST_RULES),
    )
    return environment


def render(name: str, **values: object) -> str:
    """A template, filled in."""
    return load_templates().get_template(name).render(static=list_static(), **values)


@lru_cache(maxsize=1)
def list_static() -> dict[str, str]:
    """The URL of each file that the pages use; a new content has a new URL."""
    return {name: f"{PREFIX}static/{_digest(name)}/{name}" for name in STATIC}


@lru_cache(maxsize=4)
def read_static(name: str) -> bytes:
    """The content of a file that the pages use."""
    return "\n".join(read_file(*part) for part in STATIC[name][1]).encode()


def _digest(name: str) -> str:
    return hashlib.sha256(read_static(name)).hexdigest()[:12]

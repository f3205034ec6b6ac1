"""The templates of the page, and its files."""

import hashlib
import re
from functools import lru_cache
from importlib.resources import files
from itertools import cycle

from jinja2 import Environment
from markupsafe import Markup, escape

from contractkit.emulator.page.rows import cut
from contractkit.reporting.html import make_environment, show_plain
from contractkit.reporting.texts import capitalise

PACKAGE = "contractkit.emulator.page"
TEMPLATES = (
    *("inbox.html", "results.html", "list.html", "orders.html", "empty.html", "opened.html"),
    *("told.html", "copies.html", "problem.html"),
)
MOST_RULES = 40
CODE = re.compile("`([^`]+)`")
STYLES = (("contractkit.reporting", "style.css"), (PACKAGE, "static/page.css"))
STATIC = {
    "page.css": ("text/css", STYLES),
    "page.js": ("text/javascript", ((PACKAGE, "static/page.js"),)),
}


@lru_cache(maxsize=1)
def load_templates() -> Environment:
    """All templates of the page, which extend the document of `reporting`."""
    sources = {name: _read(PACKAGE, f"templates/{name}") for name in TEMPLATES}
    sources["document.html"] = _read("contractkit.reporting", "document.html")
    environment = make_environment(sources)
    environment.filters.update(
        first_word=lambda text: text.partition(" ")[0],
        beginning=lambda text: cut(text, MOST_RULES),
        capitalised=capitalise,
        prose=show_prose,
    )
    return environment


def show_prose(text: str) -> Markup:
    """A text whose words in backticks are code."""
    parts = CODE.split(text)
    return Markup("").join(
        Markup("<code>{}</code>").format(show_plain(part)) if odd else escape(show_plain(part))
        for part, odd in zip(parts, cycle((False, True)))
    )


def render(name: str, **values: object) -> str:
    """A template, filled in."""
    return load_templates().get_template(name).render(static=list_static(), **values)


@lru_cache(maxsize=1)
def list_static() -> dict[str, str]:
    """The URL of each file that the pages use; a new content has a new URL."""
    return {name: f"/_contractkit/static/{_digest(name)}/{name}" for name in STATIC}


@lru_cache(maxsize=4)
def read_static(name: str) -> bytes:
    """The content of a file that the pages use."""
    return "\n".join(_read(*part) for part in STATIC[name][1]).encode()


def _digest(name: str) -> str:
    return hashlib.sha256(read_static(name)).hexdigest()[:12]


def _read(package: str, name: str) -> str:
    return files(package).joinpath(name).read_text("utf-8")

"""The options for links, and the id that belongs to the notify URL: the page's later revision."""

from collections.abc import Iterator
from typing import Any
from unicodedata import normalize

from tests.faulty.faults import Switches
from tests.faulty.members import ABSENT, check_mandatory, check_optional
from tests.faulty.problem import wrong
from tests.problem import Problem

FLAGS = ("trackClicks", "shortenLinks")
TEXTS = ("tag1", "tag2", "allowFallbackURL")


def check_options(payload: dict[str, Any], switches: Switches) -> Iterator[Problem]:
    yield from check_optional(payload, "notifyurlAuthId", switches)
    options = payload.get("options", ABSENT)
    if options is ABSENT or (not options and switches.has("options-falsy")):
        return
    if not isinstance(options, dict):
        if not (isinstance(options, str) and switches.has("options-as-string")):
            yield wrong("options", "an object")
        return
    if switches.has("options-refused"):
        yield wrong("options", "left out")
    for name in FLAGS:
        if name in options and not is_option(options[name], switches):
            yield wrong(name, "true or false")
    yield from check_mandatory(options, "domain", switches)
    for name in TEXTS:
        yield from check_optional(options, name, switches)


def is_option(value: object, switches: Switches) -> bool:
    if isinstance(value, str) and switches.has("option-compatible"):
        value = normalize("NFKC", value)
    if isinstance(value, str) and not switches.has("option-in-quotes-refused"):
        return value in {"true", "false"} or switches.has("option-any-word")
    return isinstance(value, bool)


def find_doubts_about_options(options: dict[str, Any]) -> Iterator[Problem]:
    """What the page leaves open: its table says that the tags are mandatory."""
    if not options.get("domain", "1").strip():
        yield wrong("domain", "more than white space")
    if options and not (options.get("tag1") and options.get("tag2")):
        yield wrong("options", "given with tags")

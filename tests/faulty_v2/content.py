"""What is sent: a text or a template, with its smartlinks and options."""

import re
from typing import Any

from tests.faulty_v2.faults import Switches
from tests.faulty_v2.problem import missing, wrong

LONGEST = 4000
TRUE_OR_FALSE = ("true", "false")
TAG = re.compile("[A-Za-z0-9_-]{1,50}")


def check_content(payload: dict[str, Any], switches: Switches) -> None:
    """Raise ProblemError for what is wrong with the content, or with the template in its place."""
    has = switches.has
    given = [name for name in ("content", "template") if name in payload]
    if not given and not has("neither-content-nor-template"):
        raise missing("content")
    if len(given) == 2 and not has("both-content-and-template"):
        raise wrong("template")
    if "template" in payload:
        check_template(payload["template"], switches)
    if "content" in payload:
        unchecked = has("content-not-checked-beside-options") and "options" in payload
        if not unchecked:
            check_text(payload["content"], switches)
    if "smartlinks" in payload and not has("smartlinks-not-checked"):
        check_smartlinks(payload, switches)


def check_template(template: object, switches: Switches) -> None:
    has = switches.has
    if has("template-refused"):
        raise wrong("template")
    if has("template-not-checked"):
        return
    if not isinstance(template, dict):
        raise wrong("template")
    if "id" not in template:
        raise missing("id")
    if not isinstance(template["id"], str):
        raise wrong("id")
    if not template["id"] and not has("template-id-empty"):
        raise missing("id")
    if switches.strict and template.keys() != {"id"}:
        raise wrong("template")


def check_text(content: object, switches: Switches) -> None:
    has = switches.has
    if not isinstance(content, dict):
        raise wrong("content")
    kind = content.get("type", "text" if has("content-type-defaults") else None)
    if "type" not in content and kind is None:
        raise missing("type")
    kinds = ["text", *([] if has("unicode-refused") else ["unicode"])]
    kinds += ["1", "4"] if has("content-type-of-v1") else []
    if kind not in kinds and not (has("content-type-any-string") and isinstance(kind, str)):
        raise wrong("type")
    if "text" not in content:
        raise missing("text")
    text = content["text"]
    if not isinstance(text, str):
        raise wrong("text")
    if not text and not has("text-empty"):
        raise missing("text")
    if measure(text, switches) > find_longest(switches):
        raise wrong("text", late="7107")
    if switches.strict and (content.keys() != {"type", "text"} or not text.strip()):
        raise wrong("content")


def measure(text: str, switches: Switches) -> int:
    if switches.has("text-in-bytes"):
        return len(text.encode("utf-8", "surrogatepass"))
    if switches.has("text-in-utf16-units"):
        return len(text.encode("utf-16-le", "surrogatepass")) // 2
    return len(text)


def find_longest(switches: Switches) -> int:
    lengths = {"text-1024": 1024, "text-4001": LONGEST + 1, "text-no-limit": 10**9}
    return next((most for name, most in lengths.items() if switches.has(name)), LONGEST)


def check_smartlinks(payload: dict[str, Any], switches: Switches) -> None:
    links = payload["smartlinks"]
    if isinstance(links, dict) and switches.strict:
        raise wrong("smartlinks")
    links = [links] if isinstance(links, dict) else links
    if not isinstance(links, list):
        raise wrong("smartlinks")
    for link in links:
        check_smartlink(link, switches)
    text = payload.get("content", {}).get("text") if "content" in payload else None
    unmentioned = isinstance(text, str) and not re.search(r"\{\{(.|\n)+\}\}", text)
    if links and unmentioned and not switches.has("smartlink-not-mentioned"):
        raise wrong("text")


def check_smartlink(link: object, switches: Switches) -> None:
    if not isinstance(link, dict):
        raise wrong("smartlinks")
    for name in ("smartlinkId", "validity"):
        if name not in link:
            raise missing(name)
        value = link[name]
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise wrong(name)
        if value == "":
            raise missing(name)
        number = not isinstance(value, str)
        if number and name == "validity" and switches.has("number-validity-refused"):
            raise wrong(name)
        if number and name == "smartlinkId" and switches.strict:
            raise wrong(name)


def check_options(options: object, switches: Switches) -> None:
    """Raise ProblemError for what is wrong with the options."""
    has = switches.has
    if has("options-not-checked"):
        return
    if not isinstance(options, dict):
        raise wrong("options")
    domain = options.get("domain", None if not has("domain-missing") else "d")
    if "domain" not in options and domain is None:
        raise missing("domain")
    if not isinstance(domain, str):
        raise wrong("domain")
    if not domain:
        raise missing("domain")
    for name in ("trackClicks", "shortenLinks", "allowFallbackURL"):
        if name in options:
            check_flag(name, options[name], switches)
    for name in ("tag1", "tag2"):
        tag = options.get(name, "")
        if not isinstance(tag, str) or (switches.strict and not TAG.fullmatch(tag)):
            raise wrong(name)


def check_flag(name: str, value: object, switches: Switches) -> None:
    if name == "trackClicks" and switches.has("track-any-value"):
        return
    text_taken = name == "allowFallbackURL" and switches.has("fallback-any-string")
    if text_taken and isinstance(value, str):
        return
    refused = switches.has("boolean-options-refused") and isinstance(value, bool)
    if refused or not (isinstance(value, bool) or value in TRUE_OR_FALSE):
        raise wrong(name)

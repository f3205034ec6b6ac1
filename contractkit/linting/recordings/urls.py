"""Matches URLs with the contract's operation: its own, nearly its own, another's."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

PARTS = re.compile(r"(?:([A-Za-z][A-Za-z0-9+.-]*)://)?([^/?#]*)([^?#]*)")
PLACEHOLDER = re.compile(r"\{\{[^{}]*\}\}|\$\{[^{}]*\}|\$\([^()]*\)|\{[^{}]*\}|<[^<>/]*>")
VERSION = re.compile(r"v?[0-9]+(?:\.[0-9]+)*")
LEAST_TAIL = 2
ALIKE = 0.7


@dataclass(frozen=True, slots=True)
class UrlMatch:
    """How a URL matches the operation; a path that is not right is like the right one.

    `path` is without escapes, `scheme` in lower case, None where the URL has none.
    """

    path: str
    scheme: str | None
    has_known_host: bool
    has_right_path: bool


def match_url(
    operation: Mapping[str, Any], url: str, is_recognised: Callable[[], bool] = lambda: False
) -> UrlMatch | None:
    """How a URL matches the operation; None where it is another's.

    The path must be the operation's. At a known host, or one that is a placeholder, a similar path
    is a mistyped one. Behind a placeholder the path may be the end of the operation's; an end too
    short to tell counts if `is_recognised` says that the body is certainly the operation's.
    """
    parts = PARTS.match(url.strip())
    scheme, host, path = parts.groups() if parts else (None, "", "")
    variable = PLACEHOLDER.search(host) is not None
    host = host.rpartition("@")[2].lower()
    known = re.sub(r":[0-9]*$", "", host) in operation.get("hosts", ())
    wanted, found = _split(operation["path"]), _split(unquote(path))
    right = _fits(found, wanted) or (variable and _is_tail(found, wanted, is_recognised))
    if not right and not ((known or variable) and _is_like(found, wanted)):
        return None
    return UrlMatch(unquote(path), scheme.lower() if scheme else None, known, right)


def _split(path: str) -> list[str]:
    return path.removeprefix("/").split("/") if path else []


def _fits(found: list[str], wanted: list[str]) -> bool:
    return len(found) == len(wanted) and all(map(_is_segment, found, wanted))


def _is_segment(found: str, wanted: str) -> bool:
    """Whether a segment is the wanted one, or a variable that may become it, or a parameter."""
    if PLACEHOLDER.fullmatch(wanted) and found:
        return True
    return found == wanted or found.startswith(":") or PLACEHOLDER.search(found) is not None


def _is_tail(found: list[str], wanted: list[str], is_recognised: Callable[[], bool]) -> bool:
    """Whether a path is the end of the operation's, and enough of it to tell."""
    if len(found) > len(wanted) or not _fits(found, wanted[len(wanted) - len(found) :]):
        return False
    return len(found) >= min(LEAST_TAIL, len(wanted)) or is_recognised()


def _is_like(found: list[str], wanted: list[str]) -> bool:
    """Whether a path is the operation's but for case, slashes, a version, a prefix or a slip."""
    folded = [part.lower() for part in found if part]
    expected = [part.lower() for part in wanted]
    if len(folded) == len(expected):
        pairs = [pair for pair in zip(folded, expected, strict=True) if pair[0] != pair[1]]
        return not pairs or (len(pairs) == 1 < len(expected) and _is_slip(*pairs[0]))
    short, long = sorted((folded, expected), key=len)
    return len(short) >= LEAST_TAIL and long[-len(short) :] == short


def _is_slip(found: str, wanted: str) -> bool:
    from difflib import SequenceMatcher

    if VERSION.fullmatch(found) and VERSION.fullmatch(wanted):
        return True
    return SequenceMatcher(None, found, wanted).ratio() >= ALIKE

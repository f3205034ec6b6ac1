"""Which URLs are those of the contract's operation, and which are only nearly so."""

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
class Aim:
    """How a URL meets the operation: `right` path or one like it; `known` host; scheme or None."""

    path: str
    scheme: str | None
    known: bool
    right: bool


def aim(
    operation: Mapping[str, Any], url: str, is_telling: Callable[[], bool] = lambda: False
) -> Aim | None:
    """How a URL meets the operation; None where it is another's.

    The path must be the operation's. At a known host, or one that is a placeholder, one that is
    like it counts as meant. Behind a placeholder the path may be the end of the operation's; so
    little of it as says nothing counts if `is_telling` says that the request is plain otherwise.
    """
    parts = PARTS.match(url.strip())
    scheme, host, path = parts.groups() if parts else (None, "", "")
    variable = PLACEHOLDER.search(host) is not None
    host = host.rpartition("@")[2].lower()
    known = re.sub(r":[0-9]*$", "", host) in operation.get("hosts", ())
    wanted, found = _split(operation["path"]), _split(unquote(path))
    right = _fits(found, wanted) or (variable and _is_tail(found, wanted, is_telling))
    if not right and not ((known or variable) and _is_like(found, wanted)):
        return None
    return Aim(unquote(path), scheme.lower() if scheme else None, known, right)


def _split(path: str) -> list[str]:
    return path.removeprefix("/").split("/") if path else []


def _fits(found: list[str], wanted: list[str]) -> bool:
    return len(found) == len(wanted) and all(map(_is_segment, found, wanted))


def _is_segment(found: str, wanted: str) -> bool:
    """Whether a segment is the wanted one, or a variable that may become it."""
    return found == wanted or found.startswith(":") or PLACEHOLDER.search(found) is not None


def _is_tail(found: list[str], wanted: list[str], is_telling: Callable[[], bool]) -> bool:
    """Whether a path is as much of the end of the operation's as says something."""
    if len(found) > len(wanted) or not _fits(found, wanted[len(wanted) - len(found) :]):
        return False
    return len(found) >= min(LEAST_TAIL, len(wanted)) or is_telling()


def _is_like(found: list[str], wanted: list[str]) -> bool:
    """Whether a path is the operation's but for case, slashes, a version, a prefix or a slip."""
    folded = [part.lower() for part in found if part]
    meant = [part.lower() for part in wanted]
    if len(folded) == len(meant):
        odd = [(one, other) for one, other in zip(folded, meant, strict=True) if one != other]
        return not odd or (len(odd) == 1 < len(meant) and _is_slip(*odd[0]))
    short, long = sorted((folded, meant), key=len)
    return len(short) >= LEAST_TAIL and long[-len(short) :] == short


def _is_slip(found: str, wanted: str) -> bool:
    from difflib import SequenceMatcher

    if VERSION.fullmatch(found) and VERSION.fullmatch(wanted):
        return True
    return SequenceMatcher(None, found, wanted).ratio() >= ALIKE

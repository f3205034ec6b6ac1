"""Values of headers that no two requests may share: each is made when it is sent."""

import re
import secrets
import string
from collections.abc import Iterable

from contractkit.contracts.loading import Contract
from contractkit.contracts.request_headers import list_request_headers
from contractkit.fuzz.records import Headers

# What stands for a character: another of its kind, so that the value fits what it fitted before.
KINDS = (string.digits, "abcdef", "ABCDEF", string.ascii_lowercase, string.ascii_uppercase)
CHANGEABLE = re.compile(r"[0-9A-Za-z]")


def make_fresh(value: str) -> str:
    """A value of the same form that was not sent before: letters and digits are drawn anew."""
    return CHANGEABLE.sub(lambda found: secrets.choice(_find_kind(found[0])), value)


def _find_kind(character: str) -> str:
    return next(kind for kind in KINDS if character in kind)


def name_fresh_headers(contract: Contract) -> frozenset[str]:
    """The names of the headers that no two requests may share, in lower case."""
    headers = list_request_headers(contract)
    return frozenset(header.name.lower() for header in headers if header.fresh)


def refresh(headers: Headers, names: Iterable[str]) -> Headers:
    """Headers to be sent, with a new value for each of these names."""
    return tuple(
        (name, make_fresh(value) if name.lower() in names else value) for name, value in headers
    )

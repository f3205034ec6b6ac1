"""The check of a request's credentials: a key, a user with a password, or a signed token."""

import hmac
from enum import StrEnum
from time import time
from typing import Any
from urllib.parse import parse_qs, unquote_plus

from contractkit.contracts.authentication import (
    BASIC,
    COOKIE,
    QUERY,
    TOKEN,
    Scheme,
    Way,
    complete_key,
    decode_key,
    list_schemes,
    list_ways,
)
from contractkit.contracts.parameter_values import name_header, split_cookies
from contractkit.emulator.settings import Settings
from contractkit.emulator.wsgi import Request

LEEWAY_SECONDS = 5
SHORTEST_SECRET = 32


class Access(StrEnum):
    """How a request's credentials are: right, wrong, or none at all."""

    RIGHT = "right"
    WRONG = "wrong"
    MISSING = "missing"


def authenticate(settings: Settings, request: Request) -> Access:
    """Check the credentials; the first way of the contract that the request uses counts.

    What is right for an open way is let in by that alone. A contract without authentication lets
    everybody in, and so does one that needs none for a request without credentials.
    """
    ways = list_ways(settings.contract)
    found = [(way, [_find_credential(scheme, request) for scheme in way.schemes]) for way in ways]
    complete = [pair for pair in found if pair[1] and all(pair[1])]
    counted = [pair for pair in complete if not pair[0].is_open][:1]
    tried = counted + [pair for pair in complete if pair[0].is_open]
    if any(_is_right(settings, way, credentials) for way, credentials in tried):
        return Access.RIGHT
    if any(any(credentials) for _, credentials in found):
        return Access.WRONG
    return Access.MISSING if all(way.schemes for way in ways) and ways else Access.RIGHT


def credential_headers(settings: Settings) -> set[str]:
    """The names of the headers that carry credentials, in lower case."""
    headers = {name_header(scheme.header) for scheme in list_schemes(settings.contract)}
    return headers - {""}


def drop_credentials(settings: Settings, query: str) -> str:
    """A query without the credentials in it, in whatever parameter they were written."""
    names = {scheme.name for scheme in list_schemes(settings.contract) if scheme.place == QUERY}
    return "&".join(
        pair
        for pair in query.split("&")
        if pair
        and unquote_plus(pair.partition("=")[0]) not in names
        and not any(secret and secret in unquote_plus(pair) for secret in settings.secrets)
    )


def _find_credential(scheme: Scheme, request: Request) -> str:
    if scheme.place == QUERY:
        return parse_qs(request.query).get(scheme.name, [""])[-1]
    if scheme.place == COOKIE:
        return dict(split_cookies(request.headers.get("cookie", ""))).get(scheme.name, "")
    value = request.headers.get(name_header(scheme.name), "").strip()
    prefix = scheme.prefix
    # The case of a prefix does not matter.
    return value[len(prefix) :].strip() if value.lower().startswith(prefix.lower()) else ""


def _is_right(settings: Settings, way: Way, credentials: list[str]) -> bool:
    pairs = zip(way.schemes, credentials, strict=True)
    return all(_check(settings, scheme, credential) for scheme, credential in pairs)


def _check(settings: Settings, scheme: Scheme, credential: str) -> bool:
    if scheme.kind == TOKEN:
        return _check_token(settings, scheme, credential)
    wanted = complete_key(settings.key) if scheme.kind == BASIC else settings.key
    given = decode_key(scheme, credential)
    return given is not None and hmac.compare_digest(
        given.encode("latin-1", "replace"), wanted.encode()
    )


def _check_token(settings: Settings, scheme: Scheme, credential: str) -> bool:
    """Whether a JSON Web Token is signed with the secret, has its claims and has not expired."""
    if not settings.jwt_secret:
        return False
    import jwt

    # HMAC pads short keys with zeros too; done here, it keeps jwt from warning of them.
    secret = settings.jwt_secret.encode().ljust(SHORTEST_SECRET, b"\0")
    options: Any = {"require": list(scheme.claims), "verify_aud": False}
    try:
        claims = jwt.decode(credential, secret, [scheme.algorithm], options, leeway=LEEWAY_SECONDS)
    except (jwt.PyJWTError, ValueError, TypeError, OverflowError, RecursionError):
        return False
    issuer, issued = claims["iss"], claims["iat"]
    if not (isinstance(issuer, str) and issuer):
        return False
    return time() <= float(issued) + scheme.lifetime

"""The check of a request's credentials: a key in a header, or a signed token."""

import hmac
from collections.abc import Callable, Mapping
from enum import StrEnum
from time import time
from typing import Any

from contractkit.emulator.settings import Settings

LEEWAY_SECONDS = 5
SHORTEST_SECRET = 32


class Access(StrEnum):
    """How a request's credentials are: right, wrong, or none at all."""

    RIGHT = "right"
    WRONG = "wrong"
    MISSING = "missing"


def authenticate(settings: Settings, headers: Mapping[str, str]) -> Access:
    """Check the credentials; the first scheme of the contract that the request uses counts.

    What is right for an open scheme is let in by that alone. A contract without authentication lets
    everybody in.
    """
    schemes = settings.contract.data.get("authentication", ())
    used = [
        (scheme, credential)
        for scheme in schemes
        if (credential := _find_credential(scheme, headers))
    ]
    counted = [pair for pair in used if not pair[0].get("open")][:1]
    tried = counted + [pair for pair in used if pair[0].get("open")]
    if any(CHECKS[scheme["scheme"]](settings, scheme, found) for scheme, found in tried):
        return Access.RIGHT
    if used:
        return Access.WRONG
    return Access.MISSING if schemes else Access.RIGHT


def credential_headers(settings: Settings) -> set[str]:
    """The names of the headers that carry credentials, in lower case."""
    return {scheme["header"].lower() for scheme in settings.contract.data.get("authentication", ())}


def _find_credential(scheme: Mapping[str, Any], headers: Mapping[str, str]) -> str:
    value = headers.get(scheme["header"].lower(), "").strip()
    prefix = scheme.get("prefix", "")
    # The case of a prefix does not matter.
    return value[len(prefix) :].strip() if value.lower().startswith(prefix.lower()) else ""


def _check_key(settings: Settings, _: Mapping[str, Any], credential: str) -> bool:
    return hmac.compare_digest(credential.encode("latin-1", "replace"), settings.key.encode())


def _check_token(settings: Settings, scheme: Mapping[str, Any], credential: str) -> bool:
    """Whether a JSON Web Token is signed with the secret, has its claims and has not expired."""
    if not settings.jwt_secret:
        return False
    import jwt

    # HMAC pads short keys with zeros too; done here, it keeps jwt from warning of them.
    secret = settings.jwt_secret.encode().ljust(SHORTEST_SECRET, b"\0")
    options: Any = {"require": list(scheme["claims"]), "verify_aud": False}
    try:
        claims = jwt.decode(
            credential, secret, [scheme["algorithm"]], options, leeway=LEEWAY_SECONDS
        )
    except (jwt.PyJWTError, ValueError, TypeError, OverflowError, RecursionError):
        return False
    issuer, issued = claims["iss"], claims["iat"]
    if not (isinstance(issuer, str) and issuer):
        return False
    return time() <= float(issued) + float(scheme["lifetimeSeconds"])


CHECKS: dict[str, Callable[[Settings, Mapping[str, Any], str], bool]] = {
    "key": _check_key,
    "bearer": _check_token,
}

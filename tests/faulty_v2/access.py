"""Who may send: a service key, or a token signed with the secret."""

import base64
import hashlib
import hmac
import json
import time
from email.message import Message
from typing import Any

from tests.faulty_v2.faults import Switches

LIFE, LEEWAY = 3600, 60  # seconds


def has_access(headers: Message, key: str, secret: str, switches: Switches) -> bool:
    """Whether the credentials are right; a token counts where both are sent."""
    has = switches.has
    if has("access-not-checked"):
        return True
    scheme, _, token = headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return has("token-any") or is_token(token.strip(), secret)
    given = headers.get("key")
    if given is None:
        return False
    return has("key-any") or hmac.compare_digest(given.encode(), key.encode())


def is_token(token: str, secret: str) -> bool:
    """Whether a token is signed with HS256, and alive."""
    message, _, signature = token.rpartition(".")
    digest = hmac.new(secret.encode(), message.encode(), hashlib.sha256).digest()
    wanted = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    try:
        head, claims = (unpack(part) for part in message.split("."))
        issued, now = claims["iat"], time.time()
        expires = claims.get("exp", now + LIFE)
        alive = now - LIFE - LEEWAY <= issued <= now + LEEWAY and now <= expires
        signed = head["alg"] == "HS256" and hmac.compare_digest(signature.encode(), wanted.encode())
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return False
    return bool(signed and alive)


def unpack(part: str) -> Any:
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))

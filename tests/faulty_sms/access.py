"""Who may send: a service key, or a token signed with the secret."""

import base64
import hashlib
import hmac
import json
import re
import time
from dataclasses import dataclass
from typing import Any

LIFE, LEEWAY = 60 * 60, 60  # seconds
TOKEN = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Secrets:
    key: str = "secret"
    token_secret: str = "a secret of more than 32 characters"


def unpack(part: str) -> Any:
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def unpack_token(token: str) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """Head and claims; None for what is no token."""
    if not TOKEN.fullmatch(token):
        return None
    try:
        head, claims = (unpack(part) for part in token.split(".")[:2])
    except (ValueError, RecursionError):
        return None
    return (head, claims) if isinstance(head, dict) and isinstance(claims, dict) else None


def is_signed(token: str, secret: str) -> bool:
    message, _, signature = token.rpartition(".")
    digest = hmac.new(secret.encode(), message.encode(), hashlib.sha256).digest()
    wanted = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    return hmac.compare_digest(signature.encode(), wanted.encode())


def is_in_time(claims: dict[str, Any], *, old: bool = False) -> bool:
    """Whether the time of a token has come and is not over; `old` takes one that is over."""
    now = time.time()
    issued, expires = claims.get("iat"), claims.get("exp", now + LIFE)
    if not isinstance(issued, int | float) or not isinstance(expires, int | float):
        return False
    if issued > now + LEEWAY:
        return False
    return old or (expires >= now and issued >= now - LIFE - LEEWAY)


def is_token(token: str, secret: str, *, signed: bool = True, old: bool = False) -> bool:
    """Whether a token is right; the options let a fault leave a check out."""
    parts = unpack_token(token)
    if parts is None:
        return False
    head, claims = parts
    right = head.get("alg") == "HS256" and is_signed(token, secret)
    return (right or not signed) and "iss" in claims and is_in_time(claims, old=old)

"""Who may send: a service key, or a token signed with the secret."""

import base64
import hashlib
import hmac
import json
import re
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.faulty.faults import Switches
from tests.faulty.incoming import Incoming
from tests.faulty.transport import is_free
from tests.problem import Problem

FAILED = Problem("7001", "Authentication failed.")
NO_KEY = Problem("7002", "Service Key Missing")
LIFE = 60 * 60  # seconds
LEEWAY = 60  # seconds


@dataclass(frozen=True, slots=True)
class Secrets:
    key: str
    token_secret: str


def check_access(incoming: Incoming, secrets: Secrets, switches: Switches) -> Problem | None:
    """The refusal, or None; a token counts where both are sent."""
    if switches.has("access-not-checked") or is_let_through(incoming, secrets, switches):
        return None
    if is_key_in_authorization(incoming, secrets.key, switches):
        return None
    scheme, _, token = incoming.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return None if is_token(token.strip(), secrets, switches) else FAILED
    if scheme.lower() == "basic" and switches.has("access-by-basic"):
        return None
    key = incoming.headers.get("key")
    if key is None:
        return None if switches.has("access-without-key") else NO_KEY
    return None if is_key(key, secrets.key, switches) else FAILED


def is_let_through(incoming: Incoming, secrets: Secrets, switches: Switches) -> bool:
    """Whether a fault looks at something else than the headers."""
    if switches.has("access-by-query"):
        return parse_qs(urlsplit(incoming.path).query).get("key") == [secrets.key]
    if switches.has("access-once-for-a-connection"):
        return bool(incoming.session.get("known"))
    if switches.has("access-for-plain-text-free"):
        return incoming.headers.get("Content-Type", "").startswith("text/plain")
    if is_free(incoming, switches):
        return True
    return switches.has("access-for-long-payloads-free") and len(incoming.raw) > 1500


def is_open(number: int, accepted: int, incoming: Incoming, switches: Switches) -> bool:
    """Whether a fault asks for no key any more, by what was asked and let through before."""
    keyed = "key" in incoming.headers
    return (
        (switches.has("access-opens-after-300") and number > 300)
        or (switches.has("access-opens-after-900") and number > 900)
        or (switches.has("access-warmed-up") and keyed and accepted >= 50)
    )


def is_key_in_authorization(incoming: Incoming, key: str, switches: Switches) -> bool:
    given = incoming.headers.get("Authorization", "")
    user = base64.b64encode(f"{key}:".encode()).decode()
    return (switches.has("access-by-bare-authorization") and given == key) or (
        switches.has("access-by-basic-key") and given == f"Basic {user}"
    )


def is_key(given: str, key: str, switches: Switches) -> bool:
    return (
        hmac.compare_digest(given.encode(), key.encode())
        or switches.has("key-any")
        or (switches.has("key-any-but-empty") and given != "")
        or (switches.has("key-beginning") and given != "" and key.startswith(given))
        or (switches.has("key-and-more") and given.startswith(key))
        or (switches.has("key-any-case") and given.lower() == key.lower())
        or (switches.has("key-empty") and given == "")
        or (switches.has("key-of-the-same-length") and len(given) == len(key))
        or (switches.has("key-somewhere-inside") and key in given)
        or (switches.has("key-same-letters") and sorted(given) == sorted(key))
        or (switches.has("key-first-characters") and given[:4] == key[:4])
    )


def unpack(part: str) -> Any:
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def sign(message: str, secret: str) -> str:
    digest = hmac.new(secret.encode(), message.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def unpack_token(token: str) -> list[dict[str, Any]]:
    """Head and claims; an empty list for what is no token."""
    if not re.fullmatch(r"[\w-]+\.[\w-]+\.[\w-]*", token, re.ASCII):
        return []
    try:
        parts = [unpack(part) for part in token.split(".")[:2]]
    except (ValueError, RecursionError):
        return []
    return parts if all(isinstance(part, dict) for part in parts) else []


def is_token(token: str, secrets: Secrets, switches: Switches) -> bool:
    parts = unpack_token(token)
    if switches.has("token-any") or switches.has("token-refused") or not parts:
        return switches.has("token-any")
    head, claims = parts
    unsigned = switches.has("token-without-algorithm") and head.get("alg") == "none"
    signed = head.get("alg") == "HS256" and is_signed(token, secrets, switches)
    return (unsigned or signed) and is_alive(claims, switches)


def is_signed(token: str, secrets: Secrets, switches: Switches) -> bool:
    message, _, signature = token.rpartition(".")
    return (
        hmac.compare_digest(signature, sign(message, secrets.token_secret))
        or (switches.has("token-signed-with-the-key") and signature == sign(message, secrets.key))
        or (switches.has("token-without-signature") and not signature)
        or switches.has("token-signature-not-checked")
    )


def is_alive(claims: dict[str, Any], switches: Switches) -> bool:
    """Whether the time of a token has come and is not over."""
    now = time.time()
    issued, expires = claims.get("iat"), claims.get("exp", now + LIFE)
    if not isinstance(issued, int | float) or not isinstance(expires, int | float):
        return False
    if switches.has("token-with-expiry-refused") and "exp" in claims:
        return False
    expired = expires < now and not switches.has("token-expired")
    old = issued < now - LIFE - LEEWAY and not switches.has("token-old")
    return not expired and not old and issued <= now + LEEWAY

"""The secrets of a target, and texts without them."""

import json
import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from urllib.parse import quote

from contractkit.errors import ContractkitError
from contractkit.fuzz.records import Headers

SHORTEST = 3  # what is shorter hides half of any text and secures nothing


@dataclass(frozen=True, slots=True)
class Secrets:
    """The target's key, the secret of its tokens (either may be None), and headers of the user's.

    `headers` are sent with every request.
    """

    key: str | None = field(default=None, repr=False)
    jwt_secret: str | None = field(default=None, repr=False)
    headers: Headers = field(default=(), repr=False)

    def __post_init__(self) -> None:
        """Refuse a key that no header can carry. Raises ContractkitError."""
        key = self.key
        if key is not None and not (key.isascii() and key.isprintable() and key.strip() == key):
            raise ContractkitError("the key holds what no header can carry; give printable ASCII")
        if key == "" or self.jwt_secret == "":
            raise ContractkitError("the key and the secret of tokens cannot be empty; leave it out")

    @property
    def script(self) -> Headers:
        """The user's own headers for a shell: each value is a variable named after its header."""
        return tuple(
            (name, f"${name_variable(name)}" if value else "") for name, value in self.headers
        )

    def hide(self, text: str) -> str:
        """The text without the key, the secret, and the values of the user's own headers."""
        forms = {value for _, value in self.headers}
        for secret in (self.key, self.jwt_secret):
            forms |= set(_list_forms(secret)) if secret else set()
        for form in sorted(forms, key=lambda form: (-len(form), form)):
            if len(form) >= SHORTEST:
                text = text.replace(form, "***")
        return text


def name_variable(header: str) -> str:
    """The variable of a shell that holds the value of one of the user's headers."""
    return f"CONTRACTKIT_HEADER_{re.sub('[^A-Z0-9]', '_', header.upper())}"


def _list_forms(secret: str) -> Iterator[str]:
    """A secret as it is sent, right or wrong, each as a text, in JSON, HTML, a URL."""
    letters = "".join(filter(str.isalnum, secret))
    cases = (secret, secret.swapcase(), secret.lower(), secret.upper())
    coded = (b64encode(one.encode()).decode() for one in (secret, f"{secret}:"))
    for form in (*cases, secret[::-1], letters, secret[:-1], secret[1:], *coded):
        yield from (form, json.dumps(form)[1:-1], escape(form))
        yield from (quote(form), quote(form, safe=""), percent_encode(form))


def percent_encode(text: str) -> str:
    """A text with every byte as an escape of a URL."""
    return "".join(f"%{byte:02x}" for byte in text.encode())

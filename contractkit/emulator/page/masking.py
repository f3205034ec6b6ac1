"""Bodies without secrets: each is covered, so that the text stays as long as it was."""

import json
import re
from collections.abc import Iterable

from contractkit.jsontext.display import HIDDEN

# The end may be missing: else the search would begin again at each quote within such a string.
STRING = re.compile(r'"((?:[^"\\]|\\.)*)("?)', re.DOTALL)


def mask(text: str, secrets: Iterable[str | None]) -> str:
    """Cover secrets, whatever their case; of a string of JSON with escapes in it the whole."""
    known = [secret for secret in secrets if secret]
    for secret in known:
        text = re.sub(re.escape(secret), _cover, text, flags=re.IGNORECASE)
    if "\\" not in text:
        return text
    lowered = [secret.lower() for secret in known]
    return STRING.sub(lambda found: _cover_string(found, lowered), text)


def _cover(found: re.Match[str]) -> str:
    return HIDDEN[0] * len(found[0])


def _cover_string(found: re.Match[str], secrets: list[str]) -> str:
    if "\\" not in found[1]:
        return found[0]
    try:
        value = json.loads(f'"{found[1]}"', strict=False).lower()
    except ValueError:
        return found[0]
    hidden = any(secret in value for secret in secrets)
    return f'"{HIDDEN[0] * len(found[1])}{found[2]}' if hidden else found[0]

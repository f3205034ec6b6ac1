"""What a redacted report shows in place of a payload's values and of names that may be values."""

import re

HIDDEN = "•••"
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,39}")
_INDEX = re.compile(r"[0-9]{1,5}")


def hide_name(name: str) -> str:
    """The name of a property, unless it looks like a value that stands in the place of a name."""
    return name if _NAME.fullmatch(name) else HIDDEN


def hide_pointer(pointer: str) -> str:
    """A pointer without the names that look like values."""
    return "/".join(
        token if not token or _INDEX.fullmatch(token) else hide_name(token)
        for token in pointer.split("/")
    )

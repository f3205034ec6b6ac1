"""Strings with halves of surrogate pairs, which jsonschema-rs cannot read."""

import re
from typing import Any

_HALF = re.compile("[\ud800-\udfff]")
_UNUSED = 0xF0000 - 0xD800  # from a half to a character that is nobody's


def replace_surrogates(value: Any) -> Any:
    """The value with another character for each half of a pair; its text is as long as before.

    Names keep theirs: what is wrong is looked up by them.
    """
    if isinstance(value, str):
        return _HALF.sub(lambda half: chr(ord(half[0]) + _UNUSED), value)
    if isinstance(value, list):
        return list(map(replace_surrogates, value))
    if isinstance(value, dict):
        return {name: replace_surrogates(inner) for name, inner in value.items()}
    return value

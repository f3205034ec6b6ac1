"""Whether texts match patterns of ECMA-262, as the linter reads these."""

from collections.abc import Callable
from functools import lru_cache

from contractkit.contracts.subschemas import LATEST
from contractkit.validation.fast_validator import compile_fast_validator


def matches(pattern: str, text: str) -> bool:
    """Whether a text matches a pattern; False for one that cannot be read, and for such a text."""
    try:
        return _compile(pattern)(text)
    except ValueError:
        return False


@lru_cache(maxsize=512)
def _compile(pattern: str) -> Callable[[object], bool]:
    return compile_fast_validator({"$schema": LATEST, "pattern": pattern})

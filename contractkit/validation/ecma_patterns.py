"""Patterns of ECMA-262, as JSON Schema has them, compiled for Python."""

import re
from functools import lru_cache

_DOLLAR = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|(\$)", re.DOTALL)


@lru_cache(maxsize=256)
def compile_pattern(pattern: str) -> re.Pattern[str]:
    r"""An ECMA-262 pattern as Python reads it, whose own `$` would also match before `\n`."""
    return re.compile(_DOLLAR.sub(lambda match: r"\Z" if match[1] else match[0], pattern))

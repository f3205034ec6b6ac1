"""Whether texts match patterns of ECMA-262, as the linter reads these."""

from contractkit.errors import BrokenContractError
from contractkit.validation.ecma_patterns import compile_matcher


def matches(pattern: str, text: str) -> bool:
    """Whether a text matches a pattern; False for one that no engine can read."""
    try:
        return compile_matcher(pattern)(text)
    except BrokenContractError:
        return False

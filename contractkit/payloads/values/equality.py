"""When two values of JSON are equal: 1 and 1.0 are, 1 and true are not, names have no order."""

import json
from typing import Any


def to_key(value: Any) -> str:
    """A text that equal values have in common, and no others."""
    return json.dumps(_normalise(value), sort_keys=True)


def _normalise(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {name: _normalise(inner) for name, inner in value.items()}
    return [_normalise(inner) for inner in value] if isinstance(value, list) else value

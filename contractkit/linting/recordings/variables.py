"""The variables of a collection: `{{name}}` stands for a value that is given elsewhere."""

import re
from collections.abc import Mapping
from typing import Any

VARIABLE = re.compile(r"\{\{([^{}]+)\}\}")
MOST_ROUNDS = 5
LONGEST = 8192


def list_variables(holder: Any) -> dict[str, str]:
    """The variables that a collection, a folder or an item sets, without those left empty."""
    listed = holder.get("variable") if isinstance(holder, dict) else None
    return {
        str(one["key"]): one["value"]
        for one in (listed if isinstance(listed, list) else ())
        if isinstance(one, dict) and one.get("key") and _is_text(one) and not one.get("disabled")
    }


def _is_text(variable: dict[str, Any]) -> bool:
    return isinstance(variable.get("value"), str) and bool(variable["value"])


def fill(text: str, variables: Mapping[str, str]) -> str:
    """The text with the variables that are known; a variable may stand for others."""
    for _ in range(MOST_ROUNDS):
        filled = VARIABLE.sub(lambda one: variables.get(one[1].strip(), one[0]), text)
        if filled == text or len(filled) > LONGEST:
            break
        text = filled
    return text

"""Payloads that were evidently written for something else, as contract.json describes them."""

from collections.abc import Mapping
from typing import Any, cast

from contractkit.contracts.loading import Contract


def find_lookalike(
    contract: Contract, value: object, message: str | None = None
) -> Mapping[str, Any] | None:
    """The entry of contract.json that a value fits, of one message or of any; None if none."""
    for lookalike in contract.data.get("lookalikes", ()):
        if message in (None, lookalike["message"]) and _fits(lookalike, value):
            found: Mapping[str, Any] = lookalike
            return found
    return None


def _fits(lookalike: Mapping[str, Any], value: object) -> bool:
    from contractkit.validation.detailed_validator import compile_explaining

    return compile_explaining(lookalike["schema"]).is_valid(cast("Any", value))

"""The ways to encode a text that is sent in parts, as contract.json lists them in `view.parts`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from contractkit.contracts.loading import Contract, load_schema
from contractkit.pointers import resolve


@dataclass(frozen=True, slots=True, eq=False)
class Encoding:
    """One way to encode a text, and how much of it fits into a part.

    A text of one part has at most `single` units, and each part of a longer one at most `each`. A
    character takes one unit, or two if it matches the pattern `twice`. `alphabet` is the pattern of
    the texts that can be encoded so (None: all). `unless` are patterns of the values, by their
    pointers in a request, with which the request is not encoded so.
    """

    name: str
    single: int
    each: int
    alphabet: str | None = None
    twice: str | None = None
    unless: Mapping[str, str] = field(default_factory=dict)


def read_encoding(contract: Contract, entry: Mapping[str, Any]) -> Encoding:
    """One entry of the list. Raises ValueError, TypeError or BrokenContractError.

    An `alphabet` may be an object: the pattern is in the file `schema`, at the pointer `at`.
    """
    encoding = Encoding(**{**entry, "alphabet": _read_alphabet(contract, entry.get("alphabet"))})
    if not all(isinstance(size, int) and size > 1 for size in (encoding.single, encoding.each)):
        raise ValueError("'single' and 'each' must be whole numbers from 2")
    return encoding


def _read_alphabet(contract: Contract, value: Any) -> str | None:
    if not isinstance(value, dict):
        return value if value is None else str(value)
    pattern = resolve(load_schema(contract, value["schema"]), value["at"])
    if not isinstance(pattern, str):
        raise TypeError(f"{value['schema']} has no pattern at {value['at']}")
    return pattern

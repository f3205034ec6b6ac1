"""What a person looks at in a request: contract.json says in `view` where it stands."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from contractkit.contracts.loading import Contract
from contractkit.errors import BrokenContractError

KEYS = frozenset({"requests", "recipients", "sender", "text"})


@dataclass(frozen=True, slots=True)
class View:
    """Pointers into a request: of its recipients, its sender and its texts.

    `requests` are pointers of the requests in a payload, the first that leads anywhere counts; the
    others start at a request. In all of them `*` stands for every item of an array.
    """

    requests: tuple[str, ...] = ("",)
    recipients: tuple[str, ...] = ()
    sender: tuple[str, ...] = ()
    text: tuple[str, ...] = ()


@lru_cache(maxsize=32)
def load_view(contract: Contract) -> View | None:
    """What contract.json says of it; None where it says nothing. Raises BrokenContractError."""
    data = contract.data.get("view")
    if data is None:
        return None
    if not isinstance(data, dict):
        raise _make_error(contract, "must be an object")
    for key in data:
        if key not in KEYS:
            raise _make_error(contract, f"has no key {key!r}; it has {', '.join(sorted(KEYS))}")
    return View(**{key: _read_pointers(contract, key, data) for key in data})


def _read_pointers(contract: Contract, key: str, data: Mapping[str, Any]) -> tuple[str, ...]:
    pointers = data[key]
    if not isinstance(pointers, list) or not all(map(_is_pointer, pointers)):
        raise _make_error(contract, f"{key!r} must be a list of JSON Pointers")
    return tuple(pointers)


def _is_pointer(value: object) -> bool:
    return isinstance(value, str) and (not value or value.startswith("/"))


def _make_error(contract: Contract, reason: str) -> BrokenContractError:
    return BrokenContractError(os.path.join(contract.folder, "contract.json"), f"view: {reason}")

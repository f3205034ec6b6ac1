"""What a person looks at in a request: contract.json says in `view` where it stands."""

import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

from contractkit.contracts.encodings import Encoding, read_encoding
from contractkit.contracts.loading import Contract
from contractkit.errors import BrokenContractError

POINTERS = ("requests", "recipients", "sender", "text")
PARTS, MAX_PARTS = "parts", "x-maxParts"


@dataclass(frozen=True, slots=True)
class View:
    """Pointers into a request: of its recipients, its sender and its texts.

    `requests` are pointers of the requests in a payload, the first that leads anywhere counts; the
    others start at a request. In all of them `*` stands for every item of an array. `parts` are the
    ways to encode a text, the first that can counts; none if nobody says how texts are sent.
    """

    requests: tuple[str, ...] = ("",)
    recipients: tuple[str, ...] = ()
    sender: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    parts: tuple[Encoding, ...] = ()


@lru_cache(maxsize=32)
def load_view(contract: Contract) -> View | None:
    """What contract.json says of it; None where it says nothing. Raises BrokenContractError."""
    data = contract.data.get("view")
    if data is None:
        return None
    if not isinstance(data, dict):
        raise _make_error(contract, "must be an object")
    for key in data:
        if key not in (*POINTERS, PARTS):
            known = ", ".join((*POINTERS, PARTS))
            raise _make_error(contract, f"has no key {key!r}; it has {known}")
    pointers = {key: _read_pointers(contract, key, data) for key in POINTERS if key in data}
    return View(**pointers, parts=_read_encodings(contract, data.get(PARTS, [])))


def _read_pointers(contract: Contract, key: str, data: Mapping[str, Any]) -> tuple[str, ...]:
    pointers = data[key]
    if not isinstance(pointers, list) or not all(map(_is_pointer, pointers)):
        raise _make_error(contract, f"{key!r} must be a list of JSON Pointers")
    return tuple(pointers)


def _read_encodings(contract: Contract, entries: Any) -> tuple[Encoding, ...]:
    try:
        return tuple(read_encoding(contract, entry) for entry in entries)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise _make_error(contract, f"{PARTS!r} is not readable: {error}") from error


def fill_in_view(contract: Contract, value: Any) -> Any:
    """A schema in which each `x-maxParts` has the texts and the encodings of the view."""
    if isinstance(value, list):
        return [fill_in_view(contract, inner) for inner in value]
    if not isinstance(value, dict):
        return value
    filled = {key: fill_in_view(contract, inner) for key, inner in value.items()}
    if isinstance(filled.get(MAX_PARTS), dict):
        view = load_view(contract) or View()
        known = {"text": list(view.text), PARTS: [asdict(encoding) for encoding in view.parts]}
        filled[MAX_PARTS] = known | filled[MAX_PARTS]
    return filled


def _is_pointer(value: object) -> bool:
    return isinstance(value, str) and (not value or value.startswith("/"))


def _make_error(contract: Contract, reason: str) -> BrokenContractError:
    return BrokenContractError(os.path.join(contract.folder, "contract.json"), f"view: {reason}")

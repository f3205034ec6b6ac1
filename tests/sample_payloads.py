"""Payloads that tests are made of: the plain one, and documents near the examples."""

import copy
import json
from functools import lru_cache
from typing import Any

from hypothesis import strategies as st

from contractkit.contracts.examples import Example, load_examples
from contractkit.contracts.loading import Contract, load

PLAIN: dict[str, Any] = {
    "deliverychannel": "sms",
    "destination": [{"msisdn": ["+447700900123"]}],
    "channels": {"sms": {"senderid": "ACME", "text": "Hello"}},
}


def plain(**changes: Any) -> dict[str, Any]:
    """The plain minimal payload, with top-level members added or changed."""
    return {**copy.deepcopy(PLAIN), **changes}


def plain_sms(**changes: Any) -> dict[str, Any]:
    """The plain minimal payload, with members of its SMS added or changed."""
    payload = plain()
    payload["channels"]["sms"] |= changes
    return payload


@lru_cache(maxsize=8)
def example_values(message: str, contract: Contract | None = None) -> list[Any]:
    """The values of the examples of a message that are JSON, of the default contract if none."""
    examples = load_examples(contract or load())
    return [json.loads(_read(one)) for one in examples if one.suite == message]


def _read(example: Example) -> bytes:
    with open(example.path, "rb") as file:
        return file.read()


@lru_cache(maxsize=8)
def near_examples(message: str, contract: Contract | None = None) -> st.SearchStrategy[Any]:
    """Values near the examples of a message: one or two places of one replaced or removed."""
    examples = example_values(message, contract)
    pieces = [piece for value in examples[:60] for piece in _pieces(value)]
    replacements = st.one_of(st.sampled_from(pieces), _ODD, st.text(max_size=5))
    changes = st.lists(st.tuples(st.integers(0, 40), replacements, st.booleans()), max_size=2)
    return st.builds(_change, st.sampled_from(examples), changes)


_ODD: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, False, 0, 1, -1.5, 10**30, "", " ", [], {}, [[]], "{{x}}", "3"]
)


def _pieces(value: Any) -> list[Any]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [value, *(piece for one in inner for piece in _pieces(one))]


def _change(value: Any, changes: list[tuple[int, Any, bool]]) -> Any:
    value = copy.deepcopy(value)
    for where, replacement, remove in changes:
        places = _places(value)
        if not places:
            return copy.deepcopy(replacement)
        container, key = places[where % len(places)]
        if remove:
            del container[key]
        else:
            container[key] = copy.deepcopy(replacement)
    return value


def _places(value: Any) -> list[tuple[Any, Any]]:
    if not isinstance(value, dict | list):
        return []
    keys = list(value) if isinstance(value, dict) else list(range(len(value)))
    return [(value, key) for key in keys] + [at for key in keys for at in _places(value[key])]

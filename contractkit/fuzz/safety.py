"""What may be sent to a target that is not on this machine."""

from collections.abc import Iterator
from typing import Any

from contractkit.contracts.loading import Contract
from contractkit.fuzz.records import Probe
from contractkit.payloads.streams import is_json
from contractkit.pointers import to_tokens
from contractkit.validation.detailed_validator import compile_pattern


def is_safe(contract: Contract, probe: Probe) -> bool:
    """Whether a probe can reach no real person, however leniently it is read."""
    if probe.case is None or not is_json(probe.case):
        return not contract.data.get("safe")
    return all(
        compile_pattern(entry["pattern"]).search(text)
        for entry in contract.data.get("safe", ())
        for text in _list_texts(probe.case.payload, _names(entry["request"]))
    )


def _names(pattern: str) -> frozenset[str]:
    return frozenset(to_tokens(pattern)) - {"*"}


def _list_texts(value: Any, names: frozenset[str], *, within: bool = False) -> Iterator[str]:
    """Every value below a member of one of the names, wherever a lenient reader may find it."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from (name,) if within else ()
            yield from _list_texts(inner, names, within=within or name in names)
    elif isinstance(value, list):
        for inner in value:
            yield from _list_texts(inner, names, within=within)
    elif within and value is not None and not isinstance(value, bool):
        # A number is written out: 1e9 has few digits and means many.
        yield f"{value:f}" if isinstance(value, float) else str(value)

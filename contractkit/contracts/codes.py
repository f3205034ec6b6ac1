"""The codes in answers and notifications: what each means, and which rule gets which."""

import os
from dataclasses import dataclass
from functools import lru_cache

from contractkit.contracts.loading import Contract, list_later_versions, read_json


@dataclass(frozen=True, slots=True)
class Code:
    """One code in one kind of message (`context`): its meaning and what to do about it."""

    code: str
    context: str
    description: str
    meaning: str
    source: str
    status: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()


def load_codes(contract: Contract) -> tuple[Code, ...]:
    """Every code of the contract, in the order of its codes.json; none without such a file.

    A code that is documented only since a later version is left out.
    """
    return _read_once(contract.whole) if contract.whole else _read(contract)


def _read(contract: Contract) -> tuple[Code, ...]:
    if not os.path.isfile(contract.codes_file):
        return ()
    later = list_later_versions(contract)
    return tuple(
        Code(
            code,
            context,
            entry["description"],
            entry["meaning"],
            entry["source"],
            tuple(entry.get("status", ())),
            tuple(entry.get("regions", ())),
        )
        for context, entries in read_json(contract.codes_file).items()
        for code, entry in entries.items()
        if entry.get("since") not in later
    )


_read_once = lru_cache(maxsize=8)(_read)  # for all requests of one contract


def find_codes(contract: Contract, code: str) -> list[Code]:
    """What a code means, once for each kind of message that can carry it."""
    return [entry for entry in load_codes(contract) if entry.code == code]


def find_answer_code(contract: Contract, rule: str) -> str | None:
    """The code that answers a payload that breaks the rule: that of the longest fitting prefix."""
    codes: dict[str, list[str]] = contract.data.get("answers", {}).get("codes", {})
    fitting = [
        (len(prefix), code)
        for code, prefixes in codes.items()
        for prefix in prefixes
        if rule.startswith(prefix)
    ]
    return max(fitting)[1] if fitting else None

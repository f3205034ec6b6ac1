"""What is known of moving from one contract to another: the files of `NAME/migrate/`.

`migrate/TARGET.json` says how a request becomes one of the contract TARGET.
"""

import os
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from contractkit.contracts.loading import Contract, read_json
from contractkit.errors import UnknownNameError

ENDING = ".json"
ANSWERS = "answers"


def list_targets(contract: Contract) -> list[str]:
    """The names of the contracts that requests of this one can be rewritten for, sorted."""
    names = os.listdir(_find_folder(contract)) if os.path.isdir(_find_folder(contract)) else []
    targets = [name.removesuffix(ENDING) for name in names if name.endswith(ENDING)]
    return sorted(set(targets) - {ANSWERS})


def read_migration(contract: Contract, target: str) -> dict[str, Any]:
    """What the file for a target says. Raises UnknownNameError, BrokenContractError."""
    targets = list_targets(contract)
    if target not in targets:
        raise UnknownNameError(f"way from {contract.name} to", target, targets)
    data: dict[str, Any] = read_json(os.path.join(_find_folder(contract), target + ENDING))
    return data


@lru_cache(maxsize=16)
def find_migration_rule_ids(contract: Contract) -> frozenset[str]:
    """The ids of the rules that the files for all targets name."""
    files = [read_migration(contract, target) for target in list_targets(contract)]
    return frozenset(rule for file in files for rule in _list_rules(file))


def _list_rules(value: Any) -> Iterator[str]:
    """The ids under the key `rule`, at any depth."""
    if isinstance(value, dict):
        if isinstance(value.get("rule"), str):
            yield value["rule"]
        value = list(value.values())
    for inner in value if isinstance(value, list) else ():
        yield from _list_rules(inner)


def _find_folder(contract: Contract) -> str:
    return os.path.join(contract.home, contract.name, "migrate")

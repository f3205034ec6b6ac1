"""A property under another name than the contract's: the one that was meant, if that is certain."""

import json
from functools import lru_cache

from contractkit.contracts.fields import list_fields
from contractkit.contracts.loading import Contract
from contractkit.contracts.similar_names import ELSEWHERE, fold, likeness
from contractkit.findings import Edit, Fix
from contractkit.jsontext import Document
from contractkit.pointers import escape, generalise, parent_of, resolve, to_tokens

MOST_NAMES = 100
TWICE = "JT009"


def fix_name(
    contract: Contract, message: str, document: Document, pointer: str, meant: str
) -> Fix | None:
    """The fix that gives the property at `pointer` the name that was meant.

    None where the object has that name already, or another that could be it as well. It is safe
    where the two differ in case and separators only.
    """
    parent, written = parent_of(pointer), to_tokens(pointer)[-1]
    holder, node = resolve(document.value, parent), document.nodes.get(pointer)
    if not isinstance(holder, dict) or node is None or node.key is None:
        return None
    if document.text[node.key[0]] != '"' or len(holder) > MOST_NAMES:
        return None
    if any(one.rule == TWICE and one.pointer == pointer for one in document.faults):
        return None
    known = _list_names(contract, message, generalise(parent))
    if meant in holder or not _is_certain(written, meant, tuple(holder), known):
        return None
    edit = Edit(*node.key, json.dumps(meant, ensure_ascii=False))
    safe = fold(written) == fold(meant)
    return Fix(safe, (edit,), f"{parent}/{escape(meant)}", uncovers=True)


def _is_certain(written: str, meant: str, names: tuple[str, ...], known: frozenset[str]) -> bool:
    """Whether only this name can be the one that is meant, and it can be no other than that."""
    rivals = [name for name in names if name not in known and likeness(name, meant) >= ELSEWHERE]
    targets = [name for name in known if fold(name) == fold(written)] or [
        name for name in known if likeness(name, written) >= ELSEWHERE
    ]
    return rivals == [written] and targets == [meant]


@lru_cache(maxsize=256)
def _list_names(contract: Contract, message: str, parent: str) -> frozenset[str]:
    """The names of the properties that the objects at a place may have."""
    return frozenset(
        to_tokens(pattern)[-1]
        for pattern in list_fields(contract, message)
        if pattern and parent_of(pattern) == parent
    )

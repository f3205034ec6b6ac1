"""The fix of a cause: whichever of the ways to fix one takes it."""

import json
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from contractkit.contracts.fields import list_fields
from contractkit.contracts.loading import Contract
from contractkit.contracts.similar_names import VERY_SIMILAR, fold, similarity
from contractkit.findings import Edit, Fix
from contractkit.jsontext import Document
from contractkit.pointers import escape, generalise, parent_of, resolve, to_tokens
from contractkit.validation.causes import Cause
from contractkit.validation.detailed_validator import compile_pattern
from contractkit.validation.violations import Violation


def propose_fix(contract: Contract, message: str, cause: Cause, document: Document) -> Fix | None:
    """How to edit the document so that what the cause broke is kept; None if there is no way."""
    if cause.renames:
        return fix_name(contract, message, document, *cause.renames)
    if cause.slip or cause.remedy:
        return None
    return _fix_value(cause.violation, document) or _fix_brackets(cause.violation, document)


def _fix_value(violation: Violation, document: Document) -> Fix | None:
    node = document.nodes.get(violation.pointer)
    if node is None:
        return None
    written = document.text[slice(*node.value)]
    for write in WRITERS.get(violation.keyword, ()):
        meant = write(written, violation.value, violation.limit)
        if meant is not None:
            return Fix(safe=False, edits=(Edit(*node.value, meant),), place=violation.pointer)
    return None


def _fix_brackets(violation: Violation, document: Document) -> Fix | None:
    """Square brackets around what is to be an array, or away from the only item of one."""
    node, value = document.nodes.get(violation.pointer), violation.value
    if node is None or violation.keyword != "type":
        return None
    start, end = node.value
    edits: tuple[Edit, ...] = ()
    lone = isinstance(value, dict | str | int | float) and not isinstance(value, bool)
    if violation.limit == "array" and lone:
        edits = (Edit(start, start, "["), Edit(end, end, "]"))
    if violation.limit == "object" and isinstance(value, list) and len(value) == 1:
        first, last = document.nodes[f"{violation.pointer}/0"].value
        around = document.text[start + 1 : first] + document.text[last : end - 1]
        if not around.strip():
            edits = (Edit(start, first, ""), Edit(last, end, ""))
    uncovers = isinstance(value, dict | list)
    return Fix(False, edits, violation.pointer, uncovers) if edits else None  # noqa: FBT003


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
    rivals = [
        name for name in names if name not in known and similarity(name, meant) >= VERY_SIMILAR
    ]
    targets = [name for name in known if fold(name) == fold(written)] or [
        name for name in known if similarity(name, written) >= VERY_SIMILAR
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


NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
WHOLE_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)")
INTERNATIONAL = re.compile(r"\+[0-9]+")
TRUNK_PREFIX = re.compile(r"\(\s*0")
SIGNS = frozenset("-().\u00b7/\u2010\u2011\u2012\u2013\u2212")

Write = Callable[[str, object, Any], str | None]


def quote_number(written: str, _: object, limit: Any) -> str | None:
    """A number in quotes, as it stands, where a string is due."""
    return f'"{written}"' if limit == "string" and NUMBER.fullmatch(written) else None


def bare_literal(written: str, value: object, limit: Any) -> str | None:
    """A number, `true` or `false` out of its quotes, where that and no string is due."""
    if not isinstance(value, str) or not written.startswith('"'):
        return None
    bare = value.strip().lower()
    shapes = {"boolean": re.compile("true|false"), "number": NUMBER, "integer": WHOLE_NUMBER}
    return bare if limit in shapes and shapes[limit].fullmatch(bare) else None


def choose_option(written: str, value: object, limit: Any) -> str | None:
    """The one allowed value that differs in nothing but case, separators, white space, quotes."""
    options = limit if isinstance(limit, list) else [limit]
    texts = [one for one in options if isinstance(one, str)]
    if isinstance(value, str) and value.strip():
        near = [one for one in texts if fold(one) == fold(value.strip()) != ""]
    else:
        near = [one for one in texts if one == written and NUMBER.fullmatch(written)]
    return write_string(near[0]) if len(near) == 1 else None


def drop_formatting(_: str, value: object, limit: Any) -> str | None:
    """A string without the white space around it, or an international number without formatting.

    A number without a plus sign may be a national one, and nobody knows what a zero in brackets
    stands for: both are left as they are.
    """
    if not isinstance(value, str):
        return None
    tries = [value.strip()]
    plain = "".join(char for char in value if not _only_formats(char))
    if INTERNATIONAL.fullmatch(plain) and not TRUNK_PREFIX.search(value):
        tries.append(plain)
    pattern = compile_pattern(limit)
    fitting = (one for one in tries if one != value and pattern.search(one))
    return next(map(write_string, fitting), None)


def write_string(text: str) -> str:
    """A string as it is written in a document; half of a surrogate pair is left an escape."""
    halved = any("\ud800" <= char <= "\udfff" for char in text)
    return json.dumps(text, ensure_ascii=halved)


def _only_formats(char: str) -> bool:
    return char in SIGNS or char.isspace() or not char.isprintable()


WRITERS: Mapping[str, tuple[Write, ...]] = {
    "type": (quote_number, bare_literal),
    "enum": (choose_option,),
    "const": (choose_option,),
    "pattern": (drop_formatting,),
}

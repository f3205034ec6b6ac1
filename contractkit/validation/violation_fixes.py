"""Fixes of violations: a value written in the form that was meant, or a property renamed."""

import json
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import product
from typing import Any, cast

from contractkit.contracts.fields import list_fields
from contractkit.contracts.loading import Contract
from contractkit.contracts.similar_names import VERY_SIMILAR, normalise, similarity
from contractkit.findings import Edit, Fix
from contractkit.jsontext import Document
from contractkit.jsontext.lookalikes import BALLAST, has_foreign_words, remove_unseen, to_plain
from contractkit.pointers import escape, parent_of, resolve, to_pattern, to_tokens
from contractkit.validation.causes import Cause
from contractkit.validation.ecma_patterns import compile_matcher
from contractkit.validation.violation import CHOICES, UNKNOWN, Violation

NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
WHOLE_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)")
BOOLEAN = re.compile("true|false")
LITERALS = {"boolean": BOOLEAN, "number": NUMBER, "integer": WHOLE_NUMBER}
INTERNATIONAL = re.compile(r"\+[0-9]+")
TRUNK_PREFIX = re.compile(r"\(\s*0")
QUOTES = " '\"`"
FORMATTING = frozenset("-()./" + QUOTES)
MOST_NAMES = 100
DUPLICATE_NAME_RULE = "JT009"

Rewrite = Callable[[str, object, Any], str | None]


def propose_fix(contract: Contract, message: str, cause: Cause, document: Document) -> Fix | None:
    """How to edit the document so that the violation goes; None if that is not certain."""
    if cause.rename:
        known = _list_known_names(contract, message, to_pattern(parent_of(cause.rename[0])))
        own = cause.violation.limit if cause.violation.keyword in UNKNOWN else ()
        names = known.union(cast("tuple[str, ...]", own))
        return _rename_property(document, *cause.rename, names)
    if cause.mistake or cause.correction:
        return None
    return _fix_value(cause.violation, document) or _fix_brackets(cause.violation, document)


def _fix_value(violation: Violation, document: Document) -> Fix | None:
    rewrites = REWRITES.get(violation.keyword)
    node = document.nodes.get(violation.pointer) if rewrites else None
    if not rewrites or node is None:
        return None
    if violation.level == "advice" and has_foreign_words(str(violation.value)):
        return None  # a text in another script may be meant as it is
    if violation.keyword in CHOICES and not violation.name:
        return None  # what is allowed are no values
    written = document.text[slice(*node.value)]
    types = violation.keyword == "type" and isinstance(violation.limit, list)
    limits = cast("list[Any]", violation.limit) if types else [violation.limit]
    for rewrite, limit in product(rewrites, limits):
        meant = rewrite(written, violation.value, limit)
        if meant is not None:
            return Fix(safe=False, edits=(Edit(*node.value, meant),), place=violation.pointer)
    return None


def quote_number(written: str, _: object, limit: Any) -> str | None:
    """A number in quotes, as it is written, where a string is required."""
    return f'"{written}"' if limit == "string" and NUMBER.fullmatch(written) else None


def unquote_literal(written: str, value: object, limit: Any) -> str | None:
    """A number, `true` or `false` without quotes, where that is required and not a string."""
    if not isinstance(value, str) or not written.startswith('"'):
        return None
    literal = to_plain(value).strip().lower()
    return literal if limit in LITERALS and LITERALS[limit].fullmatch(literal) else None


def choose_option(written: str, value: object, limit: Any) -> str | None:
    """The one allowed value that differs only in case, separators, white space or quotes."""
    options = limit if isinstance(limit, list) else [limit]
    texts = [option for option in options if isinstance(option, str)]
    if isinstance(value, str) and value.strip():
        meant = [text for text in texts if normalise(text) == normalise(value.strip()) != ""]
    else:
        meant = [text for text in texts if text == written and NUMBER.fullmatch(written)]
    return write_string(meant[0]) if len(meant) == 1 else None


def remove_formatting(_: str, value: object, limit: Any) -> str | None:
    """A string without the white space around it, in plain characters, or an international number.

    The number loses its formatting. One without a plus sign may be a national one, a zero in
    brackets may or may not be dialled, and a letter O may be a slip for another key than zero: all
    three are left as they are.
    """
    if not isinstance(value, str) or (value.isalnum() and value.isascii()):
        return None
    plain = to_plain(value)
    if value.isascii() and plain != value:
        return None
    candidates = [value.strip(), remove_unseen(value).strip(), plain.strip(), plain.strip(QUOTES)]
    digits = "".join(char for char in plain if not _is_formatting(char))
    if INTERNATIONAL.fullmatch(digits) and not TRUNK_PREFIX.search(plain):
        candidates.append(digits)
    matches = compile_matcher(limit)
    matching = (text for text in candidates if text != value and matches(text))
    return next(map(write_string, matching), None)


def remove_ballast(_: str, value: object, limit: Any) -> str | None:
    """A string without what takes room and is not seen, if it is short enough then.

    What may be part of a letter or of an emoji, or says in which direction to read, stays.
    """
    kept = BALLAST.sub("", value) if isinstance(value, str) else ""
    if kept in ("", value):
        return None
    return write_string(kept) if len(kept) <= limit else None


def _is_formatting(char: str) -> bool:
    return char in FORMATTING or char.isspace() or not char.isprintable()


def write_string(text: str) -> str:
    """A string as it is written in a document; half of a surrogate pair stays an escape."""
    has_lone_surrogate = any("\ud800" <= char <= "\udfff" for char in text)
    return json.dumps(text, ensure_ascii=has_lone_surrogate)


REWRITES: Mapping[str, tuple[Rewrite, ...]] = {
    "type": (quote_number, unquote_literal),
    "enum": (choose_option,),
    "const": (choose_option,),
    "oneOf": (choose_option,),
    "anyOf": (choose_option,),
    "pattern": (remove_formatting,),
    "maxLength": (remove_ballast,),
}


def _fix_brackets(violation: Violation, document: Document) -> Fix | None:
    """Square brackets around what must be an array, or removed from the only item of one."""
    wanted = violation.limit if violation.keyword == "type" else None
    if violation.keyword == "not" and _is_about_arrays(violation.limit):
        wanted = "object"
    if wanted is None:
        return None
    node, value = document.nodes.get(violation.pointer), violation.value
    if node is None:
        return None
    start, end = node.value
    edits: tuple[Edit, ...] = ()
    is_single = isinstance(value, dict | str | int | float) and not isinstance(value, bool)
    if wanted == "array" and is_single:
        edits = (Edit(start, start, "["), Edit(end, end, "]"))
    if wanted == "object" and isinstance(value, list) and len(value) == 1:
        item_start, item_end = document.nodes[f"{violation.pointer}/0"].value
        around = document.text[start + 1 : item_start] + document.text[item_end : end - 1]
        if not around.strip():
            edits = (Edit(start, item_start, ""), Edit(item_end, end, ""))
    uncovers = isinstance(value, dict | list)
    return Fix(False, edits, violation.pointer, uncovers) if edits else None  # noqa: FBT003


def _is_about_arrays(refused: Any) -> bool:
    """Whether what a `not` refuses is an array, whatever is in it."""
    if not isinstance(refused, dict):
        return False
    return bool(refused.get("type") == "array" and refused.keys() <= {"type", "minItems"})


def _rename_property(
    document: Document, pointer: str, meant: str, known: frozenset[str]
) -> Fix | None:
    """The fix that gives the property at `pointer` the name that was meant.

    None where the object has that name already, or another that could be it as well. It is safe
    where the two differ in case and separators only.
    """
    parent, written = parent_of(pointer), to_tokens(pointer)[-1]
    container, node = resolve(document.value, parent), document.nodes.get(pointer)
    if not isinstance(container, dict) or node is None or node.key is None:
        return None
    if document.text[node.key[0]] != '"' or len(container) > MOST_NAMES:
        return None
    duplicates = {fault.pointer for fault in document.faults if fault.rule == DUPLICATE_NAME_RULE}
    if pointer in duplicates or meant in container:
        return None
    if not _is_certain(written, meant, tuple(container), known):
        return None
    edit = Edit(*node.key, json.dumps(meant, ensure_ascii=False))
    safe = normalise(written) == normalise(meant) and not _is_guessed(written)
    return Fix(safe, (edit,), f"{parent}/{escape(meant)}", uncovers=True)


def _is_guessed(written: str) -> bool:
    """Whether some characters of a name are read as others, not only left out."""
    return to_plain(written) != remove_unseen(written)


def _is_certain(written: str, meant: str, names: tuple[str, ...], known: frozenset[str]) -> bool:
    """Whether no other name of the object is similar to the meant one, nor any other known one."""
    candidates = [
        name for name in names if name not in known and similarity(name, meant) >= VERY_SIMILAR
    ]
    targets = [name for name in known if normalise(name) == normalise(written)] or [
        name for name in known if similarity(name, written) >= VERY_SIMILAR
    ]
    return candidates == [written] and targets == [meant]


@lru_cache(maxsize=256)
def _list_known_names(contract: Contract, message: str, parent: str) -> frozenset[str]:
    """The names of the properties that the objects at a place may have."""
    return frozenset(
        to_tokens(pattern)[-1]
        for pattern in list_fields(contract, message)
        if pattern and parent_of(pattern) == parent
    )

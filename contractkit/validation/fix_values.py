"""A value written another way, where what was meant is plain: one function a kind of slip."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from contractkit.contracts.similar_names import fold
from contractkit.validation.detailed_validator import compile_pattern

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

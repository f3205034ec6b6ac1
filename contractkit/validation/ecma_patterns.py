"""Patterns of ECMA-262, as JSON Schema has them, compiled for Python."""

import re
from collections.abc import Callable
from functools import lru_cache

from contractkit.errors import BrokenContractError

_PARTS = re.compile(
    r"\\.|\[(?P<negated>\^?)(?P<members>(?:\\.|[^\]\\])*)\]|(?P<dollar>\$)", re.DOTALL
)
_MEMBER = re.compile(r"(\\.|[^\\])(?:-(\\.|[^\\]))?", re.DOTALL)  # a character, or a range
_SET_OPERATORS = frozenset("[-&~|")  # of which Python warns in a class; in ECMA-262 they are plain
# What Python reads in another way, or not at all.
_DIFFERENT = (
    r"\\[bBcdDkpPsSwWAZzG]|\\u(\{|[dD][89A-Fa-f])|(?<!\\)\.|\(\?<[A-Za-z_$]|\[\^?\]|\{,|[*+?}]\+"
)
_LONE_SURROGATE = "[\ud800-\udfff]"


@lru_cache(maxsize=256)
def compile_pattern(pattern: str) -> re.Pattern[str]:
    r"""An ECMA-262 pattern as Python reads it, whose own `$` would also match before `\n`."""
    return re.compile(_PARTS.sub(_translate, pattern))


def _translate(part: re.Match[str]) -> str:
    if part["dollar"]:
        return r"\Z"
    if part["members"]:
        return f"[{part['negated']}{_MEMBER.sub(_escape_member, part['members'])}]"
    return part[0]


def _escape_member(member: re.Match[str]) -> str:
    ends = (end for end in member.groups() if end is not None)
    return "-".join(f"\\{end}" if end in _SET_OPERATORS else end for end in ends)


@lru_cache(maxsize=256)
def compile_matcher(pattern: str) -> Callable[[str], bool]:
    """Whether a text has a match of an ECMA-262 pattern, of whatever only some engine can read.

    Raises BrokenContractError where none can.
    """
    in_python = _compile_in_python(pattern)
    if in_python and not re.search(_DIFFERENT, pattern):
        return lambda text: in_python.search(text) is not None
    from jsonschema_rs import Draft202012Validator

    try:
        matches = Draft202012Validator({"pattern": pattern}).is_valid
    except ValueError as error:
        if in_python is None:
            raise BrokenContractError(pattern, "no pattern of ECMA-262 that can be read") from error
        return lambda text: in_python.search(text) is not None

    def has_match(text: str) -> bool:
        try:
            return matches(text)
        except ValueError:  # a lone surrogate
            if in_python:
                return in_python.search(text) is not None
            return matches(re.sub(_LONE_SURROGATE, "\ufffd", text))

    return has_match


def _compile_in_python(pattern: str) -> re.Pattern[str] | None:
    try:
        return compile_pattern(pattern)
    except (re.error, OverflowError, RecursionError):
        return None

"""JSON Pointers (RFC 6901), and pointer patterns in which `*` stands for every item of an array."""

import copy
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

Token = str | int
Path = tuple[Token, ...]
_NOTHING = object()


def escape(token: Token) -> str:
    """One reference token as it stands in a pointer."""
    if type(token) is int:
        return str(token)
    written = str(token)
    if "~" in written or "/" in written:
        return written.replace("~", "~0").replace("/", "~1")
    return written


def unescape(part: str) -> str:
    """One reference token as the name or index that it stands for."""
    return part.replace("~1", "/").replace("~0", "~")


def to_pointer(tokens: Iterable[Token]) -> str:
    """The pointer of a path: `["a", 0]` is `/a/0`, the empty path is the whole document."""
    return _join(tuple(tokens))


@lru_cache(maxsize=1024)
def _join(path: Path) -> str:
    return "".join([f"/{escape(token)}" for token in path])


@lru_cache(maxsize=1024)
def to_tokens(pointer: str) -> tuple[str, ...]:
    """The reference tokens of a pointer, unescaped; array indices stay strings."""
    if not pointer:
        return ()
    return tuple(map(unescape, pointer[1:].split("/")))


def parent_of(pointer: str) -> str:
    """The pointer of the container; the root is its own parent."""
    return pointer.rpartition("/")[0]


@lru_cache(maxsize=1024)
def has_index(pattern: str) -> bool:
    """Whether a pattern names an item of an array by its number."""
    return any(token.isdecimal() for token in to_tokens(pattern))


@lru_cache(maxsize=1024)
def name_of(pointer: str) -> str:
    """The last token that names a property; for an item of an array, the array's own name."""
    names = [token for token in to_tokens(pointer) if not token.isdigit() and token != "*"]
    return names[-1] if names else ""


@lru_cache(maxsize=1024)
def to_pattern(pointer: str) -> str:
    """The pattern that a pointer matches: `/a/0/b` is one of `/a/*/b`."""
    return to_pointer("*" if token.isdigit() else token for token in to_tokens(pointer))


def select_values(value: object, pattern: str) -> Iterator[tuple[Path, object]]:
    """Every value that a pattern matches, as (path, value), in document order."""
    selected: list[tuple[Path, object]] = [((), value)]
    for token in to_tokens(pattern):
        selected = [
            ((*path, key), inner)
            for path, container in selected
            for key, inner in _list_children(container, token)
        ]
    return iter(selected)


def select_all(value: object, patterns: Iterable[str]) -> Iterator[tuple[Path, object]]:
    """Every value that any of the patterns matches, pattern by pattern."""
    return (found for pattern in patterns for found in select_values(value, pattern))


def _list_children(value: object, token: str) -> Iterable[tuple[Token, object]]:
    if token == "*":
        return enumerate(value) if isinstance(value, list) else ()
    inner = _find_member(value, token)
    if inner is _NOTHING:
        return ()
    return ((int(token) if isinstance(value, list) else token, inner),)


def gather_values(value: object, tokens: tuple[str, ...]) -> Sequence[object]:
    """The values that the tokens of a pattern match, without their paths: quicker than the above.

    No token may be a number.
    """
    for index, token in enumerate(tokens):
        if token == "*":
            if not isinstance(value, list):
                return ()
            if len(value) != 1:
                rest = tokens[index + 1 :]
                return [inner for item in value for inner in gather_values(item, rest)]
            value = value[0]
        elif isinstance(value, dict) and token in value:
            value = value[token]
        else:
            return ()
    return (value,)


def resolve(value: object, pointer: str, default: object = None) -> object:
    """The value at `pointer` (never a pattern), or `default` where nothing is there."""
    for token in to_tokens(pointer):
        value = _find_member(value, token)
        if value is _NOTHING:
            return default
    return value


def _find_member(value: object, token: str) -> object:
    if isinstance(value, dict):
        return value.get(token, _NOTHING)
    if isinstance(value, list) and token.isdecimal() and int(token) < len(value):
        return value[int(token)]
    return _NOTHING


def get_value(value: Any, path: Path) -> Any:
    """The value at a path that exists."""
    for token in path:
        value = value[token]
    return value


def set_value(value: Any, path: Path, new: object) -> None:
    """Put a new value at a path whose container exists; the path is not empty.

    The index behind the last item of an array adds one.
    """
    container = get_value(value, path[:-1])
    if isinstance(container, list) and path[-1] == len(container):
        container.append(new)
    else:
        container[path[-1]] = new


def replace_value(value: Any, path: Path, new: object) -> Any:
    """A copy of a value with a new one at a path."""
    if not path:
        return new
    value = copy.deepcopy(value)
    set_value(value, path, new)
    return value

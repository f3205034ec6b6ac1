"""Puts carried values together: the payload of each unit, and those that are equal joined."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from contractkit.migrate.transfers import Carried
from contractkit.pointers import Path, Token, to_pointer, to_tokens


@dataclass(frozen=True, slots=True)
class Payload:
    """A payload of the result, and the pointer in the request of each value, by its own pointer."""

    value: Any
    origins: dict[str, str]


def join_payloads(parts: Iterable[Sequence[Carried]], join: str | None) -> Iterator[list[Carried]]:
    """The values of each payload; those that differ only in the items of a list become one."""
    if join is None:
        yield from (list(part) for part in parts)
        return
    inside = to_tokens(join)
    joined: dict[str, list[Carried]] = {}
    lengths: dict[str, int] = {}
    for part in parts:
        key = json.dumps([(one.path, one.value) for one in part if not _is_inside(one, inside)])
        length = lengths.setdefault(key, 0)
        lengths[key] += 1
        moved = [_move(one, inside, length) if _is_inside(one, inside) else one for one in part]
        joined.setdefault(key, []).extend(
            one for one in moved if not length or _is_inside(one, inside)
        )
    yield from joined.values()


def _is_inside(one: Carried, inside: tuple[str, ...]) -> bool:
    return one.path[: len(inside)] == inside


def _move(one: Carried, inside: tuple[str, ...], index: int) -> Carried:
    """The value in another item of the list."""
    place = len(inside)
    return replace(one, path=(*one.path[:place], index, *one.path[place + 1 :]))


def assemble(carried: Iterable[Carried]) -> Payload:
    """The payload that the values make; lists close up where an item is missing."""
    tree = _Branch({})
    for one in carried:
        branch = tree
        for token in one.path[:-1]:
            inner = branch.members.setdefault(token, _Branch({}))
            if not isinstance(inner, _Branch):
                break
            branch = inner
        else:
            branch.members[one.path[-1]] = one
    origins: dict[str, str] = {}
    return Payload(_build(tree, (), origins), origins)


@dataclass(frozen=True, slots=True)
class _Branch:
    """An object or an array that is being put together."""

    members: "dict[Token, _Branch | Carried]"


def _build(node: "_Branch | Carried", path: Path, origins: dict[str, str]) -> Any:
    if isinstance(node, Carried):
        if node.origin is not None:
            origins[to_pointer(path)] = node.origin
        return node.value
    if any(isinstance(token, int) for token in node.members):
        items = sorted(node.members.items(), key=lambda item: int(item[0]))
        return [_build(inner, (*path, at), origins) for at, (_, inner) in enumerate(items)]
    return {name: _build(inner, (*path, name), origins) for name, inner in node.members.items()}

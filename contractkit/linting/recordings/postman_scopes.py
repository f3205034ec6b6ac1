"""What a request of a Postman collection has from the folders that it is in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contractkit.linting.recordings.members import get_items, get_member
from contractkit.linting.recordings.variables import (
    Environment,
    Variables,
    drop_circular,
    read_variables,
)

SETTER = re.compile(r"""(?:\.set|\bset(?:Environment|Global)Variable)\(\s*["'`]([^"'`]+)["'`]""")


@dataclass(frozen=True, slots=True)
class Scope:
    """What holds at one place: variables, authentication, whether a script runs before.

    `fixed` are the variables that no folder changes: those of the environment, and those that a
    script sets, whose values nobody knows.
    """

    variables: Variables
    fixed: Variables
    auth: Any = None
    scripted: bool = False


def open_scope(collection: Any, pointer: str, environment: Environment) -> Scope:
    """What holds in a whole collection."""
    fixed = {**environment.inner, **dict.fromkeys(_list_set_names(collection))}
    variables = drop_circular({**environment.outer, **fixed})
    return enter(Scope(variables, fixed), collection, pointer)


def enter(scope: Scope, holder: Any, pointer: str) -> Scope:
    """What holds inside a folder, a collection, an item or a request: the inner value counts."""
    own = read_variables(get_member(holder, "variable"), f"{pointer}/variable")
    auth = get_member(holder, "auth")
    variables = scope.variables
    if own:
        variables = drop_circular({**scope.variables, **own, **scope.fixed})
    return Scope(
        variables,
        scope.fixed,
        scope.auth if auth is None else auth,
        scope.scripted or _has_script(holder),
    )


def _has_script(holder: Any) -> bool:
    return any(
        get_member(event, "listen") == "prerequest" and _read_script(event).strip()
        for event in get_items(get_member(holder, "event"))
    )


def _read_script(event: Any) -> str:
    lines = get_member(get_member(event, "script"), "exec")
    return "\n".join(map(str, lines if isinstance(lines, list) else [lines or ""]))


def _list_set_names(collection: Any) -> Iterator[str]:
    """The variables that a script of the collection sets, before a request or after one."""
    pending = [collection]
    while pending:
        holder = pending.pop()
        for event in get_items(get_member(holder, "event")):
            yield from SETTER.findall(_read_script(event))
        pending += get_items(get_member(holder, "item"))
        request = get_member(holder, "request")
        if request:
            pending.append(request)

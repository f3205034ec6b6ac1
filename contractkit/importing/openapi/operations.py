"""The operations of an OpenAPI document, and which of them are asked for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from contractkit.errors import UnknownNameError
from contractkit.importing.documents.sites import Site, step_into
from contractkit.importing.openapi.reader import (
    Reader,
    get_object,
    list_members,
    open_reference,
)
from contractkit.importing.rules.rule_pages import make_slug

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


@dataclass(frozen=True, slots=True, eq=False)
class Operation:
    """One operation: its object, and the path items that it stands in, the nearest first."""

    method: str
    path: str
    site: Site
    items: tuple[Site, ...]

    @property
    def key(self) -> str:
        """What it is called: `POST /pets`."""
        return f"{self.method} {self.path}"

    @property
    def slug(self) -> str:
        """Its name in the names of messages."""
        name = self.site.value.get("operationId")
        return make_slug(name if isinstance(name, str) and name else self.key)

    @property
    def value(self) -> Any:
        """Its object."""
        return self.site.value


def list_operations(reader: Reader) -> Iterator[Operation]:
    """Every operation of the document, in its order."""
    paths = get_object(reader.root, "paths")
    for path, item in list_members(paths):
        if path.startswith("x-"):
            continue
        if not path.startswith("/"):
            reader.tell("left out", item, f"the path {path!r} does not begin with “/”")
            continue
        if set(path) & {"#", "?"}:
            text = f"the path {path!r} has a fragment or a query, which is no part of a path"
            reader.tell("left out", item, text)
            continue
        yield from list_item_operations(reader, path, item)


def list_item_operations(reader: Reader, path: str, item: Site) -> Iterator[Operation]:
    """The operations of one path item, and of what it refers to."""
    items = [item]
    if "$ref" in item.value:
        target = open_reference(reader, item, f"the path {path}")
        items += [target] if target is not None else []
    for method in METHODS:
        for holder in items:
            if isinstance(holder.value.get(method), dict):
                site = step_into(holder, method)
                yield Operation(method.upper(), path, site, tuple(items))
                break


def choose_operations(reader: Reader, wanted: Sequence[str]) -> list[Operation]:
    """The operations that are asked for, by `METHOD /path` or operationId; all where none is.

    Raises UnknownNameError.
    """
    known = list(list_operations(reader))
    if not wanted:
        return known
    found = [_find_operation(known, name) for name in wanted]
    return [operation for operation in known if operation in found]


def _find_operation(known: list[Operation], wanted: str) -> Operation:
    method, _, path = wanted.strip().partition(" ")
    name = f"{method.upper()} {path.strip()}"
    for operation in known:
        if name == operation.key or wanted == operation.value.get("operationId"):
            return operation
    names = [operation.key for operation in known]
    raise UnknownNameError("operation", name if path else wanted, names)

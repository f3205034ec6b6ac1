"""A file that holds requests, read with the place of each value in it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn

from contractkit.jsontext import Document, Node, read
from contractkit.jsontext.nodes import LazyNodes
from contractkit.validation.finding_builder import Positions


@dataclass(frozen=True, slots=True)
class Container:
    """A file that holds documents as strings.

    `find` gives the place of a value by its pointer, or raises KeyError.
    """

    document: Document
    positions: Positions
    find: Callable[[str], Node]


def open_container(data: bytes, *, whole: bool) -> Container:
    """Read a file; `whole` asks for the place of everything in it, which takes long.

    A file that is JSON is read at once; any other with all that is wrong with it.
    """
    document = None if whole else _read_plain(data)
    if document:
        return Container(document, Positions(document), LazyNodes(document.text).__getitem__)
    document = read(data)
    return Container(document, Positions(document), document.nodes.__getitem__)


def _read_plain(data: bytes) -> Document | None:
    try:
        text = data.decode()
        value = json.loads(text.removeprefix("\ufeff"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        return None
    return Document(text, value, {}, (), complete=True)


def _refuse_constant(_: str) -> NoReturn:
    raise ValueError

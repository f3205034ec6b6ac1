"""Where a schema, or another part of a document, stands."""

from dataclasses import dataclass, field, replace
from typing import Any

from contractkit.importing.documents.dialects import Dialect
from contractkit.importing.documents.document import Document
from contractkit.pointers import escape


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """One part of a document: its pointer and value; `base` is the URI that references begin at."""

    document: Document = field(repr=False)
    pointer: str
    value: Any = field(repr=False)
    base: str
    dialect: Dialect

    @property
    def line(self) -> int:
        """The line where it begins."""
        return self.document.find_line(self.pointer)

    @property
    def key(self) -> tuple[str, str]:
        """What tells this place from all others."""
        return self.document.path, self.pointer

    def __str__(self) -> str:
        """The place for people: `FILE:LINE #POINTER`."""
        return f"{self.document.path}:{self.line} #{self.pointer}"


def step_into(site: Site, *tokens: str | int) -> Site:
    """The part that stands at these tokens below a site; they must lead somewhere."""
    value, pointer = site.value, site.pointer
    for token in tokens:
        value = value[int(token)] if isinstance(value, list) else value[token]
        pointer += f"/{escape(token)}"
    return replace(site, value=value, pointer=pointer)


def get_value_at(site: Site, value: Any) -> Site:
    """A site with another value in its place."""
    return replace(site, value=value)

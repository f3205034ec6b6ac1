"""What is told of a document: what was left out, what is read otherwise, what is a mistake."""

from dataclasses import dataclass, field
from typing import Literal

from contractkit.importing.documents.sites import Site

Kind = Literal["left out", "read as meant", "problem", "example"]


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to know, and where it stands: `FILE:LINE #POINTER`, or "" for the whole."""

    kind: Kind
    place: str
    text: str

    def __str__(self) -> str:
        """The note in one line."""
        return f"{self.place}: {self.text}" if self.place else self.text


@dataclass(slots=True, eq=False)
class Notes:
    """The notes of one run, each once, in the order in which they were found."""

    found: dict[Note, None] = field(default_factory=dict)

    def add(self, kind: Kind, site: Site | None, text: str, inside: str = "") -> None:
        """Note something of a site, or of what stands at a pointer `inside` of it."""
        place = ""
        if site is not None:
            pointer = site.pointer + inside
            place = f"{site.document.path}:{site.document.find_line(pointer)} #{pointer}"
        self.add_place(kind, place, text)

    def add_place(self, kind: Kind, place: str, text: str) -> None:
        """Note something of a place that is written already."""
        self.found[Note(kind, place, text)] = None

    def list_kind(self, kind: Kind) -> list[Note]:
        """The notes of one kind."""
        return [note for note in self.found if note.kind == kind]

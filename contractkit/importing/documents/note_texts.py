"""Notes as they are read: those that say the same together, with the places of all."""

from collections.abc import Iterable, Iterator

from contractkit.importing.documents.notes import Kind, Note

HEADINGS: dict[Kind, str] = {
    "problem": "Mistakes of the document:",
    "read as meant": "Read as it is meant, not as it stands:",
    "left out": "Not taken over:",
    "example": "Examples that break a rule:",
}
FEW = 3


def write_notes(notes: Iterable[Note], few: int | None = FEW) -> Iterator[str]:
    """The notes by kind, in lines; of many places with one text a `few`, and how many more."""
    listed = list(notes)
    for kind, heading in HEADINGS.items():
        texts: dict[str, list[str]] = {}
        for note in listed:
            if note.kind == kind:
                texts.setdefault(note.text, []).append(note.place)
        if texts:
            yield from ["", heading]
        for text, places in texts.items():
            yield from _write_text(text, places, few)


def _write_text(text: str, places: list[str], few: int | None) -> Iterator[str]:
    if len(places) == 1:
        yield f"  {places[0]}: {text}" if places[0] else f"  {text}"
        return
    shown = places if few is None or len(places) <= few + 1 else places[:few]
    yield f"  {text}:"
    yield from (f"    {place}" for place in shown)
    if len(shown) < len(places):
        yield f"    and {len(places) - len(shown)} more places"


def has_more(notes: Iterable[Note]) -> bool:
    """Whether some of the places are not shown in the short form."""
    return any("more places" in line[:24] for line in write_notes(notes))

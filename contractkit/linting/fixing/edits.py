"""Edits of a text: which go together, and what they make of it."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from contractkit.findings import Edit, Finding, Fix


def take_apart(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Those whose fixes do not touch the places of one before."""
    taken: list[tuple[int, int]] = []
    for finding in findings:
        places = [(edit.start, edit.end) for edit in finding.fix.edits] if finding.fix else []
        if places and not any(_meets(taken, place) for place in places):
            for place in places:
                taken.insert(bisect_left(taken, place), place)
            yield finding


def _meets(taken: list[tuple[int, int]], place: tuple[int, int]) -> bool:
    index = bisect_left(taken, (place[0], place[0]))
    before, after = taken[index - 1 : index], taken[index : index + 1]
    return any(end > place[0] for _, end in before) or any(
        start < place[1] or start == place[0] for start, _ in after
    )


def apply_edits(data: bytes, fixes: Iterable[Fix]) -> bytes:
    """The text with the edits made; what stands between them stays byte for byte."""
    text = data.decode("utf-8", "surrogateescape")
    edits: list[Edit] = sorted(
        (edit for fix in fixes for edit in fix.edits), key=lambda edit: (edit.start, edit.end)
    )
    pieces, done = [], 0
    for edit in edits:
        pieces += [text[done : edit.start], edit.text]
        done = edit.end
    return "".join([*pieces, text[done:]]).encode("utf-8", "surrogateescape")

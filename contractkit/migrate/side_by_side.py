"""Shows a request and what became of it side by side: a row for each value, which is shown whole.

On a terminal a long value goes on in the lines below, indented; else each row is one line.
"""

from collections.abc import Iterator
from itertools import zip_longest

from contractkit.jsontext.display import show_value
from contractkit.migrate.losses import list_leaves
from contractkit.migrate.payloads import Payload
from contractkit.migrate.reporting import Migrated, Rewritten
from contractkit.pointers import Path, parent_of, to_pointer
from contractkit.reporting.columns import count_columns, fill, fold

NARROWEST, WIDEST_LEFT = 20, 50
SEPARATOR, INDENT = " | ", "  "
Row = tuple[str, str]


def write_side_by_side(migrated: Migrated, width: int | None) -> str:
    """The lines of every request of a text and its payloads.

    They are at most `width` columns wide, or as wide as they come.
    """
    half = None if width is None else max((width - len(SEPARATOR)) // 2, NARROWEST)
    lines = (line for one in migrated.requests for line in _write_request(one, migrated, half))
    return "".join(f"{line}\n" for line in lines)


def _write_request(request: Rewritten, migrated: Migrated, half: int | None) -> Iterator[str]:
    """The lines of one request; what is in no payload is shown beside the first only."""
    linted, payloads = migrated.linted, request.payloads
    where = linted.name if linted.whole else f"{linted.name}:{linted.first_line}"
    title = f"{where} {request.pointer}".rstrip()
    told: dict[str, list[str]] = {}
    for finding in linted.findings:
        told.setdefault(finding.pointer or "", []).append(finding.rule)
    lost = _find_lost(request)
    if not payloads:
        yield f"{title}: nothing is written"
        yield from _write_rows(_list_rows(request, Payload({}, {}), lost, told), half)
    for number, payload in enumerate(payloads, 1):
        yield f"{title}: payload {number} of {len(payloads)}"
        yield from _write_rows(_list_rows(request, payload, lost, told), half)
        lost = set()


def _find_lost(request: Rewritten) -> set[Path]:
    """The paths of the values that are in none of the payloads."""
    origins = {origin for payload in request.payloads for origin in payload.origins.values()}
    return {
        path
        for path, _ in list_leaves(request.value)
        if origins.isdisjoint(to_pointer(path[:length]) for length in range(len(path) + 1))
    }


def _list_rows(
    request: Rewritten, payload: Payload, lost: set[Path], told: dict[str, list[str]]
) -> Iterator[Row]:
    """A row for each value of the request, then one for each that only the payload has."""
    places: dict[str, list[str]] = {}
    for path, value in list_leaves(payload.value) if payload.value else ():
        target = to_pointer(path)
        origin = _find_origin(target, payload.origins)
        places.setdefault(origin, []).append(f"{target} {show_value(value, None)}")
    for path, value in list_leaves(request.value):
        left = f"{to_pointer(path)} {show_value(value, None)}"
        if path in lost:
            around = [request.pointer + to_pointer(path[:end]) for end in range(1, len(path) + 1)]
            rules = dict.fromkeys(rule for place in around for rule in told.get(place, ()))
            yield left, f"- {' '.join(rules)}".rstrip()
        for right in places.pop(to_pointer(path), ()):
            yield left, right
            left = ""
    for rights in places.values():
        for right in rights:
            yield "", right


def _find_origin(target: str, origins: dict[str, str]) -> str:
    """The pointer in the request of a value of a payload; "" where the data have put it there."""
    place = target
    while place not in origins:
        if not place:
            return ""
        place = parent_of(place)
    return origins[place] + target[len(place) :]


def _write_rows(rows: Iterator[Row], half: int | None) -> Iterator[str]:
    """The lines of the rows: each side in `half` columns, or each row on one line."""
    if half is None:
        yield from _write_lines(list(rows))
        return
    for row in rows:
        for left, right in zip_longest(*(_fold(side, half) for side in row), fillvalue=""):
            yield f"{fill(left, half)}{SEPARATOR}{right}".rstrip()


def _write_lines(rows: list[Row]) -> Iterator[str]:
    widths = [count_columns(left) for left, _ in rows]
    widest = max((width for width in widths if width <= WIDEST_LEFT), default=0)
    yield from (f"{fill(left, widest)}{SEPARATOR}{right}".rstrip() for left, right in rows)


def _fold(text: str, width: int) -> list[str]:
    """A side in lines, all of which but the first are indented."""
    first, *_ = fold(text, width)
    rest = text[len(first) :]
    return [first, *(INDENT + line for line in fold(rest, width - len(INDENT)) if line)]

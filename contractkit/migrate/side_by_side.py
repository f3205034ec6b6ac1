"""Shows a request and what became of it side by side: a line for each value."""

from collections.abc import Iterator

from contractkit.jsontext.display import show_value
from contractkit.migrate.losses import list_leaves
from contractkit.migrate.payloads import Payload
from contractkit.migrate.reporting import Migrated, Rewritten
from contractkit.pointers import Path, parent_of, to_pointer
from contractkit.reporting.columns import fit

NARROWEST, LONGEST_VALUE = 20, 200


def write_side_by_side(migrated: Migrated, width: int) -> str:
    """The lines of every request of a text and its payloads, at most `width` columns wide."""
    half = max((width - 3) // 2, NARROWEST)
    lines = (line for one in migrated.requests for line in _write_request(one, migrated, half))
    return "".join(f"{line}\n" for line in lines)


def _write_request(request: Rewritten, migrated: Migrated, half: int) -> Iterator[str]:
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
        yield from _write_payload(request, Payload({}, {}), lost, told, half)
    for number, payload in enumerate(payloads, 1):
        yield f"{title}: payload {number} of {len(payloads)}"
        yield from _write_payload(request, payload, lost, told, half)
        lost = set()


def _find_lost(request: Rewritten) -> set[Path]:
    """The paths of the values that are in none of the payloads."""
    origins = {origin for payload in request.payloads for origin in payload.origins.values()}
    return {
        path
        for path, _ in list_leaves(request.value)
        if origins.isdisjoint(to_pointer(path[:length]) for length in range(len(path) + 1))
    }


def _write_payload(
    request: Rewritten, payload: Payload, lost: set[Path], told: dict[str, list[str]], half: int
) -> Iterator[str]:
    """A line for each value of the request, then one for each that only the payload has."""
    places: dict[str, list[str]] = {}
    for path, value in list_leaves(payload.value) if payload.value else ():
        target = to_pointer(path)
        origin = _find_origin(target, payload.origins)
        places.setdefault(origin, []).append(f"{target} {show_value(value, LONGEST_VALUE)}")
    for path, value in list_leaves(request.value):
        left = f"{to_pointer(path)} {show_value(value, LONGEST_VALUE)}"
        if path in lost:
            around = [request.pointer + to_pointer(path[:end]) for end in range(1, len(path) + 1)]
            rules = dict.fromkeys(rule for place in around for rule in told.get(place, ()))
            yield _join(left, f"- {' '.join(rules)}".rstrip(), half)
        for right in places.pop(to_pointer(path), ()):
            yield _join(left, right, half)
            left = ""
    for rights in places.values():
        for right in rights:
            yield _join("", right, half)


def _find_origin(target: str, origins: dict[str, str]) -> str:
    """The pointer in the request of a value of a payload; "" where the data have put it there."""
    place = target
    while place not in origins:
        if not place:
            return ""
        place = parent_of(place)
    return origins[place] + target[len(place) :]


def _join(left: str, right: str, half: int) -> str:
    return f"{fit(left, half)} | {fit(right, half)}".rstrip()

"""What of a request is not in the result: what the data tell of, and whatever else is left."""

from collections.abc import Iterator

from contractkit.migrate.mapping import Mapping
from contractkit.migrate.transfers import Remark, Request
from contractkit.pointers import (
    Path,
    get_value,
    select_values,
    to_pattern,
    to_pointer,
    to_tokens,
)

EMPTY: tuple[object, ...] = ("", [], {})


def find_losses(request: Request, mapping: Mapping) -> Iterator[Remark]:
    """What the data tell of: of values at one place only the first that fits."""
    told: set[Path] = set()
    for loss in mapping.losses:
        if not loss.holds(request.value):
            continue
        for path, value in select_values(request.value, loss.place):
            around = {path[:length] for length in range(len(path) + 1)}
            place = to_pointer(path)
            is_found = not loss.finding or (loss.finding, place) in request.findings
            if is_found and loss.fits(value) and told.isdisjoint(around):
                told.add(path)
                yield Remark(loss.notice, place, value, refuses=loss.refuses, covers=True)


def find_wholes(request: Request, mapping: Mapping, told: set[str]) -> Iterator[Remark]:
    """A remark for each placeholder in whose place stands what the result needs the parts of."""
    holding = [one for one in mapping.transfers if one.holds(request.value)]
    sources = {source for one in holding for source in one.sources}
    for path, value in list_leaves(request.value):
        place, pattern = to_pointer(path), to_pattern(to_pointer(path))
        if (
            request.is_placeholder(value)
            and pattern not in sources
            and any(source.startswith(f"{pattern}/") for source in sources)
            and told.isdisjoint(to_pointer(path[:length]) for length in range(len(path) + 1))
        ):
            yield Remark(mapping.general["whole"], place, value, refuses=True, covers=True)


def find_leftovers(
    request: Request, mapping: Mapping, carried: set[str], told: set[str]
) -> Iterator[Remark]:
    """A remark for each value that is neither carried over nor told of.

    Both are pointers; that of an object or an array stands for all that is in it. Of what no one
    knows only the outermost property is told.
    """
    known = _list_known(mapping)
    seen: set[str] = set()
    kept = carried | told
    for path, _ in list_leaves(request.value):
        if any(to_pointer(path[:length]) in kept for length in range(len(path) + 1)):
            continue
        outermost = _find_outermost(path, known)
        place = to_pointer(outermost)
        if place not in seen:
            seen.add(place)
            yield _tell_of(place, get_value(request.value, outermost), mapping)


def _tell_of(place: str, value: object, mapping: Mapping) -> Remark:
    if value in EMPTY or value is None or value is False:
        return Remark(mapping.general["empty"], place, value)
    is_known = any(
        to_pattern(place) == source for one in mapping.transfers for source in one.sources
    )
    return Remark(mapping.general["unused" if is_known else "unknown"], place, value)


def _list_known(mapping: Mapping) -> set[tuple[str, ...]]:
    """The token sequences of every known place and of what is around it."""
    known: set[tuple[str, ...]] = set()
    for pattern in mapping.patterns:
        tokens = to_tokens(pattern)
        known |= {tokens[:length] for length in range(len(tokens) + 1)}
    return known


def _find_outermost(path: Path, known: set[tuple[str, ...]]) -> Path:
    """The path of a value, or of the outermost thing around it that the data do not know."""
    pattern = tuple("*" if isinstance(token, int) else token for token in path)
    for length in range(1, len(path)):
        if pattern[:length] not in known:
            return path[:length]
    return path


def list_leaves(value: object, path: Path = ()) -> Iterator[tuple[Path, object]]:
    """Every value without an inside, with its path, in document order."""
    pending = [(path, value)]
    while pending:
        place, inner = pending.pop()
        if isinstance(inner, dict) and inner:
            pending += [((*place, name), one) for name, one in reversed(inner.items())]
        elif isinstance(inner, list) and inner:
            pending += [((*place, at), one) for at, one in reversed(list(enumerate(inner)))]
        else:
            yield place, inner

"""Values that break the keywords of strings, numbers and all types."""

from collections.abc import Iterator
from functools import lru_cache

from contractkit.building.edges import CLUSTERS, stretch, vary
from contractkit.building.matches import outsiders, write_match
from contractkit.building.patterns import parse_pattern
from contractkit.building.reaches import list_missing
from contractkit.judging.validators import compile_pattern
from contractkit.mutations.place import Place

PATTERN_LENGTH, MATCHES, STRANGERS, NEAR = 24, 24, 12, 24
MOST_DIGITS = 300


def break_type(place: Place) -> Iterator[object]:
    """A value of another type: the same content wrongly written, wrapped in an array, null."""
    value = place.value
    if isinstance(value, bool):
        yield from ("true" if value else "false", int(value), [value], {})
    elif isinstance(value, str):
        digits = value.isdecimal() and len(value) < MOST_DIGITS
        yield from (int(value) if digits else 1, True, [value], {"value": value})
    elif isinstance(value, list):
        yield from (value[0] if value else {}, {"0": value}, "[]", 1, True)
    elif isinstance(value, dict):
        yield from ([value], [], "{}", 1, True)
    else:
        yield from ("text", [value])
    yield None


def break_min_length(place: Place) -> Iterator[object]:
    """A string that is too short by one, and the empty one."""
    yield place.value[: place.site.limit - 1]
    yield ""


def break_max_length(place: Place) -> Iterator[object]:
    """A string that is too long by one, made of what was there or of other characters."""
    length = place.site.limit + 1
    yield stretch(place.value, length, place.value[-1:] or "a")
    yield from (stretch(cluster, length) for cluster in CLUSTERS)
    yield stretch(place.value, 2 * length, "a")


def break_pattern(place: Place) -> Iterator[object]:
    """A string that a pattern only just does not match."""
    matches, strangers = _read_pattern(place.site.limit)
    misses = (miss for match in (place.value, *matches) for miss in _miss(match, strangers))
    matching = compile_pattern(place.site.limit).search
    near = [miss for miss in dict.fromkeys(misses) if not matching(miss)]
    yield from dict.fromkeys([*near[:NEAR], *list_missing(place.site.limit), *near])


@lru_cache(maxsize=256)
def _read_pattern(pattern: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Some strings that match a pattern, and some characters that stand in none of its classes."""
    tree = parse_pattern(pattern)
    matches = vary(lambda choose: write_match(tree, choose, PATTERN_LENGTH), MATCHES)
    return tuple(matches), tuple(outsiders(tree)[:STRANGERS])


def _miss(match: str, strangers: tuple[str, ...]) -> Iterator[str]:
    """A match made one longer, one shorter, or with a stranger at its ends or in its middle."""
    yield from (match + match[-1:], match[:-1], match[1:], f"0{match}", match * 2)
    middle = len(match) // 2
    for stranger in strangers:
        yield match + stranger
        yield stranger + match
        yield match[:middle] + stranger + match[middle + 1 :]


def break_enum(place: Place) -> Iterator[object]:
    """A value that is nearly one of those allowed: other case, spaces, type, the next number."""
    options = place.site.limit if isinstance(place.site.limit, list) else [place.site.limit]
    yield from (str(int(one) + 1) for one in options if isinstance(one, str) and one.isdecimal())
    for option in options:
        if isinstance(option, str):
            yield from (
                option.upper(),
                option.title(),
                option.lower(),
                f" {option}",
                f"{option} ",
                option + option[-1:],
                option[:-1],
                f"{option}\n",
            )
            if option.isdecimal():
                yield from (int(option), float(option), f"0{option}")
        yield [option]
    yield from ("", None, "0", 0, True)


def break_minimum(place: Place) -> Iterator[object]:
    """A number that is too small by one."""
    yield place.site.limit - 1


def break_maximum(place: Place) -> Iterator[object]:
    """A number that is too large by one."""
    yield place.site.limit + 1

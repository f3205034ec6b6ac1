"""Mutations of strings, numbers and listed values, and of the type of any value."""

from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from itertools import chain, filterfalse, zip_longest

from contractkit.payloads.mutation_points import Target
from contractkit.payloads.patterns.edges import list_edge_misses
from contractkit.payloads.patterns.matching import matches
from contractkit.payloads.patterns.parsing import is_readable, parse_pattern
from contractkit.payloads.patterns.strings import list_excluded, list_matches
from contractkit.payloads.schemas.valid_schemas import compile_test
from contractkit.payloads.values.edge_values import CLUSTERS, LENGTH_WITHOUT_LIMIT, repeat_to_length
from contractkit.payloads.values.format_samples import WRONG

LONGEST_MATCH, MOST_MATCHES, MOST_EXCLUDED, MOST_NEAR = 24, 24, 12, 24
MOST_DIGITS = 300
PLACEHOLDER = "value"
FIRST = 3
SIGNS = "?#"
INHERITED = ("toString",)  # what every object of JavaScript has
ECHOED = '"é\\'  # breaks an answer that repeats it as it is
LONG = 5
OF_EACH_TYPE: tuple[object, ...] = ("text", 7, 1.5, True, None, [], {})
MULTIBYTE = ("é", "漢", "😀")
BRACKETS = (str.maketrans("{}", "()"), str.maketrans("{}", "[]"), str.maketrans("{}", "<>"))
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def break_type(target: Target) -> Iterator[object]:
    """A value of another type: the same content wrongly written, wrapped in an array, null."""
    value = target.value
    if isinstance(value, bool):
        yield from ("true" if value else "false", None, int(value), [value], {})
    elif isinstance(value, str):
        digits = value.lstrip("+").isdecimal() and len(value) < MOST_DIGITS
        yield from (int(value) if digits else 1, None, [value], True, {"value": value})
    elif isinstance(value, list):
        yield from (
            value[0] if value else {},
            None,
            _find_scalar(value),
            "[]",
            {"0": value},
            1,
            True,
        )
    elif isinstance(value, dict):
        yield from ([value], None, _find_scalar(value), [], "{}", 1, True)
    else:
        whole = (1.5,) if target.point.limit == "integer" else ()
        yield from (str(value), True, None, *whole, [value], "text")
    if isinstance(target.point.limit, list):
        yield from OF_EACH_TYPE


def _find_scalar(value: object) -> object:
    """The first value inside that holds no others: the content without its wrapping."""
    while isinstance(value, dict | list):
        inner = list(value.values()) if isinstance(value, dict) else value
        value = inner[0] if inner else ""
    return value


def break_min_length(target: Target) -> Iterator[object]:
    """A string that is too short by one, and the empty one."""
    yield target.value[: target.point.limit - 1]
    yield ""


def break_max_length(target: Target) -> Iterator[object]:
    """A string that is too long by one, made of what was there or of other characters."""
    length = target.point.limit + 1
    yield repeat_to_length(target.value, length, target.value[-1:] or "a")
    yield repeat_to_length(target.value, LONG * length, "a")
    yield f" {repeat_to_length(target.value, length - 3, 'a')}\n "
    yield from (repeat_to_length(target.value, length, cluster) for cluster in CLUSTERS)
    yield repeat_to_length(target.value, 2 * length, "a")


def break_max_bytes(target: Target) -> Iterator[object]:
    """A string that has one byte too many, of characters of one byte each or of several."""
    most = target.point.limit
    yield repeat_to_length(target.value, most + 1, target.value[-1:] or "a")
    for char in MULTIBYTE:
        yield char * (most // len(char.encode()) + 1)
    yield from ("é" * most, "a" * (most - 1) + "é")


def break_pattern(target: Target) -> Iterator[object]:
    """A string that a pattern only just does not match."""
    value, pattern = target.value, target.point.limit
    matching = partial(matches, pattern)
    if not is_readable(pattern):
        yield from filterfalse(matching, _write_carelessly(value))
        return
    examples, excluded = _read_pattern(pattern)
    changed = (text for match in (value, *examples) for text in _change_slightly(match, excluded))
    near = list(filterfalse(matching, dict.fromkeys(changed)))
    turns = chain.from_iterable(zip_longest(list_edge_misses(pattern), near[:MOST_NEAR]))
    likely = chain(
        _append_after_signs(value, matching, excluded),
        _append_to_long(value, matching, excluded),
        _write_carelessly(value),
    )
    texts = dict.fromkeys((*filterfalse(matching, likely), *turns, *near))
    yield from (text for text in texts if text is not None)


@lru_cache(maxsize=256)
def _read_pattern(pattern: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Some strings that match a pattern, and some characters that stand in none of its classes."""
    tree = parse_pattern(pattern)
    matches = list_matches(tree, LONGEST_MATCH, MOST_MATCHES)
    return tuple(matches), tuple(list_excluded(tree)[:MOST_EXCLUDED])


def _write_carelessly(match: str) -> Iterator[str]:
    """A match as people write it who do not look closely: prefixes, pairs, other alphabets."""
    core = match.lstrip("+")
    first = (f"00{core}", f"{match}\n") if core.isdecimal() else (match.swapcase(), f"{match}\n")
    yield from (*first, f"00{core}", f"0{core}", f"{match[:1]}{match}")
    yield from (match[:1], core[:1], f"+0{core}")
    yield from (f"{match},{match}", f"{match};{core}", f"{match} {core}", f" {match}", f"{match} ")
    yield from (f"tel:{match}", f"0x{match}", f"{{{{{PLACEHOLDER}}}}}", f"({core})", "")
    yield from (match.translate(table) for table in (*BRACKETS, FULL_WIDTH, ARABIC))
    yield from (f"{core[:-1]}A", f"{match[:-1]}+", f"{core[:2]} {core[2:]}")
    yield from (f"{core[:2]}-{core[2:]}", f"{core[:2]}.{core[2:]}", match + match[-1:] * 2)


def _append_after_signs(
    value: str, matching: Callable[[str], object], excluded: tuple[str, ...]
) -> Iterator[str]:
    """A match with an excluded character behind each sign that may follow it."""
    for number, sign in enumerate(SIGNS):
        if excluded and matching(value + sign) and matching(f"{value}{sign}a"):
            yield f"{value}{sign}a{excluded[-1 - number % len(excluded)]}"


def _append_to_long(
    value: str, matching: Callable[[str], object], excluded: tuple[str, ...]
) -> Iterator[str]:
    """A long match with an excluded character at its end, where not all may look."""
    for long in (
        value * (LENGTH_WITHOUT_LIMIT // max(1, len(value))),
        repeat_to_length(value, LENGTH_WITHOUT_LIMIT, "a"),
    ):
        if excluded and matching(long):
            yield long + excluded[0]
            return


def _change_slightly(match: str, excluded: tuple[str, ...]) -> Iterator[str]:
    """A match one longer, one shorter, or with an excluded character at its ends or middle."""
    yield from (match + match[-1:], match[:-1], match[1:], f"0{match}", match * 2)
    middle = len(match) // 2
    for char in excluded:
        yield match + char
        yield char + match
        yield match[:middle] + char + match[middle + 1 :]


def break_enum(target: Target) -> Iterator[object]:
    """A value that is nearly one of those allowed: of another type or case, spaced, the next one.

    Each change of one of the options first, then of all of them.
    """
    options = [target.point.limit] if target.point.keyword == "const" else target.point.limit
    variants = [_list_variants(option) for option in options]
    yield from variants[0][:FIRST]
    yield from (*INHERITED, ECHOED, None, [options[-1]], True, "", 0)
    yield from (variant for row in variants for variant in row)
    yield from ([option] for option in options)


def _list_variants(option: object) -> list[object]:
    if not isinstance(option, str):
        return [str(option)]
    cases: list[object] = [option.upper(), option.title(), option.lower()]
    if option.isdecimal():
        cases = [int(option), str(int(option) + 1), str(int(option) - 1), f"0{option}"]
        cases += [float(option), str(int(option) + 4)]
    spaced = [f" {option}", f"{option} ", f"{option}\n"]
    return [*cases, *spaced, option + option[-1:], option[:-1]]


def break_minimum(target: Target) -> Iterator[object]:
    """A number that is too small by one."""
    yield target.point.limit - 1


def break_maximum(target: Target) -> Iterator[object]:
    """A number that is too large by one."""
    yield target.point.limit + 1


def break_multiple_of(target: Target) -> Iterator[object]:
    """A number between two multiples, and next to the value; within other limits first."""
    value, step = target.value, target.point.limit
    parts = (step / 2, -step / 2, step / 3, -step / 3, step / 10, -step / 10, 1, -1)
    others = {key: one for key, one in target.point.schema.items() if key != "multipleOf"}
    keeps = compile_test(others)
    yield from sorted((_make_whole(value + part) for part in parts), key=lambda one: not keeps(one))


def _make_whole(value: float) -> float:
    """A number that is whole as an integer."""
    return int(value) if value == int(value) else value


def break_format(target: Target) -> Iterator[object]:
    """A text that is nearly of the format."""
    yield from WRONG.get(target.point.limit, ())
    value = target.value
    if isinstance(value, str):
        yield from (value[:-1], f"{value} ", f" {value}", value * 2, f"{value}\n", "")
    yield from ("text", "-", "{}", "\x00")

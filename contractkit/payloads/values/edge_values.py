"""The values of a scalar place that are worth trying: its limits, and what programs get wrong."""

from collections.abc import Callable, Iterator, Sequence

from contractkit.contracts.loading import Schema
from contractkit.payloads.patterns.edges import list_edge_matches
from contractkit.payloads.patterns.parsing import is_readable, parse_pattern
from contractkit.payloads.patterns.strings import list_matches
from contractkit.payloads.schemas.limits import find_limit
from contractkit.payloads.values.edge_numbers import list_numbers
from contractkit.payloads.values.format_samples import RIGHT

LENGTH_WITHOUT_LIMIT = 300
LONGEST_MATCH, MOST_MATCHES = 40, 60
PLAIN_VALUES: tuple[object, ...] = ("", 0, None, False, [], {})
CLUSTERS = ("a", "7", "é", "漢", "😀", "👩‍👩‍👧", "e\u0301", "א", " a")
MIXED = " éB\n<b>&amp;\"'\\/%41+e\u0301漢😀 "
ODD = (
    "0", "1", "-1", "1e5", "0x1F", "00", "true", "false", "null", "undefined", "NaN", "deadBEEF",
    "a", "A b", " leading", "trailing ", "two\nlines", "tab\there", "\r\n", "\u0000", "\u001f",
    "\u007f", "\u0085", 'quote"d', "back\\slash", "/", "~1", "<b>&amp;</b>", "%s %00", "${x}",
    "{{x}}", "{", "{{", "é", "ß", "Ω", "€", "漢字", "עברית", "العربية", "\u202eright to left",
    "e\u0301",
    "👩‍👩‍👧", "🇬🇧", "😀", "\U0010ffff", "\ufeff", "\u200b", "\u2028", "\ufffd", "İi", "ǅ",
)  # fmt: skip


def list_edge_values(
    schemas: Sequence[Schema], kind: str, fits: Callable[[object], bool]
) -> tuple[object, ...]:
    """Every value worth trying that fits, the plainest first; () if none does.

    `schemas` judge the place together, and `kind` is what they ask for: a scalar type or `any`.
    """
    values: dict[tuple[type, str], object] = {}
    for value in _list_candidates(schemas, kind):
        values.setdefault((type(value), repr(value)), value)
    return tuple(filter(fits, values.values()))


def _list_candidates(schemas: Sequence[Schema], kind: str) -> Iterator[object]:
    yield from _list_examples(schemas)
    for schema in schemas:
        yield from schema.get("enum", ())
        if "const" in schema:
            yield schema["const"]
    match kind:
        case "string":
            yield from _list_strings(schemas)
        case "boolean":
            yield from (False, True)
        case "integer" | "number":
            yield from list_numbers(schemas, kind)
        case "null":
            yield None
        case "any":
            yield from PLAIN_VALUES


def _list_examples(schemas: Sequence[Schema]) -> Iterator[object]:
    """The examples that the schemas give, those of conditions too."""
    for part in _list_parts(schemas):
        yield from part.get("examples", ())


def _list_parts(schemas: Sequence[Schema]) -> Iterator[Schema]:
    """The schemas and their branches, of which one judges or the other."""
    for schema in schemas:
        yield from (schema, schema.get("then", {}), schema.get("else", {}))


def _list_strings(schemas: Sequence[Schema]) -> Iterator[str]:
    least = find_limit(schemas, "minLength", max, 0)
    most = find_limit(schemas, "maxLength", min, None)
    patterns = [part["pattern"] for part in _list_parts(schemas) if "pattern" in part]
    patterns = list(filter(is_readable, patterns))
    examples = [example for example in _list_examples(schemas) if isinstance(example, str)]
    matches = [
        match
        for pattern in patterns
        for match in list_matches(parse_pattern(pattern), LONGEST_MATCH, MOST_MATCHES)
    ]
    yield from (text for part in schemas for text in RIGHT.get(part.get("format", ""), ()))
    yield ""
    yield from matches
    yield MIXED
    lengths = sorted({least, least + 1, *((most - 1, most) if most else (LENGTH_WITHOUT_LIMIT,))})
    for length in lengths:
        yield from (repeat_to_length(cluster, length) for cluster in CLUSTERS)
    heaviest = find_limit(schemas, "x-maxBytes", min, None)
    if heaviest:
        yield from (char * (heaviest // len(char.encode())) for char in ("a", "é", "漢", "😀"))
    for start in (*examples, *matches):
        yield from (
            repeat_to_length(start, length, "a") for length in lengths[-2:] if length > len(start)
        )
    yield from ODD
    yield from (match for pattern in patterns for match in list_edge_matches(pattern))


def repeat_to_length(text: str, length: int, filler: str = "") -> str:
    """The text repeated (or followed by a filler) and cut to exactly `length` code points."""
    unit = filler or text
    return (text + unit * (max(0, length - len(text)) // len(unit) + 1))[:length]

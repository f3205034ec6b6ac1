"""The values of a scalar place that are worth trying: its limits, and what programs get wrong."""

import random
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, partial

from contractkit.payloads.nodes import Node
from contractkit.payloads.pattern_edges import list_reaching
from contractkit.payloads.pattern_strings import Choose, write_any, write_match
from contractkit.payloads.patterns import Tree, parse_pattern

UNLIMITED = 300
TREE_LENGTH = 40
CLUSTERS = ("a", "7", "é", "漢", "😀", "👩‍👩‍👧", "e\u0301", "א", " a")
MEDLEY = " éB\n<b>&amp;\"'\\/%41+e\u0301漢😀 "
ODD = (
    "0", "1", "-1", "1e5", "0x1F", "00", "true", "false", "null", "undefined", "NaN", "deadBEEF",
    "a", "A b", " leading", "trailing ", "two\nlines", "tab\there", "\r\n", "\u0000", "\u001f",
    "\u007f", "\u0085", 'quote"d', "back\\slash", "/", "~1", "<b>&amp;</b>", "%s %00", "${x}",
    "{{x}}", "{", "{{", "é", "ß", "Ω", "€", "漢字", "עברית", "العربية", "\u202eright to left",
    "e\u0301",
    "👩‍👩‍👧", "🇬🇧", "😀", "\U0010ffff", "\ufeff", "\u200b", "\u2028", "\ufffd", "İi", "ǅ",
)  # fmt: skip


def list_values(node: Node) -> tuple[object, ...]:
    """Every value worth trying that meets the node's schemas, the plainest first; () if none does.

    For a place of any kind but object, array and either.
    """
    return tuple(_unique(value for value in _candidates(node) if node.fits(value)))


@lru_cache(maxsize=64)
def list_spares(node: Node, count: int) -> tuple[object, ...]:
    """Further values of a string place, all different, the same on every run."""
    if any("enum" in one for one in node.schemas):
        return node.values[:count]
    source = random.Random(0)  # noqa: S311 - no secret, and always the same
    patterns = [one["pattern"] for one in node.schemas if "pattern" in one]
    spares: dict[str, None] = {}
    for number in range(count * 4):
        if patterns:
            tree = parse_pattern(patterns[0])
            made = write_any(tree, lambda size: int(source.random() * size), TREE_LENGTH)
        else:
            made = f"{number:x}"
        if node.fits(made):
            spares[made] = None
        if len(spares) == count:
            break
    return tuple(spares)


def _candidates(node: Node) -> Iterator[object]:
    yield from _examples(node)
    for schema in node.schemas:
        yield from schema.get("enum", ())
        if "const" in schema:
            yield schema["const"]
    match node.kind:
        case "string":
            yield from _strings(node)
        case "boolean":
            yield from (False, True)
        case "integer" | "number":
            yield from _numbers(node)
        case "null":
            yield None
        case "any":
            yield from ("", 0, None, False, [], {})


def _examples(node: Node) -> Iterator[object]:
    """The examples that the schemas give, those of conditions too."""
    for schema in node.schemas:
        for one in (schema, schema.get("then", {}), schema.get("else", {})):
            yield from one.get("examples", ())


def _numbers(node: Node) -> Iterator[int]:
    low, high = node.limit("minimum", max, None), node.limit("maximum", min, None)
    for edge, step in ((low, 1), (high, -1)):
        if edge is not None:
            yield from (edge, edge + step)
    yield from (0, 1, -1, 2**31, 2**53)


def _strings(node: Node) -> Iterator[str]:
    least = node.limit("minLength", max, 0)
    most = node.limit("maxLength", min, None)
    patterns = [one["pattern"] for one in node.schemas if "pattern" in one]
    trees = [parse_pattern(one) for one in patterns]
    examples = [one for one in _examples(node) if isinstance(one, str)]
    matches = [one for tree in trees for one in vary(partial(_write, tree))]
    yield ""
    yield from matches
    yield MEDLEY
    lengths = sorted({least, least + 1, *((most - 1, most) if most else (UNLIMITED,))})
    for length in lengths:
        yield from (stretch(cluster, length) for cluster in CLUSTERS)
    for start in (*examples, *matches):
        yield from (stretch(start, length, "a") for length in lengths[-2:] if length > len(start))
    yield from ODD
    yield from (one for pattern in patterns for one in list_reaching(pattern))


def _write(tree: Tree, choose: Choose) -> str:
    return write_match(tree, choose, TREE_LENGTH)


def stretch(text: str, length: int, filler: str = "") -> str:
    """The text repeated (or followed by a filler) and cut to exactly `length` code points."""
    unit = filler or text
    return (text + unit * (max(0, length - len(text)) // len(unit) + 1))[:length]


def vary(write: Callable[[Choose], str], most: int = 60) -> list[str]:
    """What `write` gives for the plainest choices, and for each single choice made otherwise."""
    first, sizes = _follow(write, {})
    made = [first]
    for place, size in enumerate(sizes):
        others = sorted({1, 2, size // 2, size - 2, size - 1} & set(range(1, size)))
        made += [_follow(write, {place: other})[0] for other in others]
    last = [size - 1 for size in sizes]
    made.append(_follow(write, dict(enumerate(last)))[0])
    return made[:most]


def _follow(write: Callable[[Choose], str], plan: dict[int, int]) -> tuple[str, list[int]]:
    sizes: list[int] = []

    def choose(size: int) -> int:
        sizes.append(size)
        return min(plan.get(len(sizes) - 1, 0), size - 1)

    return write(choose), sizes


def _unique(values: Iterable[object]) -> Iterator[object]:
    seen: set[tuple[type, object]] = set()
    for value in values:
        key = (type(value), repr(value))
        if key not in seen:
            seen.add(key)
            yield value

"""Builds a value for a node: draw it, see which conditions hold, repair it, and check it.

`build` makes the value that a source chooses, `build_all` all of them one by one.
"""

from collections import deque
from collections.abc import Iterator, Mapping
from functools import lru_cache

from contractkit.contracts.loading import Schema
from contractkit.payloads.choices import Plan, Source
from contractkit.payloads.nodes import Node
from contractkit.payloads.repairs import repair_keywords

ATTEMPTS = 6
ROUNDS = 3
LONGEST = 3
COUNTS = (0, 1, 2, 4, 11)  # items beyond the least; the last is past what is cut off at ten
LONGEST_ARRAY = len(COUNTS) - 1
CHECKED = frozenset({"array", "either"})  # scalars and objects are checked where they are drawn
MEMBER = "name"  # of an object whose members may have any name
_UNFIT = object()


class UnbuildableError(Exception):
    """No value was found that meets the schemas of a place. Attribute: `pattern`."""

    def __init__(self, pattern: str) -> None:
        """Name the place."""
        self.pattern = pattern
        super().__init__(f"no value found for {pattern or 'the payload'}")


def build(node: Node, source: Source) -> object:
    """A value that meets all the schemas of a node; UnbuildableError where none was found."""
    for attempt in range(ATTEMPTS):
        again = f"#{attempt}" if attempt else ""
        value = _draw(node, source, f"{node.pattern}{node.variant}{again}")
        if value is not _UNFIT and (node.kind not in CHECKED or node.fits(value)):
            return value
    raise UnbuildableError(node.pattern)


@lru_cache(maxsize=4096)
def is_buildable(node: Node) -> bool:
    """Whether a place has any value at all that meets its schemas."""
    if node.kind not in ("object", "array", "either"):
        return bool(node.values)
    try:
        build(node, Plan())
    except UnbuildableError:
        return False
    return True


def _draw(node: Node, source: Source, label: str) -> object:
    match node.kind:
        case "object":
            return _draw_object(node, source, label)
        case "array":
            return _draw_array(node, source, label)
        case "either":
            branches = [inner for inner in reversed(node.branches) if _is_possible(node, inner)]
            if not branches:
                raise UnbuildableError(node.pattern)
            return build(branches[source.choose(len(branches), f"{label}|")], source)
        case _:
            return _draw_scalar(node, source, label)


@lru_cache(maxsize=1024)
def _is_possible(node: Node, branch: Node) -> bool:
    """Whether a branch has a value that meets all that its node asks for."""
    if branch.kind not in ("object", "array"):
        return is_buildable(branch)
    try:
        return node.fits(build(branch, Plan()))
    except UnbuildableError:
        return False


def _draw_scalar(node: Node, source: Source, label: str) -> object:
    values = node.values
    if not values:
        raise UnbuildableError(node.pattern)
    draw = source.draw_string if node.kind == "string" else None
    if len(values) == 1 or draw is None:
        return values[source.choose(len(values), f"{label}=")]
    # The longest are likelier than the rest, and three in ten are drawn freely; a draw that does
    # not fit gives way to the plainest value.
    likely = values + node.longest * LONGEST
    chosen = source.choose(len(likely) * 13 // 10, f"{label}=")
    if chosen < len(likely):
        return likely[chosen]
    value = draw(node)
    return value if node.fits(value) else values[0]


def _draw_array(node: Node, source: Source, label: str) -> list[object]:
    least = node.limit("minItems", max, 0)
    most = node.limit("maxItems", min, least + COUNTS[-1])
    counts = [least + more for more in COUNTS if least + more <= most]
    count = counts[source.choose(len(counts), f"{label}[]")]
    return [build(node.items, _Numbered(source, number)) for number in range(count)]


class _Numbered:
    """A source that tells apart the choices of the items of an array."""

    def __init__(self, source: Source, number: int) -> None:
        self.source, self.number = source, number
        self.draw_string = source.draw_string

    def choose(self, size: int, label: str) -> int:
        return self.source.choose(size, f"{self.number}:{label}")


def _draw_object(node: Node, source: Source, label: str) -> object:
    value: dict[str, object] = {}
    for name, inner in node.properties.items():
        if name in node.required or (
            is_buildable(inner)
            and source.choose(2, f"{inner.pattern}?{label[len(node.pattern) :]}")
        ):
            value[name] = build(inner, source)
    members = node.members
    if members and source.choose(2, f"{members.pattern}?{label[len(node.pattern) :]}"):
        value[MEMBER] = build(members, source)
    for _ in range(ROUNDS):
        if node.fits(value):
            return value
        _repair(node, value, source)
    return value if node.fits(value) else _UNFIT


def _repair(node: Node, value: dict[str, object], source: Source) -> None:
    for condition in node.conditions:
        holds = condition.holds(value)
        satisfied = _satisfy(node, value, condition.then if holds else condition.otherwise, source)
        if holds and not satisfied:
            _violate(node, value, condition.test, source)
    for refused, fits in node.refused:
        if fits(value):
            _violate(node, value, refused, source)
    repair_keywords(node, value)


def _satisfy(node: Node, value: dict[str, object], schema: Schema, source: Source) -> bool:
    """Make an object meet one more schema: add what it requires, rebuild what does not fit.

    False where a required property cannot meet it.
    """
    if not schema:
        return True
    stricter = node.meeting(schema)
    for name, inner in stricter.properties.items():
        missing = name not in value
        if missing and name not in stricter.required:
            continue
        if missing or not inner.fits(value[name]):
            if is_buildable(inner):
                value[name] = build(inner, source)
            elif name in stricter.required:
                return False
            else:
                del value[name]
    for refused, fits in stricter.refused:
        if fits(value):
            _violate(stricter, value, refused, source)
    repair_keywords(stricter, value)
    return True


def _violate(node: Node, value: dict[str, object], refused: Schema, source: Source) -> None:
    """Make an object not meet a schema, through one of the properties that it speaks of.

    Where it only asks for properties, one of them is left out, the last at best.
    """
    names = [name for name in refused.get("properties", {}) if name in node.properties]
    if not names:
        optional = [name for name in refused.get("required", ()) if name not in node.required]
        if optional:
            left_out = source.choose(len(optional), f"{node.pattern}-")
            value.pop(optional[-1 - left_out], None)
        return
    first = source.choose(len(names), f"{node.pattern}!")
    for name in names[first:] + names[:first]:
        other = node.meeting_not(name, refused["properties"][name])
        if is_buildable(other):
            value[name] = build(other, source)
            return


def build_all(node: Node, depth: int = 3) -> Iterator[tuple[str, object]]:
    """The values of a node for each plan, with a description of the plan, in a stable order.

    From the plainest plan each choice is made otherwise in turn; where that brings new choices
    (an optional part with parts of its own), these are made otherwise too, `depth` deep; of the
    deepest only a few, but for the nearest way there.
    """
    pending: deque[tuple[dict[str, int], frozenset[str]]] = deque([({}, frozenset())])
    while pending:
        choices, known = pending.popleft()
        plan = Plan(choices)
        try:
            value = build(node, plan)
        except UnbuildableError:
            continue
        yield describe_choices(choices), value
        if len(choices) < depth and not _has_long_array(choices):
            for label, size in plan.sizes.items():
                if label not in known and not _is_made(label, choices):
                    nearest = len(choices) + 1 < depth or set(choices.values()) == {1}
                    others = range(1, size) if nearest else _list_few(size)
                    pending.extend(
                        ({**choices, label: other}, known | plan.sizes.keys()) for other in others
                    )


def _is_made(label: str, choices: Mapping[str, int]) -> bool:
    """Whether a choice is made already, or the value of its place in another variant is."""
    place = label.rstrip("+=")
    values = {made.rstrip("+=") for made in choices if made.endswith("=")}
    return label in choices or (label.endswith("=") and place in values)


def _has_long_array(choices: Mapping[str, int]) -> bool:
    """Whether a plan has an array of many items, of which each would bring choices of its own."""
    return any(label.endswith("[]") and rank == LONGEST_ARRAY for label, rank in choices.items())


def _list_few(size: int) -> list[int]:
    """Some of the other choices, for where all of them would be too many: near, middle, last."""
    return sorted({1, 2, size // 2, size - 1} & set(range(1, size)))


def describe_choices(choices: dict[str, int]) -> str:
    """A plan in words: the labels of the choices that are not the plainest."""
    return ", ".join(f"{label}{number}" for label, number in choices.items()) or "plain"

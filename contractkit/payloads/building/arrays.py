"""The items of an array: how many there may be, what each has to meet, and how they differ."""

from collections.abc import Callable, Iterable
from itertools import chain

from contractkit.payloads.building.nodes import Node
from contractkit.validation.equal_values import key_of

COUNTS = (0, 1, 2, 4, 11)  # items beyond the least; the last is past what is cut off at ten
LONGEST_ARRAY = len(COUNTS) - 1
_NOTHING = object()


def find_counts(node: Node) -> tuple[int, int]:
    """The least and the most items that the schemas of an array allow, as far as is plain."""
    least = node.limit("minItems", max, 0)
    wanted = [least for _, least, _ in node.contained]
    least = max([least, *wanted, sum(wanted) if len(wanted) > 1 else 0])
    most = node.limit("maxItems", min, least + COUNTS[-1])
    return least, min(most, node.most_items) if node.most_items is not None else most


def plan_items(node: Node, count: int) -> list[Node]:
    """The node of each item: those that must be contained come first, the others are not."""
    items = [node.item(number) for number in range(count)]
    start = 0
    for schema, least, most in node.contained:
        end = min(count, start + least)
        for number in range(count):
            if start <= number < end:
                items[number] = items[number].meeting(schema)
            elif most is not None:
                items[number] = items[number].meeting({"not": schema})
        start = end
    return items


def is_unique(node: Node) -> bool:
    """Whether no two items may be equal."""
    return any(schema.get("uniqueItems") for schema in node.schemas)


def make_distinct(
    node: Node, items: list[object], list_others: Callable[[Node], Iterable[object]]
) -> list[object]:
    """The items with those that stand twice replaced, or left out where there is no other."""
    kept: list[object] = []
    known: set[str] = set()
    for number, item in enumerate(items):
        others = chain([item], list_others(node.item(number)))
        new = next((one for one in others if key_of(one) not in known), _NOTHING)
        if new is not _NOTHING:
            kept.append(new)
            known.add(key_of(new))
    return kept

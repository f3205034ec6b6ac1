"""Which branch of a choice (`oneOf`, `anyOf`) was meant, where a value fits none.

People see it by the value that names the kind of an object, then by the type, then by what is there
at all. What is wrong in that branch is then told, and not that no branch fits.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from contractkit.contracts.loading import Schema
from contractkit.contracts.similar_names import SIMILAR, normalise, similarity
from contractkit.contracts.subschemas import list_applied
from contractkit.validation.branch_tags import Tag, find_tags
from contractkit.validation.broken_keywords import BrokenKeyword
from contractkit.validation.equal_values import key_of
from contractkit.validation.value_types import may_be
from contractkit.validation.violation import CHOICES, MISSING, UNKNOWN


def settle_choices(root: Schema, broken: Iterable[BrokenKeyword]) -> Iterator[BrokenKeyword]:
    """What is broken, with that of the branch that was meant in place of a choice's own."""
    for each in broken:
        if each.branches:
            yield from _settle(root, each)
        else:
            yield each


def _settle(root: Schema, choice: BrokenKeyword) -> Iterable[BrokenKeyword]:
    own = choice._replace(branches=())
    meant = set(range(len(choice.branches)))
    untold = ""  # the property that would say which branch is meant
    if isinstance(choice.value, dict):
        for tag in find_tags(root, choice.schema, choice.keyword):
            if tag.name not in choice.value:
                untold = untold or (tag.name if tag.decides else "")
                continue
            named = _list_named(tag, choice.value[tag.name])
            if named is None:
                return (own._replace(name=tag.name),)
            meant = (meant & named) or meant
    branches = choice.schema[choice.keyword]
    if len(meant) > 1:
        meant = {one for one in meant if may_be(root, branches[one], choice.value)} or meant
    if len(meant) > 1 and isinstance(choice.value, dict):
        names = {one: _list_names(root, branches[one]) for one in meant}
        meant = {one for one in meant if _count_shared(names[one], choice.value) != 0}
    if len(meant) > 1:
        meant = _keep_nearest(choice, meant)
    if len(meant) == 1:
        return settle_choices(root, choice.branches[min(meant)]())
    return (own._replace(name=untold),)


def _list_named(tag: Tag, value: Any) -> frozenset[int] | None:
    """The branches that may have a value of a tag; None where it is a mistake in itself."""
    named = tag.branches.get(key_of(value), frozenset()) | tag.open_branches
    return None if not named and tag.decides else named


def _list_names(root: Schema, branch: Any) -> frozenset[str]:
    return frozenset(
        name
        for schema in list_applied(root, branch)
        for name in (*schema.get("properties", ()), *schema.get("required", ()))
    )


def _count_shared(names: frozenset[str], value: dict[str, Any]) -> int:
    """How many members have a name of a branch, or one that is like it; -1 where it has none."""
    if not names:
        return -1
    known = {normalise(name) for name in names}
    shared = sum(normalise(name) in known for name in value)
    if shared:
        return shared
    return int(any(similarity(name, own) >= SIMILAR for name in list(value)[:20] for own in names))


def _is_other(fault: BrokenKeyword) -> bool:
    """Whether a value is none of those that are allowed, and like none of them."""
    if fault.keyword not in ("const", "enum") or not isinstance(fault.value, str):
        return fault.keyword in ("const", "enum", "not") or fault.keyword in CHOICES
    limit = fault.schema.get(fault.keyword)
    options = limit if isinstance(limit, list) else [limit]
    return not any(isinstance(one, str) and similarity(one, fault.value) for one in options)


def _keep_nearest(choice: BrokenKeyword, meant: set[int]) -> set[int]:
    """The branches with the fewest missing and unknown names, and of these the fewest faults.

    A branch that allows only other values is none of them.
    """
    faults = {index: choice.branches[index]() for index in meant}
    if not isinstance(choice.value, dict):
        faults = {index: found for index, found in faults.items() if not any(map(_is_other, found))}
    distances = {index: _measure(choice, found) for index, found in faults.items()}
    least = min(distances.values(), default=None)
    return {index for index, distance in distances.items() if distance == least}


def _measure(choice: BrokenKeyword, faults: Sequence[BrokenKeyword]) -> tuple[int, int]:
    counts = [
        (
            max(1, len(fault.found)),
            fault.keyword in MISSING | UNKNOWN and fault.path == choice.path,
        )
        for fault in faults
    ]
    return sum(count for count, of_names in counts if of_names), sum(count for count, _ in counts)

"""The violations that a broken keyword is: mostly one, one for each unknown property."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from contractkit.contracts.schemas import MessageSchema
from contractkit.errors import BrokenContractError
from contractkit.pointers import escape, to_pointer
from contractkit.validation.broken_keywords import BrokenKeyword
from contractkit.validation.custom_keywords import MOST_RELATED, Breach
from contractkit.validation.violation import Violation


def read_keyword(broken: BrokenKeyword, entry: MessageSchema) -> Iterable[Violation]:
    """The violations of a broken keyword, with its rule. Raises BrokenContractError."""
    if broken.breach:
        return [_read_breach(broken, broken.breach, entry)]
    return READERS.get(broken.keyword, _read_plain)(broken, entry)


def _read_breach(broken: BrokenKeyword, breach: Breach, entry: MessageSchema) -> Violation:
    return Violation(
        _find_rule(broken, entry, breach.aspect),
        entry.level,
        broken.keyword,
        to_pointer(broken.path + breach.path),
        breach.value,
        breach.limit,
        breach.actual,
        breach.aspect,
        tuple((to_pointer(broken.path + path), words) for path, words in breach.related),
    )


def _read_plain(broken: BrokenKeyword, entry: MessageSchema) -> Iterable[Violation]:
    keyword, value, name = broken.keyword, broken.value, broken.name
    actual = len(value) if isinstance(value, str | list | dict) and not name else None
    rule, limit = _find_rule(broken, entry, name), broken.schema.get(keyword)
    pointer = to_pointer(broken.path)
    return [Violation(rule, entry.level, keyword, pointer, value, limit, actual, name)]


def _read_unknown(broken: BrokenKeyword, entry: MessageSchema) -> Iterator[Violation]:
    """One for each member that has no place in the schema."""
    pointer, known = to_pointer(broken.path), tuple(broken.schema.get("properties", ()))
    if broken.keyword == "unevaluatedProperties":
        from contractkit.validation.known_names import list_names_in_place

        known = tuple(list_names_in_place(entry.schema, broken.schema, broken.found))
    for name in broken.found:
        rule, place = _find_rule(broken, entry, name), f"{pointer}/{escape(name)}"
        value = broken.value[name]
        yield Violation(rule, entry.level, broken.keyword, place, value, known, name=name)


def _read_name(broken: BrokenKeyword, entry: MessageSchema) -> Iterable[Violation]:
    """A name that is refused: said of the member that has it, with the name as the value."""
    name, limit = broken.name, broken.schema.get(broken.keyword)
    pointer = f"{to_pointer(broken.path)}/{escape(name)}"
    from contractkit.contracts.branch_names import describe_schema

    rule, wanted = _find_rule(broken, entry), describe_schema(entry.schema, limit)
    return [Violation(rule, entry.level, broken.keyword, pointer, name, limit, wanted, name)]


def _read_dependency(broken: BrokenKeyword, entry: MessageSchema) -> Iterable[Violation]:
    """A missing name, with the member that asks for it as `limit` and related."""
    asking = broken.schema[broken.keyword].items()
    trigger = next(
        name
        for name, asked in asking
        if name in broken.value and isinstance(asked, list) and broken.name in asked
    )
    pointer = to_pointer(broken.path)
    related = ((f"{pointer}/{escape(trigger)}", f"because “{trigger}” stands here"),)
    rule = _find_rule(broken, entry, broken.name, trigger)
    return [
        Violation(
            rule, entry.level, broken.keyword, pointer, broken.value, trigger, None, broken.name,
            related,
        )
    ]  # fmt: skip


def _read_items(
    words: str, broken: BrokenKeyword, entry: MessageSchema, indices: Iterable[int]
) -> Violation:
    """What is said of an array for some of its items, which are related."""
    pointer, found = to_pointer(broken.path), tuple(indices)
    related = tuple((f"{pointer}/{index}", words) for index in found[:MOST_RELATED])
    limit, rule = broken.schema.get(broken.keyword), _find_rule(broken, entry)
    return Violation(
        rule, entry.level, broken.keyword, pointer, broken.value, limit, len(found), "", related
    )


def _read_equal(broken: BrokenKeyword, entry: MessageSchema) -> Iterable[Violation]:
    from contractkit.validation.equal_values import find_equal_items

    equal = find_equal_items(broken.value) or ()
    return [_read_items("one of the two equal items", broken, entry, equal)]


def _read_contained(broken: BrokenKeyword, entry: MessageSchema) -> Iterable[Violation]:
    from contractkit.contracts.branch_names import name_branch

    wanted = name_branch(entry.schema, broken.schema["contains"])
    found = _read_items("this one fits", broken, entry, broken.found)
    return [found._replace(name=wanted)]


def _read_further(broken: BrokenKeyword, entry: MessageSchema) -> Iterable[Violation]:
    """Items after those that are listed, where there may be none."""
    first = broken.schema.get("prefixItems" if broken.keyword == "items" else "items", ())
    count = len(first) if isinstance(first, list) else 0
    if broken.keyword == "unevaluatedItems":
        indices: Iterable[int] = broken.found
        count = len(broken.value) - len(broken.found)
    else:
        indices = range(count, len(broken.value))
    found = _read_items("nothing is allowed here", broken, entry, indices)
    return [found._replace(limit=count, actual=len(broken.value))]


def _read_choice(broken: BrokenKeyword, entry: MessageSchema) -> Iterable[Violation]:
    """No branch, or several: with the names of the branches, or the values that tell them apart."""
    from contractkit.contracts.branch_names import list_branch_names
    from contractkit.validation.branch_tags import find_tags

    rule, pointer, value = _find_rule(broken, entry), to_pointer(broken.path), broken.value
    make = partial(Violation, rule, entry.level, broken.keyword)
    if broken.name and broken.name in value:
        tags = find_tags(entry.schema, broken.schema, broken.keyword)
        values = next(list(tag.values) for tag in tags if tag.name == broken.name)
        place = f"{pointer}/{escape(broken.name)}"
        return [make(place, value[broken.name], values, name=broken.name)]
    names = list_branch_names(entry.schema, broken.schema[broken.keyword])
    fitting = tuple(names[index] for index in broken.found)
    return [make(pointer, value, names, broken.name or fitting)]


def _find_rule(broken: BrokenKeyword, entry: MessageSchema, *names: str) -> str:
    """The id of the rule beside a keyword: one of several where that depends on a name."""
    rule = broken.schema.get("x-rules", {}).get(broken.keyword)
    while isinstance(rule, dict):
        rule = next((rule[name] for name in names if name in rule), None)
    if rule is None:
        place = f"{entry.schema.get('$id')} at {to_pointer(broken.path) or 'the top level'}"
        raise BrokenContractError(place, f"the keyword {broken.keyword!r} names no rule")
    return str(rule)


Reader = Callable[[BrokenKeyword, MessageSchema], Iterable[Violation]]
READERS: Mapping[str, Reader] = {
    "additionalProperties": _read_unknown,
    "unevaluatedProperties": _read_unknown,
    "propertyNames": _read_name,
    "dependentRequired": _read_dependency,
    "dependencies": _read_dependency,
    "uniqueItems": _read_equal,
    "contains": _read_contained,
    "minContains": _read_contained,
    "maxContains": _read_contained,
    "items": _read_further,
    "additionalItems": _read_further,
    "unevaluatedItems": _read_further,
    "oneOf": _read_choice,
    "anyOf": _read_choice,
}

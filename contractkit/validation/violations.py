"""Find the violations of a value: the keywords of its message's schemas that it breaks.

An error of the validators that repeats another one, or follows from one at the same place, is left
out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import islice
from typing import Any, cast

from contractkit.contracts.loading import Contract
from contractkit.contracts.rules import list_rules_in
from contractkit.contracts.schemas import MessageSchema, load_message_schemas
from contractkit.pointers import get_value, parent_of
from contractkit.validation.broken_keywords import BrokenKeyword
from contractkit.validation.keyword_violations import read_keyword
from contractkit.validation.native_errors import NotNativeError
from contractkit.validation.native_validator import NativeValidator
from contractkit.validation.options import (
    EVERYTHING,
    CheckOptions,
    Selection,
    select_optional_rules,
)
from contractkit.validation.violation import Violation

FORM_KEYWORDS = frozenset({"type", "minLength", "const", "enum", "pattern", "format"})
UNEVALUATED = frozenset({"unevaluatedProperties", "unevaluatedItems"})
SUPPRESSING_KEYWORDS = frozenset({"type", "minLength"})


def find_violations(
    contract: Contract,
    message: str,
    value: object,
    optional: frozenset[str] = frozenset(),
    *,
    limit: int | None = None,
    known: Sequence[Iterable[BrokenKeyword]] | None = None,
) -> list[Violation]:
    """Every violation that is a cause of its own, the normative ones first.

    `limit` bounds how many unknown names of one object, and how many invalid items of one array,
    are reported; None for all. `known` are the broken keywords by schema, where they are known.
    """
    violations: dict[tuple[str, str, str, object], Violation] = {}
    for number, entry in enumerate(load_message_schemas(contract, message, optional)):
        found = [
            violation
            for broken in (known[number] if known else _list_broken(entry, value, limit))
            for violation in islice(read_keyword(broken, entry), limit)
        ]
        if found and (violations or len(found) > 1):
            found = list(_drop_consequences(found, list(violations.values())))
        for violation in found:
            violations.setdefault(_key(violation), violation)
    return list(violations.values())


def find_broken_keywords(
    contract: Contract, message: str, values: list[Any], options: CheckOptions
) -> dict[int, list[Iterable[BrokenKeyword]]]:
    """The broken keywords of many values, by index and schema; quicker than one by one.

    Values that break none are left out, and so are those that break only schemas of advice of
    which no rule is selected.
    """
    optional = select_optional_rules(contract, options.selection)
    entries = load_message_schemas(contract, message, optional)
    selected = [_is_selected(entry, options.selection) for entry in entries]
    found: dict[int, list[Iterable[BrokenKeyword]]] = {}
    for number, entry in enumerate(entries):
        if selected[number]:
            for index, broken in _list_broken_of_many(entry, values, options.limit).items():
                found.setdefault(index, [()] * len(entries))[number] = broken
    for index, by_schema in found.items():
        for number, entry in enumerate(entries):
            if not selected[number]:
                by_schema[number] = _list_broken(entry, values[index], options.limit)
    return found


def _is_selected(entry: MessageSchema, selection: Selection) -> bool:
    if entry.level != "advice" or selection == EVERYTHING:
        return True
    return any(map(selection.includes, list_rules_in(entry.schema)))


def _list_broken_of_many(
    entry: MessageSchema, values: list[Any], limit: int | None
) -> Mapping[int, Iterable[BrokenKeyword]]:
    native = compile_native(entry)
    if native:
        with suppress(NotNativeError):
            return native.list_broken_of_many(values, limit)
    listed = {index: list(_list_broken(entry, one, limit)) for index, one in enumerate(values)}
    return {index: broken for index, broken in listed.items() if broken}


def _list_broken(entry: MessageSchema, value: object, limit: int | None) -> Iterable[BrokenKeyword]:
    native = compile_native(entry)
    if native:
        with suppress(NotNativeError):
            return native.list_broken(value, limit)
        with suppress(NotNativeError):
            return _list_broken_without_halves(native, value, limit)
    from contractkit.validation.reference_validator import list_broken_keywords

    return list_broken_keywords(entry.schema, value, limit)


def _list_broken_without_halves(
    native: NativeValidator, value: object, limit: int | None
) -> list[BrokenKeyword]:
    """What is broken in a value that may have halves of surrogate pairs; else NotNativeError."""
    from contractkit.validation.lone_surrogates import replace_surrogates
    from contractkit.validation.native_schema import has_custom

    readable = replace_surrogates(value)
    if readable == value or has_custom(native.schema):
        raise NotNativeError
    found = native.list_broken(readable, limit)
    return [broken._replace(value=get_value(value, broken.path)) for broken in found]


@lru_cache(maxsize=64)
def compile_native(entry: MessageSchema) -> NativeValidator | None:
    """The native validator of a schema; None where jsonschema has to read the schema."""
    try:
        return NativeValidator(entry.schema)
    except (NotNativeError, ValueError):
        return None


def _key(violation: Violation) -> tuple[str, str, str, object]:
    """What two reports of one violation have in common."""
    value = violation.value if isinstance(violation.value, str) else None
    return violation.rule, violation.pointer, violation.name, value


def _drop_consequences(found: list[Violation], earlier: list[Violation]) -> Iterator[Violation]:
    """Leave out the violations that follow from another one at the same place.

    An empty value, or one of the wrong type, is one cause, whatever else it then breaks; and where
    the form of a value is wrong, a later schema has nothing to say of that value. What a branch
    knows is `unevaluated` only because something in that branch is wrong.
    """
    suppressed = {item.pointer for item in found if item.keyword in SUPPRESSING_KEYWORDS}
    malformed = {item.pointer for item in earlier if item.keyword in FORM_KEYWORDS}
    for violation in found:
        places = {violation.pointer, *(pointer for pointer, _ in violation.related)}
        follows = violation.pointer in suppressed and violation.keyword not in SUPPRESSING_KEYWORDS
        if violation.keyword in UNEVALUATED and _is_unevaluated_only(violation, found):
            continue
        if not follows and not places & malformed:
            yield violation


def _is_unevaluated_only(violation: Violation, found: list[Violation]) -> bool:
    """Whether something else is wrong where a member or item is known and yet unevaluated."""
    place = violation.pointer
    if violation.keyword == "unevaluatedProperties":
        if violation.name not in cast("tuple[str, ...]", violation.limit):
            return False
        place = parent_of(place)
    return any(
        other.keyword not in UNEVALUATED
        and (other.pointer == place or other.pointer.startswith(f"{place}/"))
        for other in found
    )

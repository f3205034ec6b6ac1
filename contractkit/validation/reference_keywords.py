"""The keywords that the reference validator judges in its own way, in the form of jsonschema.

A function takes the validator, the keyword's value, the instance and the schema, and yields the
errors. `validator_value` of an error is what a BrokenKeyword needs besides the place: a Detail.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from contractkit.contracts.loading import Schema
from contractkit.validation.broken_keywords import REFUSED
from contractkit.validation.contained_items import list_broken_counts
from contractkit.validation.dialects import compile_format
from contractkit.validation.ecma_patterns import compile_matcher
from contractkit.validation.evaluated_places import list_unevaluated_items, list_unevaluated_names
from contractkit.validation.exact_numbers import is_multiple
from contractkit.validation.known_names import list_unknown_names

if TYPE_CHECKING:
    from jsonschema import ValidationError

Errors = Iterator["ValidationError"]
Check = Callable[..., Any]


class Detail(NamedTuple):
    """What an error is about: a name, the branches or items that fit, the errors of each branch."""

    name: str = ""
    found: tuple[Any, ...] = ()
    branches: tuple[tuple["ValidationError", ...], ...] = ()


NOTHING = Detail()


def make_error(detail: Detail = NOTHING, **fields: Any) -> "ValidationError":
    """An error with its detail."""
    from jsonschema import ValidationError

    return ValidationError("", validator_value=detail, **fields)


def check_pattern(_: object, pattern: str, instance: Any, __: Schema) -> Errors:
    """A string that has no match of the pattern."""
    if isinstance(instance, str) and not compile_matcher(pattern)(instance):
        yield make_error()


def check_format(_: object, name: str, instance: Any, __: Schema) -> Errors:
    """A text that is not of the format."""
    if isinstance(instance, str) and not compile_format(name)(instance):
        yield make_error()


def check_required(_: object, names: list[str], instance: Any, __: Schema) -> Errors:
    """An error for each missing property, with its name."""
    if isinstance(instance, dict):
        yield from (make_error(Detail(name)) for name in names if name not in instance)


def check_dependencies(
    validator: Any, dependencies: Mapping[str, Any], instance: Any, _: Schema
) -> Errors:
    """What a property asks for: an error for each missing name, or those of a schema."""
    for trigger, asked in dependencies.items() if isinstance(instance, dict) else ():
        if trigger not in instance:
            continue
        if isinstance(asked, list):
            yield from (make_error(Detail(name)) for name in asked if name not in instance)
        else:
            yield from validator.descend(instance, asked, schema_path=trigger)


def check_property_names(validator: Any, names: Any, instance: Any, _: Schema) -> Errors:
    """An error for each property with a name that the schema refuses."""
    test = validator.evolve(schema=names)
    for name in instance if isinstance(instance, dict) else ():
        if not test.is_valid(name):
            yield make_error(Detail(name))


def check_pattern_properties(
    validator: Any, patterns: Mapping[str, Any], instance: Any, _: Schema
) -> Errors:
    """The members whose names match a pattern."""
    for pattern, inner in patterns.items() if isinstance(instance, dict) else ():
        matches = compile_matcher(pattern)
        for name, value in instance.items():
            if matches(name):
                yield from validator.descend(value, inner, path=name, schema_path=pattern)


def check_additional_properties(
    validator: Any, members: Any, instance: Any, schema: Schema
) -> Errors:
    """The members of no known name, in the order of the object: jsonschema's own has none."""
    unknown = list_unknown_names(schema, instance) if isinstance(instance, dict) else []
    if members is False and unknown:
        yield make_error(Detail(found=tuple(unknown)))
    elif isinstance(members, dict):
        for name in unknown:
            yield from validator.descend(instance[name], members, path=name)


class ReferenceScope:
    """A validator of jsonschema, as what is evaluated is found with it."""

    def __init__(self, validator: Any) -> None:
        """Take the validator of the schema that the search begins at."""
        self._validator = validator

    def fits(self, instance: Any, schema: Any) -> bool:
        """Whether an instance fits a schema that stands there."""
        fits: bool = self._validator.evolve(schema=schema).is_valid(instance)
        return fits

    def enter(self, reference: str) -> tuple["ReferenceScope", Any]:
        """What a reference leads to, with its own scope."""
        found = self._validator._resolver.lookup(reference)  # noqa: SLF001 - its only way
        inner = self._validator.evolve(schema=found.contents, _resolver=found.resolver)
        return ReferenceScope(inner), found.contents


def check_unevaluated(
    list_rest: Callable[..., Sequence[str | int]],
    validator: Any,
    inner: Any,
    instance: Any,
    schema: Schema,
) -> Errors:
    """The members, or the items, that no other keyword has judged."""
    rest = list_rest(ReferenceScope(validator), instance, schema)
    if inner is False and rest:
        yield make_error(Detail(found=tuple(rest)))
    elif isinstance(inner, dict):
        for place in rest:
            yield from validator.descend(instance[place], inner, path=place)


def check_refused_items(
    check: Check, validator: Any, items: Any, instance: Any, schema: Schema
) -> Errors:
    """The items after the first ones: one error for all of them where there may be none."""
    if items is not False:
        yield from check(validator, items, instance, schema) or ()
    elif isinstance(instance, list) and len(instance) > len(schema.get("prefixItems", ())):
        yield make_error()


def check_additional_items(validator: Any, items: Any, instance: Any, schema: Schema) -> Errors:
    """The items after those that `items` lists, if it is a list."""
    first = schema.get("items")
    if not isinstance(instance, list) or not isinstance(first, list):
        return
    if items is False and len(instance) > len(first):
        yield make_error()
    elif isinstance(items, dict):
        for index in range(len(first), len(instance)):
            yield from validator.descend(instance[index], items, path=index)


def check_contains(
    later: bool, validator: Any, wanted: Any, instance: Any, schema: Schema
) -> Errors:
    """Too few or too many items that fit; with none it is `contains` itself that is broken."""
    if not isinstance(instance, list):
        return
    test = validator.evolve(schema=wanted)
    fitting = tuple(index for index, item in enumerate(instance) if test.is_valid(item))
    for keyword in list_broken_counts(schema, len(fitting), later=later):
        yield make_error(Detail(found=fitting), validator=keyword)


def check_multiple(_: object, divisor: Any, instance: Any, __: Schema) -> Errors:
    """A number that is no multiple, as both are written."""
    is_number = isinstance(instance, int | float) and not isinstance(instance, bool)
    if is_number and not is_multiple(instance, divisor):
        yield make_error()


def make_choice_check(most: int | None, free: Callable[[Any], Any]) -> Check:
    """The check that a branch fits, and no more than `most`.

    With the errors of each branch, all of them: `free` makes a validator one without a limit.
    """

    def check(validator: Any, branches: list[Any], instance: Any, _: Schema) -> Errors:
        return _check_choice(most, free(validator), branches, instance)

    return check


def _check_choice(most: int | None, validator: Any, branches: list[Any], instance: Any) -> Errors:
    errors = tuple(
        tuple(validator.descend(instance, branch, schema_path=index))
        for index, branch in enumerate(branches)
    )
    fitting = tuple(index for index, of_branch in enumerate(errors) if not of_branch)
    if not fitting:
        context = [error for of_branch in errors for error in of_branch]
        yield make_error(Detail(branches=errors), context=context)
    elif most is not None and len(fitting) > most:
        yield make_error(Detail(found=fitting))


def check_refused(_: object, __: object, ___: object, ____: object) -> Errors:
    """What a schema that is `false` says, under a keyword of our own that stands for it."""
    yield make_error()


KEYWORDS: Mapping[str, Check] = {
    REFUSED: check_refused,
    "pattern": check_pattern,
    "format": check_format,
    "required": check_required,
    "dependencies": check_dependencies,
    "propertyNames": check_property_names,
    "patternProperties": check_pattern_properties,
    "additionalProperties": check_additional_properties,
    "additionalItems": check_additional_items,
    "contains": partial(check_contains, False),  # noqa: FBT003
    "multipleOf": check_multiple,
}
LATER_KEYWORDS: Mapping[str, Check] = {
    "contains": partial(check_contains, True),  # noqa: FBT003
    "dependentRequired": check_dependencies,
    "unevaluatedProperties": partial(check_unevaluated, list_unevaluated_names),
    "unevaluatedItems": partial(check_unevaluated, list_unevaluated_items),
}

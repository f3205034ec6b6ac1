"""Ways to break each keyword of a schema, near misses first: one function per keyword.

Each takes a target and yields values to put there instead of the valid one. They are
tries: whoever uses one has it judged, and drops what breaks nothing or something else.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from contractkit.payloads.mutation_points import MutationPoint, Target
from contractkit.payloads.mutations.containers import (
    break_additional_properties,
    break_distinct,
    break_max_count,
    break_max_items,
    break_mentions,
    break_min_items,
    break_not,
    break_required,
    break_same_count,
    break_unique_items,
)
from contractkit.payloads.mutations.names import break_property_names
from contractkit.payloads.mutations.opposites import break_by_opposite
from contractkit.payloads.mutations.scalars import (
    break_enum,
    break_format,
    break_max_bytes,
    break_max_length,
    break_maximum,
    break_min_length,
    break_minimum,
    break_multiple_of,
    break_pattern,
    break_type,
)
from contractkit.payloads.schemas.kinds import find_kind_of
from contractkit.payloads.schemas.valid_schemas import Test, compile_test
from contractkit.validation.value_types import is_of_type

Mutation = Callable[[Target], Iterator[object]]

MUTATIONS: Mapping[str, Mutation] = {
    "type": break_type,
    "required": break_required,
    "minLength": break_min_length,
    "maxLength": break_max_length,
    "pattern": break_pattern,
    "enum": break_enum,
    "const": break_enum,
    "not": break_not,
    "minItems": break_min_items,
    "maxItems": break_max_items,
    "minimum": break_minimum,
    "maximum": break_maximum,
    "multipleOf": break_multiple_of,
    "format": break_format,
    "uniqueItems": break_unique_items,
    "propertyNames": break_property_names,
    "additionalProperties": break_additional_properties,
    "unevaluatedProperties": break_additional_properties,
    "x-distinct": break_distinct,
    "x-maxBytes": break_max_bytes,
    "x-maxCount": break_max_count,
    "x-mentions": break_mentions,
    "x-sameCount": break_same_count,
}


def list_broken_values(target: Target) -> Iterator[object]:
    """Values to put in the place of a target, so that its keyword is broken.

    Where the keyword's own mutation has none that breaks it, or it has none at all, they are built
    from the keyword's opposite.
    """
    point = target.point
    mutate = MUTATIONS.get(point.keyword) if _is_about(point.keyword, target.value) else None
    keeps = _compile_alone(point)
    aided = not point.keyword.startswith("x-")
    for value in mutate(target) if mutate else ():
        aided &= keeps(value) or point.limit == {}
        yield value
    if aided:
        yield from break_by_opposite(target)


def _is_about(keyword: str, value: object) -> bool:
    """Whether a keyword says anything of a value of that type."""
    kind = find_kind_of(keyword)
    return kind is None or is_of_type(value, kind)


@lru_cache(maxsize=1024)
def _compile_alone(point: MutationPoint) -> Test:
    """Whether a value keeps the keyword of a point, whatever else is asked for."""
    return compile_test({point.keyword: point.limit})

"""Ways to break each keyword of a schema, near misses first: one function per keyword.

Each takes a target and yields values to put there instead of the valid one. They are
tries: whoever uses one has it judged, and drops what breaks nothing or something else.
"""

from collections.abc import Callable, Iterator, Mapping

from contractkit.payloads.mutation_points import Target
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
)
from contractkit.payloads.mutations.scalars import (
    break_enum,
    break_max_bytes,
    break_max_length,
    break_maximum,
    break_min_length,
    break_minimum,
    break_pattern,
    break_type,
)

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
    "additionalProperties": break_additional_properties,
    "x-distinct": break_distinct,
    "x-maxBytes": break_max_bytes,
    "x-maxCount": break_max_count,
    "x-mentions": break_mentions,
    "x-sameCount": break_same_count,
}

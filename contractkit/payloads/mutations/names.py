"""Mutations of what names of members have to be."""

from collections.abc import Iterator
from dataclasses import replace

from contractkit.payloads.mutation_points import Target
from contractkit.payloads.mutations.scalars import (
    break_enum,
    break_max_length,
    break_min_length,
    break_pattern,
)

MUTATIONS = {
    "pattern": break_pattern,
    "maxLength": break_max_length,
    "minLength": break_min_length,
    "enum": break_enum,
}


def break_property_names(target: Target) -> Iterator[object]:
    """An object whose last member has a name that is nearly right."""
    limit = target.point.limit
    if not target.value or not isinstance(limit, dict):
        return
    *_, last = target.value
    for keyword, mutate in MUTATIONS.items():
        if keyword in limit:
            point = replace(target.point, keyword=keyword, limit=limit[keyword], schema=limit)
            for name in mutate(replace(target, point=point, value=last)):
                if isinstance(name, str):
                    yield {(name if key == last else key): one for key, one in target.value.items()}

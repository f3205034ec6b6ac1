"""The numbers that are worth trying: at the limits, next to them, multiples, and usual ones."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil, floor

from contractkit.contracts.loading import Schema
from contractkit.payloads.schemas.limits import find_limit

USUAL = (0, 1, -1, 2**31, 2**53)
HALVES = (0.5, 1.5, -0.5, 2.25)
Number = int | float


def list_numbers(schemas: Sequence[Schema], kind: str) -> Iterator[Number]:
    """Numbers at the edges of what the schemas allow; some may not fit all the same."""
    low, high = (find_limit(schemas, key, choose, None) for key, choose in INCLUSIVE)
    above, below = (find_limit(schemas, key, choose, None) for key, choose in EXCLUSIVE)
    for edge, step in ((low, 1), (high, -1)):
        if edge is not None:
            yield from (edge, edge + step)
    for edge, step in ((above, 1), (below, -1)):
        if edge is not None:
            yield from (edge + step, edge + 2 * step)
            yield from (edge + step / 2, edge + step / 100) if kind == "number" else ()
    for schema in schemas:
        if "multipleOf" in schema:
            yield from _list_multiples(schema["multipleOf"], low or above, high or below)
    yield from USUAL
    if kind == "number":
        yield from _list_between(low if above is None else above, high if below is None else below)
        yield from HALVES


INCLUSIVE = (("minimum", max), ("maximum", min))
EXCLUSIVE = (("exclusiveMinimum", max), ("exclusiveMaximum", min))


def _list_multiples(step: Number, low: Number | None, high: Number | None) -> Iterator[Number]:
    """Multiples near the limits, and the first few."""
    unit = Fraction(str(step))
    first = ceil(Fraction(str(low)) / unit) if low is not None else 0
    last = floor(Fraction(str(high)) / unit) if high is not None else first + 100
    for factor in dict.fromkeys((first, first + 1, last, last - 1, 0, 1, 2, 10, 12345)):
        multiple = unit * factor
        yield int(multiple) if multiple.denominator == 1 else float(multiple)


def _list_between(low: Number | None, high: Number | None) -> Iterator[Number]:
    if low is not None and high is not None:
        yield (low + high) / 2

"""Whether an array has as many items of a kind as `contains` and its limits ask for."""

from collections.abc import Iterator

from contractkit.contracts.loading import Schema


def list_broken_counts(schema: Schema, count: int, *, later: bool) -> Iterator[str]:
    """Which of the three keywords a number of fitting items breaks.

    Where none fits it is `contains`; draft-07 does not know the other two (`later`: it is 2020-12).
    """
    least, most = schema.get("minContains", 1), schema.get("maxContains")
    if count < (least if later else 1):
        yield "minContains" if count else "contains"
    if later and most is not None and count > most:
        yield "maxContains"

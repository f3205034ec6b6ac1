"""Payloads a second through Hypothesis, beside `hypothesis_jsonschema.from_schema` in the same run.

Run as `python -m tests.benchmarks.generator_speed`. Exits with 1 when a target is missed.
"""

import sys
import time
from collections.abc import Callable
from typing import Any, cast

import hypothesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import UnsatisfiedAssumption

from contractkit import load
from contractkit.contracts.schemas import make_portable
from contractkit.payloads.boundary_suite import boundary_suite
from contractkit.strategies import invalid, valid

EXAMPLES, PEER_EXAMPLES = 1000, 20
TARGET, SUITE_SECONDS, REJECTED = 250, 2.0, 0.02


def count_a_second(strategy: Any, examples: int) -> tuple[float, float]:
    """Examples a second on one core, and the share of draws that were rejected."""
    drawn, rejected = 0, 0

    @st.composite
    def counted(draw: Callable[[Any], Any]) -> Any:
        nonlocal rejected
        try:
            return draw(strategy)
        except UnsatisfiedAssumption:
            rejected += 1
            raise

    def count(_: Any) -> None:
        nonlocal drawn
        drawn += 1

    test = settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )(given(counted())(count))
    began = time.perf_counter()
    cast("Callable[[], None]", test)()
    return drawn / (time.perf_counter() - began), rejected / (drawn + rejected)


def measure_peer(make: Callable[[Any], Any]) -> str:
    """The same of the peer, or why there is no figure."""
    schema = make_portable(load(), "request")
    try:
        return f"{count_a_second(make(schema), PEER_EXAMPLES)[0]:8.1f} a second"
    except Exception as error:  # noqa: BLE001 - whatever the peer raises is its figure
        return f"none: {type(error).__name__}: {str(error).splitlines()[0][:60]}"


def main() -> int:
    """Measure, print, and say whether the targets are kept."""
    from hypothesis_jsonschema import from_schema

    print(f"Hypothesis {hypothesis.__version__}")  # noqa: T201
    began = time.process_time()
    cases = len(list(boundary_suite(load(), "request")))
    taken = time.process_time() - began
    kept = taken <= SUITE_SECONDS
    print(f"boundary suite {taken:8.2f} s for {cases} cases (target {SUITE_SECONDS} s)")  # noqa: T201
    for name, strategy in (("valid", valid("request")), ("invalid", invalid("request"))):
        rate, rejected = count_a_second(strategy, EXAMPLES)
        kept = kept and rate >= TARGET and rejected <= REJECTED
        print(f"{name:14} {rate:8.1f} a second, {rejected:.1%} rejected (target {TARGET})")  # noqa: T201
    print(f"from_schema    {measure_peer(from_schema)}")  # noqa: T201
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())

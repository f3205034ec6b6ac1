"""Values of a Hypothesis strategy: of the example that is running, or else always the same."""

from typing import Any

SPARE = 16


def draw_values(strategy: Any, number: int, seed: str) -> list[Any]:
    """So many values of a strategy.

    Within a test of Hypothesis it draws them, and so shrinks and replays them. Anywhere else the
    same seed gives the same values.
    """
    from hypothesis import currently_in_test_context, note

    if currently_in_test_context():
        from hypothesis.control import current_build_context

        data = current_build_context().data
        found = [data.draw(strategy) for _ in range(number)]
        for value in found:
            note(f"An answer that was drawn: {value!r}")
        return found
    return _draw_outside(strategy, number, seed)


def _draw_outside(strategy: Any, number: int, seed: str) -> list[Any]:
    """The last of more values than are wanted: the first are the plainest."""
    import hypothesis

    found: list[Any] = []

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=number + SPARE,
        database=None,
        deadline=None,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(strategy)
    def collect(value: object) -> None:
        found.append(value)

    collect()
    return [found[-1 - place % len(found)] for place in range(number)]

"""A part of a test with an emulator of its own, such as one example of Hypothesis."""

from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING

from contractkit.pytest_plugin.trial import Terms, Trial

if TYPE_CHECKING:
    from contractkit.pytest_plugin.session import ContractEmulator


class Part:
    """A context manager: a fresh state within, which is judged at its end.

    It is no generator, whose frames would stand in every traceback.
    """

    def __init__(
        self, emulator: "ContractEmulator", outer: Trial, switch: Callable[[Trial], None]
    ) -> None:
        """`switch` makes a trial the current one."""
        self._emulator, self._outer, self._switch = emulator, outer, switch
        terms = outer.terms
        self._inner = Trial(Terms(terms.settings, tuple(outer.meant), terms.seed))

    def __enter__(self) -> "ContractEmulator":
        self._switch(self._inner)
        return self._emulator

    def __exit__(
        self, _: type[BaseException] | None, error: BaseException | None, __: TracebackType | None
    ) -> None:
        """Raise AssertionError for a request that the test does not mean.

        An error of the part itself goes on, with a note of such a request.
        """
        __tracebackhide__ = True
        self._switch(self._outer)
        self._inner.close()
        self._outer.add(*self._inner.counts)
        text = self._inner.explain(passed=False)
        if text and error is not None:
            error.add_note(text)
        elif text:
            raise AssertionError(text)

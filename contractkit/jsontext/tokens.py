"""A token with its faults, and the errors that end the reading of a text."""

from dataclasses import dataclass, field
from typing import NamedTuple

from contractkit.jsontext.document import JsonValue, RelatedSpan

MAX_FAULTS = 10_000


class TextFault(NamedTuple):
    """A fault at offsets of the text, before it is known which pointer it has."""

    rule: str
    start: int
    end: int
    message: str


@dataclass(slots=True)
class Token:
    """A string, number or word: its value, where it ends and what is wrong with it."""

    value: JsonValue
    end: int
    faults: list[TextFault] = field(default_factory=list)

    def add_fault(self, rule: str, start: int, end: int, message: str) -> None:
        """Add a fault, but no more than could ever be reported."""
        if len(self.faults) <= MAX_FAULTS:
            self.faults.append(TextFault(rule, start, end, message))


class UnreadableText(Exception):
    """Reading cannot go on from here, for the reason that `fault` states."""

    def __init__(self, fault: TextFault, related: tuple[RelatedSpan, ...] = ()) -> None:
        """Hold the reason and the places that explain it."""
        super().__init__(fault.message)
        self.fault = fault
        self.related = related


class UnexpectedEnd(Exception):
    """The text ends inside `noun`, such as a string, which begins at `start`."""

    def __init__(self, noun: str, start: int) -> None:
        """Hold what is not closed."""
        super().__init__(noun)
        self.noun = noun
        self.start = start

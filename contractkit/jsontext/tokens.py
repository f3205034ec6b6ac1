"""What the readers of strings, numbers and words hand back."""

from dataclasses import dataclass, field
from typing import NamedTuple

from contractkit.jsontext.document import JsonValue, RelatedSpan

MAX_FAULTS = 10_000


class Remark(NamedTuple):
    """A fault inside a token, before it is known which pointer the token has."""

    rule: str
    start: int
    end: int
    message: str


@dataclass(slots=True)
class Token:
    """A value without members: what it means, where it ends and what is wrong with it."""

    value: JsonValue
    end: int
    remarks: list[Remark] = field(default_factory=list)

    def remark(self, rule: str, start: int, end: int, message: str) -> None:
        """Add a remark, but no more than could ever be reported."""
        if len(self.remarks) <= MAX_FAULTS:
            self.remarks.append(Remark(rule, start, end, message))


class Unreadable(Exception):
    """Reading cannot go on from here, for the reason that `remark` states."""

    def __init__(self, remark: Remark, related: tuple[RelatedSpan, ...] = ()) -> None:
        """Hold the reason and the places that explain it."""
        super().__init__(remark.message)
        self.remark = remark
        self.related = related


class CutShort(Exception):
    """The text ends inside `what`, which begins at `start`."""

    def __init__(self, what: str, start: int) -> None:
        """Hold what is still open."""
        super().__init__(what)
        self.what = what
        self.start = start

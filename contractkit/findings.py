"""The records of what was found: findings with severity, verdict, position and fix."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from operator import attrgetter


class Severity(StrEnum):
    """How serious a finding is, the worst first."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Verdict(StrEnum):
    """Whether an implementation must refuse a payload, may do either, or must accept it."""

    INVALID = "invalid"
    DOUBTFUL = "doubtful"
    VALID = "valid"


class Record:
    """A frozen dataclass that is pickled by its fields: in a quarter of the usual time."""

    __slots__ = ()
    __match_args__: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        """Return what pickle has to call, and with what."""
        return type(self), _make_getter(*self.__match_args__)(self)


_make_getter = lru_cache(maxsize=16)(attrgetter)


@dataclass(frozen=True, slots=True)
class Span(Record):
    """A stretch of a document.

    Offsets count code points from 0, lines and columns from 1; the end is exclusive.
    """

    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Related(Record):
    """Another place that a finding refers to, with a few words about it.

    `file` is the path of the file that it is in; None for that of the finding.
    """

    pointer: str | None
    message: str
    span: Span | None = None
    file: str | None = None


@dataclass(frozen=True, slots=True)
class Edit(Record):
    """The text to put in place of a stretch of a document; offsets as in a span."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Fix(Record):
    """How the document of a finding can be edited so that the finding goes.

    The edits are in order and do not overlap. A fix is `safe` where it changes no value. `place` is
    the pointer, after the edits, of the value that they concern (None for the text between values);
    `uncovers`: the inside of that value is checked only then, so that new findings may appear.
    """

    safe: bool
    edits: tuple[Edit, ...]
    place: str | None = None
    uncovers: bool = False


@dataclass(frozen=True, slots=True)
class Finding(Record):
    """One violation of one rule.

    `pointer` is an RFC 6901 JSON Pointer: for a missing property the object that lacks it, for an
    unknown one the property itself, for a text-level finding None or where it stands. `span` is
    None when a value was checked that came from no text, and so is `fix`, which is None too where
    only the author knows what was meant.
    """

    rule: str
    severity: Severity
    verdict: Verdict
    pointer: str | None
    message: str
    why: str
    help: str
    source: str
    span: Span | None = None
    related: tuple[Related, ...] = ()
    fix: Fix | None = None


def judge(findings: Iterable[Finding]) -> Verdict:
    """The verdict on a payload with these findings: the worst that any of them implies."""
    verdicts = {finding.verdict for finding in findings}
    return next((verdict for verdict in Verdict if verdict in verdicts), Verdict.VALID)

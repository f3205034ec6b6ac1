"""The values that a message of the implementation repeats, of a request or of the answer to it.

contract.json lists them, of notifications in `callback.equal`, as pairs of pointers by the names of
the messages.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from contractkit.contracts.listed_answers import name_answer
from contractkit.contracts.loading import Contract
from contractkit.pointers import Path, parent_of, resolve, select_values, to_pointer, to_tokens

ABSENT, OPEN = "absent", "open"


@dataclass(frozen=True, slots=True)
class RepeatedValue:
    """At `place`, one message has a value that another one has at the pattern `source`.

    Where nothing stands there, it is that of the next of the patterns `instead`.
    `absent` stands there where the other message has no such value. Where it is None, a `strict`
    pair wants no value or null then, and any other leaves it open; a place that is missing or null
    is wrong for a strict pair only. `is_open`: it need not be equal, nobody says so.
    """

    place: str
    message: str
    source: str
    absent: Any = None
    strict: bool = True
    is_open: bool = False
    instead: tuple[str, ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        """All patterns that the value may stand at, in the order in which they count."""
        return (self.source, *self.instead)

    def list_values(self, messages: Mapping[str, object]) -> list[object]:
        """The values that may stand at the place, given the messages by their names; none: any.

        Where the source is in several items, and some of these lack it, the stand-in is right too.
        """
        return self._list_at(messages.get(self.message), *self.sources)

    def _list_at(self, message: object, source: str, *instead: str) -> list[object]:
        values = [value for _, value in select_values(message, source)]
        items = sum(1 for _ in select_values(message, parent_of(source)))
        if values and (len(values) == items or (self.strict and self.absent is None)):
            return values
        if instead:
            return [*values, *self._list_at(message, *instead)]
        return [*values, self.absent] if self.strict or self.absent is not None else []

    def narrow(self, path: Path) -> "RepeatedValue":
        """The pair for the item of the source that a path goes through."""
        source, *instead = (_narrow(source, path) for source in self.sources)
        return replace(self, source=source, instead=tuple(instead))

    def list_places(self, value: object) -> Iterator[tuple[str, object]]:
        """The pointers and values in a message that have to be equal."""
        if self.strict:
            yield self.place, resolve(value, self.place)
            return
        for path, found in select_values(value, self.place):
            if found is not None:
                yield to_pointer(path), found


def _narrow(pattern: str, path: Path) -> str:
    tokens = to_tokens(pattern)
    shared = 0
    for token, step in zip(tokens, path, strict=False):
        if token not in ("*", str(step)):
            break
        shared += 1
    return to_pointer((*path[:shared], *tokens[shared:]))


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that is not what it has to repeat: where it stands, and what it should be."""

    repeat: RepeatedValue
    pointer: str
    value: object
    wanted: object


def list_differences(
    repeats: Iterable[RepeatedValue], value: object, messages: Mapping[str, object]
) -> Iterator[Difference]:
    """The values in a message that differ from what they have to repeat."""
    for repeat in repeats:
        wanted = [] if repeat.is_open else repeat.list_values(messages)
        for pointer, found in repeat.list_places(value) if wanted else ():
            if found not in wanted:
                yield Difference(repeat, pointer, found, wanted[0])


def read_repeated_values(
    pairs: Iterable[Mapping[str, Any]], message: str, *, strict: bool = False
) -> tuple[RepeatedValue, ...]:
    """The pairs of a list of contract.json, for the message that repeats the values."""
    repeated = []
    for pair in pairs:
        [other] = set(pair) - {message, ABSENT, OPEN}
        source, *instead = [pair[other]] if isinstance(pair[other], str) else pair[other]
        absent, is_open = pair.get(ABSENT), pair.get(OPEN, False)
        repeated.append(
            RepeatedValue(pair[message], other, source, absent, strict, is_open, tuple(instead))
        )
    return tuple(repeated)


@lru_cache(maxsize=16)
def list_answered_values(contract: Contract) -> tuple[RepeatedValue, ...]:
    """Every value that an acceptance repeats, in the order of contract.json."""
    answers = contract.data.get("answers", {})
    return read_repeated_values(answers.get("equal", ()), name_answer(contract))

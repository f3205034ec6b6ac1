"""The ids of rules: two letters of the contract's name and a number; a place keeps its own."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import product
from string import ascii_uppercase

FIRST, FIRST_OF_MANY = 101, 1101
FEW = 800
_VERSION = re.compile(r"v?\d[\d.]*")


def choose_prefix(name: str, taken: Collection[str]) -> str:
    """Two capital letters that stand for a contract, and for no other of the catalogue."""
    return next(prefix for prefix in _list_prefixes(name) if prefix not in taken)


def _list_prefixes(name: str) -> Iterator[str]:
    words = [word for word in re.split(r"[^A-Za-z0-9]+", name) if not _VERSION.fullmatch(word)]
    letters = [re.sub(r"[^A-Z]", "", word.upper()) for word in words]
    letters = [word for word in letters if word]
    if len(letters) > 1:
        yield letters[0][0] + letters[1][0]
    joined = "".join(letters)
    yield from (joined[0] + other for other in joined[1:])
    yield from (first + second for first in joined[:1] for second in ascii_uppercase)
    yield from (first + second for first, second in product(ascii_uppercase, repeat=2))


@dataclass(slots=True)
class RuleIds:
    """The ids of a contract by place; `known` are those that its pages have already."""

    prefix: str
    known: dict[str, str]
    last: int = 0
    used: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Go on after the last number that was given."""
        numbers = [int(re.sub(r"\D", "", rule)) for rule in self.known.values()]
        self.last = max([FIRST - 1, *numbers])

    def restart(self) -> bool:
        """Begin again with longer numbers where there are many places; whether it does."""
        if self.known or self.last < FIRST + FEW:
            return False
        self.last = FIRST_OF_MANY - 1
        self.used.clear()
        return True

    def find(self, place: str) -> str:
        """The id of the rule of a place: its own, or the next one."""
        if place not in self.used:
            rule = self.known.get(place)
            if rule is None:
                self.last += 1
                rule = f"{self.prefix}{self.last}"
            self.used[place] = rule
        return self.used[place]

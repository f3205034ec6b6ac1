"""Which rules are reported: chosen and ignored by id or by the beginning of an id."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from contractkit.contracts.loading import Contract
from contractkit.errors import UnknownNameError

ALL = "ALL"


@dataclass(frozen=True, slots=True)
class Selection:
    """Ids or beginnings of ids, in capitals; an empty `select` means every rule that is on."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def takes(self, rule: str) -> bool:
        """Whether findings of the rule are reported."""
        chosen = not self.select or ALL in self.select or rule.startswith(self.select)
        return chosen and not (self.ignore and rule.startswith(self.ignore))


EVERYTHING = Selection()


class Broken(Protocol):
    """Anything that speaks of a rule."""

    @property
    def rule(self) -> str:
        """The id of the rule."""


One = TypeVar("One", bound=Broken)


def take_first(found: Iterable[One], limit: int | None) -> Iterator[One]:
    """The first so many, then only the first of each rule that has not come yet; all for None."""
    told: set[str] = set()
    for number, one in enumerate(found):
        if limit is None or number < limit or one.rule not in told:
            told.add(one.rule)
            yield one


def read_selection(
    contract: Contract, select: Iterable[str] = (), ignore: Iterable[str] = ()
) -> Selection:
    """The selection that these words ask for; UnknownNameError for a word that fits no rule."""
    return Selection(_read(contract, select), _read(contract, ignore))


def wanted_optional(contract: Contract, selection: Selection) -> frozenset[str]:
    """The rules that are off by default and that the selection names in full (or by ALL)."""
    optional: Mapping[str, object] = contract.data.get("optional", {})
    wanted = optional if ALL in selection.select else set(optional) & set(selection.select)
    return frozenset(wanted)


def _read(contract: Contract, words: Iterable[str]) -> tuple[str, ...]:
    chosen = tuple(word.strip().upper() for word in words if word.strip())
    for word in chosen:
        from contractkit.contracts.rules import load_rules

        rules = load_rules(contract)
        if word != ALL and not any(rule.startswith(word) for rule in rules):
            raise UnknownNameError("rule", word, rules, hint="`contractkit rules` lists them")
    return chosen

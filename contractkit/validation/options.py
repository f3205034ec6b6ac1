"""How a payload is to be checked, which rules are reported, and the record of the result."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from contractkit.contracts.loading import Contract, load_other_contracts
from contractkit.errors import UnknownNameError

if TYPE_CHECKING:
    from contractkit.findings import Finding
    from contractkit.jsontext import Document

AUTO = "auto"
ALL = "ALL"
MIGRATION_RULE = "it belongs to `contractkit migrate`, which reports all of its rules"
PATTERNS = ("{{…}}", "${…}", "$(…)")


class Selection(NamedTuple):
    """Which rules are reported, by ids or beginnings of ids, in capitals.

    An empty `select` means every rule that is on by default.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def includes(self, rule: str) -> bool:
        """Whether findings of the rule are reported."""
        selected = not self.select or ALL in self.select or rule.startswith(self.select)
        return selected and not (self.ignore and rule.startswith(self.ignore))


EVERYTHING = Selection()


class CheckOptions(NamedTuple):
    """How a payload is to be checked: `kind` is a message of the contract or `auto`.

    `jsonc` allows comments and trailing commas; `templates` lets a whole placeholder stand for any
    string, and `patterns` are the forms of a placeholder, with an ellipsis in place of its name;
    `redact` keeps the payload's values out of the findings. `limit` is the number of findings from
    which on only the first of each further rule is reported (None: all are), which bounds the work
    for a large payload. With `strict_recognition`, `auto` recognises a message only where it can
    hardly be anything else. With `within_strings`, a string with a placeholder anywhere in it may
    be any string. With `any_contract`, `auto` finds the contract too, of those in the catalogue.
    """

    kind: str = AUTO
    jsonc: bool = False
    templates: bool = False
    redact: bool = False
    selection: Selection = EVERYTHING
    limit: int | None = None
    patterns: tuple[str, ...] = PATTERNS
    strict_recognition: bool = False
    within_strings: bool = False
    any_contract: bool = False


class CheckResult(NamedTuple):
    """The result for one text: which message it is (None: unknown), and its findings in order.

    `document` is None where nothing was found: then nobody needs the text again. `contract` is the
    one that the text was judged by.
    """

    message: str | None
    findings: "tuple[Finding, ...]"
    document: "Document | None" = None
    contract: Contract | None = None


def read_selection(
    contract: Contract, select: Iterable[str] = (), ignore: Iterable[str] = ()
) -> Selection:
    """The selection that these words ask for.

    Raises UnknownNameError for a word that fits no rule, of this contract or another one of the
    catalogue: one file of settings may be for several.
    """
    return Selection(_read_prefixes(contract, select), _read_prefixes(contract, ignore))


def _read_prefixes(contract: Contract, words: Iterable[str]) -> tuple[str, ...]:
    prefixes = tuple(word.strip().upper() for word in words if word.strip())
    if not prefixes:
        return ()
    from contractkit.contracts.rules import load_migration_rules, load_rules

    rules = load_rules(contract)
    for prefix in prefixes:
        if prefix == ALL or _has_rule(rules, prefix):
            continue
        contracts = [contract, *load_other_contracts(contract)]
        if any(_has_rule(load_rules(one), prefix) for one in contracts):
            continue
        if any(_has_rule(load_migration_rules(one), prefix) for one in contracts):
            raise UnknownNameError("rule of the linter", prefix, (), hint=MIGRATION_RULE)
        raise UnknownNameError("rule", prefix, rules, hint="`contractkit rules` lists them")
    return prefixes


def _has_rule(rules: Iterable[str], prefix: str) -> bool:
    return any(rule.startswith(prefix) for rule in rules)


def select_optional_rules(contract: Contract, selection: Selection) -> frozenset[str]:
    """The rules that are off by default and that the selection names in full (or by ALL)."""
    if not selection.select:
        return frozenset()
    optional: Mapping[str, object] = contract.data.get("optional", {})
    selected = optional if ALL in selection.select else set(optional) & set(selection.select)
    return frozenset(selected)


class HasRule(Protocol):
    """A fault or violation: anything with the id of the rule that it breaks."""

    @property
    def rule(self) -> str:
        """The id of the rule."""


Item = TypeVar("Item", bound=HasRule)


def limit_by_rule(items: Sequence[Item], limit: int | None) -> Sequence[Item]:
    """The first `limit` items, then only the first of each rule that has not come yet.

    All of them where `limit` is None.
    """
    if limit is None or len(items) <= limit:
        return items
    limited = list(items[:limit])
    reported = {item.rule for item in limited}
    for item in items[limit:]:
        if item.rule not in reported:
            reported.add(item.rule)
            limited.append(item)
    return limited

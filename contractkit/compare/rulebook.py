"""The rules that only one version has, or that weigh otherwise in each."""

from collections.abc import Iterator

from contractkit.compare.records import WORST_FIRST, Kind, RuleChange, RuleState
from contractkit.contracts.loading import Contract
from contractkit.contracts.rules import Rule, load_rules


def list_rule_changes(before: Contract, after: Contract) -> Iterator[RuleChange]:
    """The rules that differ, by id."""
    older, newer = load_rules(before), load_rules(after)
    for rule in sorted(older.keys() | newer.keys()):
        old, new = _read(older.get(rule)), _read(newer.get(rule))
        if old != new:
            title = (newer.get(rule) or older[rule]).title
            yield RuleChange(_find_kind(old, new), rule, title, old, new)


def _read(rule: Rule | None) -> RuleState | None:
    return RuleState(rule.severity, rule.verdict, rule.on) if rule else None


def _find_kind(old: RuleState | None, new: RuleState | None) -> Kind:
    if old is None or new is None:
        return Kind.ADDED if new else Kind.REMOVED
    moved = WORST_FIRST.index(new.verdict) - WORST_FIRST.index(old.verdict)
    return Kind.CHANGED if not moved else Kind.NARROWED if moved < 0 else Kind.WIDENED

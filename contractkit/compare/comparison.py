"""Compares two versions of a contract: the schemas, the rules, and the verdicts on payloads."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from contractkit.compare.changes import list_changes, list_reworded
from contractkit.compare.constraints import match_constraints, strip_annotations
from contractkit.compare.payloads import Share
from contractkit.compare.proofs import prove_empty
from contractkit.compare.records import (
    CELLS,
    CLIENT,
    IMPLEMENTATION,
    WORST_FIRST,
    Difference,
    Kind,
    MessageDifference,
    RuleChange,
    RuleState,
    Tally,
)
from contractkit.compare.trials import Judged, judge_all, try_payloads
from contractkit.compare.version_step import find_numbered, find_step
from contractkit.contracts.contract import PARAMETERS
from contractkit.contracts.listed_answers import list_answer_messages
from contractkit.contracts.loading import Contract, load_schema
from contractkit.contracts.message_forms import list_notification_forms
from contractkit.contracts.operations import list_operations
from contractkit.contracts.parameters import list_parameters, make_parameters_schema
from contractkit.contracts.requests import list_requests, name_request, request_message
from contractkit.contracts.rules import Rule, load_rules

COMPARED_ELSEWHERE = frozenset({"title", "messages", "tenant", "optional"})


def compare(before: Contract, after: Contract, *, share: Share | None = None) -> Difference:
    """All that differs from one version to another, the same on every run.

    Takes a second for each message: thousands of payloads are judged by both. `share` does a list
    of tasks by a function that gives results, and gives all of these in order: with several
    processes, or with a look at how far it is.
    """
    share = share or _run_in_turn
    names = dict.fromkeys((*after.messages, *before.messages))
    in_both = [name for name in names if name in before.messages and name in after.messages]
    judged = judge_all((before, after), in_both, share)
    messages = tuple(
        _compare_message(before, after, name, judged[name])
        if name in judged
        else _tell_presence(before, after, name)
        for name in names
    )
    messages += tuple(_compare_parameters(before, after, share))
    step, proved = find_step(messages)
    return Difference(
        str(before),
        str(after),
        step,
        proved,
        find_numbered(before, after),
        messages,
        tuple(list_rule_changes(before, after)),
        tuple(_list_settings(before, after)),
    )


def _compare_parameters(
    before: Contract, after: Contract, share: Share
) -> Iterator[MessageDifference]:
    """The differences of the parameters of requests that both versions have."""
    older = {name_request(view): view for view in list_requests(before)}
    for view in list_requests(after):
        old = older.get(name_request(view))
        if old is None or not (list_parameters(old) and list_parameters(view)):
            continue
        schemas = [strip_annotations(make_parameters_schema(one)) for one in (old, view)]
        if schemas[0] != schemas[1]:
            judged = judge_all((old, view), [PARAMETERS], share)[PARAMETERS]
            found = _compare_message(old, view, PARAMETERS, judged)
            yield replace(found, message=f"parameters of {name_request(view)}")


def _run_in_turn(tasks: list[Any], run: Callable[[Any], Iterable[Any]]) -> Iterator[Any]:
    return (result for task in tasks for result in run(task))


def _tell_presence(before: Contract, after: Contract, message: str) -> MessageDifference:
    """The difference of a message that only one version has."""
    is_added = message in after.messages
    sent_by = _find_sender(after if is_added else before, message)
    kind = Kind.ADDED if is_added else Kind.REMOVED
    return MessageDifference(message, sent_by, kind, dict.fromkeys(CELLS, Tally()))


def _compare_message(
    before: Contract, after: Contract, message: str, judged: Judged
) -> MessageDifference:
    pairs = match_constraints(before, after, message)
    changes = list_changes(before, after, message, pairs)
    empty = prove_empty(before, after, message, pairs)
    table, shown = try_payloads((before, after), message, changes, empty, judged)
    return MessageDifference(
        message,
        _find_sender(after, message),
        None,
        table,
        shown,
        list_reworded(before, after, message),
        tuple(_list_overlays(before, after, message)),
    )


def _find_sender(contract: Contract, message: str) -> str:
    """Who sends a message: `client`, or `implementation` for answers and notifications."""
    views = list_requests(contract)
    asked = {request_message(view) for view in views}
    told = {form.message for view in views for form in list_notification_forms(view)}
    others = (other for view in views for other in list_operations(view))
    told |= {one for other in others for one in other.answers.values() if one}
    told |= {one for view in views for one in list_answer_messages(view)}
    return IMPLEMENTATION if message in told - asked else CLIENT


def _list_overlays(before: Contract, after: Contract, message: str) -> Iterator[tuple[str, Kind]]:
    """The schemas that a tenant's settings, or naming a rule, switch on: those that differ."""
    old, new = (_read_overlays(version, message) for version in (before, after))
    for name in sorted(old.keys() | new.keys()):
        if old.get(name) != new.get(name):
            kind = Kind.CHANGED if name in old and name in new else None
            yield name, kind or (Kind.ADDED if name in new else Kind.REMOVED)


def _read_overlays(contract: Contract, message: str) -> dict[str, Any]:
    return {
        f"{group} {name}": (
            strip_annotations(load_schema(contract, overlay["schema"])),
            strip_annotations(overlay),
        )
        for group in ("tenant", "optional")
        for name, overlay in contract.data.get(group, {}).items()
        if overlay["message"] == message
    }


def _list_settings(before: Contract, after: Contract) -> Iterator[str]:
    """The keys of contract.json that differ, one level deep, with a point between."""
    for key in sorted((before.data.keys() | after.data.keys()) - COMPARED_ELSEWHERE):
        old, new = before.data.get(key), after.data.get(key)
        if isinstance(old, dict) and isinstance(new, dict):
            inner = sorted(old.keys() | new.keys())
            yield from (f"{key}.{name}" for name in inner if old.get(name) != new.get(name))
        elif old != new:
            yield key


def list_rule_changes(before: Contract, after: Contract) -> Iterator[RuleChange]:
    """The rules that differ, by id."""
    older, newer = load_rules(before), load_rules(after)
    for rule in sorted(older.keys() | newer.keys()):
        old, new = _read_state(older.get(rule)), _read_state(newer.get(rule))
        if old != new:
            title = (newer.get(rule) or older[rule]).title
            yield RuleChange(_find_rule_kind(old, new), rule, title, old, new)


def _read_state(rule: Rule | None) -> RuleState | None:
    return RuleState(rule.severity, rule.verdict, rule.on) if rule else None


def _find_rule_kind(old: RuleState | None, new: RuleState | None) -> Kind:
    if old is None or new is None:
        return Kind.ADDED if new else Kind.REMOVED
    moved = WORST_FIRST.index(new.verdict) - WORST_FIRST.index(old.verdict)
    return Kind.CHANGED if not moved else Kind.NARROWED if moved < 0 else Kind.WIDENED

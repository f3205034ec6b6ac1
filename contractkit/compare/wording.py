"""Describes a difference in words, without the formatting of a report."""

import json
from collections.abc import Mapping
from typing import Any

from contractkit.compare.constraints import Constraint
from contractkit.compare.records import (
    CLIENT,
    IMPLEMENTATION,
    Basis,
    Cell,
    Change,
    Difference,
    Kind,
    MessageDifference,
    Step,
)
from contractkit.findings import Verdict
from contractkit.reporting.texts import clean

LONGEST_LIMIT, LONGEST_STRING = 48, 60
BASES = {
    Basis.STRUCTURE: "",
    Basis.PAYLOADS: ", by the payloads",
    Basis.UNDECIDED: ", but no payload tried shows how",
}
MESSAGE_KINDS = {
    Kind.ADDED: "a message that is new",
    Kind.REMOVED: "a message that is no more: its payloads have no verdict",
}
VALID, DOUBTFUL, INVALID = Verdict.VALID, Verdict.DOUBTFUL, Verdict.INVALID
SENDING: Mapping[Cell, str] = {
    (VALID, INVALID): "some of what was valid is refused now",
    (VALID, DOUBTFUL): "some of what was valid may be refused now",
    (DOUBTFUL, INVALID): "some of what may have been accepted is refused now",
    (DOUBTFUL, VALID): "some of what may have been refused is accepted now",
    (INVALID, DOUBTFUL): "some of what was refused may be accepted now",
    (INVALID, VALID): "some of what was refused is accepted now",
}
RECEIVING: Mapping[Cell, str] = {
    (VALID, INVALID): "must refuse some of what it had to accept",
    (VALID, DOUBTFUL): "may refuse some of what it had to accept",
    (DOUBTFUL, INVALID): "must refuse some of what it was free to accept",
    (DOUBTFUL, VALID): "must accept some of what it was free to refuse",
    (INVALID, DOUBTFUL): "may accept some of what it had to refuse",
    (INVALID, VALID): "must accept some of what it had to refuse",
}


def name_versions(difference: Difference) -> tuple[str, str]:
    """What to call the two in short: their versions, unless they are of different contracts."""
    old, new = difference.before.partition("@"), difference.after.partition("@")
    return (old[2], new[2]) if old[0] == new[0] else (difference.before, difference.after)


def describe_step(difference: Difference) -> str:
    """How certain the step is, and whether the numbers say the same."""
    tried = sum(message.tried for message in difference.messages)
    certain = {
        Step.MAJOR: "a valid payload, or a whole message, is valid no more",
        Step.MINOR: "verdicts change, and nothing valid can become invalid (proved)",
        Step.PATCH: "no verdict can change (proved)",
    }
    likely = {
        Step.MINOR: f"verdicts change; none of {tried} payloads went from valid to invalid",
        Step.PATCH: f"none of {tried} payloads changed its verdict",
    }
    words = certain[difference.step] if difference.proved else likely[difference.step]
    words = words[:1].upper() + words[1:]
    if difference.numbered is None:
        return f"{words}."
    fits = "as it should" if difference.numbered is difference.step else f"not {difference.step}"
    return f"{words}. The number makes a {difference.numbered} step, {fits}."


def describe_message(message: MessageDifference) -> str:
    """Who sends a message and who judges it."""
    other = "implementation" if message.sent_by == "client" else "client"
    if message.kind:
        return f"{message.message}, {MESSAGE_KINDS[message.kind]}"
    return f"{message.message}: the {message.sent_by} sends it, the {other} takes it"


def describe_change(change: Change) -> str:
    """What of a place differs; of a property as such, how it was or is unknown."""
    if change.is_property:
        when = "before" if change.kind is Kind.ADDED else "now"
        if change.guard is None:
            return f"whatever stood there was not judged {when}"
        return f"unknown {when} {_name_rule(change.guard)}"
    old, new = change.before, change.after
    if old is None or new is None:
        words = describe_constraint(new or old)
        return f"{words}, {'new' if new else 'no more'}{BASES[change.basis]}"
    before, after = describe_constraint(old), describe_constraint(new)
    if before == after:
        before = "the same with another value"
    return f"{before} → {after}{BASES[change.basis]}"


def describe_effects(cells: tuple[Cell, ...], sent_by: str) -> dict[str, list[str]]:
    """What changes of verdict mean, by party: for the client first."""
    sending = [SENDING[cell] for cell in cells if cell in SENDING]
    receiving = [RECEIVING[cell] for cell in cells if cell in RECEIVING]
    if sent_by == CLIENT:
        return {CLIENT: sending, IMPLEMENTATION: receiving}
    return {CLIENT: receiving, IMPLEMENTATION: sending}


def describe_constraint(constraint: Constraint | None) -> str:
    """A constraint with its rule and the verdict on what breaks it."""
    if constraint is None:
        return ""
    where = ", on a condition" if constraint.conditions else ""
    return f"{_describe_demand(constraint)}{where} {_name_rule(constraint)}"


def _describe_demand(constraint: Constraint) -> str:
    match constraint.keyword:
        case "required":
            return f"{show(constraint.name)} required"
        case "additionalProperties" | "unevaluatedProperties":
            return "no properties but those known"
        case "oneOf" | "anyOf":
            return f"{constraint.keyword} of {len(constraint.limit)} branches"
        case _:
            return f"{constraint.keyword} {_cut(show(constraint.limit), LONGEST_LIMIT)}"


def _name_rule(constraint: Constraint) -> str:
    verdict = "a note" if constraint.verdict is Verdict.VALID else constraint.verdict
    return f"({constraint.rule}, {verdict})"


def show(value: object) -> str:
    """A value as JSON on one line, with long strings cut."""
    return clean(json.dumps(_shorten(value), ensure_ascii=False))


def _shorten(value: Any) -> Any:
    if isinstance(value, dict):
        return {_cut(name, LONGEST_STRING): _shorten(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_shorten(inner) for inner in value]
    if isinstance(value, str) and len(value) > LONGEST_STRING:
        return f"{value[:20]}… ({len(value)} characters)"
    return value


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"

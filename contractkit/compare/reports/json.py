"""`--format json`: a difference as one object, for programs to read."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from contractkit.compare.constraints import Constraint
from contractkit.compare.records import (
    Change,
    Difference,
    MessageDifference,
    RuleState,
    Witness,
)
from contractkit.compare.wording import describe_effects

VERSION = 1


def render_json(difference: Difference) -> str:
    """The whole difference as one object, in ASCII."""
    members = {"version": VERSION, **_write_fields(difference)}
    members["messages"] = [_write_message(message) for message in difference.messages]
    return json.dumps(members, indent=2) + "\n"


def _write_message(message: MessageDifference) -> Mapping[str, Any]:
    table = [
        {"before": before, "after": after, **_write_fields(tally)}
        for (before, after), tally in message.table.items()
    ]
    return {
        "message": message.message,
        "sent_by": message.sent_by,
        "kind": message.kind,
        "tried": message.tried,
        "table": [] if message.kind else table,
        "changes": [_write_change(change, message.sent_by) for change in message.changes],
        "reworded": list(message.reworded),
        "overlays": [{"overlay": name, "kind": kind} for name, kind in message.overlays],
    }


def _write_change(change: Change, sent_by: str) -> Mapping[str, Any]:
    return {
        "kind": change.kind,
        "basis": change.basis,
        "pattern": change.pattern,
        "property": change.is_property,
        "part_of": change.part_of,
        "before": _write(change.before),
        "after": _write(change.after),
        "guard": _write(change.guard),
        "effects": describe_effects(change.cells, sent_by),
        "witnesses": _write(change.witnesses),
    }


def _write(value: Any) -> Any:
    """A record as an object, with the members of its fields unless it has others."""
    if isinstance(value, list | tuple):
        return [_write(item) for item in value]
    if not is_dataclass(value):
        return value
    match value:
        case Constraint():
            conditions = [{"pattern": place, "schema": test} for place, test in value.conditions]
            return _write_fields(value) | {"conditions": conditions}
        case Witness():
            before, after = value.cell
            return {
                "payload": value.payload,
                "before": {"verdict": before, "rules": list(value.rules_before)},
                "after": {"verdict": after, "rules": list(value.rules_after)},
            }
        case RuleState():
            return {"severity": value.severity, "verdict": value.verdict, "default": value.on}
    return _write_fields(value)


def _write_fields(record: Any) -> dict[str, Any]:
    return {field.name: _write(getattr(record, field.name)) for field in fields(record)}

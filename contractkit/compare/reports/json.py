"""A difference as JSON, for programs."""

import json
from collections.abc import Mapping
from typing import Any

from contractkit.compare.constraints import Constraint
from contractkit.compare.records import (
    Change,
    Difference,
    MessageDifference,
    RuleChange,
    RuleState,
    Witness,
)
from contractkit.compare.wording import describe_effects

VERSION = 1


def render_json(difference: Difference) -> str:
    """The whole difference as one object, in ASCII."""
    members = {
        "version": VERSION,
        "before": difference.before,
        "after": difference.after,
        "step": difference.step,
        "proved": difference.proved,
        "numbered": difference.numbered,
        "messages": [_write_message(one) for one in difference.messages],
        "rules": [_write_rule(one) for one in difference.rules],
        "settings": list(difference.settings),
    }
    return json.dumps(members, indent=2) + "\n"


def _write_message(one: MessageDifference) -> Mapping[str, Any]:
    table = [
        {
            "before": cell[0],
            "after": cell[1],
            "count": tally.count,
            "proved_empty": tally.proved_empty,
            "witness": _write_witness(tally.witness) if tally.witness else None,
        }
        for cell, tally in one.table.items()
    ]
    return {
        "message": one.message,
        "sent_by": one.sent_by,
        "kind": one.kind,
        "tried": one.tried,
        "table": table if one.kind is None else [],
        "changes": [_write_change(change, one.sent_by) for change in one.changes],
        "reworded": list(one.reworded),
        "overlays": [{"overlay": name, "kind": kind} for name, kind in one.overlays],
    }


def _write_change(change: Change, sent_by: str) -> Mapping[str, Any]:
    return {
        "kind": change.kind,
        "basis": change.basis,
        "pattern": change.pattern,
        "property": change.is_property,
        "part_of": change.part_of,
        "before": _write_constraint(change.before),
        "after": _write_constraint(change.after),
        "guard": _write_constraint(change.guard),
        "effects": describe_effects(change.cells, sent_by),
        "witnesses": [_write_witness(one) for one in change.witnesses],
    }


def _write_constraint(one: Constraint | None) -> Mapping[str, Any] | None:
    if one is None:
        return None
    return {
        "rule": one.rule,
        "verdict": one.verdict,
        "level": one.level,
        "pattern": one.pattern,
        "keyword": one.keyword,
        "name": one.name,
        "limit": one.limit,
        "conditions": [{"pattern": place, "schema": test} for place, test in one.conditions],
    }


def _write_witness(one: Witness) -> Mapping[str, Any]:
    return {
        "payload": one.payload,
        "before": {"verdict": one.cell[0], "rules": list(one.rules_before)},
        "after": {"verdict": one.cell[1], "rules": list(one.rules_after)},
    }


def _write_rule(one: RuleChange) -> Mapping[str, Any]:
    return {
        "kind": one.kind,
        "rule": one.rule,
        "title": one.title,
        "before": _write_state(one.before),
        "after": _write_state(one.after),
    }


def _write_state(one: RuleState | None) -> Mapping[str, Any] | None:
    if one is None:
        return None
    return {"severity": one.severity, "verdict": one.verdict, "default": one.on}

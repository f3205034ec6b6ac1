"""The constraints of a message in a form that can be compared, and in pairs for two versions."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from contractkit.contracts.loading import Contract
from contractkit.contracts.rules import load_rules
from contractkit.contracts.subschemas import drop_keywords
from contractkit.findings import Verdict
from contractkit.payloads.mutation_points import MutationPoint, list_all_points
from contractkit.validation.violation import CHOICES, UNKNOWN

ANNOTATIONS = frozenset({"x-rules", "examples", "$id", "$schema", "title", "description"})

Conditions = tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Constraint:
    """A keyword at a place, with its rule and the verdict on what breaks it.

    `name` is the property for `required`; `limit` the keyword's value, without words, and the names
    that are known for `additionalProperties`. `conditions` are pairs of a pattern and a schema that
    must be met there for the constraint to count.
    """

    rule: str
    verdict: Verdict
    level: str
    pattern: str
    keyword: str
    name: str
    limit: Any
    conditions: Conditions

    @property
    def key(self) -> str:
        """The constraint without its limit, its rule and its level."""
        return canonical_json((self.pattern, self.kind, self.name, self.conditions))

    @property
    def kind(self) -> str:
        """What is limited: a `const` is an `enum` of one value."""
        return "enum" if self.keyword == "const" else self.keyword


def counts_under(constraint: Constraint, conditions: Conditions) -> bool:
    """Whether a constraint counts for every payload that meets the conditions."""
    met = set(map(canonical_json, conditions))
    return all(canonical_json(condition) in met for condition in constraint.conditions)


Pair = tuple[Constraint | None, Constraint | None]


def list_constraints(contract: Contract, message: str) -> list[Constraint]:
    """All constraints of a message that judge whatever the tenant is, in the schemas' order."""
    verdicts = {rule.id: rule.verdict for rule in load_rules(contract).values()}
    return [_read(point, verdicts) for point in list_all_points(contract, message)]


def _read(point: MutationPoint, verdicts: Mapping[str, Verdict]) -> Constraint:
    pattern, keyword, name = point.pattern, point.keyword, point.name
    limit = strip_annotations(point.limit)
    if keyword in UNKNOWN and not isinstance(point.limit, dict):
        limit = sorted([*point.schema.get("properties", ()), *_list_patterns(point.schema)])
    if keyword == "additionalProperties" and name:  # a keyword of the schema of any member
        pattern, keyword, name, limit = f"{pattern}/*", name, "", point.limit[name]
    if keyword == "required":
        limit = None
    if keyword in CHOICES:  # what a branch asks for is told as constraints of its own
        limit = list(range(1, len(point.limit) + 1))
    conditions = tuple((place, strip_annotations(test)) for place, test in point.conditions)
    return Constraint(
        point.rule,
        verdicts[point.rule],
        point.level,
        pattern,
        keyword,
        name,
        limit,
        conditions,
    )


def _list_patterns(schema: Mapping[str, Any]) -> list[str]:
    return [f"/{pattern}/" for pattern in schema.get("patternProperties", ())]


def match_constraints(before: Contract, after: Contract, message: str) -> list[Pair]:
    """The constraints of both versions in pairs, None beside one that has no counterpart.

    First those that are the same, then those with another limit, then those that moved from one
    schema of the message to another.
    """
    older, newer = list_constraints(before, message), list_constraints(after, message)
    found: dict[int, Constraint] = {}
    for identify in (_identify_exactly, _identify_place, _identify_content):
        _match(older, newer, identify, found)
    matched = {id(old) for old in found.values()}
    pairs: list[Pair] = [(found.get(id(new)), new) for new in newer]
    return pairs + [(old, None) for old in older if id(old) not in matched]


def _match(
    older: list[Constraint],
    newer: list[Constraint],
    identify: Callable[[Constraint], str],
    found: dict[int, Constraint],
) -> None:
    """Add to the pairs found (by the newer's identity) those that are identified alike."""
    matched = {id(old) for old in found.values()}
    free: dict[str, list[Constraint]] = {}
    for old in older:
        if id(old) not in matched:
            free.setdefault(identify(old), []).append(old)
    for new in newer:
        if id(new) not in found and free.get(identify(new)):
            found[id(new)] = free[identify(new)].pop(0)


def _identify_exactly(constraint: Constraint) -> str:
    return canonical_json((constraint.level, constraint.rule, constraint.key, constraint.limit))


def _identify_place(constraint: Constraint) -> str:
    return canonical_json((constraint.level, constraint.key))


def _identify_content(constraint: Constraint) -> str:
    return canonical_json((constraint.key, constraint.limit))


def strip_annotations(value: Any) -> Any:
    """A schema without what judges nothing."""
    return drop_keywords(value, ANNOTATIONS)


def canonical_json(value: object) -> str:
    """A value as text that is equal for equal JSON only: `true` is not 1."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)

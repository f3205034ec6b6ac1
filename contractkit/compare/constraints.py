"""What a version asks of a message, one constraint at a time, in a form that can be compared."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contractkit.contracts.loading import Contract
from contractkit.contracts.rules import load_rules
from contractkit.findings import Verdict
from contractkit.payloads.mutation_points import Site, list_sites

SILENT = frozenset({"x-rules", "examples", "$id", "$schema", "title", "description"})


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
    conditions: tuple[tuple[str, Any], ...]

    @property
    def key(self) -> str:
        """The constraint without its limit, its rule and its level."""
        keyword = "enum" if self.keyword == "const" else self.keyword
        return write((self.pattern, keyword, self.name, self.conditions))


def list_constraints(contract: Contract, message: str) -> list[Constraint]:
    """All constraints of a message that judge whatever the tenant is, in the schemas' order."""
    verdicts = {rule.id: rule.verdict for rule in load_rules(contract).values()}
    return [_read(site, verdicts) for site in list_sites(contract, message)]


def _read(site: Site, verdicts: Mapping[str, Verdict]) -> Constraint:
    limit = strip(site.limit)
    if site.keyword == "additionalProperties":
        limit = sorted(site.schema.get("properties", ()))
    if site.keyword == "required":
        limit = None
    conditions = tuple((place, strip(test)) for place, test in site.conditions)
    return Constraint(
        site.rule,
        verdicts[site.rule],
        site.level,
        site.pattern,
        site.keyword,
        site.name,
        limit,
        conditions,
    )


def strip(value: Any, *, names: bool = False) -> Any:
    """A schema without what judges nothing; `names`: the keys are those of properties."""
    if isinstance(value, list):
        return [strip(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        key: strip(inner, names=key in ("properties", "definitions") and not names)
        for key, inner in value.items()
        if names or key not in SILENT
    }


def write(value: object) -> str:
    """A value as text that is equal for equal JSON only: `true` is not 1."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)

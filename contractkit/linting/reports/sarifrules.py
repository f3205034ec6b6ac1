"""The pages of rules, as SARIF describes rules."""

from collections.abc import Collection
from typing import Any

from contractkit.contracts.loading import Contract
from contractkit.contracts.rules import Rule, first_paragraph, load_rules
from contractkit.findings import Severity

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def describe_rules(contract: Contract, ids: Collection[str]) -> list[dict[str, Any]]:
    """The rules of these ids, in the order of the catalogue, with the help on their pages."""
    return [_describe(rule) for rule in load_rules(contract).values() if rule.id in ids]


def _describe(rule: Rule) -> dict[str, Any]:
    sections = (("", rule.what), ("Why it matters", rule.why), ("How to fix it", rule.fix))
    plain = [f"{title}: {text}" if title else text for title, text in sections]
    marked = [f"## {title}\n\n{text}" if title else text for title, text in sections]
    source = f"Source: {rule.citation}"
    return {
        "id": rule.id,
        "name": rule.slug,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": first_paragraph(rule.what) or rule.title},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "help": {
            "text": "\n\n".join([*plain, source]),
            "markdown": "\n\n".join([*marked, source]),
        },
    }

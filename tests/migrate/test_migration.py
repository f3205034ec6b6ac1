"""Requests of a small contract, rewritten for two others: payloads and findings, case by case."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.migrate.migrating import (
    CONTRACTS,
    find_way,
    list_findings,
    list_payloads,
    migrate_value,
)

CASES = json.loads(Path(__file__).with_name("cases.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_request_becomes_these_payloads_and_nothing_else_is_told(case: dict[str, Any]) -> None:
    way = find_way("note-v1", case["to"], CONTRACTS, case.get("tenant"))
    way = replace(way, force=case.get("force", False), unsafe=case.get("unsafe", False))
    migrated = migrate_value(case["request"], way)
    assert list_payloads(migrated) == case["payloads"]
    assert list_findings(migrated) == sorted(case["findings"])

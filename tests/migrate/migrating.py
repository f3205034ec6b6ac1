"""A text is migrated in a test: its payloads, and its findings as words."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from contractkit.contracts.loading import Contract, load
from contractkit.linting.file_options import choose_options
from contractkit.linting.inputs import Input
from contractkit.linting.settings import Settings
from contractkit.migrate.inputs import Text, read_texts
from contractkit.migrate.reporting import Migrated, Way, migrate_text

CONTRACTS = str(Path(__file__).parent / "contracts")


def find_way(
    source: str, target: str, home: str | None = None, tenant: Mapping[str, Any] | None = None
) -> Way:
    """The way from one contract to another; with a tenant's settings where both know them."""
    start, goal = load(source, schemas=home, tenant=tenant), load(target, schemas=home)
    known = goal.data.get("tenant", {})
    settings = {name: value for name, value in (tenant or {}).items() if name in known}
    return Way(start, replace(goal, tenant=settings))


def migrate_data(data: bytes, way: Way, settings: Settings | None = None) -> Migrated:
    """What becomes of a text."""
    [text] = read_texts(
        [Input("x.json", data)], way.source, choose_options(way.source, settings or Settings())
    )
    assert isinstance(text, Text)
    return migrate_text(text, way)


def migrate_value(value: object, way: Way) -> Migrated:
    """What becomes of a payload."""
    return migrate_data(json.dumps(value, ensure_ascii=False).encode(), way)


def list_payloads(migrated: Migrated) -> list[Any]:
    """The payloads of all requests of a text."""
    return [payload.value for request in migrated.requests for payload in request.payloads]


def list_findings(migrated: Migrated) -> list[str]:
    """Each finding as its severity, rule and pointer, sorted."""
    findings = migrated.linted.findings
    return sorted(f"{one.severity} {one.rule} {one.pointer}" for one in findings)


def load_contract(name: str) -> Contract:
    """One of the small contracts of these tests."""
    return load(name, schemas=CONTRACTS)

"""No value is lost in silence, and the result is never invalid; and a broken promise is seen."""

from dataclasses import replace
from typing import Any

import pytest

from contractkit.contracts.examples import find_examples
from contractkit.contracts.loading import load_default
from contractkit.contracts.migrations import list_targets, read_migration
from contractkit.contracts.rules import load_migration_rules
from contractkit.migrate.payloads import Payload
from tests.migrate.keeping import find_invalid, find_lost, generate_requests, list_broken_promises
from tests.migrate.migrating import CONTRACTS, find_way, load_contract, migrate_value

SOURCE = load_default()
TARGETS = list_targets(SOURCE)
COUNT = 100


@pytest.mark.parametrize("seed", ["a", "b"])
@pytest.mark.parametrize("target", TARGETS)
def test_requests_are_carried_over_whole_or_it_is_told(target: str, seed: str) -> None:
    way = find_way(str(SOURCE), target)
    for value in generate_requests(SOURCE, COUNT, seed):
        assert list_broken_promises(value, migrate_value(value, way), way) == [], value


@pytest.mark.parametrize("seed", ["a", "b"])
@pytest.mark.parametrize("target", list_targets(load_contract("note-v1")))
def test_requests_of_a_small_contract_are_too(target: str, seed: str) -> None:
    way = find_way("note-v1", target, CONTRACTS)
    for value in generate_requests(way.source, COUNT, seed):
        broken = list_broken_promises(value, migrate_value(value, way), way)
        assert broken == [], value


NOTE: dict[str, Any] = {
    "kind": "note",
    "readers": [{"names": ["Ann"], "ref": "1"}],
    "content": {"author": "Me", "words": "Hi", "style": "2"},
    "ref": "2",
    "drawing": "x",
    "other": {"a": [1]},
}


def test_what_nobody_tells_of_is_seen_to_be_lost() -> None:
    way = find_way("note-v1", "memo-v2", CONTRACTS)
    data = read_migration(way.source, "memo-v2")
    migrated = migrate_value(NOTE, way)
    assert find_lost(NOTE, migrated, data) == []
    silent = replace(migrated, linted=migrated.linted._replace(findings=()))
    assert find_lost(NOTE, silent, data) == ["/ref", "/drawing", "/other/a/0"]
    [request] = migrated.requests
    empty = replace(silent, requests=(replace(request, payloads=(Payload({}, {}),)),))
    assert "/content/style" in find_lost(NOTE, empty, data)
    assert find_invalid(empty, way.target) != []


@pytest.mark.parametrize("rule", load_migration_rules(SOURCE))
def test_rule_has_a_good_example_and_a_bad_one(rule: str) -> None:
    good, bad = find_examples(SOURCE, rule)
    assert good
    assert bad

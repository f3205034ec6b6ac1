"""Whatever is in a file, a migration ends with findings and payloads, forced or not."""

import json
from dataclasses import replace
from itertools import islice

import pytest

from contractkit.contracts.loading import load_default
from contractkit.contracts.migrations import list_targets
from contractkit.findings import Verdict
from contractkit.linting.settings import Settings
from contractkit.migrate.texts import write_payload
from contractkit.payloads.cases import to_bytes
from contractkit.payloads.sampling import generate_cases
from tests.migrate.keeping import list_leaves
from tests.migrate.migrating import find_way, list_findings, list_payloads, migrate_data

SOURCE = load_default()
TARGETS = list_targets(SOURCE)
ODD: list[object] = [
    *(None, 1, "x", [], {}, [1], [[]], [None], {"destination": 5, "channels": []}),
    {"destination": [5, None, {"msisdn": 5}, {"msisdn": [5, None]}], "channels": {"sms": []}},
    {"destination": {"0": {"msisdn": {"0": "1"}}}, "channels": {"sms": {"text": {}}}},
    [{"deliverychannel": "sms"}, 7],
]


@pytest.mark.parametrize("target", TARGETS)
def test_invalid_requests_are_written_only_by_force(target: str) -> None:
    way = find_way(str(SOURCE), target)
    for case in islice(generate_cases(SOURCE, "request", Verdict.INVALID, None, "0"), 100):
        migrated = migrate_data(to_bytes(case), way)
        assert list_payloads(migrated) == []
        own = set(list_findings(migrated))
        assert own
        assert own <= set(list_findings(migrate_data(to_bytes(case), replace(way, force=True))))


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("value", ODD, ids=json.dumps)
@pytest.mark.parametrize("target", TARGETS)
def test_odd_values_give_findings(target: str, value: object, force: bool) -> None:
    way = replace(find_way(str(SOURCE), target), force=force)
    migrated = migrate_data(json.dumps(value).encode(), way, Settings(kind="request"))
    assert any(one.startswith("error") for one in list_findings(migrated))
    assert force or list_payloads(migrated) == []


@pytest.mark.parametrize("text", ["", "{", "{'a': 1", "\ufeff{}", "nothing", '{"a": "\ud800"}'])
def test_broken_texts_give_findings(text: str) -> None:
    way = replace(find_way(str(SOURCE), TARGETS[0]), force=True)
    data = text.encode("utf-8", "surrogatepass")
    assert list_findings(migrate_data(data, way, Settings(kind="request")))


@pytest.mark.parametrize("target", TARGETS)
def test_a_text_with_half_a_character_is_written_as_it_is(target: str) -> None:
    text = "a\ud800b"
    request = {
        "deliverychannel": "sms",
        "destination": [{"msisdn": ["+447700900123"]}],
        "channels": {"sms": {"senderid": "ACME", "text": text}},
    }
    migrated = migrate_data(json.dumps(request).encode(), find_way(str(SOURCE), target))
    [payload] = list_payloads(migrated)
    assert text in [value for _, value in list_leaves(payload)]
    assert "error JT012 /channels/sms/text" in list_findings(migrated)
    assert json.loads(write_payload(payload)) == payload

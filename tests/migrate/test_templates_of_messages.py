"""A request that names a template in place of a text: the template goes over, and the sender."""

import json
from dataclasses import replace

import pytest

from contractkit.contracts.loading import load_default
from tests.migrate.migrating import find_way, list_findings, list_payloads, migrate_value

REQUEST = {
    "deliverychannel": "sms",
    "destination": [{"msisdn": ["+447700900123"]}],
    "channels": {"sms": {"senderid": "ACME"}},
    "message": {"template": "55", "parameters": {"name": "Jo"}},
}
RESULTS: dict[str, dict[str, object]] = {
    "send-message-v2": {"template": {"id": "55"}, "substitutions": {"name": "Jo"}},
    "send-sms-v1": {
        "content": "55",
        "contentType": "TEMPLATE",
        "substitutions": {"name": "Jo"},
    },
}


@pytest.mark.parametrize("target", RESULTS)
@pytest.mark.parametrize("has_sender", [True, False])
def test_a_template_goes_over_and_only_the_sender_may_be_missing(
    target: str, has_sender: bool
) -> None:
    request = {name: one for name, one in REQUEST.items() if has_sender or name != "channels"}
    way = replace(find_way(str(load_default()), target), force=True)
    migrated = migrate_value(request, way)
    [payload] = list_payloads(migrated)
    assert payload.items() >= RESULTS[target].items()
    assert "content" not in payload or payload["content"] == "55"
    assert payload.get("from") == ("ACME" if has_sender else None)
    findings = json.dumps(list_findings(migrated))
    assert ("SM903" in findings) is not has_sender
    assert "SM920" not in findings

"""Payloads as JSON: placeholders without quotes stay without, and everything else is JSON."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractkit.linting.settings import Settings
from contractkit.migrate.texts import BarePlaceholder, write_payload
from tests.migrate.migrating import CONTRACTS, find_way, list_findings, list_payloads, migrate_data

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(VALUES, st.booleans())
def test_payload_is_read_back_as_it_was(value: object, pretty: bool) -> None:
    text = write_payload(value, pretty=pretty)
    assert json.loads(text.encode()) == value


def test_placeholder_without_quotes_stays_without() -> None:
    value = {"a": BarePlaceholder('{{x "é" \\}}'), "b": "{{y}}", "c": [BarePlaceholder("$(z)")]}
    assert write_payload(value) == '{"a": {{x "é" \\}}, "b": "{{y}}", "c": [$(z)]}'


NOTE = """{{
  // who reads it
  "kind": "note", "readers": [{{"names": ["{name}"]}}],
  "content": {{"author": "{author}", "words": "Hi", "style": "{style}"}}, "loud": {loud}, "due": "{due}",
}}"""  # noqa: E501


@pytest.mark.parametrize(
    "pattern",
    ["{{{{{}}}}}", "${{{}}}", "$({})"],
)
def test_placeholders_stay_placeholders(pattern: str) -> None:
    values = {name: pattern.format(name) for name in ("name", "author", "style", "loud", "due")}
    settings = Settings(jsonc=True, templates=True)
    way = find_way("note-v1", "memo-v2", CONTRACTS)
    migrated = migrate_data(NOTE.format(**values).encode(), way, settings)
    [payload] = list_payloads(migrated)
    assert payload == {
        "sort": "memo",
        "from": values["author"],
        "to": [{"names": [values["name"]]}],
        "body": {"type": values["style"], "text": "Hi"},
        "due": values["due"],
        "loud": values["loud"],
    }
    assert f'"loud": {values["loud"]}' in write_payload(payload)
    assert f'"due": "{values["due"]}"' in write_payload(payload)
    told = ["/content/style", "/due", "/loud"]
    assert list_findings(migrated) == [f"warning NO919 {place}" for place in told]

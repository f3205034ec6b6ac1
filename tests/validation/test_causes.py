"""One mistake explains several violations: a wrong name, or a property of another version."""

import json
from pathlib import Path
from typing import Any

import pytest

from contractkit import check, load
from contractkit.contracts.loading import Contract
from contractkit.contracts.rules import load_rules
from tests.sample_payloads import plain, plain_sms

PAGE = """---
title: Something is so
severity: {severity}
source: "The kettle's leaflet"
---

## What it says

It is so.

## Why it matters

It matters.

## How to fix it

Fix it.
"""
LID: dict[str, Any] = {"properties": {"lock": {}}}
VERSIONS: dict[str, dict[str, Any]] = {
    "1.0.0": {"volume": {}, "cord": {}, "lid": {"properties": {"hinge": {}}}},
    "1.1.0": {"volume": {}, "cord": {}, "lid": LID},
    "2.0.0": {"volume": {}, "litres": {}, "lid": LID},
    "2.1.0": {"volume": {}, "litres": {}, "lid": LID, "volumes": {}},
}


def forbid(properties: dict[str, Any]) -> dict[str, Any]:
    """A schema that knows these properties only, inside too."""
    known = {name: forbid(one["properties"]) if one else {} for name, one in properties.items()}
    rules = {"additionalProperties": "KE2"}
    return {"properties": known, "additionalProperties": False, "x-rules": rules}


@pytest.fixture
def kettles(tmp_path: Path) -> Path:
    """A folder of contracts with one that has four versions."""
    listed = {version: {"sha256": ""} for version in VERSIONS}
    entry = {"title": "Kettle", "default": "2.0.0", "versions": listed}
    catalog = {"default": "kettle", "contracts": {"kettle": entry}}
    (tmp_path / "catalog.json").write_text(json.dumps(catalog))
    rules = tmp_path / "kettle" / "rules"
    rules.mkdir(parents=True)
    for rule, severity in (("KE1", "error"), ("KE2", "warning"), ("KE3", "error")):
        (rules / f"{rule}-so.md").write_text(PAGE.format(severity=severity))
    for version, properties in VERSIONS.items():
        folder = tmp_path / "kettle" / version
        folder.mkdir()
        message = {"schema": "order.schema.json", "advice": "order.advice.schema.json"}
        data = {"title": "Kettle", "messages": {"order": message}}
        (folder / "contract.json").write_text(json.dumps(data))
        required = {"required": {"volume": "KE1"}}
        schema = {"required": ["volume"], "properties": {"volume": {}}, "x-rules": required}
        (folder / message["schema"]).write_text(json.dumps(schema))
        (folder / message["advice"]).write_text(json.dumps(forbid(properties)))
    return tmp_path


def load_kettle(kettles: Path, version: str) -> Contract:
    return load(f"kettle@{version}", schemas=str(kettles))


@pytest.mark.parametrize(
    ("version", "order", "message", "help_"),
    [
        (
            "1.0.0", {"volume": 1, "litres": 2},
            "“litres” is documented since 2.0.0, not in 1.0.0",
            "Judge the order by kettle@2.0.0, or remove it.",
        ),
        (
            "2.1.0", {"volume": 1, "cord": 2},
            "“cord” is documented until 1.1.0, not in 2.1.0",
            "Judge the order by kettle@1.1.0, or remove it.",
        ),
        (
            "1.0.0", {"volume": 1, "lid": {"lock": 1}},
            "“lock” is documented since 1.1.0, not in 1.0.0",
            "Judge the order by kettle@1.1.0, or remove it.",
        ),
        (
            "1.1.0", {"volume": 1, "lid": {"hinge": 1}},
            "“hinge” is documented until 1.0.0, not in 1.1.0",
            "Judge the order by kettle@1.0.0, or remove it.",
        ),
        (
            "2.0.0", {"volume": 1, "volumes": 2},
            "“volumes” is documented since 2.1.0, not in 2.0.0",
            "Judge the order by kettle@2.1.0, or remove it.",
        ),
        (
            "2.0.0", {"volume": 1, "litre": 2},
            "“litre” is not a property of the order",
            "Did you mean “litres”?",
        ),
        (
            "1.0.0", {"volume": 1, "lid": {"litres": 1}},
            "“litres” is not a property of “lid”",
            "Fix it.",
        ),
    ],
)  # fmt: skip
def test_an_unknown_property_names_the_version_that_has_it(
    kettles: Path, version: str, order: object, message: str, help_: str
) -> None:
    [finding] = check(order, "order", contract=load_kettle(kettles, version))
    assert (finding.rule, finding.message, finding.help) == ("KE2", message, help_)


def test_a_property_of_another_version_is_no_misspelling_of_a_missing_one(kettles: Path) -> None:
    found = check({"volumes": 2}, "order", contract=load_kettle(kettles, "2.0.0"))
    assert [one.message for one in found] == [
        "“volume” is missing in the order",
        "“volumes” is documented since 2.1.0, not in 2.0.0",
    ]


def test_a_version_that_cannot_be_read_is_no_concern_of_another(kettles: Path) -> None:
    (kettles / "kettle" / "2.0.0" / "contract.json").unlink()
    found = check({"volume": 1, "litres": 2}, "order", contract=load_kettle(kettles, "1.0.0"))
    assert [one.message for one in found] == ["“litres” is documented since 2.1.0, not in 1.0.0"]


def test_a_version_without_the_message_knows_none_of_its_properties(kettles: Path) -> None:
    path = kettles / "kettle" / "1.1.0" / "contract.json"
    path.write_text(path.read_text().replace('"order":', '"bill":'))
    order = {"volume": 1, "lid": {"lock": 1}}
    [finding] = check(order, "order", contract=load_kettle(kettles, "1.0.0"))
    assert finding.message == "“lock” is documented since 2.0.0, not in 1.0.0"


def test_a_version_has_the_rules_that_it_names(kettles: Path) -> None:
    rules = load_rules(load_kettle(kettles, "1.0.0"))
    assert [rule for rule in rules if rule.startswith("KE")] == ["KE1", "KE2"]


@pytest.mark.parametrize("name", ["options", "notifyurlAuthId"])
def test_what_the_later_revision_adds_is_unknown_to_the_first(name: str) -> None:
    first = load("send-message-v1@1.0.0")
    [finding] = check(plain(**{name: {}}), "request", contract=first)
    assert finding.message == f"“{name}” is documented since 1.1.0, not in 1.0.0"
    assert finding.rule == "SM201"


@pytest.mark.parametrize(
    "selection",
    [{}, {"ignore": ["SM201"]}, {"ignore": ["SM2"]}, {"select": ["SM1"]}, {"select": ["SM108"]}],
    ids=str,
)
def test_a_missing_property_is_paired_with_one_that_is_not_selected(
    selection: dict[str, list[str]],
) -> None:
    payload = plain_sms(senderId="ACME")
    del payload["channels"]["sms"]["senderid"]
    select, ignore = selection.get("select", ()), selection.get("ignore", ())
    (finding,) = check(payload, "request", select=select, ignore=ignore)
    assert finding.message == "“senderid” is missing, “senderId” is not its name"
    assert finding.help == "Rename “senderId” to “senderid”."


SECOND = {
    "channel": "sms",
    "from": "ACME",
    "to": [{"msisdn": ["+447700900123"]}],
    "content": {"type": "text", "text": "Hello"},
}


@pytest.mark.parametrize(
    ("name", "other"), [("channel", "deliverychannel"), ("from", "senderId"), ("to", "destination")]
)
def test_the_name_in_another_api_explains_a_missing_property(name: str, other: str) -> None:
    payload = {(other if key == name else key): value for key, value in SECOND.items()}
    (finding,) = check(payload, "request", contract=load("send-message-v2"))
    assert (finding.rule[:3], finding.pointer) == ("MV1", "")
    assert finding.message == f"“{name}” is missing, “{other}” is not its name"
    assert finding.help == f"Rename “{other}” to “{name}”."


@pytest.mark.parametrize(
    ("more", "help_"),
    [
        ({"destination": []}, "Remove it: “to” is at the top level already."),
        ({"expiry": "2026-10-01T09:30:00Z"}, "Did you mean “expireAt”?"),
        ({"shortenUrls": True}, "It belongs in /options and is written “shortenLinks”."),
        ({"correlationId": "x"}, "It belongs in /to/*."),
        ({"notifyurl": ""}, "Did you mean “notifyUrl”?"),
    ],
)
def test_the_name_in_another_api_tells_what_was_meant(more: dict[str, Any], help_: str) -> None:
    (finding,) = check(SECOND | more, "request", contract=load("send-message-v2"))
    assert (finding.rule, finding.help) == ("MV201", help_)

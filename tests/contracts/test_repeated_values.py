"""What a notification repeats is read by the names of the messages, whatever they are."""

# ruff: noqa: S106 - a token here names a callback

import json
from pathlib import Path
from typing import Any

import pytest

from contractkit.contracts.loading import Contract, load
from contractkit.contracts.message_forms import list_notification_forms
from contractkit.contracts.repeated_values import RepeatedValue
from contractkit.fuzz.listener import Notification
from contractkit.fuzz.notification_oracles import NotificationJudge
from contractkit.fuzz.records import Answer, Exchange, Expectation, Login, Probe

MESSAGES: dict[str, dict[str, Any]] = {
    "order": {"type": "object", "properties": {"mark": {"type": "string"}}},
    "reply": {"type": "object", "required": ["number"]},
    "event": {"type": "object"},
}


@pytest.fixture
def contract(tmp_path: Path) -> Contract:
    """A contract whose messages have names of their own."""
    folder = tmp_path / "toy" / "1.0.0"
    folder.mkdir(parents=True)
    for name, schema in MESSAGES.items():
        ruled = {"$id": name, "x-rules": {"type": "JT001", "required": {"number": "JT001"}}}
        properties = {"properties": {"mark": {"type": "string", "x-rules": {"type": "JT001"}}}}
        text = json.dumps({**schema, **ruled, **(properties if name == "order" else {})})
        (folder / f"{name}.schema.json").write_text(text)
    data: dict[str, Any] = {
        "title": "Toy",
        "operation": {"method": "POST", "path": "/", "contentType": "application/json"},
        "messages": {name: {"schema": f"{name}.schema.json"} for name in MESSAGES},
        "answers": {"message": "reply", "acceptance": {"required": ["number"]}, "refusal": False},
        "callback": {
            "url": "/url",
            "message": "event",
            "status": "/status",
            "equal": [
                {"event": "/of", "reply": "/number"},
                {"event": "/mark", "order": "/mark", "absent": "-"},
            ],
        },
    }
    (folder / "contract.json").write_text(json.dumps(data))
    versions = {"title": "Toy", "default": "1.0.0", "versions": {"1.0.0": {"sha256": ""}}}
    catalogue = {"default": "toy", "contracts": {"toy": versions}}
    (tmp_path / "catalog.json").write_text(json.dumps(catalogue))
    return load(schemas=str(tmp_path))


def test_the_pairs_are_read_by_name(contract: Contract) -> None:
    [form] = list_notification_forms(contract)
    assert form.equal == (
        RepeatedValue("/of", "reply", "/number", None),
        RepeatedValue("/mark", "order", "/mark", "-"),
    )


@pytest.mark.parametrize(
    ("event", "blamed"),
    [
        ({"of": 7, "mark": "-"}, []),
        ({"of": 8, "mark": "-"}, ["/of"]),
        ({"of": 7}, ["/mark"]),
        ({}, ["/of", "/mark"]),
    ],
)
def test_they_are_judged_in_any_contract(
    contract: Contract, event: dict[str, Any], blamed: list[str]
) -> None:
    probe = Probe("p", b"{}", Expectation.ACCEPT, Login("none"), token="t")
    sent = Exchange(1, probe, Answer(200, (), b'{"number": 7}'))
    found = NotificationJudge(contract, [sent]).judge(
        [Notification("t", json.dumps(event).encode(), 0.0)]
    )
    assert [problem.aspect for problem, _ in found] == blamed


def test_what_is_absent_has_a_stand_in() -> None:
    repeat = RepeatedValue("/a", "order", "/b/*/c", "")
    assert repeat.list_values({}) == [""]
    assert repeat.list_values({"order": {"b": [{"c": 1}, {"c": 2}]}}) == [1, 2]

"""Notifications of a contract that says where they go and what they are, and nothing else."""

from pathlib import Path
from typing import Any

import pytest

from contractkit import check
from contractkit.contracts.loading import Contract, load
from contractkit.emulator import Retry, Settings, emulate
from contractkit.fuzz import Options, run
from tests.emulator.client import send
from tests.listed_contracts import LISTED, ORDER, SCHEMAS, describe, write_contract

TOLD: dict[str, Any] = {
    "type": "object",
    "required": ["event", "item"],
    "properties": {"event": {"enum": ["packed", "sent"]}, "item": {"type": "string"}},
}
URL = {"type": "string", "pattern": "^https?://[!-~]+$"}
ORDERS = {**ORDER, "properties": {**ORDER["properties"], "tell": URL}}
CALLBACK: dict[str, Any] = {"url": "/tell", "message": "told"}
EQUAL = [{"told": "/item", "order": "/item"}]


def make(folder: Path, callback: dict[str, Any]) -> Contract:
    schemas = {**SCHEMAS, "order": (ORDERS, "OR1"), "told": (TOLD, "OR2")}
    messages = {name: {"schema": f"{name}.schema.json"} for name in schemas}
    data = describe(LISTED, messages=messages, callback=callback)
    return write_contract(folder, data, schemas=schemas)


NOTIFIED: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "made up": (CALLBACK, {"event": "packed"}),
    "made up, with what is repeated": (
        {**CALLBACK, "equal": EQUAL}, {"event": "packed", "item": "tea"},
    ),
    "a template": (
        {**CALLBACK, "template": {"event": "sent", "item": "{{destination}}{{time}}"}},
        {"event": "sent"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NOTIFIED)
def test_an_accepted_request_is_notified_once(name: str, tmp_path: Path) -> None:
    callback, members = NOTIFIED[name]
    contract = make(tmp_path, callback)
    once = Retry(retries=0)
    with emulate(contract, retry=once) as emulator, emulate(contract) as receiver:
        order = {"item": "tea", "count": 1, "tell": receiver.url}
        assert send(emulator.url, order, {}).status == 201
        assert send(emulator.url, {**order, "count": 0}, {}).status == 400
        assert send(emulator.url, {"item": "tea", "count": 1}, {}).status == 201
        assert emulator.wait_idle(20)
        assert emulator.errors == ()
        [told] = [one.payload for one in receiver.requests]
    assert check(told, "told", contract=contract) == ()
    assert members.items() <= told.items()


@pytest.mark.parametrize(
    ("wanted", "status", "taken"),
    [(None, 204, True), (None, 200, True), (None, 302, False), (200, 204, False), (200, 200, True)],
)
def test_what_counts_as_received(wanted: int | None, status: int, taken: bool) -> None:
    assert Retry(status=wanted).takes(status) is taken
    assert not Retry(status=wanted).takes(None)


def test_any_success_counts_where_the_contract_names_none(tmp_path: Path) -> None:
    contract = make(tmp_path, CALLBACK)
    assert Settings(contract).delivery.status is None
    assert Settings(load()).delivery.status == 200


def test_the_fuzzer_blames_nobody(tmp_path: Path) -> None:
    contract = make(tmp_path, {**CALLBACK, "equal": EQUAL})
    with emulate(contract) as emulator:
        options = Options(requests=60, receipts=True, phases=("notifications",))
        report = run(emulator.url, contract=contract, options=options)
        assert emulator.errors == ()
    assert report.failures == ()
    assert report.phases["notifications"] > 5

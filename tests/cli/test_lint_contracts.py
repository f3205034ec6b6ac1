"""Where no contract is named, `lint` finds by the payload which contract it is written for."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from contractkit.contracts.examples import load_examples
from contractkit.contracts.loading import load, read_catalog
from tests.cli.program import run

V1: dict[str, object] = {
    "deliverychannel": "sms",
    "destination": [{"msisdn": ["+447700900123"]}],
    "channels": {"sms": {"senderid": "ACME", "text": "Hi"}},
}
V2: dict[str, object] = {
    "channel": "sms",
    "from": "ACME",
    "to": [{"msisdn": ["+447700900123"]}],
    "content": {"type": "text", "text": "Hi"},
}
SMS: dict[str, object] = {"from": "ACME", "to": "+447700900123", "content": "Hi"}
OTHERS = {"V2": "send-message-v2@1.0.0", "SMS": "send-sms-v1@1.0.0"}


def without(payload: Mapping[str, object], *names: str) -> dict[str, object]:
    return {name: value for name, value in payload.items() if name not in names}


CHOSEN = [
    (V1, ""),
    (V1 | {"priority": 1}, ""),
    (without(V1, "deliverychannel"), ""),
    ([V1], ""),
    (V2, "V2"),
    (V2 | {"callbackData": "x", "notifyUrl": "https://example.com", "contactPolicy": {}}, "V2"),
    (without(V2, "channel"), "V2"),
    (without(V2, "from"), "V2"),
    (V2 | {"content": "Hi"}, "V2"),
    (SMS, "SMS"),
    (SMS | {"contentType": "HTML", "From": "x"}, "SMS"),
    (without(SMS, "content"), "SMS"),
    (SMS | {"notifyUrl": "https://example.com"}, "SMS"),
    (SMS | {"sendAt": "x", "validity": "1"}, "SMS"),
    (V2 | {"callbackUrl": "https://example.com", "contentType": "text"}, "V2"),
    (without(V2, "channel") | {"callbackUrl": "https://example.com"}, "V2"),
    ({"response": []}, ""),
    ({"requestTimestamp": "x", "messageId": "", "correlationId": "", "status": "queued"}, "V2"),
    ({"acceptedTime": "2026-10-01T09:00:00Z", "messageId": "x", "correlationId": ""}, "SMS"),
]


@pytest.mark.parametrize(("payload", "contract"), CHOSEN, ids=range(len(CHOSEN)))
@pytest.mark.parametrize("name", ["a.json", "a.ndjson", "a.jsonc"])
def test_the_contract_is_found_by_the_payload(
    tmp_path: Path, payload: object, contract: str, name: str
) -> None:
    text = json.dumps(payload) + ("// a comment" if name == "a.jsonc" else "\n")
    (tmp_path / name).write_text(text, encoding="utf-8")
    path = str(tmp_path / name)
    found = run("lint", "--format", "json", path)
    named = run(
        "lint",
        "--format",
        "json",
        path,
        "--contract",
        OTHERS.get(contract, "").split("@")[0] or "send-message-v1",
    )
    assert rules_in(found.out) == rules_in(named.out)
    said = run("lint", path).err
    assert "judged by" in said if contract else "judged by" not in said
    if contract:
        assert f"judged by {OTHERS[contract]}" in said


def rules_in(report: str) -> list[tuple[str, str | None]]:
    return [(one["rule"], one["pointer"]) for one in json.loads(report)["findings"]]


@pytest.mark.parametrize("options", [["--contract", "send-message-v1"], ["--kind", "request"]])
def test_a_contract_or_a_kind_that_is_named_holds_for_all(
    tmp_path: Path, options: list[str]
) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(V2), encoding="utf-8")
    assert "SM127" in run("lint", str(path), *options).out


def test_a_folder_may_mix_contracts(tmp_path: Path) -> None:
    bad = [V1 | {"deliverychannel": "SMS"}, V2 | {"channel": "SMS"}, SMS | {"contentType": "HTML"}]
    for number, payload in enumerate(bad):
        (tmp_path / f"{number}.json").write_text(json.dumps(payload), encoding="utf-8")
    (tmp_path / "3.ndjson").write_text("\n".join(map(json.dumps, bad * 2)), encoding="utf-8")
    report = json.loads(run("lint", str(tmp_path), "--format", "json").out)
    assert [one["rule"][:2] for one in report["findings"]] == ["SM", "MV", "SS"] * 3
    assert [one.get("contract") for one in report["findings"][:3]] == [None, *OTHERS.values()]
    counted = run("lint", str(tmp_path), "--statistics").out
    assert {line.split()[1] for line in counted.splitlines()} >= {"SM111", "SS107"}
    log = json.loads(run("lint", str(tmp_path), "--format", "sarif").out)
    assert {rule["id"][:2] for rule in log["runs"][0]["tool"]["driver"]["rules"]} == {
        "SM",
        "MV",
        "SS",
    }
    for style in ("github", "gitlab", "junit"):
        assert run("lint", str(tmp_path), "--format", style).status == 1


def test_rules_of_each_contract_can_be_selected(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(V2 | {"channel": "SMS"}), encoding="utf-8")
    assert run("lint", str(path), "--select", "SM,MV").status == 1
    assert run("lint", str(path), "--select", "SM").status == 0
    assert "unknown rule 'XX'" in run("lint", str(path), "--select", "XX").err


def test_files_are_fixed_by_their_contract(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(V2 | {"channel": "SMS"}), encoding="utf-8")
    run("lint", "--unsafe-fixes", str(path))
    assert json.loads(path.read_text(encoding="utf-8")) == V2


def test_what_is_no_json_yet_is_found_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(
        json.dumps(V2 | {"channel": "SMS"}).replace(', "to"', ' "to"'), encoding="utf-8"
    )
    assert [rule for rule, _ in rules_in(run("lint", "--format", "json", str(path)).out)] == [
        *("JT005", "MV111"),
    ]


@pytest.mark.parametrize("name", list(read_catalog()["contracts"]))
def test_the_examples_of_a_contract_are_found_to_be_its_own(name: str) -> None:
    contract = load(name)
    paths = [
        example.path
        for example in load_examples(contract)
        if example.suite == contract.messages[0] and not example.findings
    ]
    said = run("lint", "--format", "concise", *paths).err
    others = [line for line in said.splitlines() if "judged by" in line]
    default = name == read_catalog()["default"]
    assert others == [] if default else [f"{len(paths)} files judged by {contract}"] == others


HEADERS = [{"name": "key", "value": "k"}]
REQUEST: dict[str, object] = {"method": "POST", "httpVersion": "HTTP/1.1", "headers": HEADERS}
RECORDED = [
    ("https://api.uk.webexconnect.io/resources/v1/messaging", V1, "SM"),
    ("https://api.uk.webexconnect.io/v2/messages", V2, "MV"),
    ("https://api.uk.webexconnect.io/v1/sms/messages", SMS, "SS"),
    ("https://api.uk.webexconnect.io/resources/v1/messaging", V2, "SM"),
]


def test_a_recorded_request_is_judged_by_the_contract_of_its_path(tmp_path: Path) -> None:
    body = {"mimeType": "text/plain"}
    entries = [
        {"request": {**REQUEST, "url": url, "postData": {**body, "text": json.dumps(payload)}}}
        for url, payload, _ in RECORDED
    ]
    path = tmp_path / "a.har"
    path.write_text(json.dumps({"log": {"version": "1.2", "entries": entries}}), encoding="utf-8")
    report = json.loads(run("lint", "--format", "json", str(path)).out)
    for number, (_, _, prefix) in enumerate(RECORDED):
        start = f"/log/entries/{number}/"
        rules = {one["rule"] for one in report["findings"] if one["pointer"].startswith(start)}
        assert rules
        assert {rule[:2] for rule in rules} == {prefix}


SLIPS = ["v1/sms/message", "v2/message", "v2/messages/", "V1/SMS/messages", "v1/messaging"]


@pytest.mark.parametrize("slip", SLIPS)
def test_a_path_that_is_nearly_right_is_told_of(tmp_path: Path, slip: str) -> None:
    url = f"https://api.us.webexconnect.io/{slip}"
    entries = [{"request": {**REQUEST, "url": url, "postData": {"text": json.dumps(SMS)}}}]
    path = tmp_path / "a.har"
    path.write_text(json.dumps({"log": {"version": "1.2", "entries": entries}}), encoding="utf-8")
    found = rules_in(run("lint", "--format", "json", str(path)).out)
    assert {rule for rule, _ in found} & {"SM702", "MV702", "SS702"}


PROGRAM = """
import sys
sys.addaudithook(lambda name, values: name == "open" and print("opened", values[0]))
from contractkit.cli import main
main(sys.argv[1:])
"""


def test_nothing_is_read_of_a_contract_that_no_payload_needs(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(V1), encoding="utf-8")
    (tmp_path / "b.ndjson").write_text(json.dumps(V1 | {"unknown": "1"}), encoding="utf-8")
    for name, others in (("a.json", False), ("b.ndjson", True)):
        command = [sys.executable, "-c", PROGRAM, "lint", str(tmp_path / name)]
        printed = subprocess.run(command, capture_output=True, text=True, check=False).stdout
        opened = [line for line in printed.splitlines() if line.startswith("opened")]
        assert any(os.path.join("send-message-v1", "") in line for line in opened)
        assert any(os.path.join("send-sms-v1", "") in line for line in opened) == others

"""What is copied of a request works: in a shell, among fixtures, in pytest."""

import csv
import json
import re
import subprocess
import sys
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from contractkit.contracts.loading import load
from contractkit.emulator import Emulator, emulate
from contractkit.validation.check import check_text
from tests.emulator.client import KEY, send
from tests.emulator.page.asking import fetch, look
from tests.sample_payloads import plain, plain_sms
from tests.second_contract import BOOKING, write_second_contract

REQUESTS: dict[str, Any] = {
    "valid": plain(),
    "wrong": plain(destination=[{"msisdn": ["07700900123"]}], extra=1),
    "no JSON": b"{'a': 1,\n\n}",
    "quotes": plain_sms(text="it's \"quoted\" $HOME `id` \\ %s {name} '''"),
    "lines": json.dumps(plain_sms(text="a\nb"), indent=1).encode(),
    "beyond ASCII": json.dumps(plain_sms(text="🚚 \u202e ü\u2028"), ensure_ascii=False).encode(),
    "a carriage return": b'{"a":\r\n"\r"}',
    "nothing": b"",
    "not a JSON": b"<html>",
}


def copied(emulator: Emulator, name: str) -> str:
    """A text to copy, of the last request, as a browser copies it."""
    html = fetch(emulator, f"inbox/{emulator.requests[-1].number}").body.decode()
    found = re.search(rf'id="copy-{name}">\n(.*?)</pre>', html, re.DOTALL)
    assert found
    return unescape(re.sub(r"<[^>]+>", "", found[1]))


@pytest.mark.parametrize("case", REQUESTS)
def test_the_line_for_a_shell_sends_the_same(emulator: Emulator, case: str) -> None:
    send(emulator.url, REQUESTS[case], {**KEY, "Content-Type": "application/json", "X-Own": "a b"})
    line = copied(emulator, "curl")
    done = subprocess.run(["/bin/bash", "-c", line], capture_output=True, check=True, timeout=30)
    assert b"HTTP/1.1 200" in done.stdout
    first, second = emulator.requests
    assert (first.body, first.code, first.verdict) == (second.body, second.code, second.verdict)
    assert first.headers["x-own"] == second.headers["x-own"]


def test_another_key_is_a_variable() -> None:
    with emulate(ui=True, key="a-key-of-ours") as running:
        send(running.url, plain(), {"key": "a-key-of-ours"})
        assert "$CONTRACTKIT_KEY" in copied(running, "curl")


def run_test(emulator: Emulator, folder: Path) -> str:
    """What pytest says of the copied test."""
    (folder / "test_it.py").write_text(copied(emulator, "test"), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_it.py"]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=120)
    return done.stdout.decode()


@pytest.mark.parametrize("case", REQUESTS)
def test_the_test_passes(emulator: Emulator, case: str, tmp_path: Path) -> None:
    send(emulator.url, REQUESTS[case])
    assert "1 passed" in run_test(emulator, tmp_path)


def test_the_test_of_another_contract_passes(tmp_path: Path) -> None:
    with emulate(write_second_contract(tmp_path), ui=True) as running:
        send(running.url, {**BOOKING, "seats": -1}, {"x-key": "test-key"})
        assert running.requests[0].findings
        assert "1 passed" in run_test(running, tmp_path)


def test_the_test_for_a_tenant_passes(tmp_path: Path) -> None:
    contract = load("send-sms-v1", tenant={"sender_ids": ["SHOP"]})
    with emulate(contract, ui=True) as running:
        send(running.url, {"from": "ACME", "to": "+447700900123", "content": "Hello"})
        assert running.requests[0].findings
        assert "1 passed" in run_test(running, tmp_path)


COPIED = [case for case in REQUESTS if case not in ("nothing", "a carriage return")]


@pytest.mark.parametrize("case", COPIED)
def test_the_fixture_has_the_findings_of_its_lines(emulator: Emulator, case: str) -> None:
    send(emulator.url, REQUESTS[case])
    found = check_text(copied(emulator, "fixture"), "request", contract=emulator.contract)
    expected = [(one.rule, one.pointer) for one in emulator.requests[-1].findings]
    if case != "beyond ASCII":
        assert [(one.rule, one.pointer) for one in found] == expected
    if not expected:
        return
    lines = list(csv.reader(copied(emulator, "lines").splitlines()))
    named = [(rule, None if pointer == "null" else pointer) for _, rule, pointer in lines]
    assert named == expected
    assert all(name.startswith(f"{emulator.requests[-1].verdict}/") for name, _, _ in lines)


def test_what_a_copy_would_lose_is_in_a_file(emulator: Emulator) -> None:
    send(emulator.url, REQUESTS["a carriage return"])
    page = look(emulator, "inbox/1")
    [name] = page.values("download")
    assert name.endswith("-request-1.json")
    assert fetch(emulator, "inbox/1/body").body == REQUESTS["a carriage return"]


def test_a_long_copy_is_a_link_away(emulator: Emulator) -> None:
    send(emulator.url, plain(pad="x" * 5000))
    for name in ("curl", "fixture", "test"):
        assert f"/_contractkit/inbox/1/copies/{name}" in look(emulator, "inbox/1").values("href")
        assert "x" * 5000 in fetch(emulator, f"inbox/1/copies/{name}").body.decode()
    for path in ("inbox/1/copies/other", "inbox/2/copies/curl"):
        assert fetch(emulator, path).status == 404


def test_what_was_not_judged_is_only_a_line_for_a_shell(emulator: Emulator) -> None:
    send(emulator.url, plain(), path="/other")
    assert "Copy as curl line" in look(emulator, "inbox/1").text
    assert "Copy as fixture" not in look(emulator, "inbox/1").text


def test_what_was_not_kept_whole_is_not_copied(emulator: Emulator) -> None:
    send(emulator.url, plain(pad="x" * 70_000))
    assert "Take it along" not in look(emulator, "inbox/1").text

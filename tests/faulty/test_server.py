"""The server without a fault is right."""

import ast
import http.client
import json
import time
from pathlib import Path
from typing import Any

import pytest

from tests.faulty import Running, start
from tests.faulty.demonstrations import requests
from tests.faulty.demonstrations.notifications import hear
from tests.faulty.demonstrations.observing import (
    Listener,
    connect,
    is_accepted,
    observe,
    send,
)
from tests.faulty.demonstrations.requests import BAD, GOOD, Request, bearer, token

FIXTURES = Path(__file__).parents[2] / "fixtures"
OWN = FIXTURES / "send-message-v1"
VERSIONS = ("1.2.0", "1.1.0", "1.0.0")
FOLDERS = (*(OWN / one / "request" for one in VERSIONS), FIXTURES / "json-text")


def list_fixtures(verdict: str) -> list[Path]:
    """The files with a verdict; a newer version has its own of some that an older one has."""
    listed: list[Path] = []
    newer: set[str] = set()
    for folder in FOLDERS:
        listed += [file for file in sorted((folder / verdict).iterdir()) if file.name not in newer]
        newer |= {file.name for file in folder.rglob("*.json")}
    return listed


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("verdict", ["valid", "invalid", "doubtful"])
def test_every_fixture_is_judged_as_its_folder_says(verdict: str, strict: bool) -> None:
    files = list_fixtures(verdict)
    with start(strict=strict) as running:
        connection = connect(running)
        judged = {
            file.name: is_accepted(send(connection, Request(file.read_bytes()))) for file in files
        }
        connection.close()
    expected = verdict == "valid" or (verdict == "doubtful" and not strict)
    assert len(judged) >= 90
    assert [name for name, accepted in judged.items() if accepted is not expected] == []


@pytest.mark.parametrize(
    ("edits", "events"),
    [
        ({}, ["7501 Submitted", "7500 Delivered"]),
        ({"sms.text": "a" * 1025}, ["7501 Submitted", "7107 Failed"]),
        ({"destination.0.msisdn": ["+0"]}, ["7501 Submitted", "7102 Failed"]),
        ({"sms.type": "3", "sms.body": "0"}, ["7501 Submitted", "7205 Failed"]),
        ({"sms.text": "a" * 1025, "sms.senderid": ""}, []),
    ],
)
def test_what_is_told_late(edits: dict[str, Any], events: list[str], listener: Listener) -> None:
    with start(late=True) as running:
        heard = hear(running, listener, [{"callbackData": "c", "correlationid": "d"} | edits])
    bodies = [json.loads(body)["deliveryInfoNotification"] for _, body in heard]
    infos = [body.pop("deliveryInfo") for body in bodies]
    assert [f"{info['code']} {info['deliveryStatus']}" for info in infos] == events
    assert all(info["timeStamp"] == "moment" for info in infos)
    told = {"subtid": "", "transid": "transid-0", "callbackData": "c", "correlationid": "d"}
    assert bodies == [told] * len(events)


@pytest.mark.parametrize("refusal_status", [200, 400, 422])
def test_the_status_of_a_refusal_is_chosen(refusal_status: int) -> None:
    with start(refusal_status=refusal_status) as running:
        seen = observe(running, [GOOD, BAD])
    assert [answer[0] for answer in seen] == [200, refusal_status]


def test_a_key_or_a_token_is_needed(right: Running) -> None:
    expiring = bearer(token(exp=int(time.time()) + 600))
    series = [GOOD, *bearer(token()), *expiring, *requests.keyed("secre"), *bearer("a.b.c")]
    answers = [json.loads(body)["response"] for _, _, body in observe(right, series)]
    assert [isinstance(answer, list) for answer in answers] == [True] * 3 + [False] * 2


def test_chunks_are_read(right: Running) -> None:
    connection = connect(right)
    connection.request("POST", GOOD.path, iter([GOOD.raw[:9], GOOD.raw[9:]]), GOOD.headers)
    assert b"1001" in connection.getresponse().read()
    connection.close()


def test_another_method_is_answered(right: Running) -> None:
    connection = connect(right)
    connection.request("GET", GOOD.path)
    assert connection.getresponse().status == http.client.METHOD_NOT_ALLOWED
    connection.close()


def test_a_fault_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="no fault 'text-9'"):
        start("text-9")


def test_nothing_of_the_package_under_test_is_imported() -> None:
    for file in Path(__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert not any(name.startswith("contractkit") for name in names)

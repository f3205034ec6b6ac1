"""The server without a fault is right, and each fault is one."""

import ast
import http.client
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faulty_v2 import Running, start
from tests.faulty_v2.faults import FAULTS

HERE = Path(__file__).parent
FIXTURES = HERE.parents[1] / "fixtures" / "send-message-v2" / "1.0.0" / "request"


def send(running: Running, raw: bytes, **headers: str) -> tuple[int, bytes]:
    """The status and the body of the answer."""
    host = running.url.split("/")[2]
    connection = http.client.HTTPConnection(host, timeout=5)
    connection.request("POST", "/v2/messages", raw, {"key": running.key, **headers})
    answer = connection.getresponse()
    found = answer.status, answer.read()
    connection.close()
    return found


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize(("verdict", "status"), [("valid", 201), ("invalid", 400)])
def test_every_fixture_is_judged_as_its_folder_says(
    verdict: str, status: int, strict: bool
) -> None:
    files = sorted((FIXTURES / verdict).iterdir())
    with start(strict=strict, any_day=True) as running:
        judged = {file.name: send(running, file.read_bytes())[0] for file in files}
    assert len(judged) >= 90
    assert [name for name, found in judged.items() if found != status] == []


def test_wrong_credentials_are_refused() -> None:
    raw = (FIXTURES / "valid" / "SAMPLE-minimal.json").read_bytes()
    with start() as running:
        assert send(running, raw)[0] == 201
        assert send(running, raw, key="wrong") == (401, b"")
        assert send(running, raw, Authorization="Bearer a.b.c") == (401, b"")


def test_an_answer_has_the_documented_members() -> None:
    raw = (FIXTURES / "valid" / "SAMPLE-one-message.json").read_bytes()
    with start() as running:
        accepted = json.loads(send(running, raw)[1])
        refused: Any = json.loads(send(running, b"{}")[1])
    assert set(accepted) == {"requestTimestamp", "messageId", "correlationId", "status"}
    assert (accepted["correlationId"], accepted["status"]) == ("order-17", "queued")
    assert refused == {"code": "7003", "message": "Mandatory parameter missing - channel"}


def test_a_fault_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="no fault 'text-9'"):
        start("text-9")


def list_nodes() -> Iterator[ast.AST]:
    for file in HERE.glob("*.py"):
        yield from ast.walk(ast.parse(file.read_text(encoding="utf-8")))


def test_nothing_of_the_package_under_test_is_imported() -> None:
    for node in list_nodes():
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        assert not any(name.startswith("contractkit") for name in names)


def test_the_code_knows_every_fault() -> None:
    written = {
        node.value
        for node in list_nodes()
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert FAULTS.keys() - written == set()
    assert len(FAULTS) >= 100

"""The server without a fault is right, and none of its faults is dead code."""

import ast
import http.client
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.faulty_sms import FAULTS, start
from tests.webserver import Running

HERE, FIXTURES = Path(__file__).parent, Path(__file__).parents[2] / "fixtures"
EXAMPLES = FIXTURES / "send-sms-v1" / "1.0.0" / "request"
ODD_URLS = ("SS211",)  # a strict server need not refuse them


@pytest.fixture(params=[False, True], ids=["lenient", "strict"])
def strict(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def list_answers(running: Running, bodies: list[bytes]) -> Iterator[int]:
    """The HTTP status of the answer to each body."""
    parts = urlsplit(running.url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    for body in bodies:
        headers = {"Content-Type": "application/json", "key": running.key}
        connection.request("POST", parts.path, body, headers)
        answer = connection.getresponse()
        answer.read()
        yield answer.status
    connection.close()


@pytest.mark.parametrize("verdict", ["valid", "invalid", "doubtful"])
def test_every_example_is_judged_as_its_folder_says(verdict: str, strict: bool) -> None:
    files = sorted((EXAMPLES / verdict).iterdir())
    assert len(files) >= 50
    with start(strict=strict) as running:
        statuses = list_answers(running, [file.read_bytes() for file in files])
        accepted = [status < 300 for status in statuses]
    expected = verdict == "valid" or (verdict == "doubtful" and not strict)
    names = [file.name for file in files]
    unlike = {name for name, taken in zip(names, accepted, strict=True) if taken is not expected}
    if verdict == "doubtful":
        unlike -= {name for name in names if name.startswith(ODD_URLS)}
    assert unlike == set()


@pytest.mark.parametrize("name", sorted(FAULTS.names))
def test_a_fault_is_asked_for_in_the_code(name: str) -> None:
    code = "".join(file.read_text("utf-8") for file in HERE.glob("*.py"))
    endings = tuple(re.findall(r'f"\{\w+\}(-[a-z-]+)"', code))
    assert f'"{name}"' in code or name.endswith(endings)


def test_a_fault_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="no fault 'text-9'"):
        start("text-9")


def test_a_message_is_asked_about() -> None:
    with start() as running:
        parts = urlsplit(running.url)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
        payload = {"from": "ACME", "to": "+447700900123", "content": "Hello"}
        connection.request("POST", parts.path, json.dumps(payload), {"key": running.key})
        message_id = json.load(connection.getresponse())["messageId"]
        for one, status in ((message_id, 200), ("other", 404)):
            connection.request("GET", f"{parts.path}/{one}", headers={"key": running.key})
            answer = connection.getresponse()
            answer.read()
            assert answer.status == status
        connection.close()


def test_nothing_of_the_package_under_test_is_imported() -> None:
    for file in HERE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert not any(name.startswith("contractkit") for name in names)

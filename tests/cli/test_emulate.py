"""The command: the URL first, then requests until it is told to end."""

import http.client
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

import pytest

from tests.cli.program import run
from tests.emulator.client import listen, send
from tests.sample_payloads import plain, plain_sms


def line_of(stream: IO[str] | None) -> str:
    assert stream is not None
    return stream.readline()


@contextmanager
def running(*options: str, **environment: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The program, and the first line that it prints."""
    with subprocess.Popen(
        [sys.executable, "-m", "contractkit", "emulate", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **environment},
    ) as process:
        try:
            yield process, line_of(process.stdout).strip()
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_until_a_signal(number: signal.Signals) -> None:
    with running() as (process, url):
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/resources/v1/messaging", url)
        assert "test-key" in line_of(process.stderr)
        assert send(url, plain()).code == "1001"
        logged = json.loads(line_of(process.stderr))
        assert (logged["code"], logged["verdict"]) == ("1001", "valid")
        process.send_signal(number)
        out, err = process.communicate(timeout=10)
        assert (process.returncode, out, err) == (0, "", "")


def test_several_contracts_have_a_line_each() -> None:
    names = ("send-message-v2", "send-message-v1")
    with running("--contract", names[0], "--contract", names[1]) as (process, url):
        assert url.endswith("/v2/messages")
        assert line_of(process.stdout).strip() == url.replace(
            "/v2/messages", "/resources/v1/messaging"
        )
    same = run("emulate", "--contract", names[1], "--contract", f"{names[1]}@1.0.0")
    assert same.status == 2
    assert "have the same path" in same.err


def test_options_reach_the_emulator(tmp_path: Path) -> None:
    tenant = tmp_path / "tenant.json"
    tenant.write_text('{"sender_ids": ["OTHER"]}', encoding="utf-8")
    options = ("--quiet", "--control", "--refusal-status", "400", "--late-refusal", "--seed", "s")
    own = ("--tenant", str(tenant), "--hub-secret", "h", "--host", "127.0.0.2")
    with running(*options, *own, CONTRACTKIT_KEY="own") as (process, url), listen() as listener:
        assert url.startswith("http://127.0.0.2:")
        key = {"key": "own"}
        refused = send(url, plain(), key)
        assert (refused.status, refused.code) == (400, "7004")
        late = plain_sms(senderid="OTHER", text="x" * 1025) | {"notifyurl": listener.url}
        assert send(url, late, key).code == "1001"
        assert listener.wait_for(2)
        assert all("HTTP_X_HUB_SIGNATURE" in headers for headers, _ in listener.posts)
        assert len(send(url, method="GET", path="/_contractkit/requests").value) == 2
        assert send(url, plain()).code == "7001"
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=10)
        assert (process.returncode, out, err) == (0, "", "")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--port", "70000"), "70000 is not in the range"),
        (("--port", "x"), "'x' is not a valid whole number"),
        (("--host", "256.0.0.1"), "cannot listen on 256.0.0.1"),
        (("--key", ""), "the key is empty"),
        (("--refusal-status", "500"), "500"),
        (("--tenant", "nowhere.json"), "no such file"),
    ],
)
def test_what_cannot_be_is_one_line(options: tuple[str, ...], words: str) -> None:
    outcome = run("emulate", *options)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith("contractkit: error: ")
    assert words in outcome.err
    assert outcome.err.count("\n") == 1


@pytest.mark.parametrize("missing", ["werkzeug", "jwt", "urllib3"])
def test_without_the_extra_it_says_what_to_install(missing: str) -> None:
    program = f"import sys; sys.modules[{missing!r}] = None; sys.argv[0] = 'contractkit'; "
    program += "from contractkit.cli import main; main(['emulate'])"
    done = subprocess.run(
        [sys.executable, "-c", program], check=False, capture_output=True, text=True, timeout=30
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"contractkit: error: emulate needs {missing}: pip install 'contractkit[fuzz]'\n"
    )


def test_help_needs_no_extra() -> None:
    program = "import sys; sys.modules['werkzeug'] = None; "
    program += "from contractkit.cli import main; main(['emulate', '--help'])"
    done = subprocess.run(
        [sys.executable, "-c", program], check=False, capture_output=True, text=True, timeout=30
    )
    assert done.returncode == 0
    assert "--allow-notify" in done.stdout


def test_the_page_has_the_last_line() -> None:
    with running("--ui", "--contract", "send-sms-v1", "--contract", "send-message-v1") as (
        process,
        url,
    ):
        assert line_of(process.stdout).startswith(url.partition("/v1")[0])
        page = line_of(process.stdout).strip().removeprefix("Inbox: ")
        got = send(page, None, {}, method="GET")
        assert (got.status, got.headers["content-type"]) == (200, "text/html; charset=utf-8")
        host = {"Host": "box.test"}
        assert send(page, None, host, method="GET").status == 403


def test_the_page_is_served_under_an_allowed_name() -> None:
    with running("--ui", "--allow-host", "box.test") as (process, _):
        page = line_of(process.stdout).strip().removeprefix("Inbox: ")
        assert send(page, None, {"Host": "box.test:80"}, method="GET").status == 200
        assert send(page, None, {"Host": "evil.test"}, method="GET").status == 403


def test_the_page_is_opened_in_the_browser(tmp_path: Path) -> None:
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > "{tmp_path}/opened.part"\n')
    browser.write_text(f'{browser.read_text()}mv "{tmp_path}/opened.part" "{tmp_path}/opened"\n')
    browser.chmod(0o755)
    with running("--open", BROWSER=str(browser)) as (process, _):
        page = line_of(process.stdout).strip().removeprefix("Inbox: ")
        opened = tmp_path / "opened"
        while process.poll() is None and not opened.exists():
            os.sched_yield()
        assert opened.read_text() == page


def test_a_page_that_is_open_does_not_keep_it_from_ending() -> None:
    with running("--ui") as (process, _):
        page = line_of(process.stdout).strip().removeprefix("Inbox: ")
        address = urlsplit(page)
        connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=20)
        connection.request("GET", f"{address.path}inbox/events")
        answer = connection.getresponse()
        assert answer.readline().startswith(b"retry")
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0
        answer.close()
        connection.close()

"""The command as its user calls it: what it says, writes and exits with."""

import base64
import html
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft7Validator

from contractkit.contracts.loading import load
from contractkit.reporting import FORMATS
from tests.cli.program import Outcome, run
from tests.faulty import Running, start
from tests.fuzz.rawserver import KEY, PATH, Line, Server, serve
from tests.ports import silent_port

SCHEMA = json.loads(Path(__file__).with_name("fuzz_report.schema.json").read_text("utf-8"))
SCHEMAS = Path(__file__).parents[2] / "schemas"
REMOTE = f"http://192.0.2.1{PATH}"  # an address for documentation, which nobody has
COMMAND = (sys.executable, "-m", "contractkit", "fuzz")
# Where the tests run in the background of a shell, an interrupt would be ignored.
UNDEAFENED = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
INTERRUPTIBLE = (
    sys.executable,
    "-c",
    f"{UNDEAFENED}; from contractkit.cli import main; main()",
    "fuzz",
)
SMALL = ("--max-requests", "60")
FICTION = re.compile(r"0*(447700900\d{3}|1[2-9]\d\d55501\d\d)")
FEW_DIGITS = 7
DEADLINE = 60.0


def fuzz(*arguments: str) -> Outcome:
    return run("fuzz", *arguments)


def at(running: Running) -> tuple[str, ...]:
    return (running.url, "--key", running.key)


def read_report(path: Path) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(path.read_text("utf-8"))
    Draft7Validator(SCHEMA).validate(report)
    return report


def list_checks(report: dict[str, Any]) -> list[tuple[str, str | None]]:
    return [(one["check"], one["rule"]) for one in report["failures"]]


@contextmanager
def record(behave: Any = None) -> Iterator[tuple[Server, list[tuple[float, bytes]]]]:
    """A server, or a proxy, that answers rightly and keeps when it was sent what."""
    sent: list[tuple[float, bytes]] = []

    def answer(_: Server, line: Line) -> None:
        while (request := line.read()) is not None:
            sent.append((time.monotonic(), request.body))
            line.write(behave(line, request) if behave else line.answer(request))

    with serve(answer) as server:
        yield server, sent


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--receipts", "--max-requests", "200"),
        ("--workers", "4", "--max-requests", "200"),
        ("--jwt-secret", "x" * 40, "--key", "own-key", "--max-requests", "120"),
        ("--seed", "another", "--max-requests", "120"),
        ("--shard", "2/3", "--max-requests", "120"),
        ("--rule", "SM114", "--max-requests", "120"),
        ("--phase", "text,burst", "--phase", "random", "--max-requests", "120"),
        ("--allow-late-refusal", "--max-requests", "60"),
    ],
    ids=" ".join,
)
def test_without_a_url_the_emulator_is_found_right(options: tuple[str, ...]) -> None:
    outcome = fuzz(*options)
    assert (outcome.status, outcome.err) == (0, "")
    assert re.match(r"http://127\.0\.0\.1:\d+/resources/v1/messaging: \d", outcome.out)
    assert "no failures" in " ".join(outcome.out.split())
    if not options:
        coverage = outcome.out.partition("Rules broken by at least one request: ")[2]
        assert coverage
        assert "SM1" not in coverage, "a rule that makes a request invalid was never broken"


def test_a_tenant_s_settings_are_kept_on_both_sides(tmp_path: Path) -> None:
    tenant = tmp_path / "tenant.json"
    tenant.write_text('{"sender_ids": ["ONLY"], "plus_e164": true}', encoding="utf-8")
    assert fuzz("--tenant", str(tenant), "--max-requests", "150").status == 0
    with start() as running:
        outcome = fuzz(*at(running), "--tenant", str(tenant), "--max-requests", "150")
    assert outcome.status == 1
    assert "invalid-accepted" in outcome.out


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("nonsense",), "nonsense: is no http or https URL"),
        (("http://[::1",), "is no http or https URL"),
        (("ftp://127.0.0.1/",), "is no http or https URL"),
        ((REMOTE,), "allow it with --allow-remote 192.0.2.1"),
        ((REMOTE, "--allow-remote", "192.0.2.2"), "allow it with --allow-remote 192.0.2.1"),
        (("http://localhost.evil.example/",), "--allow-remote localhost.evil.example"),
        (("--phase", "tests"), "unknown phase 'tests': did you mean 'text'?"),
        (("--rule", "SM999"), "unknown rule 'SM999'"),
        (("--report", "xml=x"), "--report takes FORMAT=FILE with json, junit, html"),
        (("--report", "json"), "--report takes FORMAT=FILE"),
        (("--report", "json="), "--report takes FORMAT=FILE"),
        (("--report", "json=nowhere/x.json"), "no file can be written there"),
        (("--report", "json=."), "no file can be written there"),
        (("--header", "X-A"), "--header takes 'NAME: VALUE'"),
        (("--header", ": x"), "--header takes 'NAME: VALUE'"),
        (("--header", "X-A: b\r\nX-C: d"), "--header takes 'NAME: VALUE'"),
        (("--shard", "3/2"), "--shard takes I/N"),
        (("--shard", "0/2"), "--shard takes I/N"),
        (("--max-requests", "0"), "--max-requests"),
        (("--workers", "0"), "--workers"),
        (("--time", "0"), "--time"),
        (("--rate", "-1"), "--rate"),
        (("--key", ""), "empty"),
        (("http://127.0.0.1:1/", "--key", "a\nb"), "the key holds what no header can carry"),
        (("--tenant", "nowhere.json"), "nowhere.json: no such file"),
        (("--contract", "other"), "unknown contract 'other'"),
        (("--replay", "nowhere.json"), "nowhere.json: No such file"),
        (("--replay", __file__), "is no report of this program"),
        (("http://127.0.0.1:1/", "--proxy", "http://["), "is no http or https URL"),
        (("https://127.0.0.1:1/", "--cacert", "nowhere.pem"), "nowhere.pem: no such file"),
    ],
    ids=lambda one: " ".join(one)[-40:] if isinstance(one, tuple) else "",
)
def test_what_cannot_be_is_one_line(options: tuple[str, ...], words: str) -> None:
    outcome = fuzz(*options)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith("contractkit: error: ")
    assert words in outcome.err
    assert outcome.err.count("\n") == 1


@pytest.mark.parametrize(
    "entry", [{}, {"token": ""}, {"body": "?", "expect": "x"}, "text", None, []], ids=json.dumps
)
def test_what_looks_like_a_report_and_is_none_is_one_line(entry: object, tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text(json.dumps({"failures": [{"check": "x", "replay": [entry]}]}), "utf-8")
    outcome = fuzz("--replay", str(path))
    assert (outcome.status, outcome.out) == (2, "")
    assert "is no report of this program" in outcome.err


@pytest.mark.parametrize("options", [(), ("--wait", "0.1")])
def test_nobody_there_is_one_line(options: tuple[str, ...], tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    with silent_port() as port:
        url = f"http://127.0.0.1:{port}{PATH}"
        outcome = fuzz(url, "--report", f"json={report}", *options)
    assert (outcome.status, outcome.out, outcome.err.count("\n")) == (2, "", 1)
    assert outcome.err.startswith(f"contractkit: error: {url}: c")
    assert not report.exists()


def test_a_contract_without_an_operation_is_one_line(tmp_path: Path) -> None:
    shutil.copytree(SCHEMAS, tmp_path / "schemas")
    contract = load()
    path = tmp_path / "schemas" / contract.name / contract.version / "contract.json"
    data = json.loads(path.read_text("utf-8"))
    del data["operation"]
    path.write_text(json.dumps(data), "utf-8")
    for url in ((), ("http://127.0.0.1:1/",)):
        outcome = fuzz(*url, "--schemas", str(tmp_path / "schemas"))
        assert (outcome.status, outcome.out, outcome.err.count("\n")) == (2, "", 1)
        assert "has no 'operation'" in outcome.err


def test_wait_is_for_a_target_that_is_coming_up() -> None:
    made: list[Running] = []
    with silent_port() as port:
        timer = threading.Timer(0.3, lambda: made.append(start(port=port)))
        timer.start()
        url = f"http://127.0.0.1:{port}{PATH}"
        try:
            outcome = fuzz(url, "--key", "secret", "--wait", "60", *SMALL)
        finally:
            timer.join()
            made[0].close()
    assert (outcome.status, outcome.err) == (0, "")


def test_wait_is_for_what_stands_before_the_target_too() -> None:
    """A gate that takes connections and drops them, as those of containers do."""
    connections = count(1)

    def behave(_: Server, line: Line) -> None:
        if next(connections) > 3:
            while request := line.read():
                line.write(line.answer(request))

    with serve(behave) as server:
        outcome = fuzz(server.url, "--key", KEY, "--wait", "60", *SMALL)
    assert (outcome.status, outcome.err) == (0, "")


def test_time_ends_a_run(tmp_path: Path) -> None:
    path, began = tmp_path / "report.json", time.monotonic()
    with start() as running:
        options = ("--time", "0.5", "--max-requests", "100000", "--report", f"json={path}")
        outcome = fuzz(*at(running), *options)
    assert outcome.status == 0
    assert "The run ended early: its 0.5 s were over." in outcome.out
    assert time.monotonic() - began < DEADLINE
    assert read_report(path)["stopped"] == "its 0.5 s were over"


def test_the_rate_is_kept() -> None:
    began = time.monotonic()  # not when the first arrived: a busy machine may be late to read it
    with record() as (server, sent):
        assert fuzz(server.url, "--key", KEY, "--rate", "10", "--max-requests", "12").status == 0
    times = [when for when, _ in sent]
    assert times[-1] - began >= (len(times) - 1) / 10


def find_numbers(value: Any, *, within: bool = False) -> Iterator[str]:
    """All that stands anywhere below a member for numbers."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from find_numbers(inner, within=within or name == "msisdn")
    elif isinstance(value, list):
        for inner in value:
            yield from find_numbers(inner, within=within)
    elif within:
        yield str(value)


def is_harmless(body: bytes) -> bool:
    """Whether each number is one of fiction, or none at all; what is no JSON may be anything."""
    try:
        numbers = list(find_numbers(json.loads(body)))
    except (ValueError, RecursionError):
        return False
    digits = [re.sub("[^0-9]", "", number) for number in numbers]
    return all(len(one) < FEW_DIGITS or FICTION.fullmatch(one) for one in digits)


@pytest.mark.parametrize("any_value", [False, True])
def test_another_host_gets_only_what_reaches_nobody(any_value: bool, tmp_path: Path) -> None:
    more = ("--any-value",) if any_value else ()
    path = tmp_path / "report.json"
    with record() as (server, sent):
        proxy = ("--proxy", server.url.removesuffix(PATH))
        outcome = fuzz(
            *(REMOTE, "--allow-remote", "192.0.2.1", "--key", KEY, *proxy, *more),
            *("--rate", "300", "--max-requests", "150", "--report", f"json={path}"),
        )
    assert outcome.status == 0
    assert outcome.err.startswith(f"contractkit: warning: {REMOTE} is not on this machine")
    assert ("any values" if any_value else "only values that reach nobody") in outcome.err
    assert (outcome.err.count("\n"), len(sent) > 100) == (1, True)
    unsafe = [body for _, body in sent if not is_harmless(body)]
    assert bool(unsafe) is any_value


def test_another_host_is_asked_slowly_unless_told_otherwise() -> None:
    with record() as (server, sent):
        proxy = ("--proxy", server.url.removesuffix(PATH))
        outcome = fuzz(REMOTE, "--allow-remote", "192.0.2.1", *proxy, "--max-requests", "4")
    assert "at most 5 requests a second" in outcome.err
    times = [when for when, _ in sent]
    assert times[-1] - times[0] >= (len(times) - 1) / 5 - 0.03


def test_a_replay_to_another_host_keeps_back_what_may_reach_people(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    with start("text-no-limit") as running:
        assert fuzz(*at(running), "--report", f"json={path}").status == 1
    report = json.loads(path.read_text("utf-8"))
    told = report["failures"][0]["replay"][0]
    real = base64.b64decode(told["body"]).replace(b"+447700900123", b"+447911123456")
    report["failures"][0]["replay"].append({**told, "body": base64.b64encode(real).decode("ascii")})
    path.write_text(json.dumps(report), "utf-8")
    with record() as (server, sent):
        proxy = ("--proxy", server.url.removesuffix(PATH), "--rate", "300")
        fuzz(REMOTE, "--allow-remote", "192.0.2.1", "--replay", str(path), *proxy)
    bodies = [body for _, body in sent]
    assert b"+447700900123" in real or b"+447911123456" in real
    assert bodies
    assert not [body for body in bodies if b"447911123456" in body]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> tuple[Outcome, dict[str, Path]]:
    """A run that fails in several ways, with all its reports."""
    home = tmp_path_factory.mktemp("reports")
    paths = {style: home / f"report.{style}" for style in FORMATS}
    with start("text-1025") as running:
        options = [word for style in paths for word in ("--report", f"{style}={paths[style]}")]
        outcome = fuzz(*at(running), *options)
    return outcome, paths


def test_a_failure_is_status_1_and_told_in_80_columns(
    found: tuple[Outcome, dict[str, Path]],
) -> None:
    outcome, _ = found
    assert (outcome.status, outcome.err) == (1, "")
    assert outcome.out.startswith("1. invalid-accepted[SM114]: A request that breaks SM114 (")
    long = [line for line in outcome.out.splitlines() if len(line) > 80]
    assert [line for line in long if not re.match(r"\d+\. |  curl:     ", line)] == []


def test_the_reports_are_whole(found: tuple[Outcome, dict[str, Path]]) -> None:
    _, paths = found
    report = read_report(paths["json"])
    assert ("invalid-accepted", "SM114") in list_checks(report)
    assert report["coverage"]["rules"]["SM114"]["invalid"] > 0
    suite = ET.fromstring(paths["junit"].read_text("utf-8"))[0]  # noqa: S314 - our own
    failed = [case.get("name") for case in suite if case.find("failure") is not None]
    assert failed == ["SM114"]
    page = paths["html"].read_text("utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert page.rstrip().endswith("</html>")
    assert "SM114" in page
    assert {path.name for path in paths["json"].parent.iterdir()} == {
        path.name for path in paths.values()
    }


def test_a_replay_finds_again_what_is_still_wrong(
    found: tuple[Outcome, dict[str, Path]],
) -> None:
    _, paths = found
    with start("text-1025") as running:
        again = fuzz(*at(running), "--replay", str(paths["json"]))
    with start() as running:
        mended = fuzz(*at(running), "--replay", str(paths["json"]))
    assert (again.status, mended.status) == (1, 0)
    assert "invalid-accepted[SM114]" in again.out
    assert "no failures" in mended.out


def test_a_report_that_cannot_be_written_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("contractkit.reporting.files.os.replace", fail)
    outcome = fuzz(*SMALL, "--report", f"json={tmp_path / 'report.json'}")
    assert outcome.status == 2
    assert "report.json: could not be written: No space left on device" in outcome.err
    assert outcome.err.count("\n") == 1
    assert "no failures" in " ".join(outcome.out.split())
    assert list(tmp_path.iterdir()) == []


def test_a_report_replaces_a_file_but_no_pipe(tmp_path: Path) -> None:
    pipe, real, link = (tmp_path / name for name in ("pipe", "real.json", "link.json"))
    os.mkfifo(pipe)
    real.write_text("old", encoding="utf-8")
    link.symlink_to(real)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text("utf-8")), daemon=True)
    reader.start()
    outcome = fuzz(*SMALL, "--report", f"json={pipe}", "--report", f"json={link}")
    reader.join(DEADLINE)
    assert outcome.status == 0
    assert pipe.is_fifo()
    assert link.is_symlink()
    assert json.loads(read[0]) == read_report(real)


TITLE = "\x1b]0;owned\x07"  # what sets the title of a terminal
NASTY = 'S3cret-Key&9"f'


def list_forms(key: str) -> set[str]:
    """The key as others may repeat it, right or wrong."""
    letters = "".join(filter(str.isalnum, key))
    forms = (key, key[:-1], key[1:], key[::-1], key.swapcase(), letters)
    return {form for one in forms for form in (one, quote(one), json.dumps(one)[1:-1])}


def echo_garbage(line: Line, request: Any) -> bytes:
    del line
    said = " ".join(f"{name}={value}" for name, value in request.headers)
    return f"?{request.query} {said} HTTP/1.1\r\n".encode("latin-1")


def echo_refusal(line: Line, request: Any) -> bytes:
    del line
    said = " ".join(f"{name}={value}" for name, value in request.headers) + request.query
    entry = {"code": "7001", "description": said, "transid": "1"}
    return write_answer("200 OK", "application/json", json.dumps({"response": entry}))


def echo_everywhere(line: Line, request: Any) -> bytes:
    """An error whose headers and page repeat what was sent, controls of a terminal too."""
    del line
    said = " ".join(value for _, value in request.headers) + request.query
    page = f"<p>{TITLE}{html.escape(said)}</p>{said}"
    return write_answer("500 No", f"text/html; x={said}{TITLE}", page, f"X-Said: {said}\r\n")


def write_answer(status: str, kind: str, body: str, more: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}Content-Length: {len(body)}\r\n"
    return f"{head}\r\n{body}".encode("latin-1")


@pytest.mark.parametrize("echo", [echo_garbage, echo_refusal, echo_everywhere])
def test_the_key_is_in_no_output_and_no_file(echo: Any, tmp_path: Path) -> None:
    secrets = (NASTY, "a-secret-of-tokens-" * 2, "value-of-a-header")
    paths = {style: tmp_path / f"report.{style}" for style in FORMATS}
    reports = [word for style in paths for word in ("--report", f"{style}={paths[style]}")]
    own = ("--key", NASTY, "--jwt-secret", secrets[1], "--header", f"X-Own: {secrets[2]}")
    phases = ("--phase", "authentication,examples", *SMALL)
    with record(echo) as (server, _):
        outcome = fuzz(f"{server.url}?key={quote(NASTY)}", *own, *phases, *reports)
    assert outcome.status == 1
    report = read_report(paths["json"])
    coded = [probe["body"] for one in report["failures"] for probe in one["replay"]]
    texts = [outcome.out, outcome.err, *(path.read_text("utf-8") for path in paths.values())]
    texts += [html.unescape(text) for text in texts]
    texts += [base64.b64decode(one).decode("latin-1") for one in coded]
    forms = {form for secret in secrets for form in (*list_forms(secret), secret)}
    assert sorted(form for form in forms for text in texts if form in text) == []
    assert "***" in outcome.out
    assert "\x1b" not in outcome.out


def test_interrupted_it_tells_what_it_has_so_far(tmp_path: Path) -> None:
    path, options = tmp_path / "report.json", ("--max-requests", "1000000")
    with (
        record() as (server, sent),
        subprocess.Popen(
            [*INTERRUPTIBLE, server.url, *options, "--report", f"json={path}"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "CONTRACTKIT_KEY": KEY},
        ) as process,
    ):
        until = time.monotonic() + DEADLINE
        while len(sent) < 30 and time.monotonic() < until:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=DEADLINE)
    assert (process.returncode, err) == (130, "")
    assert "The run ended early: it was interrupted." in out
    report = read_report(path)
    assert (report["stopped"], report["requests"] >= 30) == ("it was interrupted", True)


def test_a_reader_that_goes_away_is_no_error() -> None:
    with (
        start("text-1025") as running,
        subprocess.Popen(
            [*COMMAND, *at(running), *SMALL],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process,
    ):
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        err = process.stderr.read()
        process.wait(DEADLINE)
    assert (process.returncode, err) == (141, "")


@pytest.mark.parametrize(
    ("path", "own"),
    [
        ("/v2/messages", "send-message-v2"),
        ("/proxy/v1/sms/messages/?x=1", "send-sms-v1"),
        (PATH, None),
        ("/elsewhere", None),
        ("[", None),
    ],
)
def test_the_path_of_another_contract_is_told_of(path: str, own: str | None) -> None:
    url = f"http://127.0.0.1:{silent_port()}{path}"
    outcome = fuzz(url, *SMALL)
    hints = [line for line in outcome.err.splitlines() if "is the path of" in line]
    assert len(hints) == (own is not None)
    for hint in hints:
        assert f"--contract {own} " in hint
        assert str(load()) in hint
    assert "is the path of" not in fuzz(url, *SMALL, "--contract", "send-message-v1").err
    assert outcome.status == 2

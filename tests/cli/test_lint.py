"""`contractkit lint` as its users call it: statuses, formats, options, inputs of every kind."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from contractkit.contracts.loading import load
from contractkit.linting.inputs import LARGEST
from tests.cli.program import run
from tests.sample_payloads import plain, plain_sms

GOOD = json.dumps(plain())
BAD = json.dumps(plain_sms(senderid=""))
DOUBTFUL = json.dumps(plain(extra=1))
NOTED = json.dumps(plain_sms(type="4"))
ABSENT: dict[str, object] = {
    "deliverychannel": "sms",
    "channels": {"sms": {"senderId": "A", "text": "x"}},
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("text", "options", "status"),
    [
        (GOOD, [], 0),
        (NOTED, [], 0),
        (NOTED, ["--strict"], 0),
        (DOUBTFUL, [], 0),
        (DOUBTFUL, ["--strict"], 1),
        (BAD, [], 1),
        (BAD, ["--ignore", "SM108"], 0),
        (BAD, ["--ignore", "sm1"], 0),
        (BAD, ["--select", "SM114,SM2"], 0),
        (BAD, ["--select", "SM114", "--select", "SM108"], 1),
        (GOOD, ["--select", "SM225"], 0),
        (GOOD, ["--kind", "response"], 1),
        (GOOD + " // note", [], 1),
        (GOOD + " // note", ["--jsonc"], 0),
        (GOOD.replace("+447700900123", "{{to}}"), [], 1),
        (GOOD.replace("+447700900123", "{{to}}"), ["--templates"], 0),
        (GOOD.replace("Hello", "{{a}} " * 300), ["--templates"], 1),
        (GOOD.replace('"+447700900123"', "{{to}}"), ["--templates"], 0),
        ("", [], 1),
        ("[]", ["--kind", "request"], 1),
        ("[]", [], 1),
        ('"text"', [], 1),
        ('{"a": ', ["--select", "SM1"], 1),
        ('{"a": ', ["--select", "SM1", "--ignore", "JT006"], 1),
        ('{"unknown": 1}', [], 2),
    ],
)
def test_status(folder: Path, text: str, options: list[str], status: int) -> None:
    (folder / "payload.json").write_text(text, encoding="utf-8")
    assert run("lint", "payload.json", *options).status == status


def test_a_rule_that_is_off_is_reported_when_it_is_selected(folder: Path) -> None:
    (folder / "payload.json").write_text(GOOD, encoding="utf-8")
    assert "SM225" not in run("lint", "payload.json", "--select", "SM2").out
    assert "SM225" in run("lint", "payload.json", "--select", "SM225").out
    assert "SM225" in run("lint", "payload.json", "--select", "all").out


def test_full_shows_the_place_and_what_to_do(folder: Path) -> None:
    (folder / "payload.json").write_text(json.dumps(plain_sms(text=""), indent=2), encoding="utf-8")
    outcome = run("lint", "payload.json")
    lines = outcome.out.splitlines()
    assert lines[0] == "payload.json:13:15: error[SM109]: “text” is empty"
    assert lines[3:5] == ['  13 |       "text": ""', "     |               ^^"]
    assert {line.split()[0] for line in lines if line.strip()} >= {"at", "why:", "fix:", "from:"}
    assert outcome.err == "1 file checked: 1 error\n"
    assert "\x1b" not in outcome.out


def test_full_fits_eighty_columns(folder: Path) -> None:
    (folder / "payload.json").write_text(json.dumps(plain_sms(text="é" * 1025, a=1)), "utf-8")
    lines = run("lint", "payload.json").out.splitlines()
    assert max(len(line) for line in lines if "[SM" not in line) <= 80


def test_concise_is_one_line_a_finding(folder: Path) -> None:
    (folder / "payload.json").write_text(BAD, encoding="utf-8")
    out = run("lint", "payload.json", "--format", "concise").out
    column = BAD.index('""') + 1
    assert out == f"payload.json:1:{column}: error SM108 “senderid” is empty\n"


def test_json_has_every_documented_member(folder: Path) -> None:
    (folder / "a.json").write_text(json.dumps(ABSENT), encoding="utf-8")
    (folder / "b.json").write_text(GOOD, encoding="utf-8")
    report = json.loads(run("lint", "a.json", "b.json", "--format", "json").out)
    assert list(report) == ["version", "contract", "files", "findings", "summary"]
    assert (report["version"], report["contract"], report["files"]) == (
        1,
        str(load()),
        2,
    )
    assert report["summary"] == {"errors": 2, "warnings": 0, "notes": 0}
    assert list(report["findings"][0]) == [
        "file", "rule", "severity", "pointer", "line", "column", "end_line", "end_column",
        "message", "help", "source", "related", "fix",
    ]  # fmt: skip
    by_rule = {one["rule"]: one for one in report["findings"]}
    assert set(by_rule) == {"SM103", "SM108"}
    assert by_rule["SM108"]["pointer"] == "/channels/sms"
    assert by_rule["SM108"]["help"] == "Rename “senderId” to “senderid”."
    [related] = by_rule["SM108"]["related"]
    assert related["column"] == json.dumps(ABSENT).index('"senderId"') + 1


@pytest.mark.parametrize("style", ["full", "concise", "json"])
def test_redact_keeps_personal_values_out(folder: Path, style: str) -> None:
    secrets = ["+4477009001234567", "Dear Ms Secret", "callback-secret", "0770secret"]
    payload = plain_sms(text=secrets[1] + "ê" * 1025)
    payload["destination"] = [{"msisdn": [secrets[0], secrets[3]]}]
    payload |= {"callbackData": secrets[2] * 200, "unknown": secrets[1]}
    (folder / "a.json").write_text(json.dumps(payload, indent=1, ensure_ascii=False), "utf-8")
    (folder / "b.json").write_text(
        "{'callbackData': 'callback-secret', // callback-secret", "utf-8"
    )
    plainly = run("lint", ".", "--format", style).out
    redacted = run("lint", ".", "--format", style, "--redact").out
    assert any(secret in plainly for secret in secrets)
    assert not any(secret in redacted for secret in secrets)
    assert "SM112" in redacted


SELECTED = [
    (json.dumps({"channel": "sms", "to": [], "from": "A"}), ["--ignore", "SM127"], "SM102"),
    (json.dumps({"channel": "sms", "to": [], "from": "A"}), ["--select", "SM127"], "SM127"),
    (json.dumps(plain(deliverychannel="whatsapp", destination=[])), ["--ignore", "SM111"], "SM104"),
    (json.dumps(plain(deliverychannel="whatsapp", destination=[])), ["--select", "SM104"], "SM104"),
    (GOOD.replace("deliverychannel", "deliveryChannel"), ["--select", "SM201"], "SM201"),
    (GOOD.replace("deliverychannel", "deliveryChannel"), ["--ignore", "SM102"], "SM201"),
    ('{"a": 1,' + '"b": {{x}},' * 11_000, ["--templates", "--select", "SM"], "JT"),
]


@pytest.mark.parametrize(("text", "options", "rule"), SELECTED, ids=range(len(SELECTED)))
def test_what_is_left_out_takes_nothing_else_with_it(
    folder: Path, text: str, options: list[str], rule: str
) -> None:
    (folder / "a.json").write_text(text, encoding="utf-8")
    outcome = run("lint", "a.json", "--kind", "request", "--format", "concise", *options)
    assert f" {rule}" in outcome.out


def test_the_rest_is_judged_however_many_faults_the_text_has(folder: Path) -> None:
    many = "".join(f'"k": {number}, ' for number in range(150))
    (folder / "a.json").write_text(GOOD.replace("{", "{" + many, 1).replace('"sms"', '"SMS"', 1))
    assert "SM111" in run("lint", "a.json", "--select", "SM", "--format", "concise").out


def test_messages_never_dump_a_long_value(folder: Path) -> None:
    payload = plain(destination=["9" * 5000], **{"9" * 5000: 1})
    (folder / "a.json").write_text(json.dumps(payload), encoding="utf-8")
    outcome = run("lint", "a.json")
    assert "9" * 61 not in outcome.out


UNREADABLE = {
    "missing.json": "missing.json: no such file",
    "nothing/*.json": "nothing/*.json: no file matches",
    "empty-folder": "empty-folder: no payload files (*.json, *.jsonc, *.ndjson, *.jsonl, *.har) "
    "in this folder",
    "binary.json": "binary.json: is a binary file, not JSON text",
    "big.json": "big.json: is larger than 16 MiB, too large to be a payload",
}


@pytest.mark.parametrize("path", UNREADABLE)
def test_what_cannot_be_read_is_one_line_and_the_rest_is_done(folder: Path, path: str) -> None:
    (folder / "empty-folder").mkdir()
    (folder / "binary.json").write_bytes(b"\x7fELF\x00\xff\xfe\x80")
    (folder / "good.json").write_text(GOOD, encoding="utf-8")
    with (folder / "big.json").open("wb") as file:
        file.truncate(LARGEST + 1)
    outcome = run("lint", path, "good.json")
    assert outcome.status == 2
    complaint, summary = outcome.err.splitlines()
    assert complaint == f"contractkit: error: {UNREADABLE[path]}"
    assert summary == "1 file checked: nothing found, 1 input not read"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--contract", "send-mesage-v1"], "did you mean 'send-message-v1'?"),
        (["--contract", "send-message-v1@9.9.9"], "unknown version of send-message-v1 '9.9.9'"),
        (["--select", "SM999"], "unknown rule 'SM999'"),
        (
            ["--select", "SM9"],
            "unknown rule of the linter 'SM9': it belongs to `contractkit migrate`",
        ),
        (
            ["--ignore", "sm931"],
            "unknown rule of the linter 'SM931': it belongs to `contractkit mig",
        ),
        (["--ignore", "nonsense"], "unknown rule 'NONSENSE'"),
        (["--kind", "requst"], "did you mean 'request'?"),
        (["--formt", "json"], "No such option '--formt'"),
        (["--format", "xml"], "'xml' is not one of"),
        (["--schemas", "nowhere"], "broken contract: nowhere/catalog.json"),
        (["--tenant", "nowhere.json"], "nowhere.json: no such file"),
    ],
)
def test_wrong_usage_is_one_line_and_status_2(options: list[str], words: str) -> None:
    outcome = run("lint", *options)
    assert outcome.status == 2
    assert outcome.out == ""
    [line] = outcome.err.splitlines()
    assert line.startswith("contractkit: error: ")
    assert words in line


def test_a_folder_that_may_not_be_listed_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def walk(
        path: str, onerror: Callable[[OSError], None]
    ) -> Iterator[tuple[str, list[str], list[str]]]:
        yield path, ["closed"], ["good.json"]
        onerror(PermissionError(13, "Permission denied", f"{path}/closed"))

    (folder / "good.json").write_text(GOOD, encoding="utf-8")
    monkeypatch.setattr("contractkit.linting.folders.os.walk", walk)
    outcome = run("lint", ".")
    assert outcome.status == 2
    assert outcome.err.splitlines() == [
        "contractkit: error: ./closed: may not be read",
        "1 file checked: nothing found, 1 input not read",
    ]


def test_only_files_of_a_folder_are_read_and_each_path_once(folder: Path) -> None:
    os.mkfifo(folder / "pipe.json")
    (folder / "bad.json").write_text(BAD, encoding="utf-8")
    assert run("lint", "bad.json", "bad.json", ".").err == "2 files checked: 2 errors\n"


def test_bytes_that_are_not_utf8_are_one_finding(folder: Path) -> None:
    (folder / "a.json").write_bytes(GOOD.replace("Hello", "Café").encode("latin-1"))
    assert run("lint", "a.json", "--format", "concise").out.count("\n") == 1


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        (plain(correlationid="1", correlationId="2"), "Remove it: “correlationid” is at the top"),
        (plain_sms(senderId="A"), "Remove it: “senderid” is in /channels/sms already."),
        (plain(senderid="A"), "Remove it: “senderid” is in /channels/sms already."),
        (plain_sms(correlationid="1"), "It belongs at the top level."),
        (plain(notifyUrl="https://example.com"), "Did you mean “notifyurl”?"),
    ],
)
def test_the_help_never_leads_to_a_duplicate(
    folder: Path, payload: dict[str, object], words: str
) -> None:
    (folder / "a.json").write_text(json.dumps(payload), encoding="utf-8")
    [found] = json.loads(run("lint", "a.json", "--format", "json").out)["findings"]
    assert found["help"].startswith(words)


def test_a_folder_is_searched_for_json_but_not_in_hidden_places(folder: Path) -> None:
    for name in ("b.json", "deep/er/a.jsonc", ".hidden/c.json", "node_modules/d.json", "e.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(BAD, encoding="utf-8")
    places = [line.split(":")[0] for line in run("lint", "--format", "concise").out.splitlines()]
    assert places == ["./b.json", "./deep/er/a.jsonc"]


def test_a_glob_is_expanded(folder: Path) -> None:
    for name in ("b.json", "a.json"):
        (folder / name).write_text(BAD, encoding="utf-8")
    places = [
        line.split(":")[0] for line in run("lint", "*.json", "--format", "concise").out.splitlines()
    ]
    assert places == ["a.json", "b.json"]


def test_standard_input_has_the_name_that_it_is_given() -> None:
    outcome = run(
        "lint", "-", "--stdin-filename", "x.json", "--format", "concise", stdin=BAD.encode()
    )
    assert outcome.status == 1
    assert outcome.out.startswith("x.json:1:")
    assert run("lint", "-", stdin=GOOD.encode()).status == 0


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_any_kind_count(folder: Path, end: str) -> None:
    text = json.dumps(plain_sms(senderid=""), indent=1).replace("\n", end)
    (folder / "a.json").write_bytes(text.encode())
    assert run("lint", "a.json", "--format", "concise").out.startswith("a.json:12:16: ")


def test_columns_count_code_points(folder: Path) -> None:
    text = json.dumps(plain(correlationid="😀é"), ensure_ascii=False)[:-1] + ', "extra": 1}'
    (folder / "a.json").write_text(text, encoding="utf-8")
    column = text.index('"extra"') + 1
    assert run("lint", "a.json", "--format", "concise").out.startswith(f"a.json:1:{column}: ")


TENANTS = [
    ({"plus_e164": True}, plain(destination=[{"msisdn": ["447700900123"]}]), "SM113"),
    ({"sender_ids": ["OTHER"]}, plain(), "SM125"),
    (
        {"contact_policy": False},
        plain(contactPolicy={"contactPolicyGroup": "1", "channelCheckConsent": True}),
        "SM126",
    ),
]


@pytest.mark.parametrize(("profile", "payload", "rule"), TENANTS, ids=lambda one: str(one)[:24])
def test_a_tenant_profile_switches_its_rules_on(
    folder: Path, profile: dict[str, object], payload: dict[str, object], rule: str
) -> None:
    (folder / "tenant.json").write_text(json.dumps(profile), encoding="utf-8")
    (folder / "a.json").write_text(json.dumps(payload), encoding="utf-8")
    assert run("lint", "a.json").status == 0
    assert rule in run("lint", "a.json", "--tenant", "tenant.json").out


@pytest.mark.parametrize(
    ("profile", "words"),
    [
        ('{"plus_e614": true}', "did you mean 'plus_e164'?"),
        ('{"plus_e164": "yes"}', "tenant setting 'plus_e164' takes true or false"),
        ('{"sender_ids": "ACME"}', "takes a list of at least one string"),
        ("[]", "tenant.json: is not a JSON object of settings"),
        ("{", "contractkit: error: tenant.json: is not JSON"),
    ],
)
def test_a_wrong_profile_is_explained(folder: Path, profile: str, words: str) -> None:
    (folder / "tenant.json").write_text(profile, encoding="utf-8")
    outcome = run("lint", "-", "--tenant", "tenant.json", stdin=GOOD.encode())
    assert outcome.status == 2
    assert words in outcome.err

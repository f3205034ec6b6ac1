"""`contractkit lint --baseline`: what is accepted, what is new, what is stale."""

import json
from pathlib import Path
from typing import Any

import pytest

from contractkit.contracts.loading import load
from tests.cli.program import run
from tests.sample_payloads import plain, plain_sms

GOOD = json.dumps(plain())
BAD = json.dumps(plain_sms(senderid=""))
WORSE = json.dumps(plain_sms(senderid="", text=""))
BROKEN = GOOD[:-1]
SENDER, TEXT = "/channels/sms/senderid", "/channels/sms/text"
HEAD = f'{{"version": 1, "contract": "{load().name}", "findings": ['
UNCHECKED = {"version": 1, "contract": load().name, "findings": []}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(**files: str) -> None:
    for name, text in files.items():
        Path(f"{name}.json").write_text(text, encoding="utf-8")


def accept(*arguments: str) -> str:
    outcome = run("lint", *(arguments or (".",)), "--baseline", "base", "--write-baseline")
    assert outcome.status == 0, outcome.err
    assert outcome.out == ""
    return outcome.err.splitlines()[0]


def entries() -> list[tuple[Any, ...]]:
    data = json.loads(Path("base").read_text("utf-8"))
    return [tuple(entry.values()) for entry in data["findings"]]


def test_what_is_accepted_is_neither_shown_nor_counted() -> None:
    put(a=BAD, b=GOOD)
    assert accept() == "base: 1 finding accepted, 1 of them new, 0 removed"
    outcome = run("lint", ".", "--baseline", "base")
    assert (outcome.status, outcome.out) == (0, "")
    assert outcome.err == "2 files checked: nothing found, 1 accepted by the baseline\n"
    report = json.loads(run("lint", ".", "--baseline", "base", "--format", "json").out)
    assert report["findings"] == []
    assert report["summary"] == {"errors": 0, "warnings": 0, "notes": 0, "accepted": 1}


def test_what_is_new_is_shown() -> None:
    put(a=BAD, b=BAD)
    accept("a.json")
    put(a="\n\n" + WORSE)
    outcome = run("lint", ".", "--baseline", "base", "--format", "concise")
    assert outcome.status == 1
    assert [line.split(":")[0] for line in outcome.out.splitlines()] == ["./a.json", "./b.json"]
    assert "SM109" in outcome.out.splitlines()[0]


def test_a_finding_is_accepted_as_often_as_it_was_there(folder: Path) -> None:
    (folder / "a.ndjson").write_text(f"{BAD}\n{GOOD}\n{BAD}\n", encoding="utf-8")
    accept()
    assert entries() == [("a.ndjson", "SM108", SENDER, 2)]
    (folder / "a.ndjson").write_text(f"{BAD}\n{BAD}\n{BAD}\n", encoding="utf-8")
    outcome = run("lint", ".", "--baseline", "base", "--format", "concise")
    assert outcome.out.startswith("./a.ndjson:3:")
    assert outcome.out.count("\n") == 1
    (folder / "a.ndjson").write_text(f"{BAD}\n", encoding="utf-8")
    assert "found 1 of 2 times" in run("lint", ".", "--baseline", "base").err
    assert accept() == "base: 1 finding accepted, 0 of them new, 1 removed"


def test_a_baseline_is_sorted_and_has_an_entry_a_line() -> None:
    put(b=WORSE, a=BROKEN)
    accept()
    lines = Path("base").read_text("utf-8").splitlines()
    assert lines == [
        HEAD,
        '{"file": "a.json", "rule": "JT006", "pointer": null},',
        f'{{"file": "b.json", "rule": "SM108", "pointer": "{SENDER}"}},',
        f'{{"file": "b.json", "rule": "SM109", "pointer": "{TEXT}"}}',
        "]}",
    ]


def test_stale_entries_are_listed_and_go_only_when_it_is_written() -> None:
    put(a=WORSE, b=BAD)
    accept()
    put(a=BAD)
    before = Path("base").read_text("utf-8")
    outcome = run("lint", ".", "--baseline", "base")
    assert outcome.status == 0
    assert outcome.err.splitlines()[:2] == [
        f"stale: a.json SM109 {TEXT}: no longer found",
        "--write-baseline removes it from base",
    ]
    assert Path("base").read_text("utf-8") == before
    assert accept() == "base: 2 findings accepted, 0 of them new, 1 removed"
    assert entries() == [("a.json", "SM108", SENDER), ("b.json", "SM108", SENDER)]


def test_entries_of_a_file_that_exists_no_more_are_listed_and_kept() -> None:
    put(a=BAD, b=BAD)
    accept()
    Path("b.json").unlink()
    gone = "stale: b.json: no such file any more; remove its lines from base"
    assert gone in run("lint", ".", "--baseline", "base").err.splitlines()
    assert gone in run("lint", ".", "--baseline", "base", "--write-baseline").err.splitlines()
    assert [file for file, _, _ in entries()] == ["a.json", "b.json"]


UNSEEN = [
    ("another file", GOOD, ["b.json"]),
    ("a rule that is not selected", GOOD, [".", "--select", "SM109"]),
    ("a rule that is ignored", GOOD, [".", "--ignore", "SM108"]),
    ("a file that is excluded", GOOD, [".", "--exclude", "a.json"]),
]


@pytest.mark.parametrize(("why", "text", "arguments"), UNSEEN, ids=[one[0] for one in UNSEEN])
def test_what_a_run_did_not_look_for_is_kept(why: str, text: str, arguments: list[str]) -> None:
    put(a=BAD, b=GOOD)
    accept("a.json")
    put(a=text)
    assert "stale" not in run("lint", *arguments, "--baseline", "base").err, why
    accept(*arguments)
    assert entries() == [("a.json", "SM108", SENDER)]
    accept()
    assert entries() == []


def test_what_could_not_be_read_keeps_its_entries(folder: Path) -> None:
    put(a=BAD)
    (folder / "c.ndjson").write_text(f"{BAD}\n{BAD}\n", encoding="utf-8")
    accept()
    (folder / "a.json").write_bytes(b"\0\xff")
    (folder / "c.ndjson").write_text(f'{GOOD}\n{{"other": 1}}\n', encoding="utf-8")
    outcome = run("lint", "a.json", "c.ndjson", "--baseline", "base", "--write-baseline")
    assert outcome.status == 2
    assert entries() == [("a.json", "SM108", SENDER), ("c.ndjson", "SM108", SENDER, 2)]
    (folder / "a.json").unlink()
    assert run("lint", "a.json", "--baseline", "base", "--write-baseline").status == 2
    assert len(entries()) == 2


def test_a_rule_for_another_tenant_is_kept(folder: Path) -> None:
    (folder / "tenant").write_text('{"sender_ids": ["OTHER"]}', encoding="utf-8")
    put(a=GOOD)
    accept("a.json", "--tenant", "tenant")
    assert [entry[1] for entry in entries()] == ["SM125"]
    accept("a.json")
    assert [entry[1] for entry in entries()] == ["SM125"]
    (folder / "tenant").write_text('{"sender_ids": ["ACME"]}', encoding="utf-8")
    accept("a.json", "--tenant", "tenant")
    assert entries() == []


def test_files_are_named_from_the_folder_of_the_baseline(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "sub").mkdir()
    put(**{"sub/a": BAD})
    accept()
    assert entries() == [("sub/a.json", "SM108", SENDER)]
    monkeypatch.chdir(folder / "sub")
    for name in ("a.json", "./a.json", str(folder / "sub" / "a.json"), "../sub/a.json"):
        assert run("lint", name, "--baseline", "../base").status == 0


def test_the_file_may_stand_in_the_configuration(folder: Path) -> None:
    (folder / "contractkit.toml").write_text('baseline = "base"\n', encoding="utf-8")
    put(a=BAD)
    assert run("lint", "a.json").err == (
        "contractkit: error: base: no such file; --write-baseline creates it\n"
    )
    assert run("lint", "a.json", "--write-baseline").status == 0
    assert run("lint", "a.json").status == 0
    assert run("lint", "a.json", "--no-config").status == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "base: is not JSON: "),
        ("<<<<<<< ours", "base: is not JSON: "),
        ("[" * 100_000, "base: is no"),
        ("[]", "base: is no baseline"),
        ('{"findings": {}}', "base: is no baseline"),
        (json.dumps(UNCHECKED | {"version": 2}), "base: is no baseline of version 1"),
        (json.dumps(UNCHECKED | {"contract": "other"}), "is a baseline for another contract"),
        (HEAD + "1]}", "base: entry 1 is not"),
        (HEAD + '{"file": "a", "rule": "b", "pointer": 1}]}', "base: entry 1 is not"),
        (HEAD + '{"file": "a", "rule": "b", "pointer": "", "count": 0}]}', "base: entry 1 is not"),
        (HEAD + '{"file": "a", "rule": "b", "pointer": "", "count": true}]}', "entry 1 is not"),
    ],
    ids=lambda one: one[:30],
)
@pytest.mark.parametrize("options", [(), ("--write-baseline",)], ids=" ".join)
def test_a_broken_baseline_is_one_line_and_is_left_alone(
    folder: Path, text: str, words: str, options: tuple[str, ...]
) -> None:
    put(a=BAD)
    (folder / "base").write_text(text, encoding="utf-8")
    outcome = run("lint", "a.json", "--baseline", "base", *options)
    assert (outcome.status, outcome.out) == (2, "")
    assert words in outcome.err
    assert outcome.err.count("\n") == 1
    assert (folder / "base").read_text("utf-8") == text


def test_other_baselines_that_cannot_be_used(folder: Path) -> None:
    put(a=BAD)
    (folder / "latin").write_bytes(b"\xe9")
    assert "latin: is not UTF-8 text" in run("lint", "--baseline", "latin").err
    assert ".: " in run("lint", "a.json", "--baseline", ".").err
    outcome = run("lint", "a.json", "--write-baseline")
    assert outcome.status == 2
    assert "--write-baseline needs --baseline FILE" in outcome.err


def test_a_baseline_that_cannot_be_written_is_told() -> None:
    put(a=BAD)
    outcome = run("lint", "a.json", "--baseline", "no/base", "--write-baseline")
    assert outcome.status == 2
    assert outcome.err.startswith("contractkit: error: no/base: could not be written: ")


def test_the_same_finding_twice_after_a_merge_counts_once(folder: Path) -> None:
    put(a=BAD)
    accept()
    line = Path("base").read_text("utf-8").splitlines()[1]
    (folder / "base").write_text(f"{HEAD}\n{line},\n{line}\n]}}", encoding="utf-8")
    outcome = run("lint", "a.json", "--baseline", "base")
    assert (outcome.status, "stale" in outcome.err) == (0, False)

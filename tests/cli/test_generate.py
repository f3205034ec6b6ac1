"""`contractkit generate`: its formats, its promises, its complaints."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from contractkit import check, judge
from tests.cli.program import run


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def generate(*arguments: str) -> list[Any]:
    outcome = run("generate", *arguments)
    assert outcome.status == 0, outcome.err
    return [json.loads(line) for line in outcome.out.splitlines()]


@pytest.mark.parametrize("verdict", ["valid", "invalid", "doubtful"])
@pytest.mark.parametrize("message", ["request", "response", "notification"])
def test_lines_are_payloads_of_the_verdict(message: str, verdict: str) -> None:
    payloads = generate(f"--{verdict}", "--message", message, "--count", "40")
    assert len(payloads) == 40
    assert {str(judge(check(payload, message))) for payload in payloads} == {verdict}


def test_an_annotation_names_the_rule_and_the_pointer() -> None:
    for record in generate("--invalid", "--annotate", "--count", "60"):
        assert list(record) == ["id", "payload", "message", "verdict", "rules", "pointer"]
        found = [one for one in check(record["payload"], "request") if one.severity != "note"]
        assert [(one.rule, one.pointer) for one in found] == [(*record["rules"], record["pointer"])]


@pytest.mark.parametrize("kind", [["--valid"], ["--invalid"], ["--boundary", "--count", "300"]])
def test_the_same_seed_gives_the_same_lines(kind: list[str]) -> None:
    assert run("generate", *kind, "--seed", "7").out == run("generate", *kind, "--seed", "7").out
    if "--boundary" not in kind:
        assert run("generate", *kind, "--seed", "7").out != run("generate", *kind).out


def test_more_is_the_same_and_then_more() -> None:
    assert generate("--count", "5") == generate("--count", "20")[:5]


@pytest.mark.parametrize(
    ("rule", "verdict"), [("SM114", "invalid"), ("sm201", "doubtful"), ("JT001", "invalid")]
)
def test_a_rule_alone_says_which_verdict(rule: str, verdict: str) -> None:
    records = generate("--rule", rule, "--annotate", "--count", "10")
    assert {(record["verdict"], *record["rules"]) for record in records} == {
        (verdict, rule.upper())
    }


def test_a_tenants_rule_can_be_asked_for(folder: Path) -> None:
    (folder / "tenant.json").write_text('{"plus_e164": true}', encoding="utf-8")
    records = generate("--rule", "SM113", "--tenant", "tenant.json", "--annotate", "--count", "5")
    assert {one for record in records for one in record["rules"]} == {"SM113"}


def test_what_is_no_json_has_its_text_or_its_bytes() -> None:
    records = generate("--boundary", "--annotate")
    texts = [record["text"] for record in records if "text" in record]
    data = [base64.b64decode(record["bytes"]) for record in records if "bytes" in record]
    assert len(texts) > 20
    assert data
    assert len(records) == len(generate("--boundary")) + len(texts) + len(data)


def test_json_is_one_array() -> None:
    assert json.loads(run("generate", "--format", "json", "--count", "3").out) == generate(
        "--count", "3"
    )


def test_shards_share_the_suite_out() -> None:
    whole = [record["id"] for record in generate("--boundary", "--annotate")]
    parts = [generate("--boundary", "--annotate", "--shard", f"{one}/3") for one in (1, 2, 3)]
    assert sorted(record["id"] for part in parts for record in part) == sorted(whole)


def test_files_are_judged_as_their_folder_says(folder: Path) -> None:
    outcome = run(
        "generate", "--boundary", "--count", "400", "--format", "files", "--output", "out"
    )
    assert (outcome.status, outcome.out) == (0, "")
    assert outcome.err == "400 files written to out\n"
    assert len(list((folder / "out").rglob("*.json"))) == 400
    assert run("lint", "out/valid", "--strict", "--kind", "request").status == 0
    for verdict, status in (("doubtful", 1), ("invalid", 1)):
        for path in (folder / "out" / verdict).iterdir():
            found = run("lint", str(path), "--strict", "--kind", "request", "--format", "concise")
            assert found.status == status
            assert path.name.partition("-")[0] in found.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--rule", "SM999"], "unknown rule 'SM999'"),
        (["--rule", "SM309"], "SM309: it is a rule of the response"),
        (["--rule", "SM114", "--valid"], "SM114: breaking it makes a payload invalid, not valid"),
        (["--rule", "SM224"], "SM224: breaking it makes a payload valid"),
        (["--rule", "JT001"], "add --annotate, or --format files"),
        (["--rule", "SM113"], "counts only with a tenant's settings"),
        (["--valid", "--boundary"], "--valid and --boundary do not go together"),
        (["--message", "requst"], "did you mean 'request'?"),
        (["--contract", "nope"], "unknown contract 'nope'"),
        (["--count", "0"], "0 is not in the range"),
        (["--shard", "0/3"], "--shard takes I/N"),
        (["--shard", "4/3"], "--shard takes I/N"),
        (["--format", "files"], "--format files and --output DIR go together"),
        (["--output", "out"], "--format files and --output DIR go together"),
        (["--format", "files", "--output", "full"], "full: is not empty"),
        (["--format", "files", "--output", "file"], "file: is not a folder"),
        (
            ["--format", "files", "--output", "no/where"],
            "no/where: stands in no folder that exists",
        ),
    ],
)
def test_misuse_is_one_line_and_leaves_nothing(
    folder: Path, arguments: list[str], words: str
) -> None:
    (folder / "full").mkdir()
    (folder / "full" / "a").touch()
    (folder / "file").touch()
    before = sorted(folder.rglob("*"))
    outcome = run("generate", *arguments)
    assert (outcome.status, outcome.out) == (2, "")
    [line] = outcome.err.splitlines()
    assert words in line
    assert sorted(folder.rglob("*")) == before

"""`contractkit lint --fix`, `--unsafe-fixes` and `--diff`: what becomes of files and streams."""

import json
import os
import shutil
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from contractkit.errors import UnwrittenFileError
from contractkit.linting import fixed_files
from contractkit.linting.fixed_files import replace_file
from contractkit.reporting.files import write_draft
from tests.cli.program import run
from tests.sample_payloads import PLAIN, plain, plain_sms

GOOD = json.dumps(PLAIN)
HABIT = GOOD.replace("senderid", "senderId")
LOUD = GOOD.replace('"sms",', '"SMS",')
BROKEN = GOOD[:-2]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


CASES = {
    "renamed": (HABIT, GOOD, "--fix", "nothing found, 1 fixed"),
    "a value is not safe": (LOUD, LOUD, "--fix", "1 error\n--unsafe-fixes may fix 1 more"),
    "a value": (LOUD, GOOD, "--unsafe-fixes", "nothing found, 1 fixed"),
    "both": (
        LOUD.replace("senderid", "SENDERID"),
        GOOD,
        "--unsafe-fixes",
        "nothing found, 2 fixed",
    ),
    "the mark": ("\ufeff" + GOOD, GOOD, "--fix", "nothing found, 1 fixed"),
    "clean": (GOOD, GOOD, "--unsafe-fixes", "nothing found"),
    "broken": (BROKEN, BROKEN, "--unsafe-fixes", "1 error"),
    "not asked": (HABIT, HABIT, "--strict", "1 error\n--fix may fix 1 of these"),
    "not selected": (HABIT, HABIT, "--fix --ignore SM108,SM2", "nothing found"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_file_is_fixed_and_what_remains_is_reported(folder: Path, case: str) -> None:
    before, after, options, summary = CASES[case]
    (folder / "a.json").write_bytes(before.encode())
    outcome = run("lint", "a.json", "--format", "concise", *options.split())
    assert (folder / "a.json").read_bytes() == after.encode()
    assert outcome.err == f"1 file checked: {summary}\n"
    assert outcome.status == ("error" in summary)
    assert bool(outcome.out) == ("error" in summary)
    assert os.listdir(folder) == ["a.json"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_nothing_but_the_place_changes(folder: Path, end: str) -> None:
    lines = ["{", "\t'x'".replace("'", '"') + " :\u00a01,", "}"]
    lines = [
        "\ufeff" + json.dumps(PLAIN, indent="\t")[:-2] + " ,",
        '"callbackdata":"\\u00e9 é" }',
        "",
    ]
    before = end.join("\n".join(lines).split("\n"))
    (folder / "a.json").write_bytes(before.encode())
    assert run("lint", "a.json", "--fix").status == 0
    expected = before[1:].replace("callbackdata", "callbackData")
    assert (folder / "a.json").read_bytes() == expected.encode()


COMMENTS = {
    "a line": ("{\n  // one\n  ", "{\n  "),
    "lines": ("{\r\n  // one\r\n  # two\r\n  ", "{\r\n  "),
    "behind": ("{  // one\n  ", "{\n  "),
    "inside": ("{ /* one */ ", "{ "),
    "several": ("{ /* one */ /* two */\n", "{\n"),
    "over lines": ("{\n  /* one\n   two */\n  ", "{\n  "),
    "before a value": ("{/* one */", "{"),
    "at the start": ("/* one */ {", "{"),
    "alone at the start": ("// one\n{", "{"),
}


@pytest.mark.parametrize("case", COMMENTS)
def test_a_comment_goes_without_a_trace(folder: Path, case: str) -> None:
    written, left = COMMENTS[case]
    (folder / "a.json").write_bytes((written + GOOD[1:]).encode())
    assert run("lint", "a.json", "--fix").status == 0
    assert (folder / "a.json").read_bytes() == (left + GOOD[1:]).encode()


def test_what_is_allowed_stays(folder: Path) -> None:
    text = "// one\n" + HABIT[:-1] + ",}"
    (folder / "a.jsonc").write_text(text)
    assert run("lint", "a.jsonc", "--jsonc", "--fix").status == 0
    assert (folder / "a.jsonc").read_text() == text.replace("senderId", "senderid")


def number(written: str) -> str:
    return GOOD.replace('"+447700900123"', written)


REMAINING = {
    "a national number": number('"(020) 7946 0123"'),
    "a trunk prefix": number('"+44 (0)7700 900123"'),
    "an exponent": number("4.477009e11"),
    "a letter": number('"+44 7700 90012O"'),
    "the right name is there too": GOOD.replace('"text"', '"Text": "Hi", "text"'),
    "two that could be it": GOOD.replace('"senderid"', '"senderId": "B", "SenderID"'),
    "the same name twice": GOOD.replace('"senderid"', '"senderId": "B", "senderId"'),
    "worse under its name": GOOD.replace('"text"', '"Type": "9", "text"'),
    "a comma too many": GOOD[:-1] + ",,}",
    "no message": '{"compilerOptions": {}, // ours\n}',
}


@pytest.mark.parametrize("case", REMAINING)
def test_what_is_not_certain_is_left(folder: Path, case: str) -> None:
    (folder / "a.json").write_text(REMAINING[case])
    outcome = run("lint", "a.json", "--unsafe-fixes", "--strict")
    assert (folder / "a.json").read_text() == REMAINING[case]
    assert outcome.status == 1


FIXED = {
    "a number": (number("447700900123"), number('"447700900123"')),
    "formatting": (number('"+44 7700-900.123"'), number('"+447700900123"')),
    "invisible": (number('"\\u202a+44\\u00a07700900123\\u202c"'), number('"+447700900123"')),
    "space": (number('" 447700900123 "'), number('"447700900123"')),
    "no list": (GOOD.replace('["+447700900123"]', '"+447700900123"'), GOOD),
    "a list": (f"[ {GOOD} ]", GOOD),
    "a misspelling": (GOOD.replace("senderid", "sendrid"), GOOD),
    "an option": (
        json.dumps(plain_sms(type=4, text="ê")),
        json.dumps(plain_sms(type="4", text="ê")),
    ),
}


@pytest.mark.parametrize("case", FIXED)
def test_what_is_plain_is_fixed_when_asked(folder: Path, case: str) -> None:
    before, after = FIXED[case]
    (folder / "a.json").write_text(before)
    assert run("lint", "a.json", "--fix", "--strict").status == 1
    assert (folder / "a.json").read_text() == before
    assert run("lint", "a.json", "--unsafe-fixes", "--strict").status == 0
    assert (folder / "a.json").read_text() == after


def test_a_thousand_fixes_beside_one_that_does_not_do(folder: Path) -> None:
    numbers = [447700900000 + index for index in range(900)]
    payload = plain(destination=[{"msisdn": [*numbers[:450], 4.5, *numbers[450:]]}])
    (folder / "a.json").write_text(json.dumps(payload))
    outcome = run("lint", "a.json", "--unsafe-fixes", "--format", "concise")
    assert outcome.err == "1 file checked: 1 error, 900 fixed\n"


def test_a_diff_changes_nothing_and_applies(folder: Path) -> None:
    files = {"a.json": HABIT, "b.json": f"{LOUD}\n", "c.json": GOOD}
    for name, text in files.items():
        (folder / name).write_text(text)
    shown = run("lint", "--diff", "--unsafe-fixes", *files)
    assert {name: (folder / name).read_text() for name in files} == files
    assert (shown.status, shown.err) == (1, "2 files would change: 2 findings fixed\n")
    patch = shutil.which("patch")
    if patch is None:
        pytest.skip("needs the program patch")
    subprocess.run([patch, "-p0"], input=shown.out.encode(), check=True, capture_output=True)
    assert run("lint", *files).err == "3 files checked: nothing found\n"
    assert (folder / "b.json").read_text() == f"{GOOD}\n"
    nothing = run("lint", "--diff", "--unsafe-fixes", *files)
    assert (nothing.status, nothing.out) == (0, "")


def test_a_diff_and_redaction_exclude_each_other(folder: Path) -> None:
    (folder / "a.json").write_text(HABIT)
    outcome = run("lint", "--diff", "--redact", "a.json")
    assert (outcome.status, outcome.out) == (2, "")
    assert "--redact" in outcome.err


@pytest.mark.parametrize(("text", "left"), [(HABIT, GOOD), (LOUD, LOUD), (BROKEN, BROKEN)])
def test_standard_input_goes_fixed_to_standard_output(folder: Path, text: str, left: str) -> None:
    (folder / "a.json").write_text("mine")
    options = ("--fix", "--format", "concise", "--stdin-filename", "a.json")
    outcome = run("lint", "-", *options, stdin=text.encode())
    assert outcome.out == left
    assert outcome.status == (left != GOOD)
    assert ("a.json:1:" in outcome.err) == (left != GOOD)
    assert (folder / "a.json").read_text() == "mine"
    diff = run("lint", "-", "--diff", *options[1:], stdin=text.encode())
    assert diff.status == (text == HABIT)
    assert diff.out.startswith("--- a.json\n") == (text == HABIT)


def test_bytes_that_are_no_text_survive(folder: Path) -> None:
    before = HABIT.replace("Hello", "H\udcffllo").encode("utf-8", "surrogateescape")
    (folder / "a.json").write_bytes(before)
    shown = run("lint", "--diff", "a.json").out
    assert "H\udcffllo" in shown
    run("lint", "--fix", "a.json")
    assert (folder / "a.json").read_bytes() == before.replace(b"senderId", b"senderid")


def test_json_says_what_can_be_fixed(folder: Path) -> None:
    texts = {"a.json": HABIT, "b.json": LOUD, "c.json": REMAINING["a letter"]}
    for name, text in texts.items():
        (folder / name).write_text(text)
    report = json.loads(run("lint", ".", "--format", "json").out)
    assert [one["fix"] for one in report["findings"]] == ["safe", "unsafe", None]
    full = " ".join(run("lint", ".").out.split())
    assert ("--fix does it." in full, "--unsafe-fixes may do it." in full) == (True, True)


def test_mode_and_links_are_kept(folder: Path) -> None:
    (folder / "real").mkdir()
    target = folder / "real" / "a.json"
    target.write_text(HABIT)
    target.chmod(0o640)
    (folder / "link.json").symlink_to(target)
    assert run("lint", "--fix", "link.json").status == 0
    assert (folder / "link.json").is_symlink()
    assert (target.read_text(), stat.S_IMODE(target.stat().st_mode)) == (GOOD, 0o640)


def change(path: Path) -> None:
    path.write_text(LOUD)


def renew(path: Path) -> None:
    other = path.with_suffix(".new")
    other.write_text(path.read_text())
    other.replace(path)


def remove(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("meanwhile", [change, renew, remove])
def test_a_file_that_changes_meanwhile_is_left_alone(
    folder: Path, meanwhile: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "a.json"
    path.write_text(HABIT)

    def write(*arguments: object) -> str:
        written = write_draft(*arguments)  # type: ignore[arg-type]
        meanwhile(path)
        return written

    monkeypatch.setattr(fixed_files, "write_draft", write)
    with pytest.raises(UnwrittenFileError, match="changed while it was being fixed"):
        replace_file(str(path), HABIT.encode(), GOOD.encode())
    assert [one.read_text() for one in folder.iterdir()] in ([HABIT], [LOUD], [])


def test_a_file_that_was_changed_before_is_left_alone(folder: Path) -> None:
    (folder / "a.json").write_text(LOUD)
    with pytest.raises(UnwrittenFileError, match="changed while it was being fixed"):
        replace_file("a.json", HABIT.encode(), GOOD.encode())
    assert [one.read_text() for one in folder.iterdir()] == [LOUD]


def test_what_cannot_be_written_is_named_and_the_rest_done(folder: Path) -> None:
    for name in ("a.json", "b.json", "c.json"):
        (folder / name).write_text(HABIT)
    (folder / "b.json").chmod(0o444)
    outcome = run("lint", "--fix", "--format", "concise", ".")
    assert outcome.status == 2
    assert "b.json: is read-only; nothing was written" in outcome.err
    assert "3 files checked: 1 error, 2 fixed, 1 file not written\n" in outcome.err
    assert outcome.out.startswith(("b.json:1:", "./b.json:1:"))
    assert [(folder / f"{name}.json").read_text() for name in "abc"] == [GOOD, HABIT, GOOD]


def test_lines_and_recordings_are_not_fixed(folder: Path) -> None:
    texts = {"a.ndjson": f"{HABIT}\n", "b.har": json.dumps({"log": {"entries": [], "x": HABIT}})}
    for name, text in texts.items():
        (folder / name).write_text(text)
    outcome = run("lint", "--fix", "--format", "concise", *texts)
    assert (outcome.status, outcome.out[:11]) == (1, "a.ndjson:1:")
    assert "note: a.ndjson: a file with a payload on each line is not fixed" in outcome.err
    assert "note: b.har: a recording or a collection of requests is not fixed" in outcome.err
    assert "may fix" not in run("lint", "a.ndjson").err
    assert "--fix does it" not in run("lint", "a.ndjson").out
    assert {name: (folder / name).read_text() for name in texts} == texts
    assert run("lint", "--diff", *texts).status == 0
    refused = run("lint", "--fix", "-", "--stdin-filename", "a.ndjson", stdin=HABIT.encode())
    assert (refused.status, refused.out) == (2, "")

"""`contractkit lint --output`, `--statistics` and `--max-findings`, and output that fails."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from contractkit.linting.reports import FORMATS
from tests.cli.program import run
from tests.sample_payloads import plain, plain_sms

GOOD = json.dumps(plain())
BAD = json.dumps(plain_sms(senderid=""))
DOUBTFUL = json.dumps(plain(extra=1))
PROGRAM = [sys.executable, "-m", "contractkit", "lint"]
READERS: dict[str, Callable[[str], object]] = {
    "full": str,
    "concise": str,
    "json": json.loads,
    "sarif": json.loads,
    "github": str.splitlines,
    "gitlab": json.loads,
    "junit": lambda text: list(ET.fromstring(text)),  # noqa: S314 - our own text
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.json").write_text(BAD, encoding="utf-8")
    (tmp_path / "b.json").write_text(GOOD, encoding="utf-8")
    (tmp_path / "c.json").write_text(DOUBTFUL + " ,", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("style", FORMATS)
def test_a_file_has_what_the_format_prints(folder: Path, style: str) -> None:
    printed = run("lint", "a.json", "b.json", "c.json", "--format", style)
    beside = run(
        "lint", "a.json", "b.json", "c.json", "--format", "concise", "--output", f"{style}=report"
    )
    written = (folder / "report").read_text(encoding="utf-8")
    assert READERS[style](written)
    assert printed.status == beside.status == 1
    assert beside.out == run("lint", "a.json", "b.json", "c.json", "--format", "concise").out
    if style == "full":
        assert "SM108" in written
        assert "\x1b" not in written
    else:
        assert written == printed.out


@pytest.mark.parametrize("style", FORMATS)
def test_a_clean_run_writes_a_report_too(folder: Path, style: str) -> None:
    assert run("lint", "b.json", "--output", f"{style}=report").status == 0
    written = (folder / "report").read_text(encoding="utf-8")
    READERS[style](written)
    assert bool(written) is (style not in {"full", "concise", "github"})


def test_several_files_are_written_over_what_was_there(folder: Path) -> None:
    (folder / "one.sarif").write_text("old", encoding="utf-8")
    outcome = run(
        "lint",
        ".",
        "--output",
        "sarif=one.sarif",
        "--output",
        "json=two.txt",
        "--output",
        "concise=three",
    )
    assert outcome.status == 1
    assert json.loads((folder / "one.sarif").read_text("utf-8"))["version"] == "2.1.0"
    assert len(json.loads((folder / "two.txt").read_text("utf-8"))["findings"]) == 3
    assert (folder / "three").read_text("utf-8").count("\n") == 3


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--output", "sarif"], "--output takes FORMAT=FILE with full, concise, json, sarif"),
        (["--output", "sarif="], "not 'sarif='"),
        (["--output", "serif=x"], "not 'serif=x'"),
        (["--output", "json=no/x"], "no/x: no file can be written there"),
        (["--output", "json=."], ".: no file can be written there"),
        (["--output", "json=x", "--output", "sarif=./x"], "--output names the file './x' twice"),
        (["--output", "json=x", "--diff"], "--diff excludes --output"),
        (["--statistics", "--diff"], "--diff excludes --output, --statistics"),
        (["--statistics", "--format", "sarif"], "--statistics takes --format full, concise or"),
        (["--max-findings", "0"], "--max-findings"),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, list) else "",
)
def test_what_is_wrong_is_said_before_anything_is_linted(
    folder: Path, options: list[str], words: str
) -> None:
    before = sorted(os.listdir(folder))
    outcome = run("lint", "a.json", "gone.json", *options)
    assert outcome.status == 2
    assert words in outcome.err
    assert "gone.json" not in outcome.err
    assert outcome.err.count("\n") == 1
    assert sorted(os.listdir(folder)) == before


def test_a_file_that_cannot_be_written_is_told_and_the_others_are_written(folder: Path) -> None:
    outcome = run("lint", "b.json", "--output", "json=/dev/full", "--output", "sarif=ok")
    assert outcome.status == 2
    assert outcome.err.splitlines() == [
        "contractkit: error: /dev/full: could not be written: No space left on device",
        "1 file checked: nothing found, 1 file not written",
    ]
    assert json.loads((folder / "ok").read_text("utf-8"))["version"] == "2.1.0"


def test_a_report_is_written_whole_or_not_at_all(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    (folder / "report").write_text("old", encoding="utf-8")
    before = sorted(os.listdir(folder))
    monkeypatch.setattr("contractkit.reporting.files.os.replace", fail)
    assert run("lint", "a.json", "--output", "json=report").status == 2
    assert (folder / "report").read_text("utf-8") == "old"
    assert sorted(os.listdir(folder)) == before


@pytest.mark.parametrize("style", ["full", "concise", "json", "sarif", "junit"])
def test_a_full_standard_output_is_one_line_and_the_files_are_written(
    folder: Path, style: str
) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*PROGRAM, ".", "--format", style, "--output", "json=report"],
            stdout=full, stderr=subprocess.PIPE, check=False,
        )  # fmt: skip
    assert done.returncode == 2
    said = b"contractkit: error: the output could not be written: No space left on device\n"
    assert done.stderr == said
    assert len(json.loads((folder / "report").read_text("utf-8"))["findings"]) == 3


@pytest.mark.parametrize("options", [(), ("--output", "json=report")], ids=" ".join)
def test_a_closed_pipe_ends_quietly_and_the_files_are_written(
    folder: Path, options: tuple[str, ...]
) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [*PROGRAM, ".", *options], stdout=writing, stderr=subprocess.PIPE, check=False
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")
    if options:
        assert len(json.loads((folder / "report").read_text("utf-8"))["findings"]) == 3


def test_a_device_takes_a_report() -> None:
    assert (
        run("lint", "a.json", "--output", "json=/dev/null", "--output", "sarif=/dev/null").status
        == 1
    )


def test_statistics_take_the_place_of_the_findings(folder: Path) -> None:
    (folder / "d.json").write_text(BAD, encoding="utf-8")
    outcome = run("lint", ".", "--statistics", "--output", "concise=all")
    rows = [line.split(maxsplit=3) for line in outcome.out.splitlines()]
    assert [row[:3] for row in rows] == [
        ["2", "SM108", "error"],
        ["1", "JT019", "error"],
        ["1", "SM201", "warning"],
    ]
    assert rows[0][3] == "The SMS has a sender ID"
    assert outcome.status == 1
    assert outcome.err == "4 files checked: 3 errors, 1 warning\n"
    assert (folder / "all").read_text("utf-8").count("\n") == 4


def test_statistics_are_data_too() -> None:
    report = json.loads(run("lint", "a.json", "--statistics", "--format", "json").out)
    assert report["rules"] == [
        {"rule": "SM108", "severity": "error", "count": 1, "title": "The SMS has a sender ID"}
    ]
    assert (report["version"], report["files"]) == (1, 1)
    assert report["summary"]["errors"] == 1
    assert json.loads(run("lint", "b.json", "--statistics", "--format", "json").out)["rules"] == []
    assert run("lint", "b.json", "--statistics").out == ""


@pytest.mark.parametrize(
    ("most", "shown", "words"),
    [
        ("1", 1, "3 files checked: 2 errors, 1 warning, 2 of them not shown\n"),
        ("2", 2, "3 files checked: 2 errors, 1 warning, 1 of them not shown\n"),
        ("3", 3, "3 files checked: 2 errors, 1 warning\n"),
    ],
)
def test_no_more_findings_are_shown_than_asked_for(
    folder: Path, most: str, shown: int, words: str
) -> None:
    limit = ("--max-findings", most)
    outcome = run("lint", ".", "--format", "concise", "--output", "concise=all", *limit)
    assert outcome.out.count("\n") == shown
    assert (outcome.status, outcome.err) == (1, words)
    assert (folder / "all").read_text("utf-8").count("\n") == 3
    report = json.loads(run("lint", ".", "--format", "json", *limit).out)
    assert len(report["findings"]) == shown
    hidden = {"not_shown": 3 - shown} if shown < 3 else {}
    assert report["summary"] == {"errors": 2, "warnings": 1, "notes": 0, **hidden}


def test_an_error_that_is_not_shown_counts() -> None:
    assert run("lint", "c.json", "a.json", "--max-findings", "1").status == 1


def test_findings_are_printed_before_the_next_file_is_read_with_output_too(folder: Path) -> None:
    os.mkfifo(folder / "later.ndjson")
    with subprocess.Popen(
        [*PROGRAM, "a.json", "later.ndjson", "--format", "concise", "--output", "json=report"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout
        assert process.stdout.readline().startswith("a.json:1:")
        assert not (folder / "report").exists()
        (folder / "later.ndjson").write_text(f"{GOOD}\n", encoding="utf-8")
        assert process.communicate()[0] == ""
    assert json.loads((folder / "report").read_text("utf-8"))["files"] == 2


def test_the_fixed_text_of_standard_input_stays_apart_from_the_files(folder: Path) -> None:
    outcome = run("lint", "-", "--fix", "--output", "json=report", stdin=GOOD[:-1].encode() + b",}")
    assert json.loads(outcome.out) == plain()
    assert json.loads((folder / "report").read_text("utf-8"))["findings"] == []


@pytest.mark.parametrize("kept", ["a.json", "base", "contractkit.toml"])
def test_a_report_never_takes_the_place_of_what_the_run_reads(
    kept: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.json").write_text("{}", encoding="utf-8")
    Path("contractkit.toml").write_text('baseline = "base"', encoding="utf-8")
    run("lint", "a.json", "--kind", "request", "--write-baseline")
    before = Path(kept).read_bytes()
    outcome = run("lint", "a.json", "--kind", "request", "--output", f"json={kept}")
    assert outcome.status == 2
    assert f"would overwrite {kept}" in outcome.err
    assert Path(kept).read_bytes() == before


def test_a_report_keeps_the_mode_of_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.json").write_text("{}", encoding="utf-8")
    report = Path("report.json")
    report.write_text("old", encoding="utf-8")
    report.chmod(0o600)
    run("lint", "a.json", "--kind", "request", "--output", "json=report.json")
    assert report.read_text("utf-8") != "old"
    assert report.stat().st_mode & 0o777 == 0o600

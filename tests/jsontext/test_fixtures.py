"""Every fixture of the text rules shows exactly the faults that its row announces."""

import csv
from pathlib import Path

import pytest

from contractkit.jsontext import NotPlainError, parse_plain, read

FOLDER = Path(__file__).parents[2] / "fixtures" / "json-text"
RULES = FOLDER.parents[1] / "schemas" / "json-text" / "rules"
FILES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.glob("*/*"))
Row = tuple[str, str | None]


def announced() -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = {file: [] for file in FILES}
    with (FOLDER / "findings.csv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            pointer = None if row["pointer"] == "null" else row["pointer"]
            if row["rule"].startswith("JT"):
                rows[row["file"]].append((row["rule"], pointer))
    return rows


ANNOUNCED = announced()


@pytest.mark.parametrize("file", FILES)
def test_a_fixture_has_the_announced_faults(file: str) -> None:
    data = (FOLDER / file).read_bytes()
    assert [(fault.rule, fault.pointer) for fault in read(data).faults] == ANNOUNCED[file]


@pytest.mark.parametrize("file", FILES)
def test_the_fast_reader_takes_the_sound_fixtures_only(file: str) -> None:
    data = (FOLDER / file).read_bytes()
    if ANNOUNCED[file]:
        with pytest.raises(NotPlainError):
            parse_plain(data)
    else:
        assert parse_plain(data) == read(data).value


def test_each_rule_has_a_page_a_bad_fixture_and_a_good_one() -> None:
    ids = {f"JT{number:03}" for number in range(1, 26)}
    assert {path.name[:5] for path in RULES.glob("*.md")} == ids
    assert {path.partition("/")[2][:5] for path in FILES if path.startswith("valid/")} == ids
    assert {path.partition("/")[2][:5] for path in FILES if not path.startswith("valid/")} == ids


@pytest.mark.parametrize("page", sorted(RULES.glob("*.md")), ids=lambda page: page.name[:5])
def test_the_verdict_of_a_page_is_the_folder_of_its_fixtures(page: Path) -> None:
    is_doubtful = "\nverdict: doubtful\n" in page.read_text(encoding="utf-8")
    bad = [file for file in FILES if f"/{page.name[:5]}-" in file and "valid/JT" not in file[:8]]
    folder = "doubtful" if is_doubtful else "invalid"
    assert {file.partition("/")[0] for file in bad} == {folder}

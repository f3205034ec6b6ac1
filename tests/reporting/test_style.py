"""The style: what pages share is written once, and nothing is left over."""

import re
from itertools import combinations
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "contractkit"
SHARED, REPORT, INBOX = SHEETS = (
    ROOT / "reporting/style.css",
    ROOT / "reporting/report.css",
    ROOT / "emulator/page/static/page.css",
)
SOURCES = "\n".join(
    path.read_text("utf-8")
    for pattern in ("reporting/*.*", "fuzz*/reports/*.html", "emulator/page/**/*.*")
    for path in ROOT.glob(pattern)
    if path.suffix in {".html", ".py", ".js"}
)
RULE = re.compile(r"([^{}]+)\{([^{}]+)\}")


def read(sheet: Path) -> str:
    """What is shown on a screen: paper has colours of its own."""
    text = sheet.read_text("utf-8").partition("@media print")[0]
    return re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)


def list_rules(sheet: Path) -> set[tuple[str, str]]:
    """The selectors with each of their declarations, outside of conditions and in them."""
    return {
        (selector.strip(), declaration.strip())
        for selectors, block in RULE.findall(read(sheet))
        for selector in selectors.split(",")
        for declaration in block.split(";")
        if declaration.strip()
    }


@pytest.mark.parametrize("pair", [*combinations(SHEETS, 2)], ids=lambda pair: pair[1].stem)
def test_no_declaration_is_written_twice(pair: tuple[Path, Path]) -> None:
    assert list_rules(pair[0]) & list_rules(pair[1]) == set()


@pytest.mark.parametrize("sheet", [REPORT, INBOX], ids=lambda path: path.stem)
def test_colours_are_named_in_the_shared_style_only(sheet: Path) -> None:
    allowed = {"--bubble"}  # what a phone has, and no report
    named = set(re.findall(r"(--[a-z-]+):", read(sheet)))
    assert named <= allowed


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.stem)
def test_every_class_is_used(sheet: Path) -> None:
    selectors = " ".join(selectors for selectors, _ in RULE.findall(read(sheet)))
    classes = set(re.findall(r"\.([a-z][a-z-]*)", selectors))
    severities = {"error", "warning", "note", "doubtful", "not"}  # as findings and verdicts say
    unused = {name for name in classes - severities if not re.search(rf"\b{name}\b", SOURCES)}
    assert unused == set()

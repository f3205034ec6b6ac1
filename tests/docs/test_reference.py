"""The reference is what the program says of itself, and the site of the documentation is built."""

import shutil
from pathlib import Path

import pytest

from contractkit.cli.main import COMMANDS
from contractkit.linting.settings.keys import KEYS
from docs.build_site import build
from docs.write_reference import FOLDER, MODULES, write_pages
from tests.docs.pages import ROOT

PAGES = write_pages()


@pytest.mark.parametrize("page", sorted(PAGES))
def test_a_page_of_the_reference_is_current(page: str) -> None:
    """Otherwise: `python docs/write_reference.py`."""
    assert (FOLDER / page).read_text("utf-8") == PAGES[page]


def test_nothing_else_is_in_the_reference() -> None:
    assert {page.name for page in FOLDER.iterdir()} == set(PAGES)


def test_the_reference_is_complete() -> None:
    for command in COMMANDS:
        assert f"\n## contractkit {command}\n" in PAGES["commands.md"]
    for key in KEYS:
        assert f"\n| `{key.name}` |" in PAGES["configuration.md"]
    for module in MODULES:
        assert f"\n## {module}\n" in PAGES["python.md"]
    for rule in ROOT.glob("schemas/*/rules/*.md"):
        assert f"]({Path('../..', rule.relative_to(ROOT)).as_posix()})" in PAGES["rules.md"]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """The repository, with a README.md of its own and a place for the site."""
    for entry in ROOT.iterdir():
        if entry.name in {"README.md", "zensical.toml"}:
            shutil.copy(entry, tmp_path)
        elif entry.name not in {"build", ".cache"}:
            (tmp_path / entry.name).symlink_to(entry)
    return tmp_path


def test_the_site_is_built(repository: Path) -> None:
    assert build(repository) == 0
    site = repository / "build" / "site"
    rule = next(site.glob("schemas/send-message-v1/rules/SM105-*.html")).read_text("utf-8")
    assert "SM105: Each entry of the destination has phone numbers" in rule
    assert (site / "fixtures/send-message-v1/1.0.0/request/invalid/index.html").is_file()
    missing = [page for page in site_pages() if not (site / page).is_file()]
    assert missing == []


def site_pages() -> list[str]:
    """The pages of the site that stand in the documentation and in the contracts."""
    found = [*ROOT.glob("docs/**/*.md"), *ROOT.glob("schemas/**/*.md")]
    paths = [page.relative_to(ROOT).as_posix() for page in found]
    return [path.replace("README.md", "index.html").replace(".md", ".html") for path in paths]


@pytest.mark.parametrize(
    ("link", "complaint"),
    [
        ("docs/nowhere.md", "README.md: docs/nowhere.md does not exist"),
        ("schemas/nowhere.json", "README.md: schemas/nowhere.json does not exist"),
        ("docs/linting.md#nowhere", "anchor does not exist"),
        ("#nowhere", "anchor does not exist"),
    ],
)
def test_a_broken_link_breaks_the_build(
    repository: Path, capfd: pytest.CaptureFixture[str], link: str, complaint: str
) -> None:
    page = repository / "README.md"
    page.write_text(f"{page.read_text('utf-8')}\n[A link]({link})\n", encoding="utf-8")
    assert build(repository) == 1
    assert complaint in capfd.readouterr().err

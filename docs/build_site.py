"""Builds the site of the documentation: `python docs/build_site.py`.

The pages, and every file that they link to, are copied to build/pages, at the same places as in
the repository; zensical makes build/site of them. Exit status: 0; 1 where a page is wrong.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from contractkit.contracts.rules import read_rule

ROOT = Path(__file__).parents[1]
PAGES = ("*.md", "docs/**/*.md", "schemas/**/*.md", "tests/benchmarks/*.md")
# A block of code, or a link and where it leads.
CODE_OR_LINK = re.compile(
    r"^ *```.*?^ *```$|`[^`\n]+`|\]\(([^)\s#]+)([^)\s]*)\)", re.MULTILINE | re.DOTALL
)


class BrokenLinkError(Exception):
    """A page links to a file that does not exist."""


def build(root: Path = ROOT) -> int:
    """Build the site of a repository; the exit status of zensical, or 1 for a broken link."""
    try:
        gather(root, root / "build" / "pages")
    except BrokenLinkError as error:
        print(error, file=sys.stderr)
        return 1
    command = [sys.executable, "-m", "zensical", "build", "--clean", "--strict"]
    return subprocess.run(command, cwd=root, check=False).returncode


def gather(root: Path, target: Path) -> None:
    """Copy the pages to `target`, and whatever they link to, and that links to in turn."""
    shutil.rmtree(target, ignore_errors=True)
    waiting = [page.relative_to(root).as_posix() for place in PAGES for page in root.glob(place)]
    done: set[str] = set()
    while waiting:
        path = waiting.pop()
        if path in done:
            continue
        done.add(path)
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        if path.endswith(".md"):
            text = read_page(root, path)
            (target / path).write_text(text, encoding="utf-8")
            waiting += list_linked_files(root, path, text)
        else:
            shutil.copy(root / path, target / path)


def read_page(root: Path, path: str) -> str:
    """The text of a page as it is on the site, where a folder without a page is a list."""
    file = root / path
    if not file.exists():
        return list_folder(file.parent)
    head = head_of_rule(file) if file.parent.name == "rules" else ""
    text = file.read_text(encoding="utf-8")
    body = text.partition("\n---\n")[2] if head else text

    def lead_to_page(found: re.Match[str]) -> str:
        linked = file.parent / (found[1] or "")
        return f"]({found[1]}/README.md)" if found[1] and linked.is_dir() else found[0]

    return head + CODE_OR_LINK.sub(lead_to_page, body)


def head_of_rule(page: Path) -> str:
    """What the front matter of a rule page says, as Markdown."""
    rule = read_rule(str(page))
    index = "[All rules](../../../docs/reference/rules.md)"
    return f"# {rule.id}: {rule.title}\n\n*{rule.severity}* · {rule.citation}\n\n{index}\n"


def list_folder(folder: Path) -> str:
    """A page that lists the files of a folder."""
    hidden = {"README.md", "__pycache__"}
    entries = sorted(entry for entry in folder.iterdir() if entry.name not in hidden)
    links = [(entry.name, "/README.md" if entry.is_dir() else "") for entry in entries]
    return "\n".join([f"# {folder.name}", "", *(f"- [{name}]({name}{end})" for name, end in links)])


def list_linked_files(root: Path, page: str, text: str) -> Iterator[str]:
    """The paths, from the root, of the files that the text of a page links to."""
    for found in CODE_OR_LINK.finditer(text):
        if not found[1] or ":" in found[1]:
            continue
        path = os.path.normpath(os.path.join(os.path.dirname(page), found[1]))
        if not (root / path.removesuffix("/README.md")).exists():
            raise BrokenLinkError(f"{page}: {found[1]} does not exist")
        yield path


if __name__ == "__main__":
    sys.exit(build())

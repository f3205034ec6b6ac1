"""The pages of the documentation and the examples in them."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = ("README.md", *sorted(f"docs/{page.name}" for page in (ROOT / "docs").glob("*.md")))
FENCE = re.compile(r"^ *```(?P<language>\w*)\n(?P<text>.*?)^ *```$", re.MULTILINE | re.DOTALL)
SAVED = re.compile(r"\b[Ss]ave (?:this|it) as `([^`]+)`")


@dataclass(frozen=True, slots=True)
class Example:
    """A block of code on a page; `file` is the name that the reader saves it as, if any."""

    page: str
    line: int
    language: str
    text: str
    file: str | None

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def read_page(page: str) -> str:
    """The text of a page, by its path from the top of the repository."""
    return (ROOT / page).read_text(encoding="utf-8")


def read_section(page: str, heading: str) -> str:
    """What stands below a heading of a page, to the next heading of its level or a higher one."""
    ends = re.compile(rf"#{{1,{heading.index(' ')}}} ")
    below = read_page(page).partition(f"\n{heading}\n")[2].splitlines(keepends=True)
    section, fenced = [], False
    for line in below:
        if line.startswith("```"):
            fenced = not fenced
        elif not fenced and ends.match(line):
            break
        section.append(line)
    return "".join(section)


def list_examples(page: str) -> list[Example]:
    """The examples of a page, from top to bottom."""
    text = read_page(page)
    examples = []
    for found in FENCE.finditer(text):
        before = text[: found.start()]
        saved = SAVED.search(before.rstrip("\n").rpartition("\n\n")[2])
        line = before.count("\n") + 1
        file = saved[1] if saved else None
        examples.append(Example(page, line, found["language"], found["text"], file))
    return examples


EXAMPLES = [example for page in PAGES for example in list_examples(page)]


def examples_in(language: str) -> list[Example]:
    """All examples in a language, on every page."""
    return [example for example in EXAMPLES if example.language == language]

"""What the documentation shows of a server that runs, or is fuzzed, is what it prints."""

import re
import shlex
import subprocess

import pytest

from contractkit.emulator import emulate
from tests.cli.program import run
from tests.docs import test_examples
from tests.docs.pages import Example, examples_in
from tests.faulty.server import start

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")
VARYING = {
    **test_examples.VARYING,
    re.compile(r"\(\d+ ms\)"): "(N ms)",
    re.compile(r"\brequest \d+ \("): "request N (",
    re.compile(r"\bfound: +\d+ times"): "found: N times",
    re.compile(r"\b\d+ requests in\b"): "N requests in",
    re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"): "ID",
}
CUT = "[…]"
REPORTS = [one for one in examples_in("text") if one.text.startswith("1. invalid-accepted[SM114]")]
CURL = re.compile(r"^\$ (curl .*)\n((?:.+\n)*)", re.MULTILINE)
REQUESTS = [
    exchange for example in examples_in("console") for exchange in CURL.findall(example.text)
]


def plain(text: str) -> str:
    """A text without what differs from one run to the next."""
    for pattern, word in VARYING.items():
        text = pattern.sub(word, text)
    return " ".join(text.split())


@pytest.fixture(scope="module")
def report() -> str:
    """What `fuzz` prints of a server that takes longer texts than the API."""
    with pytest.MonkeyPatch.context() as patch, start("text-no-limit") as server:
        patch.setenv("COLUMNS", "80")
        patch.setenv("CONTRACTKIT_KEY", "secret")
        return plain(run("fuzz", server.url).out)


def test_the_report_of_the_fuzzer_is_shown_by_two_pages() -> None:
    assert [example.page for example in REPORTS] == ["README.md", "docs/fuzzing.md"]


@pytest.mark.parametrize("example", REPORTS, ids=str)
def test_a_report_of_the_fuzzer_is_what_is_shown(example: Example, report: str) -> None:
    place = 0
    for part in plain(example.text).split(CUT):
        assert part.strip() in report[place:]
        place = report.index(part.strip(), place) + len(part.strip())


def test_requests_are_shown() -> None:
    assert len(REQUESTS) == 4


@pytest.mark.parametrize(("command", "shown"), REQUESTS)
def test_the_emulator_answers_what_is_shown(command: str, shown: str) -> None:
    with emulate(control=True) as emulator:
        origin = ADDRESS.match(emulator.url)
        assert origin
        words = shlex.split(ADDRESS.sub(origin[0], command))
        done = subprocess.run(words, capture_output=True, text=True, check=True)
        assert plain(done.stdout) == plain(shown)

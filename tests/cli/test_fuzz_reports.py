"""What the fuzz commands write to standard output, and when they stop."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from contractkit.fuzz.ranking import Group
from contractkit.httpserver.server import serve
from contractkit.reporting import FORMATS
from contractkit.reporting.texts import count_noun
from tests.cli.program import Outcome, run
from tests.fuzz.making import KEY
from tests.fuzz.mocks import check_channel, mock

PATH = "/resources/v1/messaging"
ENTRY = re.compile(r"^(\d+)\. [a-z-]+", re.MULTILINE)
LINE = re.compile(r"^ +(\d+)\. +([\d,]+)  [a-z-]+", re.MULTILINE)
TOTAL = re.compile(r"(\d+) failures")


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A mock that looks at the key and at one member."""
    with serve(mock(check_channel)) as server:
        yield server.url + PATH


def fuzz(url: str, *options: str) -> Outcome:
    return run("fuzz", url, "--key", KEY, *options)


@pytest.fixture(scope="module")
def whole(url: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Outcome, dict[str, Path]]:
    home = tmp_path_factory.mktemp("reports")
    paths = {style: home / f"report.{style}" for style in FORMATS}
    return fuzz(url, *(f"--report={style}={path}" for style, path in paths.items())), paths


def count_failures(outcome: Outcome) -> int:
    found = TOTAL.search(" ".join(outcome.out.split()))
    assert found
    return int(found[1])


def test_the_first_ten_are_told_in_full_and_all_in_a_line(
    whole: tuple[Outcome, dict[str, Path]],
) -> None:
    outcome, _ = whole
    full, _, overview = outcome.out.partition("All failures")
    count = count_failures(outcome)
    assert count > 40
    assert [int(number) for number in ENTRY.findall(full)] == list(range(1, 11))
    assert [int(number) for number, _ in LINE.findall(overview)] == list(range(1, count + 1))
    assert full.startswith(f"{Group.MISSING}\n\n1. invalid-accepted[")
    assert "/destination" in overview.partition("by member")[2]
    assert max(len(line) for line in overview.splitlines()) <= 80


def read_numbers(paths: dict[str, Path]) -> dict[str, list[str]]:
    """The rules or checks of the failures, in the order of each report."""
    report = json.loads(paths["json"].read_text("utf-8"))
    cases = ET.fromstring(paths["junit"].read_text("utf-8"))[0]  # noqa: S314  our own
    index = paths["html"].read_text("utf-8").partition('<ol class="index')[2]
    lines = re.findall(r'class="mono">([a-z-]+)(?:, (\w\w\d+))?, ', index.partition("</ol>")[0])
    return {
        "json": [one["rule"] or one["check"] for one in report["failures"]],
        "junit": [case.attrib["name"] for case in cases if case.find("failure") is not None],
        "html": [rule or check for check, rule in lines],
    }


def test_all_reports_have_one_order_and_the_same_groups(
    whole: tuple[Outcome, dict[str, Path]],
) -> None:
    outcome, paths = whole
    orders = read_numbers(paths)
    assert orders["json"] == orders["junit"] == orders["html"]
    assert len(orders["json"]) == count_failures(outcome)
    groups = [one["group"] for one in json.loads(paths["json"].read_text("utf-8"))["failures"]]
    used = list(dict.fromkeys(groups))
    page = paths["html"].read_text("utf-8")
    assert re.findall(r'<h3 class="group">([^<]+)<', page) == used
    properties = ET.fromstring(paths["junit"].read_text("utf-8")).iter("property")  # noqa: S314
    assert list(dict.fromkeys(one.attrib["value"] for one in properties)) == used


def test_show_says_how_many_are_told_in_full(url: str) -> None:
    small = ("--phase", "examples", "--max-requests", "250")
    all_of_them = fuzz(url, *small, "--show", "all")
    full = all_of_them.out.partition("All failures")[0]
    assert len(ENTRY.findall(full)) == count_failures(all_of_them) > 10
    assert "--show all" not in all_of_them.out
    none = fuzz(url, *small, "--show", "0").out
    assert none.startswith("All failures")
    assert "--show all" in none


def test_concise_is_a_line_a_failure(url: str) -> None:
    outcome = fuzz(url, "--format", "concise", "--phase", "examples", "--max-requests", "250")
    lines = outcome.out.splitlines()
    failures = [line for line in lines if re.match(r"[a-z-]+( \w\w\d+)?( at /\S*)?: [A-Z]", line)]
    assert len(failures) == count_failures(outcome) > 10
    assert lines[: len(failures)] == failures
    assert failures[0].startswith("invalid-accepted SM10")
    assert re.search(r"\(met (once|\d+ times)\)$", failures[0])


def test_json_is_all_that_is_written(url: str, tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    outcome = fuzz(
        url, "--format", "json", "--phase", "text", "--max-requests", "60", f"--report=json={path}"
    )
    assert outcome.status == 1
    report: dict[str, Any] = json.loads(outcome.out)
    assert report == json.loads(path.read_text("utf-8"))


@pytest.mark.parametrize("most", [1, 4])
def test_a_run_ends_with_enough_failures(url: str, most: int) -> None:
    outcome = fuzz(url, "--max-failures", str(most), "--phase", "examples", "--format", "json")
    report = json.loads(outcome.out)
    assert outcome.status == 1
    assert len(report["failures"]) == most
    assert report["stopped"] == f"it had {count_noun(most, 'failure')} (--max-failures)"
    assert report["requests"] < 100


def test_a_run_without_so_many_failures_ends_as_usual() -> None:
    outcome = run("fuzz", "--max-failures", "1", "--max-requests", "30", "--format", "json")
    assert (outcome.status, json.loads(outcome.out)["stopped"]) == (0, "")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--show", "some"), "--show takes a number or all"),
        (("--show", "-1"), "--show takes a number or all"),
        (("--show", "3", "--format", "json"), "--show goes with --format full only"),
        (("--max-failures", "0"), "--max-failures"),
        (("--format", "junit"), "'full', 'concise', 'json'"),
    ],
)
@pytest.mark.parametrize("command", [("fuzz",), ("fuzz-client",)])
def test_what_cannot_be_is_one_line(
    command: tuple[str, ...], options: tuple[str, ...], words: str
) -> None:
    behind = ("--", "true") if command == ("fuzz-client",) else ()
    outcome = run(*command, *options, *behind)
    assert (outcome.status, outcome.out) == (2, "")
    assert words in outcome.err
    assert outcome.err.count("\n") == 1

"""The documentation does what it says: its examples run and print what is shown."""

import json
import re
import shlex
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from tests.cli.program import run
from tests.docs.pages import EXAMPLES, PAGES, ROOT, Example, examples_in

LANGUAGES = {"markdown", "console", "sh", "json", "toml", "yaml", "python", "text", "dockerfile"}
OWN_CONFTEST = Path(__file__).parents[1] / "conftest.py"
QUIET = ("-p", "no:randomly", "-p", "no:cacheprovider", "-W", "error")
VARYING = {
    re.compile(r"\b\d+\.\d s\b"): "N s",
    re.compile(r"http://127\.0\.0\.1:\d+"): "URL",
}
SESSION = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)
PAGES_WITH_SESSIONS = sorted({example.page for example in examples_in("console")})
TESTS = [example for example in examples_in("python") if "def test_" in example.text]
SCRIPTS = [one for one in examples_in("python") if one not in TESTS and one.file is None]
LINES = [
    (example, line)
    for example in examples_in("sh")
    for line in example.text.replace("\\\n", "").splitlines()
    if line.startswith("contractkit ")
]


def test_every_example_names_a_language_that_is_tested() -> None:
    assert {example.language for example in EXAMPLES} <= LANGUAGES


def flow(text: str) -> str:
    """A text without times and ports, and then without the line breaks that depend on them."""
    same = text
    for pattern, word in VARYING.items():
        same = pattern.sub(word, same)
    return text.strip() if same == text else " ".join(same.split())


@pytest.mark.parametrize("page", PAGES_WITH_SESSIONS)
def test_the_sessions_of_a_page_print_what_is_shown(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=":")
    for example in EXAMPLES:
        if example.page == page and example.file:
            Path(example.file).parent.mkdir(parents=True, exist_ok=True)
            Path(example.file).write_text(example.text, encoding="utf-8")
        elif example.page == page and example.language == "console":
            sessions = SESSION.findall(example.text)
            assert sessions, str(example)
            for command, shown in sessions:
                play(command, shown)


def play(command: str, shown: str) -> None:
    """Run a command of a session; test_servers.py runs those of curl."""
    program, *arguments = shlex.split(command)
    assert program in {"contractkit", "curl"}
    if program == "contractkit":
        outcome = run(*arguments)
        assert flow(outcome.out + outcome.err) == flow(shown), command


@pytest.mark.parametrize(("example", "line"), LINES, ids=str)
def test_a_command_has_the_options_that_are_shown(example: Example, line: str) -> None:
    words = shlex.split(re.split(r" [>|] ", line)[0], comments=True)
    outcome = run(words[1], "--help", *words[2:])
    assert (outcome.status, outcome.err) == (0, ""), str(example)


@pytest.mark.parametrize("example", SCRIPTS, ids=str)
def test_a_snippet_runs(example: Example) -> None:
    exec(compile(example.text, str(example), "exec"), {"__name__": "__main__"})  # noqa: S102 - our own text


@pytest.mark.parametrize("example", TESTS, ids=str)
def test_the_tests_of_an_example_pass(example: Example, pytester: pytest.Pytester) -> None:
    pytester.makepyfile(test_example=example.text)
    pytester.makeconftest(OWN_CONFTEST.read_text(encoding="utf-8"))  # the machine may be busy
    outcomes = pytester.runpytest_subprocess(*QUIET).parseoutcomes()
    assert set(outcomes) == {"passed"}
    assert outcomes["passed"] >= example.text.count("def test_")


@pytest.mark.parametrize("example", examples_in("json"), ids=str)
def test_json_is_json(example: Example) -> None:
    json.loads(example.text)


@pytest.mark.parametrize("example", examples_in("toml"), ids=str)
def test_toml_is_toml(example: Example) -> None:
    tomllib.loads(example.text)


@pytest.mark.parametrize("example", examples_in("yaml"), ids=str)
def test_yaml_is_yaml(example: Example) -> None:
    yaml.safe_load(example.text)


def test_ci_runs_the_commands_of_the_readme() -> None:
    lint, test = [one.text.strip() for one in examples_in("sh") if one.page == PAGES[0]][:2]
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert test in script
    assert lint in script

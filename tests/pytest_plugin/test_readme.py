"""What the README says of the plugin holds: its examples run, what they print is what is shown."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SECTION = README.partition("\n## In pytest\n")[2].partition("\n## ")[0]
FILE = re.compile(r"Save this as `(test_\w+\.py)`.*?\n\n```python\n(.*?)```", re.DOTALL)
FILES = dict(FILE.findall(SECTION))
SNIPPETS = re.findall(r"```python\n(.*?)```", SECTION, re.DOTALL)
SHOWN = re.findall(r"```text\n(.*?)```", SECTION, re.DOTALL)
QUIET = ("-p", "no:randomly", "-p", "no:cacheprovider", "-W", "error")


def test_the_section_is_there() -> None:
    assert sorted(FILES) == ["test_client.py", "test_mock.py"]
    assert (len(SNIPPETS), len(SHOWN)) == (4, 2)


@pytest.mark.parametrize("number", range(4))
def test_an_example_passes(pytester: pytest.Pytester, number: int) -> None:
    pytester.makepyfile(test_example=SNIPPETS[number])
    result = pytester.runpytest_subprocess(*QUIET)
    outcomes = result.parseoutcomes()
    assert set(outcomes) == {"passed"}
    assert outcomes["passed"] >= SNIPPETS[number].count("def test_")


def lines_of(text: str) -> list[str]:
    """The lines of a text as patterns for fnmatch."""
    lines = [line.strip().replace("[", "[[]") for line in text.splitlines()]
    return [f"*{line}*" for line in lines if line]


def test_what_a_client_hears_without_expecting_it(pytester: pytest.Pytester) -> None:
    source = FILES["test_client.py"].replace('    contract_emulator.expect_invalid("SM112")\n', "")
    pytester.makepyfile(test_client=source)
    result = pytester.runpytest_subprocess(*QUIET, "-k", "bad_number")
    result.assert_outcomes(passed=1, errors=1, deselected=source.count("def test_") - 1)
    result.stdout.fnmatch_lines(lines_of(SHOWN[0]))


def test_what_a_mock_hears_that_takes_longer_texts(pytester: pytest.Pytester) -> None:
    source = FILES["test_mock.py"].replace(
        'make_portable(load(), "request")',
        'json.loads(json.dumps(make_portable(load(), "request")).replace("1024", "2048"))',
    )
    pytester.makepyfile(test_mock=source)
    result = pytester.runpytest_subprocess(*QUIET, "-k", "SM114", "--tb=short")
    assert result.parseoutcomes()["failed"] >= 1
    result.stdout.fnmatch_lines(lines_of(SHOWN[1]))

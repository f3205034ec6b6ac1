"""What the page on pytest shows of failing tests is what they print."""

import pytest

from tests.docs.pages import list_examples
from tests.docs.test_examples import QUIET

EXAMPLES = list_examples("docs/pytest.md")
FILES = {example.file: example.text for example in EXAMPLES if example.file}
SHOWN = [example.text for example in EXAMPLES if example.language == "text"]


def test_the_examples_are_there() -> None:
    assert sorted(FILES) == ["test_client.py", "test_mock.py"]
    assert [example.language for example in EXAMPLES].count("python") == 4
    assert len(SHOWN) == 2


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

"""The plugin with a contract that has several requests."""

import pytest

from tests.calendar_contract import write_calendar
from tests.pytest_plugin.conftest import Run

CLIENT = """
import urllib.error

def ask(emulator, method, path, payload=None):
    body = json.dumps(payload).encode() if payload is not None else None
    headers = {"X-Key": emulator.key}
    request = urllib.request.Request(emulator.url + path, body, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code

"""
DAY = "/days/2030-01-02/events"
BODIES = {
    "all are served": (
        f"""
    assert ask(contract_emulator, "GET", "{DAY}?zone=utc") == 200
    assert ask(contract_emulator, "DELETE", "{DAY}") == 204
    assert ask(contract_emulator, "POST", "{DAY}", {{"item": "tea", "count": 1}}) == 201""",
        0,
    ),
    "a wrong parameter fails the test": (
        f'\n    assert ask(contract_emulator, "GET", "{DAY}?zone=x") == 400',
        1,
    ),
}


@pytest.fixture(autouse=True)
def home(pytester: pytest.Pytester) -> None:
    write_calendar(pytester.mkdir("own"))


@pytest.mark.parametrize("name", BODIES)
def test_the_emulator_serves_all(run_tests: Run, name: str) -> None:
    body, errors = BODIES[name]
    test = f"def test_it(contract_emulator):{body}\n"
    result = run_tests(CLIENT + test, ini="contractkit_schemas = own/schemas\n")
    result.assert_outcomes(passed=1, errors=errors)


CASES = """
ANSWERS = {
    "valid": (201, {"Content-Type": "application/json"}, {"number": 1, "item": "tea"}),
    "invalid": (400, {"Content-Type": "application/json"}, {"error": "no"}),
}

def test_case(contract_case):
    contract_case.judge(ANSWERS[contract_case.verdict])
"""


def test_the_cases_of_one_are_judged(run_tests: Run) -> None:
    marks = "@pytest.mark.contract_cases(count=8, text=False)\n"
    test = f"import pytest\n{CASES}".replace("def test_case", f"{marks}def test_case")
    ini = "contractkit_schemas = own/schemas\ncontractkit_operation = addEvent\n"
    run_tests(test, ini=ini).assert_outcomes(passed=8)
    result = run_tests(test.replace("(201", "(202"), ini=ini)
    result.stdout.fnmatch_lines(["*status: It accepted with HTTP 202*", "*HTTP 201 for an*"])


def test_an_operation_that_is_not_there_is_told(run_tests: Run) -> None:
    ini = "contractkit_schemas = own/schemas\ncontractkit_operation = addEvents\n"
    result = run_tests("def test_it(contract): pass", ini=ini)
    result.stdout.fnmatch_lines(["*unknown operation 'addEvents'*"])

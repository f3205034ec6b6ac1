"""The plugin with a contract whose answers have statuses, and that has another operation."""

import pytest

from tests.pytest_plugin.conftest import Run
from tests.second_contract import write_second_contract

INI = "contractkit_schemas = own\n"
CLIENT = """
import urllib.error

def book(emulator, payload, key=None, path="", method="POST"):
    body = json.dumps(payload).encode() if payload is not None else None
    headers = {"x-key": key or emulator.key, "Booking-Key": "k-1"}
    request = urllib.request.Request(emulator.url + path, body, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, error.read()

"""
BODIES: dict[str, tuple[str, str]] = {
    "valid": ("assert book(emulator, {'guest': 'Ada', 'seats': 2})[0] == 201", ""),
    "invalid": (
        "assert book(emulator, {'guest': 'Ada'})[0] == 400",
        "1 request of 1 that contract_emulator got does not conform",
    ),
    "no key": (
        "assert book(emulator, {'guest': 'Ada', 'seats': 2}, 'x') == (401, b'')",
        "*Send contract_emulator.key in the header x-key.*",
    ),
    "asked": (
        """
    _, accepted = book(emulator, {'guest': 'Ada', 'seats': 2})
    status, told = book(emulator, None, path=f"/{accepted['id']}", method="GET")
    assert (status, told["status"]) == (200, "confirmed")
    assert book(emulator, None, path="/nobody", method="GET") == (404, b"")
    assert [one.method for one in emulator.requests] == ["POST", "GET", "GET"]""",
        "",
    ),
    "asked without a key": (
        "assert book(emulator, None, 'x', '/b-1', 'GET')[0] == 401",
        "*Send contract_emulator.key in the header x-key.*",
    ),
}


@pytest.fixture
def home(pytester: pytest.Pytester) -> None:
    write_second_contract(pytester.mkdir("own"))


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("name", BODIES)
def test_what_a_test_sends_decides_how_it_ends(run_tests: Run, name: str) -> None:
    body, words = BODIES[name]
    test = f"def test_it(contract_emulator):\n    emulator = contract_emulator\n    {body}"
    result = run_tests(CLIENT + test, ini=INI)
    result.assert_outcomes(passed=1, errors=1 if words else 0)
    if words:
        result.stdout.fnmatch_lines([f"{words}*"])


RESPONSES: dict[str, tuple[str, str, str]] = {
    "right acceptance": ("valid", "(201, JSON, {'id': 'b', 'at': 'now', 'mark': mark})", ""),
    "acceptance as OK": (
        "valid",
        "(200, JSON, {'id': 'b', 'at': 'now', 'mark': mark})",
        "*status: It accepted with HTTP 200*",
    ),
    "another mark": (
        "valid",
        "(201, JSON, {'id': 'b', 'at': 'now', 'mark': 'no'})",
        "*answer-mismatch: The answer has 'no' at /mark*",
    ),
    "right refusal": ("invalid", "(400, JSON, {'code': 'B1', 'message': 'Not clear'})", ""),
    "another refusal": ("invalid", "(409, {}, '')", ""),
    "invalid accepted": (
        "invalid",
        "(201, JSON, {'id': 'b', 'at': 'now', 'mark': mark})",
        "*Refuse it, for example with HTTP 400 with code B1*",
    ),
    "valid refused": ("valid", "(401, {}, '')", "*A valid request was refused, with HTTP 401*"),
}


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("name", RESPONSES)
def test_a_response_is_judged_by_its_status(run_tests: Run, name: str) -> None:
    kind, response, words = RESPONSES[name]
    result = run_tests(
        f"""
JSON = {{"Content-Type": "application/json"}}

@pytest.mark.contract_cases(verdict="{kind}", count=1)
def test_it(contract_case):
    payload = contract_case.payload
    mark = payload.get("mark", "") if isinstance(payload, dict) else ""
    contract_case.judge({response})
""",
        ini=INI,
    )
    result.assert_outcomes(failed=1) if words else result.assert_outcomes(passed=1)
    if words:
        result.stdout.fnmatch_lines([words])

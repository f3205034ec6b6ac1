"""`contract_emulator`: one server a session, a state a test, and a failure for what is invalid."""

import pytest

from contractkit.contracts.loading import load
from tests.pytest_plugin.conftest import Run

# The body of a test, and the first line of what it fails with ("" for none).
BODIES: dict[str, tuple[str, str]] = {
    "valid": ("send(emulator)", ""),
    "doubtful": ("send(emulator, {**PLAIN, 'extra': 1})", ""),
    "unused": ("pass", ""),
    "invalid": (
        "send(emulator, BAD)",
        "1 request of 1 that contract_emulator got does not conform",
    ),
    "second": ("send(emulator); send(emulator, BAD)", "1 request of 2 that contract_emulator got"),
    "two": ("send(emulator, BAD); send(emulator, b'{')", "2 requests of 2 that"),
    "forgotten": ("send(emulator, BAD); emulator.clear()", "1 request of 1 that"),
    "ordered": ("emulator.answer_with('1001'); send(emulator, BAD)", "1 request of 1 that"),
    "slow": (
        """emulator.answer_with(delay=9)
    request = urllib.request.Request(emulator.url, b"{}", {"key": emulator.key})
    with pytest.raises(OSError):
        urllib.request.urlopen(request, timeout=2)""",
        "1 request of 1 that",
    ),
    "no key": ("send(emulator, key=' ')", "1 request of 1 that"),
    "elsewhere": (
        "\n    with pytest.raises(OSError): send(emulator, path='/v2')",
        "1 request of 1 that",
    ),
    "expected": ("emulator.expect_invalid(); send(emulator, BAD)", ""),
    "expected after": ("send(emulator, BAD); emulator.expect_invalid()", ""),
    "expected so": ("emulator.expect_invalid('sm109'); send(emulator, BAD)", ""),
    "expected but another": (
        "emulator.expect_invalid('SM112'); send(emulator, BAD)",
        "1 request of 1",
    ),
    "expected either": (
        "emulator.expect_invalid('SM112'); emulator.expect_invalid('SM109'); send(emulator, BAD)",
        "",
    ),
    "expected any key": ("emulator.expect_invalid(); send(emulator, key='x')", ""),
    "expected a rule but no key": (
        "emulator.expect_invalid('SM109'); send(emulator, key='x')",
        "1 request of 1 that",
    ),
    "expected in vain": (
        "emulator.expect_invalid(); send(emulator)",
        "the test expects an invalid request, and none came",
    ),
    "broken": (
        "emulator._state.emulator.app = None; \n    with pytest.raises(OSError): send(emulator)",
        "the emulator itself failed: TypeError: 'NoneType' object is not callable",
    ),
}


@pytest.mark.parametrize("name", BODIES)
def test_what_a_test_sends_decides_how_it_ends(run_tests: Run, name: str) -> None:
    body, words = BODIES[name]
    result = run_tests(
        f"def test_it(contract_emulator):\n    emulator = contract_emulator\n    {body}"
    )
    result.assert_outcomes(passed=1, errors=1 if words else 0)
    if words:
        result.stdout.fnmatch_lines(["*ERROR at teardown of test_it*", f"{words}*"])


def test_the_failure_explains_what_was_sent(run_tests: Run) -> None:
    result = run_tests("""
def test_it(contract_emulator):
    send(contract_emulator)
    send(contract_emulator, BAD)
    send(contract_emulator, key="wrong")
""")
    result.stdout.fnmatch_lines(
        [
            f"2 requests of 3 that contract_emulator got do not conform to {load()}",
            "request 2:1:*: error[[]SM109]: “text” is missing in “sms”",
            "  at /channels/sms",
            "  1 | *",
            "    | *^",
            "  why: *",
            "  fix: *",
            "  from: *",
            "request 3: error: refused with 7001, *",
            "  fix: *Send contract_emulator.key in the header key.",
            'If the test expects that, call contract_emulator.expect_invalid("SM109").',
        ]
    )
    result.stdout.no_fnmatch_line("*Traceback*")
    result.stdout.no_fnmatch_line("*pytesting*")


def test_a_request_elsewhere_is_told_where_to_go(run_tests: Run) -> None:
    result = run_tests(
        BODIES["elsewhere"][0].join(
            ("def test_it(contract_emulator):\n    emulator = contract_emulator", "\n")
        )
    )
    result.stdout.fnmatch_lines(
        [
            "request 1: error: POST /resources/v1/messaging/v2 is not the operation",
            "  fix: *Send POST /resources/v1/messaging: use contract_emulator.url.",
        ]
    )


def test_of_many_requests_a_few_are_explained(run_tests: Run) -> None:
    result = run_tests("""
def test_it(contract_emulator):
    for _ in range(120):
        send(contract_emulator, BAD)
""")
    result.stdout.fnmatch_lines(["120 requests of 120 that *", "request 3:1:*", "and 117 more"])
    result.stdout.no_fnmatch_line("request 4:*")


def test_a_test_that_fails_by_itself_is_told_of_its_invalid_requests_too(run_tests: Run) -> None:
    result = run_tests("""
def test_it(contract_emulator):
    assert isinstance(send(contract_emulator, BAD), list)

def test_none_came(contract_emulator):
    contract_emulator.expect_invalid()
    assert not send(contract_emulator)

def test_skipped(contract_emulator):
    contract_emulator.expect_invalid()
    pytest.skip()
""")
    result.assert_outcomes(failed=2, errors=1, skipped=1)
    result.stdout.fnmatch_lines(["*ERROR at teardown of test_it*", "1 request of 1 that*"])


def test_state_is_of_one_test_and_the_server_of_all(run_tests: Run) -> None:
    run_tests("""
SEEN = []

@pytest.mark.parametrize("number", range(3))
def test_it(contract_emulator, number):
    SEEN.append(contract_emulator.url)
    assert len(set(SEEN)) == 1
    assert contract_emulator.requests == ()
    assert isinstance(send(contract_emulator), list)
    assert [one.payload for one in contract_emulator.requests] == [PLAIN]
    contract_emulator.answer_with("7004", "7004")
    send(contract_emulator)
""").assert_outcomes(passed=3)


def test_what_one_test_sent_is_no_fault_of_the_next(run_tests: Run) -> None:
    result = run_tests("""
def test_a(contract_emulator):
    send(contract_emulator, BAD)

def test_b(contract_emulator):
    pass

def test_c():
    pass
""")
    result.assert_outcomes(passed=3, errors=1)
    result.stdout.fnmatch_lines(["*ERROR at teardown of test_a*"])


def test_fixtures_of_any_scope_may_use_it(run_tests: Run) -> None:
    result = run_tests("""
@pytest.fixture(scope="session")
def client(contract_emulator):
    url, key = contract_emulator.url, contract_emulator.key
    def send(payload):
        body = json.dumps(payload).encode()
        return urllib.request.urlopen(urllib.request.Request(url, body, {"key": key})).read()
    return send

def test_a(client):
    client(PLAIN)

def test_b(client):
    client(BAD)

def test_c():
    pass

def test_d(request):
    emulator = request.getfixturevalue("contract_emulator")
    assert emulator.requests == ()
    send(emulator, BAD)
""")
    result.assert_outcomes(passed=4, errors=2)
    result.stdout.fnmatch_lines(["*ERROR at teardown of test_b*", "*ERROR at teardown of test_d*"])


def test_what_fixtures_send_while_they_are_torn_down_counts(run_tests: Run) -> None:
    result = run_tests("""
@pytest.fixture
def client(contract_emulator):
    yield
    send(contract_emulator, BAD)

def test_it(client):
    pass
""")
    result.assert_outcomes(passed=1, errors=1)


def test_the_marker_says_what_is_expected(run_tests: Run) -> None:
    result = run_tests("""
@pytest.mark.contract_expects_invalid
def test_any(contract_emulator):
    send(contract_emulator, BAD)

@pytest.mark.contract_expects_invalid("SM109")
class TestIt:
    def test_rule(self, contract_emulator):
        send(contract_emulator, BAD)

    @pytest.mark.contract_expects_invalid("SM112")
    def test_vain(self, contract_emulator):
        pass

@pytest.mark.contract_expects_invalid("SM112")
def test_other(contract_emulator):
    send(contract_emulator, BAD)

@pytest.mark.contract_expects_invalid("SM1")
def test_wrong(contract_emulator):
    pass
""")
    result.assert_outcomes(passed=4, errors=3)
    result.stdout.fnmatch_lines(
        [
            "*ERROR at teardown of TestIt.test_vain*",
            "*ERROR at teardown of test_other*",
            "*ERROR at setup of test_wrong*",
            "unknown rule 'SM1'*",
        ]
    )


def test_a_case_may_be_sent_whatever_it_is(run_tests: Run) -> None:
    result = run_tests("""
@pytest.mark.contract_cases(count=60)
def test_case(contract_case, contract_emulator):
    request = urllib.request.Request(
        contract_emulator.url, contract_case.body, {"key": contract_emulator.key})
    with urllib.request.urlopen(request) as answer:
        contract_case.judge(answer)

@pytest.mark.contract_expects_invalid
@pytest.mark.contract_cases(count=30)
def test_marked(contract_case, contract_emulator):
    request = urllib.request.Request(
        contract_emulator.url, contract_case.body, {"key": contract_emulator.key})
    urllib.request.urlopen(request).close()

@pytest.mark.contract_cases(rule="SM114", verdict="invalid", count=1)
def test_other(contract_case, contract_emulator):
    send(contract_emulator, BAD)
""")
    result.assert_outcomes(passed=91, errors=1)
    result.stdout.fnmatch_lines(["*ERROR at teardown of test_other*"])


def test_options_are_those_of_the_emulator(run_tests: Run) -> None:
    result = run_tests("""
@pytest.mark.contract_emulator(key="secret", refusal_status=400)
def test_options(contract_emulator):
    assert contract_emulator.key == "secret"
    contract_emulator.expect_invalid()
    with pytest.raises(OSError, match="400"):
        send(contract_emulator, BAD)

def test_usual(contract_emulator):
    assert contract_emulator.key == "test-key"

@pytest.mark.contract_emulator(kee="x")
def test_unknown(contract_emulator):
    pass

@pytest.mark.contract_emulator("x")
def test_positional(contract_emulator):
    pass
""")
    result.assert_outcomes(passed=2, errors=2)
    result.stdout.fnmatch_lines(
        [
            "bad options for the emulator: *kee*",
            "the marker contract_emulator takes options by name*",
        ]
    )


def test_notifications_are_of_the_test_and_quick(run_tests: Run) -> None:
    run_tests("""
def test_it(contract_emulator):
    payload = {**PLAIN, "notifyurl": "http://127.0.0.1:9/"}
    send(contract_emulator, payload)
    assert contract_emulator.wait_idle(10)
    assert [one.attempts for one in contract_emulator.notifications] == [4, 4]

def test_next(contract_emulator):
    assert contract_emulator.notifications == ()
""").assert_outcomes(passed=2)


def test_outside_of_tests_there_is_none() -> None:
    from contractkit.pytest_plugin import ContractEmulator, load_contract
    from contractkit.pytest_plugin.emulator_state import EmulatorSetup, make_settings

    emulator = ContractEmulator(lambda: EmulatorSetup(make_settings(load_contract(), {})))
    assert repr(emulator) == "<contract_emulator>"
    emulator.finish(passed=True)
    with pytest.raises(RuntimeError, match="used outside of a test"):
        _ = emulator.url

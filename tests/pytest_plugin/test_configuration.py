"""Which contract a test has: that of its marker, or else of the ini file, or else the default."""

import json

import pytest

from contractkit.pytest_plugin import list_contract_cases, load_contract
from tests.pytest_plugin.conftest import Run

TENANT = '{"sender_ids": ["BETA"]}'
JUDGED = """
def is_judged_for(tenant, contract):
    found = contract.check(PLAIN, "request")
    return dict(contract.tenant) == tenant and bool(found) == bool(tenant)

BETA = {"sender_ids": ["BETA"]}
"""


def test_without_a_word_it_is_the_default(run_tests: Run) -> None:
    run_tests("""
def test_it(contract, contract_emulator):
    assert str(contract) == str(contract_emulator.contract) == "send-message-v1@1.2.0"
    assert contract.check(PLAIN, "request") == ()
    contract.assert_conforms(PLAIN)
""").assert_outcomes(passed=1)


def test_the_ini_file_names_contract_and_tenant(run_tests: Run, pytester: pytest.Pytester) -> None:
    pytester.mkdir("profiles").joinpath("tenant.json").write_text(TENANT)
    ini = "contractkit_contract = send-message-v1\ncontractkit_tenant = profiles/tenant.json\n"
    source = """
@pytest.mark.contract_expects_invalid
def test_it(contract, contract_emulator):
    assert is_judged_for(BETA, contract)
    send(contract_emulator)

@pytest.mark.contract(tenant={})
def test_without(contract, contract_emulator):
    assert is_judged_for({}, contract)
    send(contract_emulator)

@pytest.mark.contract("send-message-v1@1.0.0")
def test_named(contract):
    assert is_judged_for({}, contract)

@pytest.mark.contract_cases("response", count=5)
def test_case(contract_case):
    assert dict(contract_case.contract.tenant) == BETA
"""
    run_tests(JUDGED + source, ini=ini).assert_outcomes(passed=8)
    run_tests(JUDGED + source, "--rootdir=..", ini=ini, process=True).assert_outcomes(passed=8)


def test_a_marker_counts_for_everything_in_its_reach(run_tests: Run) -> None:
    result = run_tests(
        JUDGED
        + """
@pytest.fixture
def own(contract):
    return contract

@pytest.mark.contract("send-message-v1@1.0.0", tenant=BETA)
class TestIt:
    def test_fixture(self, own):
        assert is_judged_for(BETA, own)

    @settings(max_examples=3)
    @given(number=st.integers())
    def test_given(self, contract, number):
        assert is_judged_for(BETA, contract)

    @pytest.mark.contract_expects_invalid
    def test_emulator(self, contract, contract_emulator):
        assert contract_emulator.contract is contract
        send(contract_emulator)

    @pytest.mark.contract_cases(verdict="valid", count=2)
    def test_case(self, contract, contract_case):
        assert contract_case.contract is contract
        assert contract_case.payload["channels"]["sms"]["senderid"] == "BETA"

    @pytest.mark.contract(tenant={})
    def test_nearer(self, contract):
        assert is_judged_for({}, contract)

def test_outside(contract):
    assert is_judged_for({}, contract)
""",
        "-v",
    )
    result.assert_outcomes(passed=7)


def test_the_marker_does_not_change_the_ids(run_tests: Run) -> None:
    result = run_tests(
        "@pytest.mark.contract(tenant={})\ndef test_it(contract): pass", "--collect-only", "-q"
    )
    # pytest can hide a parameter since 8.4.
    shown = "test_it.py::test_it" + ("" if hasattr(pytest, "HIDDEN_PARAM") else "[[]marked]")
    result.stdout.fnmatch_lines([shown])


def test_cases_are_chosen_by_their_ids(run_tests: Run) -> None:
    result = run_tests("def test_it(contract_case): pass", "--collect-only", "-q", "-k", "SM114")
    lines = [line for line in result.outlines if "::" in line]
    assert len(lines) > 5
    assert all(line.startswith("test_it.py::test_it[") and "SM114" in line for line in lines)
    one = lines[0].partition("[")[2].rstrip("]")
    whole = len(list_contract_cases(load_contract()))
    result = run_tests("def test_it(contract_case): pass", "-q", "-k", one)
    result.assert_outcomes(passed=1, deselected=whole - 1)


def test_cases_reach_fixtures(run_tests: Run) -> None:
    run_tests("""
@pytest.fixture
def sent(contract_case):
    return contract_case.body

@pytest.mark.contract_cases("response", count=3)
def test_it(sent):
    assert sent
""").assert_outcomes(passed=3)


def test_a_project_may_have_fixtures_of_these_names(run_tests: Run) -> None:
    run_tests("""
@pytest.fixture
def contract():
    return "own"

@pytest.fixture
def contract_case():
    return "own case"

@pytest.fixture
def contract_emulator():
    return "own emulator"

def test_it(contract, contract_case, contract_emulator):
    assert (contract, contract_case, contract_emulator) == ("own", "own case", "own emulator")
""").assert_outcomes(passed=1)


MISTAKES = {
    "@pytest.mark.contract('nope')\ndef test_it(contract): pass": "unknown contract 'nope': *",
    "@pytest.mark.contract('nope')\ndef test_it(contract_emulator): pass": "unknown contract *",
    "@pytest.mark.contract('nope')\ndef test_it(contract_case): pass": "*unknown contract 'nope'*",
    "@pytest.mark.contract('a', 'b')\ndef test_it(contract): pass": (
        "the marker contract takes one positional argument: name"
    ),
    "@pytest.mark.contract(tenants={})\ndef test_it(contract): pass": (
        "the marker contract has no 'tenants'; it has name, schemas, tenant, operation"
    ),
    "@pytest.mark.contract(tenant={'x': 1})\ndef test_it(contract): pass": (
        "unknown tenant setting 'x': *"
    ),
    "@pytest.mark.contract_cases(rule='SM304')\ndef test_it(contract_case): pass": (
        "*rule SM304: no case of a request breaks it*"
    ),
    "@pytest.mark.contract_cases(rules='SM304')\ndef test_it(contract_case): pass": (
        "*the marker contract_cases has no 'rules'; it has message, rule, *"
    ),
}


@pytest.mark.parametrize("source", MISTAKES)
def test_a_mistake_is_told_in_one_line(run_tests: Run, source: str) -> None:
    result = run_tests(source)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([MISTAKES[source]])
    result.stdout.no_fnmatch_line("*Traceback*")
    result.stdout.no_fnmatch_line("*configuration.py*")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "contractkit_tenant: *tenant.json: *"),
        ("[]", "*is not a JSON object of settings"),
        ("{", "*tenant.json: is not JSON*"),
    ],
    ids=["missing", "array", "broken"],
)
def test_a_bad_profile_is_told_in_one_line(
    run_tests: Run, pytester: pytest.Pytester, text: str | None, words: str
) -> None:
    if text is not None:
        (pytester.path / "tenant.json").write_text(text)
    result = run_tests("def test_it(contract): pass", ini="contractkit_tenant = tenant.json\n")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([words])


def test_another_folder_of_contracts(run_tests: Run, pytester: pytest.Pytester) -> None:
    import shutil

    from contractkit.contracts.loading import find_shipped_folder

    home = pytester.path / "own"
    shutil.copytree(find_shipped_folder(), home)
    catalog = json.loads((home / "catalog.json").read_text())
    catalog["contracts"]["other"] = catalog["contracts"].pop("send-message-v1")
    catalog["default"] = "other"
    (home / "catalog.json").write_text(json.dumps(catalog))
    (home / "send-message-v1").rename(home / "other")
    run_tests(
        """
def test_it(contract, contract_emulator):
    assert contract.name == "other"
    send(contract_emulator)
""",
        ini="contractkit_schemas = own\n",
    ).assert_outcomes(passed=1)


def test_markers_and_options_are_documented(run_tests: Run) -> None:
    told = run_tests("", "--markers").stdout.str()
    for marker in (
        "contract(",
        "contract_cases(",
        "contract_emulator(",
        "contract_expects_invalid(",
    ):
        assert f"@pytest.mark.{marker}" in told
    told = run_tests("", "--fixtures").stdout.str()
    for fixture in ("contract [session scope]", "contract_emulator [session scope]"):
        assert fixture in told
    told = run_tests("", "--help").stdout.str()
    for option in ("contractkit_contract", "contractkit_schemas", "contractkit_tenant"):
        assert option in told

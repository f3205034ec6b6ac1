"""A project that does not use the plugin does not pay for it, and a missing extra is told."""

import sys

import pytest

LIGHT = {"contractkit.pytest_plugin", "contractkit.pytest_plugin.hooks"}
HEAVY = ("contractkit.pytest_plugin.", "contractkit.emulator.", "contractkit.fuzz.",
         "contractkit.payloads.", "hypothesis.", "hypothesis_jsonschema", "jsonschema.",
         "jsonschema_rs", "werkzeug", "jwt", "urllib3", "httpx", "requests.")  # fmt: skip
REPORT = """
import sys

def pytest_unconfigure():
    print(*("module:" + name for name in sorted(sys.modules)), sep="\\n")
"""


def list_modules(pytester: pytest.Pytester, *arguments: str) -> set[str]:
    pytester.makeconftest(REPORT)
    plain = ("-p", "no:randomly", "-p", "no:respx", "-p", "no:pytest_httpserver", "-p", "no:anyio")
    result = pytester.runpytest_subprocess("-s", *plain, *arguments)
    return {line[7:] for line in result.outlines if line.startswith("module:")}


def test_the_plugin_imports_nothing_heavy(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_it(): pass")
    for arguments in ((), ("--collect-only",)):
        imported = list_modules(pytester, *arguments)
        assert "contractkit.pytest_plugin.hooks" in imported
        without = list_modules(pytester, "-p", "no:contractkit", *arguments)
        own = imported - without
        assert [name for name in own - LIGHT if f"{name}.".startswith(HEAVY)] == []


def test_it_can_be_switched_off(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_it(contract): pass")
    result = pytester.runpytest_subprocess("-p", "no:contractkit", "-p", "no:randomly")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*fixture 'contract' not found*"])


def test_checking_payloads_needs_no_server(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("""
def test_it(contract):
    contract.check({}, "request")
""")
    imported = list_modules(pytester)
    assert "contractkit.pytest_plugin.loaded_contract" in imported
    assert "contractkit.emulator" not in imported
    assert "werkzeug" not in imported


def test_a_missing_extra_is_told_in_one_line(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    from contractkit.pytest_plugin import configuration

    monkeypatch.setattr(configuration, "NEEDED", ("json", "no_such_package"))
    pytester.makepyfile("def test_it(contract_emulator): pass")
    result = pytester.runpytest_inprocess("-p", "no:randomly")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(
        ["contract_emulator needs the package no_such_package: pip install 'contractkit[[]fuzz]'"]
    )


def test_cases_are_judged_without_the_extra(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("""
import sys

sys.modules.update(dict.fromkeys(("jinja2", "jwt", "urllib3", "werkzeug")))

import pytest

@pytest.mark.contract_cases(rule="SM114", verdict="invalid", count=1)
def test_it(contract, contract_case):
    refusal = {"code": "7004", "transid": "1", "description": "Refused"}
    contract_case.judge((200, {"Content-Type": "application/json"}, {"response": refusal}))
    with pytest.raises(AssertionError, match="invalid-accepted"):
        contract_case.judge(
            (200, {"Content-Type": "application/json"}, {"response": [{**refusal, "code": "1001"}]})
        )
""")
    plain = ("-p", "no:randomly", "-p", "no:respx", "-p", "no:pytest_httpserver", "-p", "no:anyio")
    pytester.runpytest_subprocess(*plain).assert_outcomes(passed=1)


def test_this_session_has_the_plugin(pytestconfig: pytest.Config) -> None:
    assert pytestconfig.pluginmanager.hasplugin("contractkit")
    assert "contractkit.pytest_plugin.hooks" in sys.modules

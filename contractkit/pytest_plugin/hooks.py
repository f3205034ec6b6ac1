"""The pytest plugin: the fixtures `contract`, `contract_emulator` and `contract_case`.

Nothing is imported before a test asks for it. The fixtures have the scope of the session, as
Hypothesis wants it; the hooks tell them which test runs.
"""

from collections.abc import Callable, Generator, Iterator
from typing import TYPE_CHECKING, TypeVar

import pytest

if TYPE_CHECKING:
    from contractkit.pytest_plugin import ContractEmulator, LoadedContract

T = TypeVar("T")
OPTIONS = {
    "contractkit_contract": "contractkit: the contract to test against, NAME or NAME@VERSION",
    "contractkit_schemas": "contractkit: a folder of contracts, in place of the built-in ones",
    "contractkit_operation": "contractkit: one operation of a contract that has several",
    "contractkit_tenant": "contractkit: a JSON file with the settings of the tenant to test for",
}
MARKERS = (
    "contract(name, tenant={…}, schemas=…, operation=…): the contract of this test (NAME@VERSION)",
    "contract_cases(message, rule=…, verdict=…, count=…, text=True): the cases of contract_case",
    "contract_emulator(key=…, jwt_secret=…, late_refusal=…, …): options of this test's emulator",
    "contract_expects_invalid(*rules): this test sends an invalid request, and fails otherwise",
)
# This mark tells Hypothesis that a method runs once for each of several parameters.
PARAMETRIZED = pytest.mark.parametrize("contract_case", [])
EMULATOR: "pytest.StashKey[ContractEmulator]" = pytest.StashKey()
ITEM: "pytest.StashKey[pytest.Item]" = pytest.StashKey()
PASSED: "pytest.StashKey[bool]" = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the options of the ini file."""
    for name, text in OPTIONS.items():
        parser.addini(name, text, default="")


def pytest_configure(config: pytest.Config) -> None:
    """Declare the markers."""
    for line in MARKERS:
        config.addinivalue_line("markers", line)


@pytest.fixture(scope="session")
def contract(request: pytest.FixtureRequest) -> "LoadedContract":
    """The contract, with `check(payload, "request")` and `assert_conforms(payload, "request")`."""
    from contractkit.pytest_plugin.configuration import choose_contract
    from contractkit.pytest_plugin.loaded_contract import warm_up

    marker = getattr(request, "param", None)
    chosen = _or_fail(lambda: choose_contract(request.config, marker))
    warm_up(chosen)
    return chosen


@pytest.fixture(scope="session")
def contract_emulator(request: pytest.FixtureRequest) -> "Iterator[ContractEmulator]":
    """A live emulator: `url`, `key`, `requests`, `notifications`, `answer_with(…)`, `fresh()`.

    Its state is that of the running test, which fails if it sent an invalid request.
    """
    from contractkit.pytest_plugin.configuration import choose_setup

    item = request.config.stash[ITEM]
    setup = _or_fail(lambda: choose_setup(item))
    from contractkit.pytest_plugin.contract_emulator import ContractEmulator

    emulator = request.config.stash[EMULATOR] = ContractEmulator(lambda: setup)
    emulator.begin(lambda: setup, used=True)
    yield emulator
    del request.config.stash[EMULATOR]
    emulator.close()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test the contract of its marker, and the cases of the boundary suite."""
    marker = metafunc.definition.get_closest_marker("contract")
    if marker and "contract" in metafunc.fixturenames:
        hidden = getattr(pytest, "HIDDEN_PARAM", str(marker.args[0] if marker.args else "marked"))
        metafunc.parametrize("contract", [marker], indirect=True, ids=[hidden])
    if "contract_case" in metafunc.fixturenames and not _is_own(metafunc, "contract_case"):
        from contractkit.pytest_plugin.configuration import choose_cases

        choice = metafunc.definition.get_closest_marker("contract_cases")
        cases = _or_fail(lambda: choose_cases(metafunc.config, marker, choice))
        params = [pytest.param(case, id=case.id, marks=PARAMETRIZED) for case in cases]
        metafunc.parametrize("contract_case", params)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Give the emulator a fresh state for the test that begins."""
    item.config.stash[ITEM] = item
    emulator = item.config.stash.get(EMULATOR, None)
    if emulator:
        from contractkit.pytest_plugin.configuration import choose_setup

        used = "contract_emulator" in getattr(item, "fixturenames", ())
        _or_fail(lambda: emulator.begin(lambda: choose_setup(item), used=used))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item, call: "pytest.CallInfo[None]") -> None:
    """Remember whether the test itself passed."""
    if call.when == "call":
        item.stash[PASSED] = call.excinfo is None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, None, None]:
    """Fail a test, when all its fixtures are torn down, for what it sent to the emulator."""
    emulator = item.config.stash.get(EMULATOR, None)
    try:
        yield
    finally:
        text = emulator.finish(passed=item.stash.get(PASSED, False)) if emulator else ""
    if text:
        pytest.fail(text, pytrace=False)


def _is_own(metafunc: pytest.Metafunc, name: str) -> bool:
    """Whether the project has a fixture of that name itself."""
    return bool(getattr(metafunc, "_arg2fixturedefs", {}).get(name))


def _or_fail(function: Callable[[], T]) -> T:
    """The result of a function; a ContractkitError fails the test, in one line."""
    from contractkit.errors import ContractkitError

    try:
        return function()
    except ContractkitError as error:
        reason = str(error)
    pytest.fail(reason, pytrace=False)

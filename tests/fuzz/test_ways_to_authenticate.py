"""The logins of each way to authenticate: the right one works, wrong ones are told when they do."""

import subprocess
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest

from contractkit.contracts.loading import Contract
from contractkit.emulator import Emulator, Settings
from contractkit.fuzz import Options, Report, Secrets, run
from contractkit.fuzz.logins import can_test_logins, list_attempts, right_login
from contractkit.fuzz.records import Expectation, Login, join_cookies
from contractkit.fuzz.reports.text import write as write_text
from tests.listed_contracts import LISTED, describe, write_contract
from tests.ways_to_authenticate import KEY, WAYS

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

SECRETS = Secrets(KEY)
SHELL = {"CONTRACTKIT_KEY": KEY, "PATH": "/usr/bin:/bin"}
CLOSED = [name for name in WAYS if name not in ("none", "any, or none")]
SINGLE = [name for name in CLOSED if "two" not in name]


@pytest.fixture(scope="module", params=WAYS)
def way(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def make(folder: Path, name: str) -> Contract:
    return write_contract(folder, describe(LISTED, authentication=WAYS[name].ways))


def fuzz(contract: Contract, app: Any, **more: Any) -> Report:
    options = Options(**{"requests": 300, "secrets": SECRETS, **more})
    return run(app=app, contract=contract, options=options)


def sent(login: Login) -> set[str]:
    """What a login sends, in a form that can be compared."""
    headers = {f"{name.lower()}: {value}" for name, value in login.headers}
    return headers | set(filter(None, unquote(login.query).split("&")))


@pytest.mark.parametrize("name", WAYS)
def test_the_emulator_is_not_blamed(name: str, tmp_path: Path) -> None:
    contract = make(tmp_path, name)
    report = fuzz(contract, Emulator(Settings(contract, key=KEY)).app)
    assert [one.problem for one in report.failures] == []
    assert (report.phases.get("authentication", 0) > 12) is (name in CLOSED)
    assert "authentication" not in report.skipped


@pytest.mark.parametrize("name", CLOSED)
def test_who_lets_strangers_in_is_blamed(name: str, tmp_path: Path) -> None:
    open_one = write_contract(tmp_path / "open", describe(LISTED))
    report = fuzz(make(tmp_path, name), Emulator(Settings(open_one)).app)
    assert [one.problem.check for one in report.failures] == ["unauthenticated-accepted"]


@pytest.mark.parametrize("name", CLOSED)
def test_no_wrong_login_has_what_lets_in(name: str, tmp_path: Path) -> None:
    contract = make(tmp_path, name)
    right = sent(right_login(contract, SECRETS))
    attempts = list(list_attempts(contract, SECRETS))
    for attempt in attempts:
        assert attempt.expect is Expectation.REFUSE
        assert not right <= sent(attempt.login), attempt.login.name
        assert KEY not in repr(attempt.login.shown) + attempt.label
    assert len({attempt.login.name for attempt in attempts}) == len(attempts) > 12


class CarelessServer:
    """Lets everybody in who has the key in the first of two headers."""

    def __init__(self, contract: Contract) -> None:
        self.app = Emulator(Settings(contract, key=KEY)).app

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        if environ.get("HTTP_X_ONE") == KEY:
            environ["HTTP_X_OTHER"] = KEY
        return self.app(environ, start_response)


def test_each_of_several_keys_is_needed(tmp_path: Path) -> None:
    contract = make(tmp_path, "both of two")
    failures = fuzz(contract, CarelessServer(contract)).failures
    assert {one.problem.check for one in failures} == {"unauthenticated-accepted"}
    assert {one.exchange.probe.label for one in failures} == {
        "no key in the header X-Other",
        "a wrong key in the header X-Other",
    }


@pytest.mark.parametrize("name", WAYS)
def test_without_the_key_the_phase_is_left_out(name: str, tmp_path: Path) -> None:
    contract = make(tmp_path, name)
    assert can_test_logins(contract, SECRETS) is (name in CLOSED)
    assert not can_test_logins(contract, Secrets())


def test_what_the_user_sends_takes_the_place_of_a_key(tmp_path: Path) -> None:
    contract = make(tmp_path, "both of two")
    secrets = Secrets(KEY, headers=(("X-Other", "mine"),))
    assert right_login(contract, secrets).headers == (("X-One", KEY),)
    assert not can_test_logins(contract, secrets)


@pytest.mark.parametrize("name", SINGLE)
def test_a_shell_makes_the_same_of_the_key(name: str, tmp_path: Path) -> None:
    contract = make(tmp_path, name)
    logins = [right_login(contract, SECRETS)]
    logins += [one.login for one in list_attempts(contract, SECRETS) if "é" not in one.login.name]
    for login in logins:
        pairs = zip(login.headers, login.script, strict=True)
        texts = [(script, value) for (_, value), (_, script) in pairs]
        for script, value in [*texts, (login.script_query, login.query)]:
            command = ["sh", "-c", f'printf %s "{script}"']
            made = subprocess.run(command, env=SHELL, capture_output=True, check=True)
            assert made.stdout.decode().rstrip() == value.rstrip(), login.name


def test_cookies_are_one_header() -> None:
    headers = (("Cookie", "a=1"), ("X", "y"), ("Cookie", "b=2"))
    assert join_cookies(headers) == (("X", "y"), ("Cookie", "a=1; b=2"))
    assert join_cookies(headers[:2]) == headers[:2]


def test_the_key_is_in_no_report(tmp_path: Path) -> None:
    for number, name in enumerate(CLOSED):
        contract = make(tmp_path / str(number), name)
        broken = Emulator(Settings(contract, key="another")).app
        report = fuzz(contract, broken, requests=5)
        coded = WAYS["a user"].right[0].headers["Authorization"].removeprefix("Basic ")
        text = write_text(report)
        assert (KEY in text, coded in text) == (False, False)


def test_the_ways_differ() -> None:
    assert all(one.ways != other.ways for one, other in pairwise(WAYS.values()))

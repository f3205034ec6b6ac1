"""A target may lack the base path that a contract has before all of its paths."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from contractkit.contracts.loading import Contract, load
from contractkit.contracts.requests import find_request
from contractkit.emulator import Emulator, Settings, emulate
from contractkit.fuzz import Options, Report, Secrets, run
from contractkit.fuzz.base_paths import fit_paths
from contractkit.fuzz.targets import open_app
from tests.calendar_contract import BASE, TODAY, write_calendar
from tests.fuzz.making import CONTRACT, KEY
from tests.listed_contracts import LISTED, describe, write_contract

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

LEFT_OUT = "the target has the paths without it"


class WithoutBase:
    """An application at paths that lack a beginning."""

    def __init__(self, app: Any, base: str) -> None:
        self.app, self.base, self.asked = app, base, list[str]()

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        path = str(environ["PATH_INFO"])
        self.asked.append(path)
        inner = "/nowhere" if path.startswith(self.base) else f"{self.base}{path}"
        answer: Iterable[bytes] = self.app({**environ, "PATH_INFO": inner}, start_response)
        return answer


def name_left_out(report: Report) -> list[str]:
    """What a report says that a target's paths lack."""
    return [name for name, reason in report.skipped.items() if reason == LEFT_OUT]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    return write_calendar(tmp_path_factory.mktemp("calendar"))


@pytest.mark.parametrize("base", [BASE, "/no"])
def test_all_operations_are_found(base: str, whole: Contract) -> None:
    options = Options(requests=100, secrets=Secrets(KEY))
    with emulate(whole, key=KEY) as emulator:
        app = WithoutBase(emulator.app, base) if base == BASE else emulator.app
        report = run("http://localhost", app=app, contract=whole, options=options)
        assert emulator.errors == ()
    assert report.failures == ()
    assert report.phases["parameters"] > 10
    lacks = [f"{BASE} at the beginning of all paths"] if base == BASE else []
    assert name_left_out(report) == lacks


def test_one_operation_is_found(whole: Contract, tmp_path: Path) -> None:
    operation = {"method": "POST", "path": "/api/v1/orders"}
    contract = write_contract(tmp_path, describe(LISTED, operation=operation))
    app = WithoutBase(Emulator(Settings(contract)).app, "/api")
    report = run("http://localhost", app=app, contract=contract, options=Options(requests=60))
    assert report.failures == ()
    assert name_left_out(report) == ["/api at the beginning of all paths"]
    view = find_request(whole, TODAY)
    target = open_app(WithoutBase(Emulator(Settings(view)).app, BASE), "http://localhost")
    fitted, base = fit_paths(target, view, Options())
    assert (fitted.data["operation"]["path"], base) == ("/days/today/events", BASE)


@pytest.mark.parametrize("status", ["404 Not Found", "405 Method Not Allowed"])
def test_paths_stay_where_no_others_are_there(status: str, whole: Contract) -> None:
    asked: list[str] = []

    def app(environ: "WSGIEnvironment", start_response: "StartResponse") -> list[bytes]:
        path = str(environ["PATH_INFO"])
        asked.append(path)
        start_response("404 Not Found" if path.startswith(BASE) else status, [])
        return [b""]

    assert fit_paths(open_app(app, "http://localhost"), whole, Options()) == (whole, "")
    assert asked[0] == f"{BASE}{asked[1]}"
    assert len(asked) == 2


def test_nobody_is_asked_for_a_contract_that_lists_no_answers() -> None:
    app = WithoutBase(lambda *_: [], "/")
    target = open_app(app, "http://localhost/any")
    assert fit_paths(target, CONTRACT, Options()) == (CONTRACT, "")
    assert app.asked == []
    assert load() is CONTRACT

"""The fuzzer with a contract whose answers have statuses, with headers, queries and two forms."""

import io
import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pytest

from contractkit.contracts.loading import Contract
from contractkit.errors import TargetError
from contractkit.fuzz import Options, Report, Secrets, run
from contractkit.fuzz.fresh_headers import make_fresh
from contractkit.fuzz.logins import list_attempts
from contractkit.fuzz.notification_forms import choose_form
from contractkit.fuzz.phases import headers
from contractkit.fuzz.phases.queries import find_base_path
from contractkit.fuzz.probes import Setting
from contractkit.fuzz.records import Expectation, Login
from contractkit.fuzz.reports import html, junit, text
from contractkit.fuzz.reports import json as as_json
from contractkit.fuzz.run import replay
from contractkit.fuzz.targets import open_app
from contractkit.httpserver.server import serve
from tests.fuzz.booking_server import FAULTS, Server
from tests.fuzz.making import KEY
from tests.second_contract import write_second_contract

URL = "http://localhost/v1/bookings"


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    return write_second_contract(tmp_path_factory.mktemp("second"))


def fuzz(contract: Contract, server: Server, **more: Any) -> Report:
    options = Options(**{"requests": 600, "secrets": Secrets(KEY), "receipts": True, **more})
    report = run(app=server, contract=contract, options=options)
    for sender in server.senders:
        sender.join()
    return report


def tell(report: Report) -> list[str]:
    return [f"{one.problem.check}: {one.problem.seen}" for one in report.failures]


@pytest.mark.parametrize("brief", [False, True], ids=["usual form", "other form"])
@pytest.mark.parametrize("open_way", [False, True], ids=["way closed", "way open"])
@pytest.mark.parametrize("seed", ["0", "1"])
def test_a_right_server_is_blamed_for_nothing(
    contract: Contract, seed: str, *, open_way: bool, brief: bool
) -> None:
    server = Server(open_way=open_way, brief=brief)
    report = fuzz(contract, server, seed=seed)
    assert tell(report) == []
    assert not report.skipped.keys() & {"queries", "headers", "notifications"}
    assert report.phases["queries"] > 8
    assert report.phases["headers"] > 10
    assert server.repeated == []
    assert server.seen


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found(contract: Contract, fault: str) -> None:
    found = {one.problem.check for one in fuzz(contract, Server(fault)).failures}
    assert found & FAULTS[fault]


def test_what_is_right_is_not_blamed_beside_a_fault(contract: Contract) -> None:
    report = fuzz(contract, Server("tells of another guest"))
    assert [one.problem.check for one in report.failures] == ["query-mismatch"]
    [failure] = report.failures
    assert failure.group == "The form of answers"
    assert failure.exchange.probe.method == "GET"


def test_a_run_without_the_key_says_what_is_missing(contract: Contract) -> None:
    with pytest.raises(TargetError, match="asks for credentials; give them with --key"):
        fuzz(contract, Server(), secrets=Secrets())
    report = fuzz(contract, Server(), secrets=Secrets("another"))
    assert report.stopped == "the target does not take these credentials; are they right?"


def test_one_cause_is_told_once(contract: Contract) -> None:
    for fault in ("lets anybody in", "says 400 for wrong credentials"):
        found = [one.problem for one in fuzz(contract, Server(fault)).failures]
        assert len(found) == 1, found
        assert "GET" not in found[0].seen
    [failure] = fuzz(contract, Server("tells everybody")).failures
    assert "GET /v1/bookings/b-" in failure.problem.seen


def test_a_query_is_reported_and_sent_again(contract: Contract) -> None:
    report = fuzz(contract, Server("tells of another guest"))
    shown = text.write(report, 200)
    assert "GET /v1/bookings/b-" in shown
    assert "curl -gsS -i -X GET http://localhost/v1/bookings/b-" in shown
    assert "GET http://localhost/v1/bookings/b-" in html.write(report)
    assert 'name="query-mismatch"' in junit.write(report)
    assert 'name="query-form"' not in junit.write(report)
    data = json.loads(as_json.write(report))
    [failure] = data["failures"]
    assert [entry.get("operation") for entry in failure["replay"]] == [None, "status"]
    options = Options(secrets=Secrets(KEY))
    for fault, checks in (("tells of another guest", ["query-mismatch"]), ("", [])):
        target = open_app(Server(fault), URL)
        again = replay(target, contract, options, data["failures"])
        assert [one.problem.check for one in again.failures] == checks
        assert again.requests > len(failure["replay"])


@pytest.mark.parametrize("workers", [1, 3])
def test_a_right_server_at_a_url_is_blamed_for_nothing(contract: Contract, workers: int) -> None:
    server = Server()
    options = Options(requests=300, secrets=Secrets(KEY), workers=workers)
    with serve(server) as served:
        report = run(f"{served.url}/v1/bookings", contract=contract, options=options)
    assert tell(report) == []
    assert report.phases["queries"] > 3
    assert server.repeated == []


def test_a_right_application_of_asgi_is_blamed_for_nothing(contract: Contract) -> None:
    options = Options(requests=200, secrets=Secrets(KEY))
    report = run(app=make_asgi(Server()), contract=contract, options=options)
    assert tell(report) == []
    assert report.phases["queries"] > 3


def make_asgi(server: Server) -> Any:
    """The server as an ASGI application."""

    async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        body, more = b"", True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        names = {f"HTTP_{n.decode().upper().replace('-', '_')}": v for n, v in scope["headers"]}
        environ = {name: value.decode("latin-1") for name, value in names.items()}
        environ |= {"PATH_INFO": scope["path"], "REQUEST_METHOD": scope["method"]}
        started: list[Any] = []
        environ["wsgi.input"] = io.BytesIO(body)
        content = b"".join(server(environ, lambda *told: started.append(told)))  # type: ignore[arg-type]
        status, headers = started[0]
        pairs = [(name.lower().encode(), value.encode()) for name, value in headers]
        status = int(status.split()[0])
        await send({"type": "http.response.start", "status": status, "headers": pairs})
        await send({"type": "http.response.body", "body": content})

    return app


def test_a_phase_can_be_chosen(contract: Contract) -> None:
    report = fuzz(contract, Server(), phases=("queries",))
    assert set(report.phases) == {"queries"}


def test_the_rule_of_a_header_can_be_tested_alone(contract: Contract) -> None:
    report = fuzz(contract, Server(), rule="BT701", receipts=False)
    assert report.phases["headers"] > 10
    assert report.rules["BT701"]["valid"] >= 3
    assert report.rules["BT701"]["invalid"] >= 3
    other = fuzz(contract, Server(), rule="BT101", receipts=False, requests=100)
    assert "headers" in other.skipped
    assert other.rules["BT701"]["invalid"] == 0


def test_queries_are_left_out_where_the_path_is_another(contract: Contract) -> None:
    options = Options(requests=50, phases=("queries", "headers"), secrets=Secrets(KEY))
    report = run("http://localhost/other", app=Server(), contract=contract, options=options)
    assert "has another path than the contract" in report.skipped["queries"]


@pytest.mark.parametrize(
    ("url", "base"),
    [(URL, ""), ("http://localhost/api/v1/bookings", "/api"), ("http://localhost/x", None)],
)
def test_the_path_before_that_of_the_contract_is_kept(
    contract: Contract, url: str, base: str | None
) -> None:
    assert find_base_path(contract, url) == base


def list_header_probes(contract: Contract) -> Iterator[Any]:
    return headers.list_probes(Setting(contract, Login("right")))


def test_a_wrong_value_of_a_header_is_as_doubtful_as_its_rule(contract: Contract) -> None:
    expected = {}
    for probe in list_header_probes(contract):
        value = dict(probe.headers)["Booking-Key"]
        if not probe.case.rules:
            expected[value] = (probe.expect, probe.rules)
    assert expected["b00c1f0e-4a9d-45b7-9d1c-f3c6b2a91e57"] == (Expectation.ACCEPT, ())
    lengths = {len(value): told for value, told in expected.items()}
    assert lengths[40] == (Expectation.ACCEPT, ())
    assert lengths[41] == (Expectation.FORM, ("BT701",))
    assert {told for value, told in expected.items() if " " in value} == {
        (Expectation.FORM, ("BT701",))
    }
    assert any(probe.expect is Expectation.REFUSE for probe in list_header_probes(contract))


def test_a_fresh_value_has_the_form_of_the_old_one() -> None:
    made = {make_fresh("b00c-4A9D é_Zz") for _ in range(200)}
    assert len(made) > 190
    for value in made:
        assert [char.isdigit() for char in value] == [char.isdigit() for char in "b00c-4A9D é_Zz"]
        assert value[4] == "-"
        assert value[9:12] == " é_"
        assert value[0] in "abcdef"
        assert value[6] in "ABCDEF"


def test_an_open_way_is_tried_and_blamed_for_nothing(contract: Contract) -> None:
    attempts = {one.login.name: one for one in list_attempts(contract, Secrets(KEY))}
    header = ("Authorization", f"Key {KEY}")
    opened = [one for one in attempts.values() if header in one.login.headers]
    assert [one.expect for one in opened] == [Expectation.FORM]
    wrong = [name for name in attempts if name.startswith("wrong key in an open way")]
    assert [attempts[name].expect for name in wrong] == [Expectation.REFUSE]
    assert attempts["bare key in the standard header"].expect is Expectation.REFUSE
    first = list(islice(list_attempts(contract, Secrets(KEY)), 2))
    assert [one.login.name for one in first] == ["nothing", "wrong key"]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b'{"event": {"status": 1}}', "event"),
        (b'{"event": 1}', "event"),
        (b'{"id": "b", "status": "seen"}', "short-event"),
        (b'{"status": 1}', "short-event"),
        (b"{}", "event"),
        (b"no JSON", "event"),
    ],
)
def test_a_notification_is_judged_by_the_form_that_it_has_most_of(
    contract: Contract, body: bytes, message: str
) -> None:
    assert choose_form(contract, body).message == message

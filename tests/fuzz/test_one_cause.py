"""One cause is one entry, also against mocks that judge nothing or fall over a kind of request."""

import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from contractkit import Verdict, check_text
from contractkit.fuzz import Report, Secrets, run
from contractkit.fuzz.needs import measure_depth
from contractkit.fuzz.titles import write_title
from tests.fuzz import rawserver
from tests.fuzz.making import JWT_SECRET, KEY, options, refuse, right_app
from tests.fuzz.mocks import (
    mock,
    need_ascii,
    need_json,
    need_whole_numbers,
    parse_only,
    take_any_login,
    take_everything,
    take_small,
)
from tests.fuzz.rawserver import Line, Server, serve
from tests.listed_contracts import LISTED, ORDER, describe, write_contract


def fuzz(decide: Callable[..., Any], secrets: Secrets) -> Report:
    return run(app=mock(decide), options=options(requests=1000, secrets=secrets))


def list_titles(report: Report, check: str) -> list[str]:
    return [
        write_title(failure, report.titles)
        for failure in report.failures
        if failure.problem.check == check
    ]


@pytest.mark.parametrize("secrets", [Secrets(KEY), Secrets(KEY, JWT_SECRET)], ids=["key", "both"])
@pytest.mark.parametrize(
    ("decide", "login"),
    [
        (take_everything, "a request was accepted with no credentials at all"),
        (take_any_login, "a request was accepted with a wrong key"),
    ],
)
def test_a_mock_that_takes_everything_is_two_entries(
    decide: Callable[..., Any], login: str, secrets: Secrets
) -> None:
    report = fuzz(decide, secrets)
    assert [failure.problem.check for failure in report.failures] == [
        "unauthenticated-accepted",
        "invalid-accepted",
    ]
    assert list_titles(report, "unauthenticated-accepted") == [login]
    taken = report.failures[1]
    assert "no invalid request was refused" in taken.problem.seen
    assert len(taken.explained) > 60
    assert taken.problem.rule not in taken.explained


@pytest.mark.parametrize(
    ("decide", "check", "words"),
    [
        (parse_only, "server-error", "to arrays and objects nested"),
        (take_small, "server-error", "to a request with a body of more than 1"),
        (need_json, "server-error", "to a text that is no JSON"),
        (need_ascii, "server-error", "to a request with characters that are not ASCII"),
    ],
)
def test_what_a_mock_falls_over_is_one_entry(
    decide: Callable[..., Any], check: str, words: str
) -> None:
    [title] = list_titles(fuzz(decide, Secrets(KEY)), check)
    assert words in title


def test_numbers_that_fail_alike_in_many_places_are_one_entry() -> None:
    first, *others = list_titles(fuzz(need_whole_numbers, Secrets(KEY)), "server-error")
    assert re.search(r"to a request with the number -?[0-9]+[.e]", first)
    assert all("JT008" in other for other in others)  # which is no number of a double


def test_a_limit_in_bytes_is_told() -> None:
    """The limit that is told lies between what passed and what failed."""
    report = fuzz(take_small, Secrets(KEY))
    [failure] = [one for one in report.failures if one.problem.check == "server-error"]
    [mark] = failure.needed
    told = int(mark.removeprefix("a body of more than ").removesuffix(" bytes").replace(",", ""))
    assert 1_000 < told <= 20_000 < len(failure.exchange.probe.body)


@pytest.mark.parametrize("status", [500, 413])
@pytest.mark.parametrize("most", [255, 1000, 4096])
def test_a_limit_on_bodies_is_one_entry_of_a_server_that_is_right_otherwise(
    status: int, most: int
) -> None:
    right = right_app(jwt_secret=JWT_SECRET)

    def app(environ: Any, start_response: Any) -> Any:
        body = environ["wsgi.input"].read()
        if len(body) > most:
            start_response(f"{status} Error", [("Content-Type", "application/json")])
            return [json.dumps(refuse(one=str(uuid4()))).encode()]
        return right({**environ, "wsgi.input": io.BytesIO(body)}, start_response)

    report = run(app=app, options=options(requests=1000, secrets=Secrets(KEY, JWT_SECRET)))
    [title] = [write_title(failure, report.titles) for failure in report.failures]
    assert "a request with a body of more than " in title


def test_payloads_that_are_all_accepted_are_one_entry_beside_texts_that_are_not() -> None:
    report = fuzz(parse_only, Secrets(KEY))
    accepted = [one for one in report.failures if one.problem.check == "invalid-accepted"]
    assert accepted[0].explained
    assert "no invalid payload was refused" in accepted[0].problem.seen
    assert all((one.problem.rule or "").startswith("JT") for one in accepted[1:])


def test_where_one_payload_is_refused_each_rule_is_an_entry() -> None:
    def refuse_one(environ: Any, body: bytes) -> Any:
        return refuse() if b'"destination": []' in body else take_everything(environ, body)

    report = fuzz(refuse_one, Secrets(KEY))
    rules = [one.problem.rule for one in report.failures if one.problem.check == "invalid-accepted"]
    assert len(rules) > 40
    joined = [one.problem.rule for one in report.failures if one.explained]
    assert [rule for rule in joined if not str(rule).startswith("JT")] == []


def test_a_mock_that_refuses_what_it_does_not_know_is_one_entry(tmp_path: Path) -> None:
    shop = write_contract(tmp_path, describe(LISTED))

    def app(environ: Any, start_response: Any) -> Any:
        body = environ["wsgi.input"].read()
        invalid = any(one.verdict is Verdict.INVALID for one in check_text(body, contract=shop))
        right = not invalid and json.loads(body).keys() <= ORDER["properties"].keys()
        status, told = ("201", {"number": 1, "item": "tea"}) if right else ("400", {"error": "no"})
        start_response(f"{status} Said", [("Content-Type", "application/json")])
        return [json.dumps(told).encode()]

    report = run(app=app, contract=shop, options=options(requests=None))
    [title] = list_titles(report, "valid-refused")
    assert title.startswith("a request with a member that the contract does not know was refused")


@pytest.mark.parametrize("keeps", [True, False])
def test_a_target_that_dies_is_one_entry(keeps: bool) -> None:
    """What dies of a request is not blamed once more for being dead."""

    def behave(server: Server, line: Line) -> None:
        while request := line.read():
            if measure_depth(request.body) > 1000:
                server.stop()
                return
            line.write(line.answer(request))
            if not keeps:
                return

    with serve(behave) as server:
        report = run(server.url, options=options(secrets=Secrets(rawserver.KEY)))
    [failure] = report.failures
    assert failure.problem.check in (("dropped", "no-connection") if keeps else ("dropped",))
    assert "nested 100,000 deep" in write_title(failure, report.titles)
    assert failure.steady
    assert report.stopped == "the target could not be reached any more"

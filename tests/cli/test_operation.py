"""`--operation` chooses one of several operations; without it all of them count."""

import json
import re
import shlex
from pathlib import Path

import pytest

from contractkit import load
from contractkit.emulator import emulate
from tests.calendar_contract import ADD, EVENT, LIST, REMOVE, write_calendar
from tests.cli.program import Outcome, run
from tests.linting.recordings.making import make_har


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_calendar(tmp_path)
    (tmp_path / "event.json").write_text(json.dumps(EVENT))
    (tmp_path / "wrong.json").write_text(json.dumps({**EVENT, "count": 0}))
    day = "https://calendar.example.com/api/v1/days/2030-01-02/events"
    entry = {"request": {"method": "GET", "url": f"{day}?zone=x", "headers": [], "bodySize": 0}}
    (tmp_path / "calendar.har").write_text(json.dumps(make_har(entry)))
    monkeypatch.chdir(tmp_path)


def call(command: str, operation: str = "") -> Outcome:
    chosen = ("--operation", operation) if operation else ()
    return run(*shlex.split(command), "--schemas", "schemas", *chosen)


def test_lint_recognises_and_may_be_told() -> None:
    assert call("lint event.json").status == 0
    assert call("lint wrong.json").status == 1
    assert call("lint event.json", "addEvent").status == 0
    told = call("lint event.json", LIST)
    assert (told.status, "error[OR2]" in told.out) == (1, True)
    nothing = call("lint event.json", REMOVE)
    assert nothing.status == 2
    assert "cannot tell which message this is (the contract has none)" in nothing.err


def test_recorded_requests_are_those_of_the_operation() -> None:
    assert "the query parameter “zone”" in call("lint calendar.har").out
    assert call("lint calendar.har", LIST).status == 1
    assert "no request to this API" in call("lint calendar.har", ADD).err


def test_generate_makes_the_request_or_its_parameters() -> None:
    event = json.loads(call("generate --count 1", "post /days/{day}/events").out)
    assert set(event) >= {"item", "count"}
    asked = json.loads(call("generate --count 1", "listEvents").out)
    assert {"path", "query"} <= set(asked)
    broken = call("generate --rule OR3 --count 3 --annotate", "listEvents")
    assert {json.loads(line)["rules"][0] for line in broken.out.splitlines()} == {"OR3"}
    assert call("generate --boundary", "listEvents").status == 0


def test_schema_prints_that_of_the_operation() -> None:
    assert "item" in json.loads(call("schema", ADD).out)["properties"]
    assert "query" in json.loads(call("schema", LIST).out)["properties"]
    assert "x-" not in re.sub("X-Trace", "", call("schema", LIST).out)


def test_fuzz_goes_through_all_or_one() -> None:
    whole = call("fuzz --max-requests 200 --key k")
    assert (whole.status, "no failures" in whole.out) == (0, True), whole.out
    with emulate(load(schemas="schemas"), key="k") as emulator:
        waited = call(f"fuzz {emulator.url} --wait 5 --max-requests 50 --key k")
    assert waited.status == 0, waited.err
    one = call("fuzz --max-requests 200 --format json", LIST)
    assert json.loads(one.out)["phases"].keys() == {"parameters"}
    assert call("fuzz --app tests.cli.test_operation:missing", ADD).status == 2


@pytest.mark.parametrize("command", ["lint event.json", "generate", "schema", "fuzz"])
def test_the_nearest_is_named(command: str) -> None:
    outcome = call(command, "POST /days/{day}/event")
    assert outcome.status == 2
    assert f"unknown operation 'POST /days/{{day}}/event': did you mean {ADD!r}?" in outcome.err

"""The calendar is right by its document, and each of its faults is there."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from openapi_spec_validator import validate

from tests.faulty_calendar import FAULTS, start
from tests.faulty_calendar.cases import (
    ANSWERS,
    CROWD,
    DOCUMENTED,
    FROM,
    HOLIDAY,
    LESSON,
    MEETING,
    OTHER_CALLS,
    OWN,
    PATCHES,
    RIGHT_BODIES,
    RIGHT_QUERIES,
    STATUSES,
    WRONG_BODIES,
    WRONG_QUERIES,
    create,
    listed,
)
from tests.faulty_calendar.judging import check_draft, check_patch
from tests.faulty_calendar.server import FIRST
from tests.faulty_calls import Call, Heard, bounds_of, send, validator, variants
from tests.faulty_checks import is_kept
from tests.faulty_document import Running, read_json

CHECKS = {"EventDraft": check_draft, "EventPatch": check_patch}
BOUNDS = bounds_of(DOCUMENTED["components"]["schemas"])


@pytest.fixture(scope="module")
def right() -> Iterator[Running]:
    with start() as running:
        yield running


def hear(fault: str, call: Call) -> Heard:
    with start(fault) as running:
        return send(running, call, OWN)


def schema_of(call: Call, heard: Heard) -> str:
    """The schema that an answer of a right server has to keep."""
    if heard.status >= 400:
        return "Problem"
    return "EventPage" if call.method == "GET" and "?" in call.path else "Event"


@pytest.mark.parametrize(
    ("call", "status"),
    [
        *((create(body), 201) for body in RIGHT_BODIES),
        *((create(body), 422) for body in WRONG_BODIES),
        *((listed(query), 200) for query in RIGHT_QUERIES),
        *((listed(query), 422) for query in WRONG_QUERIES),
        *((Call("PATCH", f"/events/{FIRST}", body), 200) for body in PATCHES),
        *OTHER_CALLS,
    ],
)
def test_the_right_server_answers_by_the_document(right: Running, call: Call, status: int) -> None:
    heard = send(right, call, OWN)
    assert heard.status == status
    assert [*validator(DOCUMENTED, schema_of(call, heard)).iter_errors(heard.value)] == []


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("EventDraft", MEETING),
        ("EventDraft", LESSON),
        ("EventDraft", HOLIDAY),
        ("EventDraft", CROWD),
        ("EventPatch", LESSON),
        *(("EventPatch", patch) for patch in PATCHES),
    ],
)
def test_the_right_judge_agrees_with_the_schema(name: str, body: Any) -> None:
    schema = validator(DOCUMENTED, name)
    for value in variants(body, BOUNDS):
        read = read_json(json.dumps(value).encode())
        assert is_kept(CHECKS[name], read) == schema.is_valid(value), value


def test_the_document_is_openapi() -> None:
    validate(DOCUMENTED)


def test_events_are_kept_found_changed_and_deleted() -> None:
    with start() as running:
        created = send(running, create(MEETING), OWN).value
        path = f"/events/{created['id']}"
        changed = send(running, Call("PATCH", path, {"title": "Moved"}), OWN).value
        assert (
            send(running, Call("GET", path), OWN).value == changed == created | {"title": "Moved"}
        )
        page = send(running, listed(f"{FROM}&limit=1&sort=title&fields=title"), OWN).value
        assert page == {
            "events": [{"id": created["id"], "title": "Moved"}], "total": 2, "next": 1,
        }  # fmt: skip
        assert send(running, Call("DELETE", path), OWN).status == 204
        assert send(running, Call("GET", path), OWN).status == 404
        assert running.count == 6


def test_each_fault_is_shown() -> None:
    assert STATUSES.keys() | ANSWERS.keys() == FAULTS.keys()
    with pytest.raises(ValueError, match="no fault"):
        start("sleeps")


@pytest.mark.parametrize("fault", STATUSES)
def test_a_fault_changes_a_status(fault: str) -> None:
    call, expected, faulty = STATUSES[fault]
    assert (hear("", call).status, hear(fault, call).status) == (expected, faulty)


@pytest.mark.parametrize("fault", ANSWERS)
def test_a_fault_breaks_an_answer(fault: str) -> None:
    call, name = ANSWERS[fault]
    schema = validator(DOCUMENTED, name)
    good, bad = hear("", call), hear(fault, call)
    assert good.status == bad.status
    assert schema.is_valid(good.value)
    assert not schema.is_valid(bad.value)

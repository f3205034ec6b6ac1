"""The calendar is right by its document, and each of its faults is there."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from openapi_spec_validator import validate

from tests.faulty_calendar import DOCUMENT, FAULTS, KEY, start
from tests.faulty_calendar.judging import check_draft, check_patch
from tests.faulty_calendar.server import FIRST
from tests.faulty_calls import Call, Heard, examples, read_document, send, validator, variants
from tests.faulty_checks import BreachError
from tests.faulty_document import Running, read_json

DOCUMENTED = read_document(DOCUMENT)
MEETING, HOLIDAY, LESSON = examples(DOCUMENTED, "/events", "post")
PATCHES = examples(DOCUMENTED, "/events/{event_id}", "patch")
CHECKS = {"EventDraft": check_draft, "EventPatch": check_patch}
OWN = {"X-Api-Key": KEY, "X-Time-Zone": "UTC"}
UNKNOWN = "00000000-0000-4000-8000-000000000000"
ADA = "ada@calendar.example"
CHAIR = {"email": ADA, "role": "chair"}
GUEST = {"email": "g@calendar.example", "role": "guest"}


def without(value: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: inner for name, inner in value.items() if name not in names}


def attended(*people: dict[str, Any]) -> Any:
    return MEETING | {"attendees": list(people)}


def recurring(**members: Any) -> Any:
    return MEETING | {"recurrence": {"every": "day", "interval": 1, **members}}


def create(body: Any, **headers: str) -> Call:
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Call("POST", "/events", body, named)


def listed(query: str, **headers: str) -> Call:
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Call("GET", f"/events?{query}", None, named)


RIGHT_BODIES: list[dict[str, Any]] = [
    MEETING, HOLIDAY, LESSON,
    MEETING | {"title": "é" * 80}, MEETING | {"title": "🎻" * 80}, MEETING | {"title": "x"},
    MEETING | {"layout": 2.0}, MEETING | {"ends_at": None}, MEETING | {"priority": 1.0},
    MEETING | {"priority": 0}, MEETING | {"priority": 9},
    MEETING | {"starts_at": "2024-05-02T09:30:00.25Z"},
    MEETING | {"starts_at": "2016-12-31T23:59:60Z"}, MEETING | {"day": "2024-02-29"},
    MEETING | {"meeting_pin": "123456"}, without(MEETING, "meeting_pin", "meeting_url"),
    without(MEETING, "meeting_pin"), without(MEETING, "attendees"), MEETING | {"tags": []},
    MEETING | {"tags": ["a", "b", "c", "d", "e" * 20]}, MEETING | {"place": [-90, 180]},
    MEETING | {"place": [90.0, -179.9999]}, MEETING | {"slot_minutes": 5},
    MEETING | {"slot_minutes": 1440}, MEETING | {"slot_minutes": 45.0},
    MEETING | {"notes": "é" * 500},
    HOLIDAY | {"starts_at": "2024-02-29T00:00:00Z"}, attended(CHAIR), attended(GUEST, CHAIR, CHAIR),
    attended(*[CHAIR] * 6), attended(CHAIR | {"guests": 3, "answer": None}),
    recurring(until="2024-12-31"), recurring(times=2), recurring(weekdays=["sun"]),
    MEETING | {"organizer": {"email": '"a b"@c', "name": "x" * 60, "homepage": "urn:a:b"}},
]  # fmt: skip
WRONG_BODIES: list[Any] = [
    [], "text", {}, MEETING | {"title": ""}, MEETING | {"title": "é" * 81},
    MEETING | {"category": "Work"}, MEETING | {"layout": 1}, MEETING | {"layout": "2"},
    MEETING | {"layout": None}, MEETING | {"all_day": 0}, MEETING | {"all_day": True},
    without(MEETING, "starts_at"), without(HOLIDAY, "day"), without(MEETING, "organizer"),
    MEETING | {"priority": 10}, MEETING | {"priority": -1}, MEETING | {"priority": "1"},
    MEETING | {"priority": 1.5}, MEETING | {"priority": True}, MEETING | {"ends_at": "tomorrow"},
    MEETING | {"day": "2023-02-29"}, HOLIDAY | {"day": "2024-02-30"}, MEETING | {"duration": "45"},
    MEETING | {"remind_at": "07:30:00"}, MEETING | {"meeting_pin": "123"},
    MEETING | {"meeting_pin": "1234567"}, MEETING | {"meeting_pin": "12345\n"},
    without(MEETING, "meeting_url"), MEETING | {"meeting_url": "meet.example"},
    MEETING | {"place": [90.5, 0]}, MEETING | {"place": [0, -180]}, MEETING | {"place": [0]},
    MEETING | {"place": [0, 0, 0]}, MEETING | {"place": []},
    MEETING | {"door_display": "1.2.3.256"},
    MEETING | {"series": f"{{{FIRST}}}"}, MEETING | {"slot_minutes": 0},
    MEETING | {"slot_minutes": 1445}, MEETING | {"slot_minutes": 12},
    MEETING | {"tags": ["a", "a"]},
    MEETING | {"tags": [*"abcdef"]}, MEETING | {"tags": [""]}, MEETING | {"notes": "é" * 501},
    MEETING | {"surprise": 1}, attended(), attended(GUEST), attended(*[CHAIR] * 7),
    attended(CHAIR | {"guests": 4}), attended(CHAIR | {"x": 1}), attended(CHAIR | {"answer": "no"}),
    recurring(until="2024-12-31", times=2), recurring(times=1), recurring(weekdays=[]),
    recurring(weekdays=["sun", "sun"]), recurring(interval=53), recurring(until="never"),
    MEETING | {"organizer": {"email": "ada"}}, MEETING | {"organizer": {"name": "Ada"}},
    MEETING | {"organizer": {"email": ADA, "homepage": "ada.example"}},
]  # fmt: skip
RIGHT_QUERIES = [
    "from=2024-02-29", "from=2024-05-01&to=2024-01-01", "from=2024-05-01&limit=100&offset=100000",
    "from=2024-05-01&limit=1.0", "from=2024-05-01&category=work&category=home",
    "from=2024-05-01&fields=title,tags", "from=2024-05-01&all_day=false&sort=-created",
    "from=2024-05-01&attendee=a%40b", "from=2024-05-01&changed_since=2024-05-02T09:30:00%2B02:00",
    "from=2024-05-01&other=1",
]  # fmt: skip
WRONG_QUERIES = [
    "", "from=", "from=2023-02-29", "from=2024-05-01&from=2024-05-01", "to=2024-05-01",
    *(
        f"from=2024-05-01&{rest}"
        for rest in (
            "to=x", "limit=0", "limit=101", "limit=", "limit=1.5", "limit=ten", "limit=%201",
            "limit=1&limit=2", "offset=-1", "offset=100001", "offset=x", "category=",
            "category=work,home", "category=work&category=work", "category=play",
            "category=work&category=home&category=travel", "fields=", "fields=title,",
            "fields=title&fields=tags", "fields=id", "all_day=yes", "all_day=True", "all_day=1",
            "all_day", "attendee=ada", "changed_since=2024-05-02", "sort=tags",
        )
    ),
]  # fmt: skip
OTHER_CALLS = [
    (create(None), 400),
    (create(b"null"), 422),
    (create(b"{"), 400),
    (create(b'{"title": NaN}'), 400),
    (create(b"\xff"), 400),
    (create(b""), 400),
    (create(MEETING, Content_Type="text/plain"), 415),
    (create(MEETING, Content_Type="application/json; charset=utf-8"), 201),
    (create(MEETING, X_Api_Key=""), 401),
    (create(MEETING, X_Api_Key=f"{KEY}x"), 401),
    (create(MEETING, X_Request_Id="1"), 422),
    (create(MEETING, X_Request_Id=UNKNOWN), 201),
    (listed("from=2024-05-01", X_Time_Zone=""), 422),
    (listed("from=2024-05-01", X_Time_Zone="Mars"), 422),
    (listed("from=2024-05-01", X_Api_Key=""), 401),
    (Call("GET", f"/events/{FIRST}"), 200),
    (Call("GET", f"/events/{FIRST.upper()}"), 200),
    (Call("GET", f"/events/{UNKNOWN}"), 404),
    (Call("GET", "/events/1"), 422),
    (Call("PATCH", f"/events/{UNKNOWN}", {"title": "x"}), 404),
    (Call("PATCH", f"/events/{UNKNOWN}", {}), 422),
    (Call("PATCH", f"/events/{FIRST}", {"notes": None}), 200),
    (Call("PATCH", f"/events/{FIRST}", {"layout": 2}), 422),
    (Call("PATCH", "/events/1", {"title": "x"}), 422),
    (Call("DELETE", f"/events/{UNKNOWN}"), 404),
    (Call("PUT", f"/events/{FIRST}"), 405),
    (Call("GET", "/nothing"), 404),
]
FROM = "from=2024-05-01"
# For each fault: the request that shows it, the right status, and that of the fault.
STATUSES: dict[str, tuple[Call, int, int]] = {
    "takes an empty title": (create(MEETING | {"title": ""}), 422, 201),
    "takes any layout": (create(MEETING | {"layout": 3}), 422, 201),
    "takes a priority in quotes": (create(MEETING | {"priority": "3"}), 422, 201),
    "takes a whole day without its day": (create(without(HOLIDAY, "day")), 422, 201),
    "takes a day that does not exist": (create(HOLIDAY | {"day": "2023-02-30"}), 422, 201),
    "takes a start without an offset": (
        create(MEETING | {"starts_at": "2024-05-02T09:30:00"}), 422, 201,
    ),
    "takes any text as a duration": (create(MEETING | {"duration": "an hour"}), 422, 201),
    "takes a reminder without an offset": (create(MEETING | {"remind_at": "07:30:00"}), 422, 201),
    "takes an organizer without an at sign": (
        create(MEETING | {"organizer": {"email": "ada"}}), 422, 201,
    ),
    "takes a meeting URL without a scheme": (
        create(MEETING | {"meeting_url": "meet.example/1"}), 422, 201,
    ),
    "takes a series in braces": (create(MEETING | {"series": f"{{{FIRST}}}"}), 422, 201),
    "takes a pin with something behind it": (create(MEETING | {"meeting_pin": "4711x"}), 422, 201),
    "takes a pin without the URL": (create(without(MEETING, "meeting_url")), 422, 201),
    "takes places beyond the poles": (create(MEETING | {"place": [90.5, 0]}), 422, 201),
    "takes a third coordinate": (create(MEETING | {"place": [0, 0, 0]}), 422, 201),
    "takes attendees without a chair": (create(attended(GUEST)), 422, 201),
    "takes four guests of one attendee": (create(attended(CHAIR | {"guests": 4})), 422, 201),
    "takes unknown members of an attendee": (create(attended(CHAIR | {"x": 1})), 422, 201),
    "takes a tag twice": (create(MEETING | {"tags": ["a", "a"]}), 422, 201),
    "takes slots of any length": (create(MEETING | {"slot_minutes": 12}), 422, 201),
    "takes both an end and a number of times": (
        create(recurring(until="2024-12-31", times=2)), 422, 201,
    ),
    "takes a change of nothing": (Call("PATCH", f"/events/{FIRST}", {}), 422, 200),
    "counts the bytes of a title": (create(MEETING | {"title": "é" * 41}), 201, 422),
    "refuses an end of null": (create(MEETING | {"ends_at": None}), 201, 422),
    "refuses a priority of 1.0": (create(MEETING | {"priority": 1.0}), 201, 422),
    "crashes on fractions of a second": (
        create(MEETING | {"starts_at": "2024-05-02T09:30:00.5Z"}), 201, 500,
    ),
    "crashes on an empty list of weekdays": (create(recurring(weekdays=[])), 422, 500),
    "lists without the first day": (listed(""), 422, 200),
    "takes any word as a boolean": (listed(f"{FROM}&all_day=yes"), 422, 200),
    "takes a limit of 101": (listed(f"{FROM}&limit=101"), 422, 200),
    "crashes on an offset that is no number": (listed(f"{FROM}&offset=x"), 422, 500),
    "takes three categories": (
        listed(f"{FROM}&category=work&category=home&category=travel"), 422, 200,
    ),
    "takes any time zone": (listed(FROM, X_Time_Zone="Mars"), 422, 200),
    "crashes on an identifier that is no UUID": (Call("GET", "/events/1"), 422, 500),
    "lists without a key": (listed(FROM, X_Api_Key=""), 401, 200),
    "answers 200 to a deletion": (Call("DELETE", f"/events/{FIRST}"), 204, 200),
}  # fmt: skip
# For each fault of what is said: the request, and the schema that the answer breaks.
ANSWERS: dict[str, tuple[Call, str]] = {
    "creates without telling the state": (create(MEETING), "Event"),
    "leaves out the next page on the last one": (listed(FROM), "EventPage"),
    "tells the creation in seconds": (Call("GET", f"/events/{FIRST}"), "Event"),
    "answers an unknown event with a page": (Call("GET", f"/events/{UNKNOWN}"), "Problem"),
}


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


def is_right(name: str, body: Any) -> bool:
    try:
        CHECKS[name](body, "")
    except BreachError:
        return False
    return True


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("EventDraft", MEETING),
        ("EventDraft", LESSON),
        ("EventDraft", HOLIDAY),
        ("EventPatch", LESSON),
        *(("EventPatch", patch) for patch in PATCHES),
    ],
)
def test_the_right_judge_agrees_with_the_schema(name: str, body: Any) -> None:
    schema = validator(DOCUMENTED, name)
    for value in variants(body):
        read = read_json(json.dumps(value).encode())
        assert is_right(name, read) == schema.is_valid(value), value


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

"""Requests that show what is right and wrong at the calendar, and each of the faults."""

from typing import Any

from tests.faulty_calendar import DOCUMENT, KEY
from tests.faulty_calendar.server import FIRST
from tests.faulty_calls import Call, examples, read_document

DOCUMENTED = read_document(DOCUMENT)
MEETING, HOLIDAY, LESSON = examples(DOCUMENTED, "/events", "post")
PATCHES = examples(DOCUMENTED, "/events/{event_id}", "patch")
OWN = {"X-Api-Key": KEY, "X-Time-Zone": "UTC"}
UNKNOWN = "00000000-0000-4000-8000-000000000000"
ADA = "ada@calendar.example"
CHAIR = {"email": ADA, "role": "chair"}
GUEST = {"email": "g@calendar.example", "role": "guest"}


LONG_HOST = ".".join(["b" * 63, "b" * 63, "b" * 61])
LONGEST_ADDRESS = f"{'a' * 64}@{LONG_HOST}"
LONGER_ADDRESS = f"{'a' * 64}@{LONG_HOST}b"


def without(value: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: inner for name, inner in value.items() if name not in names}


def attended(*people: dict[str, Any]) -> Any:
    return MEETING | {"attendees": list(people)}


def recurring(**members: Any) -> Any:
    return MEETING | {"recurrence": {"every": "day", "interval": 1, **members}}


CROWD = recurring(times=2) | {
    "organizer": {"email": ADA, "name": "Ada"},
    "attendees": [{**CHAIR, "guests": 1}],
}


def create(body: Any, **headers: str) -> Call:
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Call("POST", "/events", body, named)


def listed(query: str, **headers: str) -> Call:
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Call("GET", f"/events?{query}", None, named)


RIGHT_BODIES: list[dict[str, Any]] = [
    MEETING | {"organizer": {"email": LONGEST_ADDRESS}},
    attended({**CHAIR, "email": LONGEST_ADDRESS}),
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
    MEETING | {"organizer": {"email": LONGER_ADDRESS}},
    attended({**CHAIR, "email": LONGER_ADDRESS}),
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

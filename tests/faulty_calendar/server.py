"""The server: its operations, and what it keeps."""

import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any

from tests.faulty_calendar.faults import FAULTS
from tests.faulty_calendar.judging import check_draft, check_patch
from tests.faulty_calendar.parameters import Search, check_request_id, read_id, read_search
from tests.faulty_checks import BreachError
from tests.faulty_document import Answer, Request, Running, check_fault, read_json_body, run, say

KEY = "calendar-key-4711"
FIRST = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
FIRST_EVENT = {
    "id": FIRST,
    "state": "planned",
    "created_at": "2024-04-01T08:00:00Z",
    "title": "Spring cleaning",
    "category": "home",
    "layout": 2,
    "all_day": True,
    "day": "2024-05-04",
    "organizer": {"email": "ada@calendar.example"},
    "tags": ["cellar"],
}
PAGE = Answer(404, b"<!doctype html><title>Not found</title>", {"Content-Type": "text/html"})


@dataclass(slots=True)
class Calendar:
    """The state of one server; what changes is guarded by `lock`."""

    fault: str
    lock: threading.Lock = field(default_factory=threading.Lock)
    events: dict[str, dict[str, Any]] = field(default_factory=lambda: {FIRST: dict(FIRST_EVENT)})


Operation = Callable[[Calendar, Request], Answer]


def start(fault: str = "", port: int = 0) -> Running:
    """Start the server with one fault, or as it should be; closed where its context ends."""
    check_fault(fault, FAULTS)
    calendar = Calendar(fault)
    routes = {way: partial(answer, operation, calendar) for way, operation in OPERATIONS.items()}
    return run(routes, "/v1", KEY, port)


def answer(operation: Operation, calendar: Calendar, request: Request) -> Answer:
    """What an operation says to those who have the key, and keep the rules."""
    open_to_all = calendar.fault == "lists without a key" and operation is list_events
    if not open_to_all and request.headers.get("X-Api-Key") != KEY:
        return refuse(401, "There is no key, or a wrong one.")
    try:
        with calendar.lock:
            return operation(calendar, request)
    except BreachError as breach:
        return refuse(422, f"{breach}.")


def create_event(calendar: Calendar, request: Request) -> Answer:
    check_request_id(request)
    draft, refusal = read_json_body(request, refuse)
    if refusal:
        return refusal
    check_draft(draft, calendar.fault)
    created = datetime.now(UTC).isoformat(timespec="seconds")
    event = {"id": str(uuid.uuid4()), "state": "planned", "created_at": created, **draft}
    calendar.events[event["id"]] = event
    if calendar.fault == "creates without telling the state":
        event = {name: value for name, value in event.items() if name != "state"}
    return say(201, event)


def list_events(calendar: Calendar, request: Request) -> Answer:
    search = read_search(request, calendar.fault)
    found = [event for event in calendar.events.values() if is_wanted(event, search)]
    member = "title" if search.order == "title" else "created_at"
    found.sort(key=lambda event: str(event[member]), reverse=search.order == "-created")
    end = search.offset + search.limit
    page = {
        "events": [summarize(event, search.fields) for event in found[search.offset : end]],
        "total": len(found),
        "next": end if end < len(found) else None,
    }
    if calendar.fault == "leaves out the next page on the last one" and page["next"] is None:
        del page["next"]
    return say(200, page)


def is_wanted(event: dict[str, Any], search: Search) -> bool:
    """Whether an event is one of those that are searched."""
    day = event.get("day") or event.get("starts_at", "")[:10]
    people = [event["organizer"], *event.get("attendees", [])]
    return (
        search.first <= day <= (search.last or "9999-12-31")
        and (search.changed_since or "") <= event["created_at"]
        and (not search.categories or event["category"] in search.categories)
        and search.all_day in {None, event["all_day"]}
        and (not search.attendee or any(one["email"] == search.attendee for one in people))
    )


def summarize(event: dict[str, Any], fields: list[str]) -> dict[str, Any]:
    """The members of an event that are asked for."""
    return {"id": event["id"]} | {name: event[name] for name in fields if name in event}


def get_event(calendar: Calendar, request: Request) -> Answer:
    event = calendar.events.get(read_id(request, calendar.fault))
    if event is None:
        page = calendar.fault == "answers an unknown event with a page"
        return PAGE if page else refuse_unknown()
    if calendar.fault == "tells the creation in seconds":
        seconds = int(datetime.fromisoformat(event["created_at"]).timestamp())
        event = {**event, "created_at": seconds}
    return say(200, event)


def update_event(calendar: Calendar, request: Request) -> Answer:
    identifier = read_id(request, calendar.fault)
    patch, refusal = read_json_body(request, refuse)
    if refusal:
        return refusal
    check_patch(patch, calendar.fault)
    if identifier not in calendar.events:
        return refuse_unknown()
    calendar.events[identifier] |= patch
    return say(200, calendar.events[identifier])


def delete_event(calendar: Calendar, request: Request) -> Answer:
    event = calendar.events.pop(read_id(request, calendar.fault), None)
    if event is None:
        return refuse_unknown()
    if calendar.fault == "answers 200 to a deletion":
        return say(200, {"deleted": event["id"]})
    return Answer(204)


def refuse(status: int, message: str) -> Answer:
    """A Problem."""
    return say(status, {"code": f"calendar-{status}", "message": message})


def refuse_unknown() -> Answer:
    return refuse(404, "There is no such event.")


OPERATIONS: dict[tuple[str, str], Operation] = {
    ("POST", "/events"): create_event,
    ("GET", "/events"): list_events,
    ("GET", "/events/{event_id}"): get_event,
    ("PATCH", "/events/{event_id}"): update_event,
    ("DELETE", "/events/{event_id}"): delete_event,
}

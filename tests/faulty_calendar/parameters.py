"""Whether the parameters of a request keep the rules of the document."""

from dataclasses import dataclass

from tests.faulty_calendar.judging import CATEGORIES
from tests.faulty_checks import (
    check_choice,
    check_different,
    check_list,
    check_text,
    demand,
)
from tests.faulty_document import Request
from tests.faulty_formats import is_date, is_date_time, is_email, is_uuid
from tests.faulty_parameters import one, one_integer

FIELDS = ("title", "category", "all_day", "tags")
ORDERS = ("created", "-created", "title")
ZONES = ("UTC", "Europe/Vienna", "America/New_York")


@dataclass(frozen=True, slots=True)
class Search:
    """What listEvents is asked for."""

    first: str
    last: str | None
    changed_since: str | None
    categories: list[str]
    fields: list[str]
    all_day: bool | None
    attendee: str | None
    order: str
    limit: int
    offset: int


def read_search(request: Request, fault: str) -> Search:
    """The parameters of listEvents."""
    first = one(request, "from")
    if fault != "lists without the first day" or first is not None:
        check_text(first, "from", form=is_date)
    last = one(request, "to")
    if last is not None:
        check_text(last, "to", form=is_date)
    changed_since = one(request, "changed_since")
    if changed_since is not None:
        check_text(changed_since, "changed_since", form=is_date_time)
    attendee = one(request, "attendee")
    if attendee is not None:
        check_text(attendee, "attendee", form=is_email)
    check_zone(request, fault)
    check_request_id(request)
    return Search(
        first or "",
        last,
        changed_since,
        read_categories(request, fault),
        read_fields(request),
        read_flag(request, fault),
        attendee,
        read_order(request),
        read_limit(request, fault),
        read_offset(request, fault),
    )


def read_categories(request: Request, fault: str) -> list[str]:
    values = request.all_of("category")
    check_list(values, "category", 0, None if fault == "takes three categories" else 2)
    for value in values:
        check_choice(value, "category", CATEGORIES)
    check_different(values, "category")
    return values


def read_fields(request: Request) -> list[str]:
    text = one(request, "fields")
    values = list(FIELDS) if text is None else text.split(",")
    for value in values:
        check_choice(value, "fields", FIELDS)
    return values


def read_flag(request: Request, fault: str) -> bool | None:
    text = one(request, "all_day")
    if text is None:
        return None
    if fault != "takes any word as a boolean":
        check_choice(text, "all_day", ("true", "false"))
    return text == "true"


def read_order(request: Request) -> str:
    text = one(request, "sort")
    if text is None:
        return "created"
    check_choice(text, "sort", ORDERS)
    return text


def read_limit(request: Request, fault: str) -> int:
    most = 101 if fault == "takes a limit of 101" else 100
    return one_integer(request, "limit", 1, most, default=20)


def read_offset(request: Request, fault: str) -> int:
    if fault == "crashes on an offset that is no number":
        int(one(request, "offset") or 0)
    return one_integer(request, "offset", 0, 100_000, default=0)


def check_zone(request: Request, fault: str) -> None:
    zone = request.headers.get("X-Time-Zone")
    demand(holds=zone is not None, otherwise="there is no X-Time-Zone")
    if fault != "takes any time zone":
        check_choice(str(zone), "X-Time-Zone", ZONES)


def check_request_id(request: Request) -> None:
    identifier = request.headers.get("X-Request-Id")
    if identifier is not None:
        check_text(str(identifier), "X-Request-Id", form=is_uuid)


def read_id(request: Request, fault: str) -> str:
    """The identifier in the path."""
    text = request.parameters["event_id"]
    if fault == "crashes on an identifier that is no UUID" and not is_uuid(text):
        raise KeyError(text)
    check_text(text, "event_id", form=is_uuid)
    return text.lower()

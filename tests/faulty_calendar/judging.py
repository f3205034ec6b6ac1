"""Whether a body keeps the rules of the document."""

import re
import uuid
from collections.abc import Callable
from typing import Any

from tests.faulty_checks import (
    check_choice,
    check_different,
    check_flag,
    check_integer,
    check_list,
    check_members,
    check_number,
    check_text,
    demand,
)
from tests.faulty_document import is_number
from tests.faulty_formats import (
    is_date,
    is_date_time,
    is_duration,
    is_email,
    is_ipv4,
    is_time,
    is_uri,
    is_uuid,
)

CATEGORIES = ("work", "home", "travel")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
REQUIRED = ("title", "category", "layout", "all_day", "organizer")
PIN = re.compile(r"[0-9]{4,6}")
DATE_FORM = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])")
MOMENT_FORM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-].{5})?")

Check = Callable[[Any, str], None]


def check_draft(draft: Any, fault: str) -> None:
    """An EventDraft."""
    check_members(draft, "the event", REQUIRED, MEMBERS)
    for name, value in draft.items():
        MEMBERS[name](value, fault)
    if draft["all_day"] is False:
        demand(holds="starts_at" in draft, otherwise="the event has no starts_at")
    elif fault != "takes a whole day without its day":
        demand(holds="day" in draft, otherwise="the event has no day")
    if fault != "takes a pin without the URL":
        demand(
            holds="meeting_pin" not in draft or "meeting_url" in draft,
            otherwise="a meeting_pin needs a meeting_url",
        )


def check_patch(patch: Any, fault: str) -> None:
    """An EventPatch."""
    check_members(patch, "the change", (), CHANGING)
    least = 0 if fault == "takes a change of nothing" else 1
    demand(holds=len(patch) >= least, otherwise="the change changes nothing")
    for name, value in patch.items():
        CHANGING[name](value, fault)


def check_title(value: Any, fault: str) -> None:
    check_text(value, "title", 0 if fault == "takes an empty title" else 1, 80)
    if fault == "counts the bytes of a title":
        size = len(value.encode("utf-8", "surrogatepass"))
        demand(holds=size <= 80, otherwise="title is too long")


def check_layout(value: Any, fault: str) -> None:
    known = fault == "takes any layout" or (is_number(value) and value == 2)
    demand(holds=known, otherwise="layout is not 2")


def check_day(value: Any, fault: str) -> None:
    loose = fault == "takes a day that does not exist"
    check_text(value, "day", form=has_form_of_date if loose else is_date)


def has_form_of_date(text: str) -> bool:
    return bool(DATE_FORM.fullmatch(text))


def check_start(value: Any, fault: str) -> None:
    if fault == "crashes on fractions of a second" and isinstance(value, str) and "." in value:
        raise IndexError(value)
    loose = fault == "takes a start without an offset"
    check_text(value, "starts_at", form=is_moment if loose else is_date_time)


def is_moment(text: str) -> bool:
    return is_date_time(text) or is_date_time(f"{text}Z")


def check_end(value: Any, fault: str) -> None:
    if value is not None or fault == "refuses an end of null":
        check_text(value, "ends_at", form=is_date_time)


def check_duration(value: Any, fault: str) -> None:
    loose = fault == "takes any text as a duration"
    check_text(value, "duration", form=None if loose else is_duration)


def check_reminder(value: Any, fault: str) -> None:
    loose = fault == "takes a reminder without an offset"
    check_text(value, "remind_at", form=is_clock if loose else is_time)


def is_clock(text: str) -> bool:
    return is_time(text) or is_time(f"{text}Z")


def check_organizer(value: Any, fault: str) -> None:
    check_members(value, "organizer", ["email"], ("email", "name", "homepage"))
    loose = fault == "takes an organizer without an at sign"
    check_text(value["email"], "email", most=254, form=None if loose else is_email)
    if "name" in value:
        check_text(value["name"], "name", 1, 60)
    if "homepage" in value:
        check_text(value["homepage"], "homepage", form=is_uri)


def check_attendees(value: Any, fault: str) -> None:
    check_list(value, "attendees", 0, 6)
    for attendee in value:
        check_attendee(attendee, fault)
    if fault != "takes attendees without a chair":
        chairs = [attendee for attendee in value if attendee["role"] == "chair"]
        demand(holds=bool(chairs), otherwise="no attendee has the chair")


def check_attendee(value: Any, fault: str) -> None:
    open_to_all = fault == "takes unknown members of an attendee"
    known = None if open_to_all else ("email", "role", "answer", "guests")
    check_members(value, "an attendee", ["email", "role"], known)
    check_text(value["email"], "email", most=254, form=is_email)
    check_choice(value["role"], "role", ("chair", "guest", "observer"))
    if value.get("answer") is not None:
        check_choice(value["answer"], "answer", ("accepted", "declined"))
    if "guests" in value:
        most = 4 if fault == "takes four guests of one attendee" else 3
        check_integer(value["guests"], "guests", 0, most)


def check_meeting_url(value: Any, fault: str) -> None:
    loose = fault == "takes a meeting URL without a scheme"
    check_text(value, "meeting_url", form=is_link if loose else is_uri)


def is_link(text: str) -> bool:
    return is_uri(text) or is_uri(f"https://{text}")


def check_pin(value: Any, fault: str) -> None:
    loose = fault == "takes a pin with something behind it"
    match = PIN.match if loose else PIN.fullmatch
    check_text(value, "meeting_pin", form=lambda text: bool(match(text)))


def check_place(value: Any, fault: str) -> None:
    check_list(value, "place", 2, None if fault == "takes a third coordinate" else 2)
    pole = 180 if fault == "takes places beyond the poles" else 90
    check_number(value[0], "the latitude", -pole, pole)
    check_number(value[1], "the longitude", -180, 180)
    demand(holds=value[1] != -180, otherwise="the longitude is -180")


def check_door_display(value: Any, _: str) -> None:
    check_text(value, "door_display", form=is_ipv4)


def check_series(value: Any, fault: str) -> None:
    loose = fault == "takes a series in braces"
    check_text(value, "series", form=is_hexadecimal if loose else is_uuid)


def is_hexadecimal(text: str) -> bool:
    """What the constructor of UUIDs takes: with braces, as a URN, without hyphens."""
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def check_slot(value: Any, fault: str) -> None:
    check_integer(value, "slot_minutes", 1, 1440)
    whole = fault == "takes slots of any length" or value % 5 == 0
    demand(holds=whole, otherwise="slot_minutes is no multiple of 5")


def check_priority(value: Any, fault: str) -> None:
    if fault == "takes a priority in quotes" and isinstance(value, str) and value.isdecimal():
        value = int(value)
    if fault == "refuses a priority of 1.0":
        demand(holds=isinstance(value, int), otherwise="priority is no integer")
    check_integer(value, "priority", 0, 9)


def check_tags(value: Any, fault: str) -> None:
    check_list(value, "tags", 0, 5)
    for tag in value:
        check_text(tag, "a tag", 1, 20)
    if fault != "takes a tag twice":
        check_different(value, "tags")


def check_notes(value: Any, _: str) -> None:
    if value is not None:
        check_text(value, "notes", most=500)


def check_recurrence(value: Any, fault: str) -> None:
    known = ("every", "interval", "weekdays", "until", "times")
    check_members(value, "recurrence", ["every", "interval"], known)
    check_choice(value["every"], "every", ("day", "week", "month"))
    check_integer(value["interval"], "interval", 1, 52)
    if "weekdays" in value:
        check_weekdays(value["weekdays"], fault)
    if "until" in value:
        check_text(value["until"], "until", form=is_date)
    if "times" in value:
        check_integer(value["times"], "times", 2, 366)
    if fault != "takes both an end and a number of times":
        demand(
            holds=not {"until", "times"} <= value.keys(),
            otherwise="recurrence has until and times",
        )


def check_weekdays(value: Any, fault: str) -> None:
    if fault == "crashes on an empty list of weekdays" and isinstance(value, list):
        demand(holds=value[0] in WEEKDAYS, otherwise="a weekday is unknown")
    check_list(value, "weekdays", 1)
    for day in value:
        check_choice(day, "a weekday", WEEKDAYS)
    check_different(value, "weekdays")


MEMBERS: dict[str, Check] = {
    "title": check_title,
    "category": lambda value, _: check_choice(value, "category", CATEGORIES),
    "layout": check_layout,
    "all_day": lambda value, _: check_flag(value, "all_day"),
    "day": check_day,
    "starts_at": check_start,
    "ends_at": check_end,
    "duration": check_duration,
    "remind_at": check_reminder,
    "organizer": check_organizer,
    "attendees": check_attendees,
    "meeting_url": check_meeting_url,
    "meeting_pin": check_pin,
    "place": check_place,
    "door_display": check_door_display,
    "series": check_series,
    "slot_minutes": check_slot,
    "priority": check_priority,
    "tags": check_tags,
    "notes": check_notes,
    "recurrence": check_recurrence,
}
CHANGING = {
    name: MEMBERS[name]
    for name in ("title", "category", "starts_at", "ends_at", "place", "tags", "notes")
}

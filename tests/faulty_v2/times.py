"""The times in a request: when it is sent, and until when."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.faulty_v2.faults import Switches
from tests.faulty_v2.problem import wrong

TIME = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)?", re.ASCII)
DAYS = 7
DAY, LONGEST = 86_400, 259_200  # seconds


def check_times(payload: dict[str, Any], switches: Switches) -> None:
    """Raise ProblemError for a time that is none, or that comes too late."""
    for name in ("sendAt", "expireAt"):
        if name in payload:
            check_time(name, payload[name], switches)
    if "validity" in payload:
        check_validity(payload["validity"], switches)
        if "expireAt" in payload and not switches.has("validity-beside-expireat"):
            raise wrong("validity")
    batch = payload.get("batchId", "b")
    if not isinstance(batch, str) or not (batch or switches.has("batch-empty")):
        raise wrong("batchId")


def check_time(name: str, value: object, switches: Switches) -> None:
    has = switches.has
    if not isinstance(value, str):
        raise wrong(name)
    if has("sendat-any-string" if name == "sendAt" else "expireat-any-string"):
        return
    if name == "sendAt" and has("sendat-date-only") and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return
    match = TIME.fullmatch(value)
    if not match or (has("milliseconds-needed") and not match[7]):
        raise wrong(name)
    try:
        moment = datetime(*(int(match[group]) for group in range(1, 7)), tzinfo=UTC)  # type: ignore[arg-type, misc]
    except ValueError:
        if name == "sendAt" and has("sendat-no-calendar") and int(match[3]) in range(1, 32):
            return
        raise wrong(name) from None
    check_zone(name, match[8], switches)
    if match[8] == "Z" and not switches.any_day:
        check_distance(name, moment)


def check_zone(name: str, zone: str | None, switches: Switches) -> None:
    if zone and zone != "Z" and (int(zone[1:3]) > 14 or int(zone[4:]) > 59 or zone[1:] > "14:00"):
        raise wrong(name)
    if zone != "Z" and switches.strict:
        raise wrong(name)


def check_distance(name: str, moment: datetime) -> None:
    """A message is sent within seven days, and not in the past."""
    now = datetime.now(UTC)
    if not now <= moment <= now + timedelta(days=DAYS):
        raise wrong(name)


def check_validity(value: object, switches: Switches) -> None:
    has = switches.has
    if isinstance(value, int) and not isinstance(value, bool) and has("validity-as-number"):
        return
    if not isinstance(value, str):
        raise wrong("validity")
    if has("validity-signed"):
        value = value.strip().removeprefix("+")
    if not re.fullmatch("[0-9]+", value) or len(value) > 400:
        raise wrong("validity")
    least = 0 if has("validity-zero") else 1
    most = DAY if has("validity-a-day") else LONGEST
    if int(value) < least or (int(value) > most and not has("validity-any-number")):
        raise wrong("validity")
    if switches.strict and value.startswith("0"):
        raise wrong("validity")

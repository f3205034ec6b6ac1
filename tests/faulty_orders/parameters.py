"""The parameters of the path, the query and the headers."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from tests.faulty_document import Request, is_number, read_json
from tests.faulty_orders.bodies import TAG
from tests.faulty_orders.faults import Has
from tests.faulty_orders.values import (
    InvalidError,
    array,
    different,
    fitting,
    integer,
    number,
    one_of,
    text,
)

STATUSES = ("placed", "packed", "sent", "cancelled")
UUID = "[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
KEY_CHARACTERS = "[A-Za-z0-9-]+"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which orders are asked for."""

    status: str | None
    least: Decimal
    paid: bool | None
    tags: list[str]
    limit: int


def judge_key(request: Request, has: Has) -> None:
    """The key that a client chooses for an order."""
    key = request.headers.get("Idempotency-Key")
    if key is not None:
        shortest = 7 if has("takes a short idempotency key") else 8
        fitting(text(key, "Idempotency-Key", shortest, 64), "Idempotency-Key", KEY_CHARACTERS)


def judge_id(request: Request) -> str:
    """The id in a path, in small letters."""
    return fitting(request.parameters["orderId"], "orderId", UUID).lower()


def judge_query(request: Request, has: Has) -> Wanted:
    """The query of a list; parameters that are not known do not matter."""
    tags = request.all_of("tag")
    array(tags, "tag", partial(fitting, pattern=TAG), 0, 5)
    if not has("takes the same tag twice"):
        different(tags, "tag")
    return Wanted(
        read_single(request, "status", partial(one_of, choices=STATUSES), None),
        read_single(request, "minTotal", judge_total, Decimal(0)),
        read_single(request, "paid", partial(judge_paid, has=has), None),
        tags,
        read_single(request, "limit", partial(judge_limit, has=has), 20),
    )


def read_single(request: Request, name: str, judge: Callable[[str, str], Any], default: Any) -> Any:
    """The value of a parameter that may stand there once."""
    values = request.all_of(name)
    if len(values) > 1:
        raise InvalidError(name, "It stands there twice.")
    return judge(values[0], name) if values else default


def judge_total(value: str, at: str) -> Decimal:
    """A number as JSON writes it."""
    return number(read_number(value, at), at, 0, 1_000_000)


def judge_limit(value: str, at: str, has: Has) -> int:
    """How many at most."""
    limit = int(value) if has("crashes on a limit that is no number") else read_number(value, at)
    return integer(limit, at, 1, 100)


def judge_paid(value: str, at: str, has: Has) -> bool:
    """Whether it is paid."""
    if not has("takes any word for paid"):
        one_of(value, at, ("true", "false"))
    return value == "true"


def read_number(value: str, at: str) -> Any:
    """The number that a text says; white space and other signs are not part of one."""
    try:
        found = read_json(value.encode())
    except ValueError:
        found = None
    if not is_number(found) or value != value.strip():
        raise InvalidError(at, "It is no number.")
    return found

"""Parameters of requests, for servers that judge by hand."""

import re

from tests.faulty_checks import check_integer, demand
from tests.faulty_document import Request

WHOLE_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,18})(?:\.0+)?")


def one(request: Request, name: str) -> str | None:
    """The value of a parameter of the query that is written once or not at all."""
    values = request.all_of(name)
    demand(holds=len(values) < 2, otherwise=f"{name} is there twice")
    return values[0] if values else None


def one_integer(request: Request, name: str, least: int, most: int, default: int) -> int:
    """The value of a parameter of the query that is an integer."""
    text = one(request, name)
    return default if text is None else read_integer(text, name, least, most)


def read_integer(text: str, name: str, least: int, most: int) -> int:
    """An integer, with bounds that are allowed themselves."""
    demand(holds=bool(WHOLE_NUMBER.fullmatch(text)), otherwise=f"{name} is no integer")
    value = int(text.partition(".")[0])
    check_integer(value, name, least, most)
    return value

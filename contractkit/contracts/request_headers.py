"""The headers of a request that have a rule, as contract.json lists them in `operation.headers`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from contractkit.contracts.loading import Contract, Schema


@dataclass(frozen=True, slots=True, eq=False)
class RequestHeader:
    """A header that a request may have: a value that does not fit `schema` breaks the `rule`.

    `fresh`: no two requests may have the same value. `example` is a right value. `repeated` says
    how a value is refused that an accepted request had: `status`, `code`, and for how many
    `seconds`; empty where it is accepted.
    """

    name: str
    schema: Schema
    rule: str
    fresh: bool = False
    example: str | None = None
    repeated: Mapping[str, Any] = field(default_factory=dict)


@lru_cache(maxsize=16)
def list_request_headers(contract: Contract) -> tuple[RequestHeader, ...]:
    """The headers with a rule, in the order of contract.json; most contracts have none."""
    headers = contract.data.get("operation", {}).get("headers", {})
    return tuple(RequestHeader(name, **entry) for name, entry in headers.items())

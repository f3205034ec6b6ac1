"""Checks the headers of a request that have a rule."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from contractkit.contracts.loading import Contract
from contractkit.contracts.request_headers import RequestHeader, list_request_headers
from contractkit.contracts.rules import find_rule
from contractkit.findings import Finding
from contractkit.jsontext.display import show_name
from contractkit.validation.fast_validator import compile_fast_validator
from contractkit.validation.finding_builder import build_rule_finding


@dataclass(frozen=True, slots=True)
class HeaderViolation:
    """A header that breaks its rule, its place among all headers, and what is wrong in words."""

    header: RequestHeader
    place: int
    message: str


def find_header_violations(
    contract: Contract, headers: Iterable[tuple[str, str]]
) -> Iterator[HeaderViolation]:
    """The headers whose values break a rule, given all of a request, in any case."""
    known = {header.name.lower(): header for header in list_request_headers(contract)}
    for place, (name, value) in enumerate(headers if known else ()):
        header = known.get(name.lower())
        text = value.strip(" \t")  # which HTTP takes away around a value
        if header and not fits_header(header, text):
            message = f"the header “{header.name}” has a wrong value: “{show_name(text)}”"
            yield HeaderViolation(header, place, message)


def fits_header(header: RequestHeader, value: str) -> bool:
    """Whether a value of a header keeps its rule."""
    try:
        return _compile(header)(value)
    except ValueError:  # a lone surrogate, which no header can carry
        return False


@lru_cache(maxsize=16)
def _compile(header: RequestHeader) -> Callable[[object], bool]:
    return compile_fast_validator(header.schema)


def check_headers(contract: Contract, headers: Iterable[tuple[str, str]]) -> tuple[Finding, ...]:
    """The findings in the headers of a request; they have no pointer."""
    return tuple(
        build_rule_finding(find_rule(contract, found.header.rule), None, found.message)
        for found in find_header_violations(contract, headers)
    )

"""The security schemes of an OpenAPI document: the ways to authenticate."""

from collections.abc import Mapping
from typing import Any

from contractkit.contracts.authentication import (
    BASIC,
    HEADER,
    STANDARD,
    TOKEN,
    Scheme,
    Way,
    list_all_ways,
)
from contractkit.contracts.loading import Contract


def list_security(contract: Contract) -> dict[str, dict[str, Any]]:
    """The security schemes by name. Those of open ways are left out."""
    return {name: _describe(scheme) for scheme, name in _name_schemes(contract).items()}


def list_requirements(contract: Contract) -> list[dict[str, list[str]]]:
    """What a request needs: any one of them will do; an empty one says that it needs nothing.

    Keys come first: many tools take the first way, and a key asks for least.
    """
    names = _name_schemes(contract)
    return [{names[scheme]: [] for scheme in way.schemes} for way in _list_closed(contract)]


def _list_closed(contract: Contract) -> list[Way]:
    """The ways that must work, of a contract with several requests those of all."""
    closed = (way for way in list_all_ways(contract) if not way.is_open)
    return sorted(closed, key=lambda way: any(scheme.kind == TOKEN for scheme in way.schemes))


def _name_schemes(contract: Contract) -> Mapping[Scheme, str]:
    """The names of the schemes: their kinds, with a number where there are several of a kind."""
    found: dict[Scheme, str] = {}
    for way in _list_closed(contract.whole or contract):
        for scheme in way.schemes:
            taken = scheme.kind in found.values()
            found.setdefault(scheme, f"{scheme.kind}{len(found) + 1}" if taken else scheme.kind)
    return found


def _describe(scheme: Scheme) -> dict[str, Any]:
    if scheme.kind == BASIC:
        return {"type": "http", "scheme": "basic"}
    is_standard = scheme.place == HEADER and scheme.name.lower() == STANDARD.lower()
    described = {"type": "apiKey", "in": scheme.place, "name": scheme.name}
    if scheme.kind == TOKEN:
        jwt = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
        return {**(jwt if is_standard else described), "description": _describe_token(scheme)}
    if is_standard and scheme.prefix.strip().lower() == TOKEN:
        return {"type": "http", "scheme": "bearer"}
    prefix = scheme.prefix.strip()
    return described | ({"description": f"Behind “{prefix}”."} if prefix else {})


def _describe_token(scheme: Scheme) -> str:
    words = "A JSON Web Token"
    if scheme.algorithm:
        words += f", signed with {scheme.algorithm}"
    if scheme.claims:
        words += f", with {' and '.join(scheme.claims)}"
    if scheme.lifetime:
        words += f"; it is good for {scheme.lifetime} seconds"
    return f"{words}."

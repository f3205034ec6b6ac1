"""Security schemes as the ways of authentication of a contract."""

from collections.abc import Iterable
from typing import Any

from contractkit.importing.documents.sites import Site, step_into
from contractkit.importing.openapi.operations import Operation
from contractkit.importing.openapi.reader import Reader, get_object, list_members, open_reference

HEADER = "Authorization"
NONE = {"scheme": "none", "optional": True}
BEARER = {"scheme": "key", "header": HEADER, "prefix": "Bearer "}
BASIC = {"scheme": "basic", "header": HEADER}


def read_security(reader: Reader, operation: Operation) -> list[dict[str, Any]]:
    """The ways to say who one is, as contract.json has them; none where none is needed."""
    holder = operation.site if "security" in operation.value else reader.root
    listed = holder.value.get("security")
    if not isinstance(listed, list) or not listed:
        return []
    schemes = dict(list_members(get_object(reader.root, "components", "securitySchemes")))
    ways: list[dict[str, Any]] = []
    optional = False
    for index, requirement in enumerate(listed):
        site = step_into(holder, "security", index)
        if not isinstance(requirement, dict):
            reader.tell("left out", site, "is no security requirement")
        elif requirement:
            way = _read_requirement(reader, site, schemes)
            ways += [way] if way is not None and way not in ways else []
        else:
            optional = True
    return [*ways, dict(NONE)] if optional and ways else ways


def tell_unused_schemes(reader: Reader, operations: Iterable[Operation]) -> None:
    """Note that nothing asks for credentials though the document describes some."""
    schemes = get_object(reader.root, "components", "securitySchemes")
    holders = [reader.root, *(operation.site for operation in operations)]
    if (
        schemes is not None
        and schemes.value
        and not any("security" in one.value for one in holders)
    ):
        text = "are described, and no “security” asks for them: no credentials are sent"
        reader.tell("problem", schemes, f"security schemes {text}")


def _read_requirement(
    reader: Reader, site: Site, schemes: dict[str, Site]
) -> dict[str, Any] | None:
    """One alternative: all of its schemes together; None if one of them cannot be sent."""
    ways = []
    for name in site.value:
        if name not in schemes:
            text = f"the security scheme {name!r} is not among the components"
            reader.tell("left out", site, text)
            return None
        scheme = open_reference(reader, schemes[name], f"the security scheme {name!r}")
        way = _read_scheme(reader, scheme, name) if scheme is not None else None
        if way is None:
            return None
        ways.append(way)
    return ways[0] if len(ways) == 1 else {"all": ways}


def _read_scheme(reader: Reader, site: Site, name: str) -> dict[str, Any] | None:
    scheme = site.value
    kind, style = scheme.get("type"), str(scheme.get("scheme", "")).lower()
    if kind == "apiKey" and scheme.get("in") in ("header", "query", "cookie"):
        return {"scheme": "key", str(scheme["in"]): str(scheme.get("name", name))}
    if kind == "http" and style == "basic":
        return dict(BASIC)
    if (kind == "http" and style == "bearer") or kind in ("oauth2", "openIdConnect"):
        return dict(BEARER)
    shown = f"http {style}" if kind == "http" else kind
    reader.tell("left out", site, f"the security scheme {name!r} of the type {shown}")
    return None

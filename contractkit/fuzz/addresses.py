"""Where a probe goes: its path, its query, and the headers and cookies that are parameters."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from contractkit.contracts.contract import PARAMETERS
from contractkit.contracts.listed_answers import read_listed_answers
from contractkit.contracts.loading import Contract
from contractkit.contracts.operations import PARAMETER, fill_path
from contractkit.contracts.parameter_values import read_parameters, write_parameters
from contractkit.contracts.parameters import list_parameters
from contractkit.errors import UnbuildableError
from contractkit.fuzz.records import Headers
from contractkit.payloads.building.builder import build
from contractkit.payloads.building.choices import Plan
from contractkit.payloads.building.message_nodes import load_valid_node
from contractkit.payloads.cases import Case, judge_payload

# What servers and proxies read in a path before the application does.
UNSENDABLE = frozenset("/\\;%?#")
OF_COOKIES = frozenset(' ",;\\')


@dataclass(frozen=True, slots=True)
class Address:
    """The path of a probe, empty for that of the target, its query, and headers."""

    path: str = ""
    search: str = ""
    headers: Headers = ()


HERE = Address()


def find_base(contract: Contract, url: str) -> str | None:
    """What stands before the path of the operation in a URL; None where the URL is its own.

    The path of the URL may end with that of the operation, with parameters in it or filled in. Else
    it is taken for that of the whole API, or for its beginning.
    """
    if not (contract.whole or read_listed_answers(contract)):
        return None
    own, path = contract.data["operation"]["path"], urlsplit(url).path.rstrip("/")
    segments, wanted = path.split("/"), own.split("/")
    ending = segments[len(segments) - len(wanted) + 1 :]
    if len(segments) >= len(wanted) and all(map(_fits, ending, wanted[1:])):
        return "/".join(segments[: len(segments) - len(wanted) + 1])
    for length in range(min(len(segments), len(wanted)) - 1, 0, -1):
        if segments[-length:] == wanted[1 : length + 1]:
            return "/".join(segments[:-length])
    return path


def _fits(segment: str, wanted: str) -> bool:
    return segment == wanted or PARAMETER.fullmatch(wanted) is not None


def find_address(contract: Contract, url: str) -> Address:
    """Where requests with right parameters go, given the URL of a target."""
    base = find_base(contract, url)
    if base is None:
        return HERE
    return make_address(contract, base, find_right_parameters(contract)) or HERE


@lru_cache(maxsize=256)
def find_plain_parameters(contract: Contract) -> Any:
    """The plainest values that the parameters may have; none where nothing is found."""
    if not list_parameters(contract):
        return {}
    try:
        return build(load_valid_node(contract, PARAMETERS), Plan())
    except UnbuildableError:
        return {}


@lru_cache(maxsize=256)
def find_right_parameters(contract: Contract) -> Any:
    """Right values of the parameters: those of the contract's examples, else the plainest."""
    plain = find_plain_parameters(contract)
    for parameter in list_parameters(contract):
        if parameter.example is None:
            continue
        own = {**plain.get(parameter.place, {}), parameter.name: parameter.example}
        shown = {**plain, parameter.place: own}
        if not judge_payload(contract, PARAMETERS, shown).rules:
            plain = shown
    return plain


def make_address(contract: Contract, base: str, values: Mapping[str, Any]) -> Address | None:
    """The address with values of parameters; None where they cannot be sent."""
    texts = write_parameters(contract, values)
    template = contract.data["operation"]["path"]
    try:
        path = fill_path(template, texts.path)
        address = Address(f"{base}{path}", texts.search, texts.all_headers)
    except (KeyError, UnicodeEncodeError):
        return None
    parts = (
        all(map(_may_be_segment, texts.path.values())),
        all(_may_be_header(value) for _, value in texts.headers),
        all(_may_be_cookie(value) for _, value in texts.cookies),
    )
    return address if all(parts) else None


def read_address(contract: Contract, values: Mapping[str, Any]) -> Case:
    """The case of the values that a reader makes of what is sent of some."""
    texts = write_parameters(contract, values)
    return judge_payload(
        contract,
        PARAMETERS,
        read_parameters(contract, texts.path, texts.search, texts.all_headers),
    )


def _may_be_segment(text: str) -> bool:
    plain = text.isprintable() and text.strip() == text
    return plain and text not in ("", ".", "..") and not UNSENDABLE & set(text)


def _may_be_header(text: str) -> bool:
    return text.isascii() and text.isprintable() and text.strip() == text != ""


def _may_be_cookie(text: str) -> bool:
    return _may_be_header(text) and not OF_COOKIES & set(text)

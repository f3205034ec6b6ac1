"""The requests of a contract: most have one, others list several in `requests`.

What one of several sees is a contract too, so that all else needs to know one operation only.
"""

from dataclasses import replace
from functools import lru_cache
from itertools import takewhile
from typing import Any

from contractkit.contracts.contract import PARAMETERS, Contract
from contractkit.contracts.parameters import list_parameters
from contractkit.errors import UnknownNameError

REQUESTS, MESSAGES = "requests", "messages"
NO_BODY = "none"


@lru_cache(maxsize=64)
def list_requests(contract: Contract) -> tuple[Contract, ...]:
    """The contract as each of its requests sees it, always the same objects; itself for one."""
    listed = contract.data.get(REQUESTS)
    if listed is None:
        return (contract,)
    return tuple(_view(contract, name, entry) for name, entry in listed.items())


def _view(contract: Contract, name: str, entry: dict[str, Any]) -> Contract:
    shared = {key: value for key, value in contract.data.items() if key != REQUESTS}
    known = shared.get(MESSAGES, {})
    own = {message: known[message] for message in entry.get(MESSAGES, known)}
    return replace(contract, data={**shared, **entry, MESSAGES: own}, request=name, whole=contract)


def find_request(contract: Contract, name: str) -> Contract:
    """The contract as a request sees it: by `METHOD /path`, in any case of the method, or by id.

    The path may be that of the document or the whole one. Raises UnknownNameError.
    """
    views = list_requests(contract)
    names = {alias: view for view in views for alias in _list_names(view)}
    wanted = " ".join(name.split())
    method, space, path = wanted.partition(" ")
    written = f"{method.upper()} {path}" if space else wanted
    if written in names:
        return names[written]
    of_path = [view for view in views if written in _list_paths(view)]
    if len(of_path) == 1:
        return of_path[0]
    raise UnknownNameError("operation", name, [name_request(view) for view in views])


def name_request(contract: Contract) -> str:
    """A request as `METHOD /path`."""
    operation = contract.data.get("operation", {})
    return contract.request or f"{operation.get('method', 'POST')} {operation.get('path', '/')}"


def _list_names(contract: Contract) -> list[str]:
    """What a request may be called."""
    operation = contract.data.get("operation", {})
    method = name_request(contract).partition(" ")[0]
    whole = f"{method} {operation.get('path', '')}"
    return [whole, *filter(None, [operation.get("operationId")]), name_request(contract)]


def _list_paths(contract: Contract) -> list[str]:
    named = (name_request(contract), f"- {contract.data.get('operation', {}).get('path', '')}")
    return [name.partition(" ")[2] for name in named]


def find_common_path(contract: Contract) -> str:
    """The path of the operation; of one of several, what stands before the paths of all."""
    if not contract.whole:
        return str(contract.data["operation"]["path"])
    views = list_requests(contract.whole)
    bases = [view.data["operation"]["path"].removesuffix(_name_path(view)) for view in views]
    segments = [base.split("/") for base in bases]
    shared = takewhile(lambda same: len(set(same)) == 1, zip(*segments, strict=False))
    return "/".join(one for one, *_ in shared)


def _name_path(contract: Contract) -> str:
    return contract.request.partition(" ")[2]


def request_message(contract: Contract) -> str:
    """The message that requests are; an empty text where they have no body."""
    return contract.messages[0] if takes_body(contract) else ""


def list_request_messages(contract: Contract) -> list[str]:
    """The messages that a request has: its body, and its parameters."""
    parameters = [PARAMETERS] if list_parameters(contract) else []
    return [*filter(None, [request_message(contract)]), *parameters]


def takes_body(contract: Contract) -> bool:
    """Whether a request has a body, or may have one."""
    return bool(contract.messages) and _say_body(contract) != NO_BODY


def may_lack_body(contract: Contract) -> bool:
    """Whether a request may be without a body, or never has one."""
    return _say_body(contract) is not None or not contract.messages


def _say_body(contract: Contract) -> str | None:
    said: str | None = contract.data.get("operation", {}).get("body")
    return said

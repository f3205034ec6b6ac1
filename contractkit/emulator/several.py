"""The emulation of several contracts at one port: each at the paths of its operations."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from contractkit.contracts.listed_answers import says_statuses
from contractkit.contracts.loading import Contract
from contractkit.contracts.message_forms import find_notification_form
from contractkit.contracts.operations import PARAMETER
from contractkit.contracts.requests import list_requests
from contractkit.emulator.app import Application
from contractkit.emulator.settings import Settings
from contractkit.emulator.wsgi import read_path
from contractkit.errors import ContractkitError

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


def make_settings(
    contracts: Sequence[Contract],
    *,
    seed: str,
    refusal_status: int | None,
    notification_form: str | None,
    **common: Any,
) -> list[Settings]:
    """The settings for each contract: of several, each has what it can have, and ids of its own."""
    requests = [request for contract in contracts for request in list_requests(contract)]
    several = len(requests) > 1
    return [
        Settings(
            contract,
            seed=f"{seed} {contract.label}" if number else seed,
            refusal_status=(None if several and says_statuses(contract) else refusal_status),
            notification_form=(
                None
                if several and not _has_form(contract, notification_form)
                else notification_form
            ),
            **common,
        )
        for number, contract in enumerate(requests)
    ]


def _has_form(contract: Contract, form: str | None) -> bool:
    try:
        find_notification_form(contract, form)
    except ContractkitError:
        return False
    return True


def join_applications(applications: Sequence[Application]) -> "WSGIApplication":
    """One application; the first of them answers at the paths that none of them takes.

    A path that is written out counts more than one with parameters.
    """
    if len(applications) == 1:
        return applications[0]
    for each in applications:
        each.siblings = applications

    def route(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        path, method = read_path(environ), environ["REQUEST_METHOD"]
        taking = [each for each in applications if each.takes(path)]
        fewest = min((len(each.match(path) or ()) for each in taking), default=0)
        taking = [each for each in taking if len(each.match(path) or ()) == fewest]
        right = (each for each in taking if each.method == method)
        return next(right, taking[0] if taking else applications[0])(environ, start_response)

    return route


def refuse_shared_paths(settings: Iterable[Settings]) -> None:
    """Raise ContractkitError where two contracts have an operation with one path and method."""
    taken: dict[tuple[str, str], Settings] = {}
    for each in settings:
        path = each.operation["path"]
        key = each.operation["method"], PARAMETER.sub("{}", path)
        if key in taken:
            both = f"{taken[key].contract.label} and {each.contract.label}"
            raise ContractkitError(f"{both} have the same path {path}; emulate one of them")
        taken[key] = each

"""The emulation of several contracts at one port: each at the paths of its operations."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from contractkit.contracts.listed_answers import says_statuses
from contractkit.contracts.loading import Contract
from contractkit.contracts.message_forms import find_notification_form
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
    several = len(contracts) > 1
    return [
        Settings(
            contract,
            seed=f"{seed} {contract}" if number else seed,
            refusal_status=(None if several and says_statuses(contract) else refusal_status),
            notification_form=(
                None
                if several and not _has_form(contract, notification_form)
                else notification_form
            ),
            **common,
        )
        for number, contract in enumerate(contracts)
    ]


def _has_form(contract: Contract, form: str | None) -> bool:
    try:
        find_notification_form(contract, form)
    except ContractkitError:
        return False
    return True


def join_applications(applications: Sequence[Application]) -> "WSGIApplication":
    """One application; the first of them answers at the paths that none of them takes."""
    if len(applications) == 1:
        return applications[0]

    def route(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        path = read_path(environ)
        taking = (each for each in applications if each.takes(path))
        return next(taking, applications[0])(environ, start_response)

    return route


def refuse_shared_paths(settings: Iterable[Settings]) -> None:
    """Raise ContractkitError where two contracts have an operation at one path."""
    taken: dict[str, Settings] = {}
    for each in settings:
        path = each.operation["path"]
        if path in taken:
            both = f"{taken[path].contract} and {each.contract}"
            raise ContractkitError(f"{both} have the same path {path}; emulate one of them")
        taken[path] = each

"""The paths of a contract as a target has them: one on this machine often lacks what stands first.

A document says where its API is, such as `https://api.example.com/v1`; an implementation that is
tested may be at `http://127.0.0.1:8000`, with or without `/v1`.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from contractkit.contracts.listed_answers import read_listed_answers
from contractkit.contracts.loading import Contract
from contractkit.contracts.requests import find_common_path, find_request, list_requests
from contractkit.fuzz.addresses import find_address, find_base
from contractkit.fuzz.logins import right_login
from contractkit.fuzz.options import Options
from contractkit.fuzz.probes import Setting, plainest
from contractkit.fuzz.sending import Sender, Target

NOT_FOUND, NOTHING = 404, 0
NOT_THERE = (NOT_FOUND, 405, NOTHING)


def fit_paths(target: Target, contract: Contract, options: Options) -> tuple[Contract, str]:
    """The contract with the paths that a target has, and what was taken from their beginning.

    Where the plainest request is answered with 404, it is tried without what may be a base path.
    """
    if _ask(target, contract, options) == NOT_FOUND:
        for base in _list_bases(contract):
            other = _drop_base(contract, base)
            if _ask(target, other, options) not in NOT_THERE:
                return other, base
    return contract, ""


def _ask(target: Target, contract: Contract, options: Options) -> int:
    """The status of the answer to the plainest request without parameters in its path, if any."""
    plain = (view for view in list_requests(contract) if "{" not in view.data["operation"]["path"])
    view = next(plain, None)
    if view is None or read_listed_answers(view) is None:
        return NOTHING
    setting = Setting(
        view,
        right_login(view, options.secrets),
        address=find_address(view, target.url),
        base=find_base(view, target.url) or "",
    )
    probe = setting.make_probe("base path", plainest(view, setting.message))
    return Sender(target, options.secrets).send(probe).answer.status


def _list_bases(contract: Contract) -> Iterator[str]:
    """What the paths may begin with that a target lacks."""
    view = list_requests(contract)[0]
    if view.whole:
        yield from filter(None, [find_common_path(view)])
        return
    segments = view.data["operation"]["path"].split("/")
    for length in range(2, len(segments)):
        yield "/".join(segments[:length])


def _drop_base(contract: Contract, base: str) -> Contract:
    """A contract with paths that lack a beginning."""
    if contract.whole:
        return find_request(_drop_base(contract.whole, base), contract.request)
    data: dict[str, Any] = dict(contract.data)
    if "requests" in data:
        entries = data["requests"].items()
        data["requests"] = {name: _shorten(entry, base) for name, entry in entries}
        return replace(contract, data=data)
    return replace(contract, data=_shorten(data, base))


def _shorten(entry: dict[str, Any], base: str) -> dict[str, Any]:
    operation = entry["operation"]
    return {**entry, "operation": {**operation, "path": operation["path"].removeprefix(base)}}

"""A planned answer becomes bytes: its status, headers and body, from the contract's templates."""

import gzip
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from contractkit.contracts.loading import Contract
from contractkit.emulator.answers import Ids, codes_of, fill, put
from contractkit.fuzz.records import Headers
from contractkit.fuzzclient.scenario import SILENT_KINDS, Planned
from contractkit.fuzzclient.twists import HEADERS, SEVERAL, WORDS, write_text
from contractkit.pointers import resolve, select_values

ENTRIES = 3
PAGE = (
    "<!DOCTYPE html>\n<html><head><title>{0}</title></head>"
    "<body><h1>{0}</h1><hr>gateway</body></html>\n"
)


@dataclass(frozen=True, slots=True)
class Rendered:
    """An answer as HTTP has it; `whole` is the body, `value` what it says, if it is JSON."""

    status: int
    headers: Headers
    whole: bytes
    value: Any = None


def render(contract: Contract, planned: Planned, ids: Ids, *, zipped: bool) -> Rendered:
    """The answer that was planned; `zipped`: whether the client takes gzip."""
    value, body, kind = KINDS[planned.kind](contract, planned, ids)
    headers = [("Content-Type", kind)] if kind else []
    headers += [HEADERS[twist] for twist in planned.twists if twist in HEADERS]
    if zipped and "gzip" in planned.twists:
        body = gzip.compress(body, mtime=0)
        headers.append(("Content-Encoding", "gzip"))
    return Rendered(planned.status, tuple(headers), body, value)


Made = tuple[Any, bytes, str]


def _accept(contract: Contract, planned: Planned, ids: Ids) -> Made:
    told = contract.data["answers"]
    code = told["accepted"]
    value = fill(told["templates"]["acceptance"], _list_slots(contract, planned, ids, code))
    if SEVERAL in planned.twists:
        _multiply(told.get("id", ()), value, ids)
    return value, write_text(value, planned.twists).encode(), "application/json"


def _refuse(contract: Contract, planned: Planned, ids: Ids) -> Made:
    told = contract.data["answers"]
    code = planned.code or told["otherwise"]
    value = fill(told["templates"]["refusal"], _list_slots(contract, planned, ids, code))
    return value, write_text(value, planned.twists).encode(), "application/json"


def _fail(_: Contract, planned: Planned, __: Ids) -> Made:
    value = {"error": HTTPStatus(planned.status).phrase}
    return value, write_text(value, planned.twists).encode(), "application/json"


def _show_page(_: Contract, planned: Planned, __: Ids) -> Made:
    title = f"{planned.status} {HTTPStatus(planned.status).phrase}"
    return None, PAGE.format(title).encode(), "text/html; charset=utf-8"


def _say_nothing(_: Contract, __: Planned, ___: Ids) -> Made:
    return None, b"", ""


KINDS: Mapping[str, Callable[[Contract, Planned, Ids], Made]] = {
    "acceptance": _accept,
    "refusal": _refuse,
    "error": _fail,
    "page": _show_page,
    "empty": _say_nothing,
    **dict.fromkeys(SILENT_KINDS, _say_nothing),
}


def _list_slots(contract: Contract, planned: Planned, ids: Ids, code: str) -> dict[str, str]:
    known = codes_of(contract, contract.data["answers"]["context"]).get(code)
    words = known.description if known else "Unspecified"
    twisted = [WORDS[twist] for twist in planned.twists if twist in WORDS]
    return {"code": code, "id": ids.take(), "description": twisted[-1] if twisted else words}


def _multiply(patterns: list[str], value: Any, ids: Ids) -> None:
    """Repeat the entries of an answer, each with an id of its own."""
    for pattern in patterns:
        place, star, below = pattern.partition("/*")
        entries = resolve(value, place)
        if not star or not isinstance(entries, list):
            continue
        for _ in range(ENTRIES - len(entries)):
            entry = dict(entries[0])
            for path, _old in list(select_values(entry, below)):
                put(entry, "".join(f"/{token}" for token in path), ids.take())
            entries.append(entry)

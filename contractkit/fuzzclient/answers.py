"""Planned answers as HTTP has them: status, headers and body, from the contract's templates.

A mutation changes nothing of what an answer says. It works at one level: on the description, on the
value, on the text of the value, on the headers, or on the delivery of the bytes (see `sending`).
"""

import gzip
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from contractkit.contracts.loading import Contract
from contractkit.contracts.repeated_values import list_answered_values
from contractkit.emulator.answers import Ids, codes_of
from contractkit.emulator.log import current_time
from contractkit.emulator.templates import fill, put_repeated
from contractkit.fuzz.records import Headers
from contractkit.fuzzclient.scenario import SILENT_KINDS, PlannedAnswer
from contractkit.pointers import resolve, select_values, set_value

ENTRIES = 3
PAGE = (
    "<!DOCTYPE html>\n<html><head><title>{0}</title></head>"
    "<body><h1>{0}</h1><hr>gateway</body></html>\n"
)


def add_members(value: Any) -> Any:
    """The value with members that nobody has documented, in every object of it."""
    if isinstance(value, dict):
        inner = {name: add_members(member) for name, member in value.items()}
        return {"extra": None, **inner, "extraItems": [{"id": 1}, "x"], "extraNumber": 1.5e3}
    return [add_members(item) for item in value] if isinstance(value, list) else value


def reverse_members(value: Any) -> Any:
    """The value with the members of every object in the opposite order."""
    if isinstance(value, dict):
        return {name: reverse_members(value[name]) for name in reversed(value)}
    return [reverse_members(item) for item in value] if isinstance(value, list) else value


def write_with_white_space(value: Any) -> str:
    """JSON with much white space."""
    text = json.dumps(value, ensure_ascii=False, indent="\t", separators=(" ,", " :\t"))
    return "\r\n " + text.replace("\n", "\r\n") + "\r\n\r\n"


def write_compact(value: Any) -> str:
    """JSON with no white space at all."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


DESCRIPTIONS: Mapping[str, str] = {
    "long description": "Queued for delivery. " * 400,
    "blank description": " ",
    "foreign description": "Übermittelt – 已排队 – \u202eqɹ\u202c – 😀",
}
VALUE_MUTATIONS: Mapping[str, Callable[[Any], Any]] = {
    "extra members": add_members,
    "other order": reverse_members,
}
WRITERS: Mapping[str, Callable[[Any], str]] = {
    "much white space": write_with_white_space,
    "no white space": write_compact,
}
HEADERS: Mapping[str, tuple[str, str]] = {"retry after": ("Retry-After", "1")}
SEVERAL = "several entries"
DELIVERIES = ("chunked", "slow", "gzip", "truncated", "stalled")
MUTATIONS = (SEVERAL, *DESCRIPTIONS, *VALUE_MUTATIONS, *WRITERS, *HEADERS, *DELIVERIES)


@dataclass(frozen=True, slots=True)
class Rendered:
    """An answer as HTTP has it; `body` is the whole of it, `value` what it says, if it is JSON."""

    status: int
    headers: Headers
    body: bytes
    value: Any = None


def render(
    contract: Contract,
    planned: PlannedAnswer,
    ids: Ids,
    *,
    gzip_allowed: bool,
    payload: object = None,
) -> Rendered:
    """The answer that was planned, to a payload; `gzip_allowed`: whether the client takes gzip."""
    made = Making(contract, planned, ids, payload)
    value, body, content_type = KINDS[planned.kind](made)
    headers = [("Content-Type", content_type)] if content_type else []
    headers += [HEADERS[name] for name in planned.mutations if name in HEADERS]
    if gzip_allowed and "gzip" in planned.mutations:
        body = gzip.compress(body, mtime=0)
        headers.append(("Content-Encoding", "gzip"))
    return Rendered(planned.status, tuple(headers), body, value)


Content = tuple[Any, bytes, str]  # the value, the body, the Content-Type


@dataclass(frozen=True, slots=True)
class Making:
    """What an answer is made of: `payload` is that of the request, None where it is no JSON."""

    contract: Contract
    planned: PlannedAnswer
    ids: Ids
    payload: object

    @property
    def definitions(self) -> Mapping[str, Any]:
        """What contract.json says of answers."""
        answers: Mapping[str, Any] = self.contract.data["answers"]
        return answers


def _accept(made: Making) -> Content:
    value = _fill_template(made, "acceptance", made.definitions.get("accepted", ""))
    messages = {made.contract.messages[0]: made.payload}
    put_repeated(value, list_answered_values(made.contract), messages)
    if SEVERAL in made.planned.mutations:
        _repeat_entries(made.definitions.get("id", ()), value, made.ids)
    return _write_json(value, made.planned)


def _refuse(made: Making) -> Content:
    code = made.planned.code or made.definitions["otherwise"]
    return _write_json(_fill_template(made, "refusal", code), made.planned)


def _fail(made: Making) -> Content:
    return _write_json({"error": HTTPStatus(made.planned.status).phrase}, made.planned)


def _show_page(made: Making) -> Content:
    status = made.planned.status
    title = f"{status} {HTTPStatus(status).phrase}"
    return None, PAGE.format(title).encode(), "text/html; charset=utf-8"


def _say_nothing(_: Making) -> Content:
    return None, b"", ""


KINDS: Mapping[str, Callable[[Making], Content]] = {
    "acceptance": _accept,
    "refusal": _refuse,
    "error": _fail,
    "page": _show_page,
    "empty": _say_nothing,
    **dict.fromkeys(SILENT_KINDS, _say_nothing),
}


def _fill_template(made: Making, template: str, code: str) -> Any:
    documented = codes_of(made.contract, made.definitions["context"]).get(code)
    mutated = [DESCRIPTIONS[name] for name in made.planned.mutations if name in DESCRIPTIONS]
    usual = documented.description if documented else "Unspecified"
    slots = {
        "code": code,
        "id": made.ids.take(),
        "description": mutated[-1] if mutated else usual,
        "time": current_time(),
    }
    return fill(made.definitions["templates"][template], slots)


def _write_json(value: Any, planned: PlannedAnswer) -> Content:
    mutated = value
    for name in planned.mutations:
        mutated = VALUE_MUTATIONS[name](mutated) if name in VALUE_MUTATIONS else mutated
    write = next((WRITERS[name] for name in planned.mutations if name in WRITERS), None)
    text = write(mutated) if write else json.dumps(mutated, ensure_ascii=False)
    return value, text.encode(), "application/json"


def _repeat_entries(patterns: list[str], value: Any, ids: Ids) -> None:
    """Repeat the entries of an answer, each with an id of its own."""
    for pattern in patterns:
        place, star, below = pattern.partition("/*")
        entries = resolve(value, place)
        if not star or not isinstance(entries, list):
            continue
        for _ in range(ENTRIES - len(entries)):
            entry = dict(entries[0])
            for path, _old in list(select_values(entry, below)):
                set_value(entry, path, ids.take())
            entries.append(entry)

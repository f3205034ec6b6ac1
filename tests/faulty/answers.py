"""What is answered, and the wrong forms that it takes."""

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from tests.faulty.faults import Switches
from tests.problem import Problem

JSON = "application/json"
PAGE = b"<html><body><h1>Bad Request</h1></body></html>"


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer; `length` is announced instead of the true one, -1 for none at all.

    `cut` ends the connection, `kept` keeps it where it should end.
    """

    status: int
    body: bytes
    content_type: str = JSON
    length: int | None = None
    cut: bool = False
    kept: bool = False
    headers: dict[str, str] = field(default_factory=dict)


Answer = dict[str, Any]


def drop(name: str) -> Callable[[Answer], Answer]:
    return lambda entry: {key: value for key, value in entry.items() if key != name}


def put(name: str, value: object) -> Callable[[Answer], Answer]:
    return lambda entry: {**entry, name: value}


# What becomes of the record of an answer: for refusals, acceptances, or both.
ENTRIES: dict[str, tuple[str, Callable[[Answer], Answer]]] = {
    "code-as-number": ("both", lambda entry: {**entry, "code": int(entry["code"])}),
    "code-of-refusal-as-number": ("refusal", lambda entry: {**entry, "code": int(entry["code"])}),
    "code-missing-in-refusal": ("refusal", drop("code")),
    "code-1002": ("acceptance", put("code", "1002")),
    "code-200": ("acceptance", put("code", "200")),
    "code-400": ("refusal", put("code", "400")),
    "code-in-words": ("refusal", put("code", "INVALID_PARAMETER")),
    "code-five-digits": ("refusal", lambda entry: {**entry, "code": entry["code"] + "0"}),
    "code-trailing-space": ("both", lambda entry: {**entry, "code": entry["code"] + " "}),
    "code-1001-in-refusal": ("refusal", put("code", "1001")),
    "transid-missing": ("both", drop("transid")),
    "transid-missing-in-refusal": ("refusal", drop("transid")),
    "transid-missing-for-7003": (
        "refusal",
        lambda entry: drop("transid")(entry) if entry["code"] == "7003" else entry,
    ),
    "transid-missing-for-7000": (
        "refusal",
        lambda entry: drop("transid")(entry) if entry["code"] == "7000" else entry,
    ),
    "transid-empty-in-refusal": ("refusal", put("transid", "")),
    "transid-null-in-refusal": ("refusal", put("transid", None)),
    "transid-as-number": ("both", lambda entry: {**entry, "transid": hash(entry["transid"])}),
    "description-empty": ("both", put("description", "")),
    "description-missing": ("acceptance", drop("description")),
    "description-missing-for-7001": (
        "refusal",
        lambda entry: drop("description")(entry) if entry["code"] == "7001" else entry,
    ),
    "description-null": ("refusal", put("description", None)),
    "description-as-list": ("refusal", lambda entry: put("description", [entry["code"]])(entry)),
    "names-in-capitals": ("both", lambda entry: {key.title(): it for key, it in entry.items()}),
    "extra-members": ("both", put("status", "done")),
    "code-7999": ("refusal", put("code", "7999")),
    "burst-mode": ("acceptance", put("description", "Queued in burst mode")),
}
# What becomes of the whole answer.
SHAPES: dict[str, tuple[str, Callable[[Answer], Any]]] = {
    "refusal-in-an-array": ("refusal", lambda entry: {"response": [entry]}),
    "refusal-without-response": ("refusal", lambda entry: entry),
    "refusal-as-error": ("refusal", lambda entry: {"error": entry}),
    "refusal-as-string": ("refusal", lambda entry: {"response": entry["description"]}),
    "refusal-null": ("refusal", lambda _: {"response": None}),
    "refusal-beside-acceptance": (
        "refusal",
        lambda entry: {"response": [{**entry, "code": "1001", "description": "Queued"}, entry]},
    ),
    "acceptance-as-object": ("acceptance", lambda entry: {"response": entry}),
    "acceptance-without-response": ("acceptance", lambda entry: [entry]),
    "acceptance-empty": ("acceptance", lambda _: {"response": []}),
    "acceptance-with-null": ("acceptance", lambda entry: {"response": [entry, None]}),
    "acceptance-nested": ("acceptance", lambda entry: {"response": [[entry]]}),
    "answer-in-an-array": ("both", lambda entry: [{"response": entry}]),
    "answer-in-a-string": ("both", lambda entry: json.dumps({"response": entry})),
    "two-entries": (
        "acceptance",
        lambda entry: {"response": [entry, {**entry, "transid": str(uuid.uuid4())}]},
    ),
}


def cut_short(reply: Reply) -> Reply:
    return replace(reply, body=reply.body[:-9], length=len(reply.body), cut=True)


def rewrite(change: Callable[[bytes], bytes]) -> Callable[[Reply], Reply]:
    return lambda reply: replace(reply, body=change(reply.body))


def as_page(reply: Reply) -> Reply:
    return replace(reply, body=PAGE, content_type="text/html")


# What becomes of the message.
MESSAGES: dict[str, tuple[str, Callable[[Reply], Reply]]] = {
    "content-type-html": ("both", lambda reply: replace(reply, content_type="text/html")),
    "content-type-text": ("refusal", lambda reply: replace(reply, content_type="text/plain")),
    "content-type-missing": ("both", lambda reply: replace(reply, content_type="")),
    "page-for-refusal": ("refusal", as_page),
    "page-for-7000": ("refusal", lambda it: as_page(it) if b'"7000"' in it.body else it),
    "page-for-7002": ("refusal", lambda it: as_page(it) if b'"7002"' in it.body else it),
    "status-500-for-refusal": ("refusal", lambda reply: replace(reply, status=500)),
    "status-503-for-7000": (
        "refusal",
        lambda it: replace(it, status=503) if b'"7000"' in it.body else it,
    ),
    "status-302-for-refusal": (
        "refusal",
        lambda reply: replace(reply, status=302, headers={"Location": "/login"}),
    ),
    "status-400-for-acceptance": ("acceptance", lambda reply: replace(reply, status=400)),
    "status-204-for-acceptance": (
        "acceptance",
        lambda reply: replace(reply, status=204, body=b"", content_type=""),
    ),
    "answer-empty": ("refusal", lambda reply: replace(reply, body=b"")),
    "answer-cut-short": ("both", cut_short),
    "answer-cut-short-for-refusal": ("refusal", cut_short),
    "answer-length-too-short": ("both", lambda it: replace(it, length=len(it.body) - 2, cut=True)),
    "answer-in-single-quotes": ("both", rewrite(lambda body: body.replace(b'"', b"'"))),
    "answer-trailing-comma": ("refusal", rewrite(lambda body: body.replace(b"}}", b",}}"))),
    "answer-with-text-in-front": ("both", rewrite(lambda body: b"OK " + body)),
    "answer-twice": ("both", rewrite(lambda body: body + body)),
    "answer-bad-utf-8": ("refusal", rewrite(lambda body: body.replace(b"must", b"must \xe9"))),
    "answer-utf-16": ("both", rewrite(lambda body: body.decode().encode("utf-16"))),
    "status-400-for-refusal": ("refusal", lambda reply: replace(reply, status=400)),
}


def change(
    table: dict[str, tuple[str, Callable[[Any], Any]]], value: Any, kind: str, switches: Switches
) -> Any:
    of, changed = table.get(switches.fault or "", ("", None))
    return changed(value) if changed and of in {kind, "both"} else value


def form(
    refusal: Problem | None, transid: str, status: int, switches: Switches, payload: object = None
) -> Reply:
    """The answer that tells a refusal, or that all is well; `status` is for refusals.

    A batch has an entry for each of its payloads, told apart by a number.
    """
    kind = "refusal" if refusal else "acceptance"
    problem = refusal or Problem("1001", "Queued")
    entry = {"code": problem.code, "transid": transid, "description": problem.message}
    entry = change(ENTRIES, entry, kind, switches)
    count = len(payload) if isinstance(payload, list) else 1
    more = [{**entry, "transid": f"{transid}_{number}"} for number in range(1, count)]
    answer: Any = {"response": entry if refusal else [entry, *more]}
    if switches.fault in SHAPES and SHAPES[switches.fault][0] in {kind, "both"}:
        answer = SHAPES[switches.fault][1](entry)
    text = json.dumps(answer, ensure_ascii=False)
    reply = Reply(status if refusal else 200, text.encode("utf-8", "replace"))
    changed: Reply = change(MESSAGES, reply, kind, switches)
    return changed

"""Demonstrations of the groups notifications and echoes: series of payloads, and what is heard."""

import re
from typing import Any

from tests.faulty.demonstrations.observing import UUID, Listener, connect, send
from tests.faulty.demonstrations.payloads import Edits, number, text, write
from tests.faulty.demonstrations.requests import Request
from tests.faulty.server import Running

FULL = {"callbackData": "order", "correlationid": "one"}
OTHER = {"callbackData": "more", "correlationid": "two"}
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+01:00")
ECHOED: dict[str, str] = {
    "told-callback-crlf-as-lf": "a\r\nb",
    "told-callback-cr-as-lf": "a\rb",
    "told-callback-lf-as-crlf": "a\nb",
    "told-callback-tabs-as-spaces": "a\tb",
    "told-callback-nel-as-lf": "a\x85b",
    "told-callback-separators-lost": "a\u2028b",
    "told-callback-control-characters-lost": "a\x1bb",
    "told-callback-first-line": "a\nb",
    "told-callback-compatible": "½",
    "told-callback-decomposed": "é",
    "told-callback-astral-lost": "\U0001f600",
    "told-callback-unquoted": "1+1",
    "told-callback-backslashes-read": "a\\nb",
    "told-callback-null-ends": "a\0b",
    "told-callback-control-characters-replaced": "a\x01b",
    "told-callback-directions-lost": "\u202ea\u202c",
    "told-callback-no-break-spaces-as-spaces": "a\xa0b",
    "told-callback-hyphens-lost": "a\xadb",
    "told-callback-as-latin-1": "é",
    "told-callback-noncharacters-lost": "a\uffffb",
    "told-correlation-null-lost": "a\0b",
    "told-correlation-folded": "A",
    "told-correlation-tabs-as-spaces": "a\tb",
    "told-correlation-cr-lost": "a\r\nb",
    "told-correlation-crlf-as-lf": "a\r\nb",
    "told-correlation-end-of-line-cut": "a\n",
    "told-correlation-white-space-joined": "a  b",
    "told-correlation-composed": "e\u0301",
    "told-correlation-in-capitals": "a",
    "told-correlation-byte-order-mark-lost": "\ufeffa",
}
# The series where one full payload does not show it.
SERIES: dict[str, list[Edits]] = {
    name: [{"callbackData": echoed, "correlationid": echoed}] for name, echoed in ECHOED.items()
} | {
    "told-with-callback-only": [{"correlationid": "one"}],
    "told-with-correlation-only": [{"callbackData": "order"}],
    "told-for-plus-only": [number("447700900123")],
    "told-of-refused": [FULL | text("")],
    "told-previous-transid": [FULL, OTHER],
    "told-previous-callback": [FULL, OTHER],
    "told-previous-correlation": [FULL, OTHER],
    "told-previous-url": [FULL, OTHER],
    "told-callback-null-when-empty": [{}],
    "told-callback-255": [{"callbackData": "a" * 256}],
    "told-callback-html": [{"callbackData": "a & b"}],
    "told-callback-latin-1": [{"callbackData": "\u0431"}],
    "told-callback-stripped": [{"callbackData": " order "}],
    "told-callback-composed": [{"callbackData": "e\u0301"}],
    "told-callback-lower": [{"callbackData": "Order"}],
    "told-callback-line-breaks": [{"callbackData": "a\nb"}],
    "told-callback-parsed": [{"callbackData": '{"order": 1}'}],
    "told-callback-escaped-twice": [{"callbackData": 'say "a"'}],
    "told-correlation-36": [{"correlationid": "a" * 37}],
    "told-correlation-made-up": [{}],
    "late-failure-not-told": [number("+0")],
    "late-failure-told-as-delivered": [text("a" * 1025)],
}


def hear(running: Running, listener: Listener, series: list[Edits]) -> list[Any]:
    """What is told of a series, each payload at a path of its own; times are left out."""
    del listener.heard[:]
    connection = connect(running)
    known: dict[str, str] = {}
    try:
        for index, edits in enumerate(series):
            raw = write({"notifyurl": f"{listener.url}/{index}"} | edits)
            answer = send(connection, Request(raw))[-1].decode()
            for transid in UUID.findall(answer):
                known[transid] = f"transid-{len(known)}"
    finally:
        connection.close()
    running.settle()
    return [(path, name(body.decode(), known)) for path, body in listener.heard]


def name(shown: str, known: dict[str, str]) -> str:
    shown = UUID.sub(lambda found: known.get(found[0], "unknown"), shown)
    return MOMENT.sub("moment", shown)

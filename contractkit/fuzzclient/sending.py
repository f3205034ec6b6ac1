"""The way that an answer's bytes go: at once, in chunks, slowly, cut short, or not at all."""

import socket
import struct
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from contractkit.emulator.wsgi import status_line
from contractkit.fuzz.records import Answer, Fault
from contractkit.fuzzclient.rendering import Rendered
from contractkit.fuzzclient.scenario import Planned

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

PIECES, PART_SHOWN = 6, 8
RESET = struct.pack("ii", 1, 0)
FRAMED = frozenset({"chunked", "slow", "truncated", "stalled"})
FAULTS = {
    "dropped": Fault.DROPPED,
    "reset": Fault.DROPPED,
    "hang": Fault.SILENT,
    "truncated": Fault.CUT_SHORT,
    "stalled": Fault.SILENT,
}
DETAILS = {
    "dropped": "the connection was closed",
    "reset": "the connection was reset",
    "hang": "nothing came, and the connection stayed open",
    "truncated": "the connection was closed in the middle of the body",
    "stalled": "nothing more came after the beginning of the body",
}


def foretell(planned: Planned, rendered: Rendered) -> Answer:
    """The answer as the client will see it."""
    names = [name for name in (planned.kind, *planned.twists) if name in FAULTS]
    if not names:
        return Answer(rendered.status, rendered.headers, rendered.whole)
    fault, detail = FAULTS[names[-1]], DETAILS[names[-1]]
    if planned.kind in FAULTS:
        return Answer(fault=fault, detail=detail)
    shown = Answer(rendered.status, rendered.headers, _cut(rendered.whole))
    return replace(shown, fault=fault, detail=detail)


class Flow:
    """The bytes of an answer; `then` is called when they are sent, or cannot be."""

    def __init__(self, parts: Iterable[bytes], then: Callable[[], object]) -> None:
        """Send nothing yet."""
        self._parts, self._then = parts, then

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._parts)

    def close(self) -> None:
        """The end of the answer."""
        self._then()


def send(
    planned: Planned,
    rendered: Rendered,
    environ: "WSGIEnvironment",
    start_response: "StartResponse",
    over: threading.Event,
    pace: float,
) -> Iterable[bytes]:
    """Send a planned answer; OSError drops the connection.

    `over` ends whatever hangs; `pace` are the seconds that a slow body takes.
    """
    if planned.kind in FAULTS:
        _keep_silent(planned.kind, environ["werkzeug.socket"], over)
    headers = list(rendered.headers)
    manners = FRAMED & set(planned.twists)
    if not manners:
        start_response(status_line(rendered.status), headers)
        return (rendered.whole,)
    chunked = "chunked" in manners and environ.get("SERVER_PROTOCOL") != "HTTP/1.0"
    length = ("Content-Length", str(len(rendered.whole)))
    headers.append(("Transfer-Encoding", "chunked") if chunked else length)
    start_response(status_line(rendered.status), headers)
    return _pour(rendered.whole, manners, over, pace, chunked=chunked)


def _keep_silent(kind: str, connection: socket.socket, over: threading.Event) -> None:
    if kind == "hang":
        over.wait()
    if kind == "reset":
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    raise ConnectionAbortedError


def _pour(
    body: bytes, manners: frozenset[str], over: threading.Event, pace: float, *, chunked: bool
) -> Iterator[bytes]:
    broken = bool(manners & {"truncated", "stalled"})
    for number, piece in enumerate([_cut(body)] if broken else _divide(body)):
        if number and "slow" in manners:
            over.wait(pace / PIECES)
        yield b"%x\r\n%s\r\n" % (len(piece), piece) if chunked else piece
    if "stalled" in manners:
        over.wait()
    if broken:
        raise ConnectionAbortedError
    if chunked:
        yield b"0\r\n\r\n"


def _cut(body: bytes) -> bytes:
    """So little of a body that it says nothing yet."""
    return body[: max(1, min(PIECES + PIECES, len(body) // PART_SHOWN))]


def _divide(body: bytes) -> list[bytes]:
    size = -(-len(body) // PIECES) or 1
    return [body[at : at + size] for at in range(0, len(body), size)]

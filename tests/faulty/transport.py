"""Faults in how HTTP itself is used: headers, types, chunks, paths, versions, connections."""

import gzip
from collections.abc import Callable
from dataclasses import replace
from email.message import Message
from typing import TYPE_CHECKING, Any, Protocol

from tests.faulty.answers import Reply
from tests.faulty.crashes import Crash
from tests.faulty.faults import Switches
from tests.faulty.incoming import BrokenError, DroppedError, HungError, Incoming
from tests.faulty.problem import wrong
from tests.problem import Problem

if TYPE_CHECKING:
    from io import BufferedReader

PATH = "/resources/v1/messaging"
JSON = "application/json"


def has_header(name: str, test: Callable[[str], bool] = bool) -> Callable[[Incoming], bool]:
    return lambda incoming: name in incoming.headers and test(incoming.headers[name])


def is_chunked(incoming: Incoming) -> bool:
    return "Transfer-Encoding" in incoming.headers


def find_charset(incoming: Incoming) -> str:
    return incoming.headers.get("Content-Type", "").partition("charset=")[2]


def is_charset_useless(incoming: Incoming) -> bool:
    try:
        incoming.raw.decode(find_charset(incoming).strip('"') or "utf-8")
    except (LookupError, UnicodeError):
        return True
    return False


def is_query(incoming: Incoming) -> bool:
    return "?" in incoming.path


CRASHES: dict[str, Crash] = {
    "crash-on-charset-in-quotes": (BrokenError, lambda one: '"' in find_charset(one)),
    "crash-on-unknown-charset": (BrokenError, is_charset_useless),
    "crash-on-chunks": (BrokenError, is_chunked),
    "drop-on-chunks": (DroppedError, is_chunked),
    "crash-on-many-chunks": (BrokenError, lambda one: one.chunks > 10),
    "crash-on-expect": (BrokenError, has_header("Expect")),
    "crash-on-gzip": (BrokenError, lambda one: one.raw.startswith(b"\x1f\x8b")),
    "hang-on-gzip": (HungError, lambda one: one.raw.startswith(b"\x1f\x8b")),
    "crash-on-query": (BrokenError, is_query),
    "drop-on-odd-query": (DroppedError, lambda one: "%z" in one.path or "&&" in one.path),
    "crash-on-slash": (BrokenError, lambda one: one.path.endswith("/")),
    "crash-on-another-path": (BrokenError, lambda one: one.path.startswith(("//", "/."))),
    "crash-on-absolute-path": (BrokenError, lambda one: one.path.startswith("http:")),
    "crash-on-old-version": (BrokenError, lambda one: one.version == "HTTP/1.0"),
    "crash-without-host": (BrokenError, lambda one: "Host" not in one.headers),
    "crash-on-long-header": (
        BrokenError,
        lambda one: any(len(value) > 4096 for value in one.headers.values()),
    ),
    "drop-on-many-headers": (DroppedError, lambda one: len(one.headers) > 50),
    "crash-on-header-not-ascii": (
        BrokenError,
        lambda one: any(not str(value).isascii() for value in one.headers.values()),
    ),
    "crash-on-empty-header": (BrokenError, lambda one: "" in one.headers.values()),
    "crash-on-cookie": (
        BrokenError,
        has_header("Cookie", lambda it: any(part.count("=") != 1 for part in it.split("; "))),
    ),
    "crash-on-weights": (BrokenError, has_header("Accept", lambda it: ";q=" in it)),
    "crash-without-user-agent": (BrokenError, lambda one: "User-Agent" not in one.headers),
    "hang-on-upgrade": (HungError, has_header("Upgrade")),
}


def refuse_by_head(incoming: Incoming, switches: Switches) -> Problem | None:
    """The refusal for a head that a right server takes."""
    kind = incoming.headers.get("Content-Type", JSON)
    known = incoming.session.get("refused")
    refused = (
        (switches.has("type-name-exact") and "Content-Type" not in incoming.headers)
        or (switches.has("type-with-charset-refused") and kind != JSON)
        or (switches.has("type-in-capitals-refused") and kind.partition(";")[0].strip() != JSON)
        or (switches.has("type-without-space-refused") and kind.partition("; ")[0] != JSON)
        or (switches.has("refused-after-refusal") and known)
        or (switches.has("refused-after-wrong-key") and known in {"7001", "7002"})
        or (switches.has("proxy-refused") and "Via" in incoming.headers)
    )
    return wrong("request", "otherwise") if refused else None


def is_free(incoming: Incoming, switches: Switches) -> bool:
    """Whether nobody is asked for a key."""
    return (
        (switches.has("chunks-need-no-key") and is_chunked(incoming))
        or (switches.has("slash-needs-no-key") and incoming.path != PATH)
        or (switches.has("old-version-needs-no-key") and incoming.version == "HTTP/1.0")
    )


def is_unchecked(incoming: Incoming, switches: Switches) -> bool:
    """Whether nobody looks at the payload."""
    return (
        (switches.has("chunks-unchecked") and is_chunked(incoming))
        or (switches.has("gzip-unchecked") and "Content-Encoding" in incoming.headers)
        or (switches.has("query-unchecked") and is_query(incoming))
        or (
            switches.has("type-with-charset-unchecked")
            and incoming.headers.get("Content-Type") != JSON
        )
        or (switches.has("unchecked-after-acceptance") and bool(incoming.session.get("accepted")))
    )


def decline(incoming: Incoming, switches: Switches) -> Reply | None:
    """What a right server need not take is declined, with a page."""
    if not switches.has("http-declined"):
        return None
    kind = incoming.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    status = next(
        (
            status
            for status, declined in (
                (411, is_chunked(incoming)),
                (417, "Expect" in incoming.headers),
                (415, "Content-Encoding" in incoming.headers or kind != JSON),
                (404, incoming.path != PATH),
                (431, len(incoming.headers) > 50),
                (505, incoming.version != "HTTP/1.1"),
            )
            if declined
        ),
        None,
    )
    page = b"<html><body>No</body></html>"
    return Reply(status, page, "text/html", cut=True) if status else None


def reshape(reply: Reply, incoming: Incoming, switches: Switches) -> Reply:
    """The answer as a fault gives it to some heads."""
    headers, body = incoming.headers, reply.body
    if switches.has("gzip-not-told") and "gzip" in headers.get("Accept-Encoding", ""):
        return replace(reply, body=gzip.compress(body))
    if switches.has("page-where-html-is-taken") and headers.get("Accept", "").startswith("text/"):
        return replace(reply, content_type="text/html")
    if switches.has("range-obeyed") and "Range" in headers:
        return replace(reply, status=206, body=body[:10])
    if incoming.version == "HTTP/1.0":
        if switches.has("old-version-in-chunks"):
            chunks = b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
            return replace(reply, body=chunks, length=-1, headers={"Transfer-Encoding": "chunked"})
        if switches.has("hang-after-old-version"):
            return replace(reply, length=-1, kept=True)
    return reply


def exact(headers: Message, switches: Switches) -> Message:
    """The headers that are known by the very letters of their names."""
    wanted = {"header-names-exact": ("key",), "type-name-exact": ("Content-Type",)}
    names = wanted.get(switches.fault or "", ())
    known = Message()
    for name, value in headers.items():
        same = name.lower() not in {one.lower() for one in names} or name in names
        known[name if same else f"X-{name}"] = value
    return known


class Connection(Protocol):
    """What is needed of the handler of a connection."""

    connection: Any
    rfile: Any
    session: dict[str, Any]


def is_more_there(handler: Connection) -> bool:
    """Whether another request has arrived already; nothing is waited for."""
    reader: BufferedReader = handler.rfile
    handler.connection.settimeout(0)
    try:
        return bool(reader.peek(1))
    except (BlockingIOError, OSError):
        return False
    finally:
        handler.connection.settimeout(None)


def queue(reply: Reply, handler: Connection, switches: Switches) -> list[Reply]:
    """The replies to send now, where requests come together."""
    session, held = handler.session, handler.session.pop("held", None)
    if switches.has("hang-on-second-of-two") and is_more_there(handler):
        handler.rfile.read1()
    elif switches.has("answers-swapped"):
        if held is None and is_more_there(handler):
            session["held"] = reply
            return []
        return [reply, held] if held else [reply]
    elif switches.has("answer-repeated"):
        if held is None and is_more_there(handler):
            session["held"] = reply
        return [held or reply]
    return [reply]


def read_at_once(handler: Connection, length: int) -> bytes:
    """As much of a body as there is in one reading."""
    found: bytes = handler.rfile.read1(length)
    return found

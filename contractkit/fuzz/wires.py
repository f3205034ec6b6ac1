"""The ways of writing a request, as far as HTTP leaves them to the client."""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass, fields
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Wire:
    """One way of writing a request; by default the usual one. `label` names it in words.

    `names`: the method of `str` that header names go through. `line`: the pattern of a header.
    `bare`: no headers but those that are needed. `path`: a pattern. `query`: what is added to that
    of the URL. `absolute`: whether the whole URL stands before the path. `version`: of HTTP.
    `host`: whether a Host is sent. `compressed`: whether the body is gzip. `chunk`: the bytes of
    each chunk of the body, 0 for none; `extension`: what follows the size of a chunk; `trailer`: a
    header behind the last chunk. `pieces`: how many parts are sent, with a pause between two.
    `split`: whether the body is sent after a pause. `waits`: whether the body waits for 100
    Continue. `at_once`: whether the requests before it on the connection are written together with
    it.
    """

    label: str = ""
    names: str = ""
    line: str = "{name}: {value}"
    bare: bool = False
    path: str = "{path}"
    query: str = ""
    absolute: bool = False
    version: str = "1.1"
    host: bool = True
    compressed: bool = False
    chunk: int = 0
    extension: str = ""
    trailer: str = ""
    pieces: int = 1
    split: bool = False
    waits: bool = False
    at_once: bool = False


USUAL = Wire()
BEFORE = "before"
BY_CURL = {"names", "bare", "path", "query", "version", "host", "compressed", "chunk", "waits"}
WHOLE = 1 << 20  # bytes: a chunk that is larger than any body
WIRES = {
    wire.label: wire
    for wire in (
        USUAL,
        Wire("header names in small letters", names="lower"),
        Wire("header names in capitals", names="upper"),
        Wire("header names that begin with capitals", names="title"),
        Wire("no space behind the colons of headers", line="{name}:{value}"),
        Wire("spaces and a tab before the values of headers", line="{name}: \t {value}"),
        Wire("a space behind the values of headers", line="{name}: {value} "),
        Wire("no headers but the needed ones", bare=True),
        Wire("the body sent a moment after the head", split=True),
        Wire("two packets", pieces=2),
        Wire("nine packets", pieces=9),
        Wire("another request right before it", at_once=True),
        Wire("a body in one chunk", chunk=WHOLE),
        Wire("a body in chunks of 7 bytes", chunk=7),
        Wire("a body in chunks, with an extension", chunk=32, extension=";name=value"),
        Wire("a body in chunks, with a trailer", chunk=32, trailer="X-Checksum: 17"),
        Wire("Expect: 100-continue", waits=True),
        Wire("a body that is gzip", compressed=True),
        Wire("a query", query="trace=17&debug"),
        Wire("a query of odd characters", query="a[]=%00&a[]=%F0%9F%99%82&=&&b=%zz"),
        Wire("a slash behind the path", path="{path}/"),
        Wire("two slashes before the path", path="/{path}"),
        Wire("a dot in the path", path="/.{path}"),
        Wire("the whole URL in the place of the path", absolute=True),
        Wire("HTTP/1.0", version="1.0"),
        Wire("HTTP/1.0 without a Host", version="1.0", host=False),
        Wire("HTTP/1.1 without a Host", host=False),
    )
}


def can_use_curl(wire: Wire) -> bool:
    """Whether curl can write a request so."""
    return set(list_special(wire)) <= BY_CURL


def list_curl_options(wire: Wire) -> tuple[str, ...]:
    """The options for curl that write a request so."""
    headers = [f"{name}: {value}" for name, value in list_headers(wire)]
    headers += [] if wire.host else ["Host:"]
    headers += ["User-Agent:", "Accept:"] if wire.bare else []
    version = ("--http1.0",) if wire.version != USUAL.version else ()
    return (*version, *(word for header in headers for word in ("-H", header)))


def change_url(url: str, wire: Wire, query: str = "") -> str:
    """A URL with a query behind its own, and the path and the query that a wire makes of them."""
    if wire is USUAL and not query:
        return url
    parts = urlsplit(url)
    path = add_queries(change_path(parts.path, wire), parts.query, query, wire.query)
    return f"{parts.scheme}://{parts.netloc}{path}"


def change_path(path: str, wire: Wire) -> str:
    """A path as a wire writes it."""
    return wire.path.format(path=path or "/")


def join_queries(*queries: str) -> str:
    """Several queries as one; those without text are left out."""
    return "&".join(filter(None, queries))


def add_queries(path: str, *queries: str) -> str:
    """A path with queries behind it, if any has a text."""
    query = join_queries(*queries)
    return f"{path}?{query}" if query else path


def rename(name: str, wire: Wire) -> str:
    """The name of a header as it is written."""
    return str(getattr(name, wire.names)()) if wire.names else name


def compress(body: bytes, wire: Wire) -> bytes:
    """A body as it is written."""
    return gzip.compress(body, mtime=0) if wire.compressed else body


def list_headers(wire: Wire) -> tuple[tuple[str, str], ...]:
    """The headers that come with a wire."""
    return (
        *((("Content-Encoding", "gzip"),) if wire.compressed else ()),
        *((("Transfer-Encoding", "chunked"),) if wire.chunk else ()),
        *((("Expect", "100-continue"),) if wire.waits else ()),
    )


def list_fields() -> tuple[str, ...]:
    """What a target may be unable to do: the fields of a wire, and requests before another."""
    return (*(field.name for field in fields(Wire)), BEFORE)


def list_special(wire: Wire) -> list[str]:
    """The names of the fields in which a wire is not the usual one."""
    names = [field.name for field in fields(Wire) if field.name != "label"]
    return [name for name in names if getattr(wire, name) != getattr(USUAL, name)]


def find_obstacle(wire: Wire, cannot: Mapping[str, str]) -> str:
    """Why a target cannot write a request so, or an empty text; `cannot`: its reason by field."""
    return next((cannot[name] for name in list_special(wire) if name in cannot), "")

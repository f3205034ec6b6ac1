"""Requests that are sent otherwise than usual while their payload stays as it is, as data."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from contractkit.fuzz.records import Headers

NAMES = "HTTP takes header names for equal in any case (RFC 9110, section 5.1)"
SPACE = "spaces and tabs around the value of a header are no part of it (RFC 9112, section 5.1)"
UNKNOWN = "who does not know a header is to pass over it (RFC 9110, section 5.1)"
TYPE = "a media type is the same in any case (RFC 9110, section 8.3.1)"
CHARSET = "a charset changes nothing for JSON, which is UTF-8 (RFC 8259, section 11)"
PACKETS = "into which packets a request is cut says nothing"
ACCEPT = "the client says that it takes JSON (RFC 9110, section 12.5.1)"
CONNECTION = "a client may ask for that (RFC 9112, section 9.3)"
BARE = "bare"  # what is common to all that is written otherwise
LONG = 6000  # characters
MANY = 60


@dataclass(frozen=True, slots=True)
class Variation:
    """One way of sending a request. `label` names it, also in WIRES where it is one of writing.

    `family`: words that are shared by those that have something in common.

    `why`: what says that nothing changes by it, so that a server may not refuse it; without it the
    server may. `headers` are sent too, or in the place of those of the same names. `closely`:
    whether a broken payload and a wrong login are sent so too. `rare`: whether right servers are
    known that fail at it, so that only something has to come back.
    """

    family: str
    label: str
    why: str = ""
    headers: Headers = ()
    closely: bool = False
    rare: bool = False


def list_variations(content_type: str) -> Iterator[Variation]:
    """All variations, the first of each family before the others; for one type of content."""
    families: dict[str, list[Variation]] = {}
    for variation in (*WRITTEN, *list_types(content_type), *HEADERS):
        families.setdefault(variation.family, []).append(variation)
    for row in zip_longest(*families.values()):
        yield from (variation for variation in row if variation)


def list_types(kind: str) -> Iterator[Variation]:
    """The type of the content written in other ways, then other types."""
    for text, why, closely in (
        (f"{kind}; charset=utf-8", CHARSET, True),
        (kind.upper(), TYPE, False),
        (f"{kind};charset=UTF-8", CHARSET, False),
        (f'{kind} ; charset="utf-8"', CHARSET, False),
        (f"{kind}; charset=latin-1", "", False),
        (f"{kind}; charset=utf-16", "", False),
        (f"{kind}; charset=x-17", "", False),
        (f"{kind};", "", False),
    ):
        yield _make_type("content type", text, why, closely=closely)
    for text in (
        "text/plain", "", "application/xml", "application/x-www-form-urlencoded",
        "application/vnd.api+json",
    ):  # fmt: skip
        yield _make_type("other type", text)


def _make_type(family: str, text: str, why: str = "", *, closely: bool = False) -> Variation:
    label = f"the Content-Type {text}" if text else "no Content-Type"
    return Variation(family, label, why, (("Content-Type", text),), closely)


WRITTEN = (
    Variation(BARE, "no headers but the needed ones", "a request needs no others"),
    Variation("names", "header names in capitals", NAMES, closely=True),
    Variation("names", "header names in small letters", NAMES),
    Variation("names", "header names that begin with capitals", NAMES),
    Variation("chunks", "a body in one chunk", closely=True),
    Variation("chunks", "a body in chunks of 7 bytes"),
    Variation("chunks", "a body in chunks, with an extension", rare=True),
    Variation("chunks", "a body in chunks, with a trailer", rare=True),
    Variation("packets", "two packets", PACKETS),
    Variation("packets", "the body sent a moment after the head", PACKETS),
    Variation("packets", "nine packets", PACKETS),
    Variation("continue", "Expect: 100-continue"),
    Variation("gzip", "a body that is gzip", closely=True),
    Variation("query", "a query", closely=True),
    Variation("query", "a query of odd characters"),
    Variation("path", "a slash behind the path", closely=True),
    Variation("path", "two slashes before the path"),
    Variation("path", "a dot in the path"),
    Variation("path", "the whole URL in the place of the path"),
    Variation("version", "HTTP/1.0", closely=True),
    Variation("host", "HTTP/1.1 without a Host"),
    Variation("version host", "HTTP/1.0 without a Host"),
    Variation("space", "no space behind the colons of headers", SPACE),
    Variation("space", "spaces and a tab before the values of headers", SPACE),
    Variation("space", "a space behind the values of headers"),
)
HEADERS = (
    Variation("accept", "Accept: application/json", ACCEPT, (("Accept", "application/json"),)),
    Variation("accept", "Accept: */*", ACCEPT, (("Accept", "*/*"),)),
    Variation(
        "accept",
        "an Accept with weights",
        ACCEPT,
        (("Accept", "text/html;q=0.5, application/json;q=0.9, */*;q=0.1"),),
    ),
    Variation("accept", "an Accept of HTML only", headers=(("Accept", "text/html"),)),
    Variation(
        "encodings",
        "Accept-Encoding: gzip",
        "an answer may be compressed, if it says so (RFC 9110, section 12.5.3)",
        (("Accept-Encoding", "gzip, deflate"),),
    ),
    Variation(
        "more headers",
        "the headers of a proxy",
        UNKNOWN,
        (
            ("Via", "1.1 proxy"),
            ("X-Forwarded-For", "127.0.0.1"),
            ("X-Request-ID", "7f1c9a52-17"),
            ("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
        ),
    ),
    Variation(
        "more headers",
        "the headers of a browser",
        UNKNOWN,
        (
            (
                "User-Agent",
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0",
            ),
            ("Accept-Language", "de-DE, en;q=0.7, *;q=0.3"),
            ("Cookie", 'theme=dark; other="a b"; empty=; a=1=2'),
            ("Cache-Control", "no-cache"),
            ("DNT", "1"),
        ),
    ),
    Variation("more headers", "a header without a value", UNKNOWN, (("X-Empty", ""),)),
    Variation("large headers", "a header of 6,000 characters", "", (("X-Long", "a" * LONG),)),
    Variation(
        "large headers",
        "sixty more headers",
        "",
        tuple((f"X-More-{number}", "value") for number in range(MANY)),
    ),
    Variation("large headers", "a header that is not ASCII", "", (("X-Name", "Zo\u00c3\u00ab"),)),
    Variation("closing", "Connection: keep-alive", CONNECTION, (("Connection", "keep-alive"),)),
    Variation("closing", "Connection: close", CONNECTION, (("Connection", "close"),)),
    Variation(
        "upgrade",
        "the wish for HTTP/2",
        "",
        (
            ("Connection", "Upgrade, HTTP2-Settings"),
            ("Upgrade", "h2c"),
            ("HTTP2-Settings", "AAMAAABkAAQAAP__"),
        ),
    ),
    Variation(
        "coding",
        "a Content-Encoding of gzip that is not true",
        headers=(("Content-Encoding", "gzip"),),
        rare=True,
    ),
    Variation(
        "coding", "a Content-Encoding that nobody knows", "", (("Content-Encoding", "x-17"),)
    ),
    Variation("conditions", "Range: bytes=0-9", "", (("Range", "bytes=0-9"),)),
    Variation(
        "conditions", "X-HTTP-Method-Override: GET", "", (("X-HTTP-Method-Override", "GET"),)
    ),
)

"""Demonstrations in how HTTP itself is used: requests as bytes, on one connection each."""

import gzip

from tests.faulty.demonstrations.requests import BAD, GOOD
from tests.faulty.server import PATH

Packets = list[bytes]
KEY, JSON = "key: secret", "Content-Type: application/json"
HOST, END = "Host: 127.0.0.1", "Connection: close"


def write(
    *headers: str,
    path: str = PATH,
    version: str = "1.1",
    body: bytes = GOOD.raw,
    own: tuple[str, ...] = (HOST, KEY, JSON, "User-Agent: test", END),
) -> bytes:
    """One request, behind which the connection ends."""
    length = () if "Transfer-Encoding: chunked" in headers else (f"Content-Length: {len(body)}",)
    lines = (f"POST {path} HTTP/{version}", *own, *headers, *length, "", "")
    return "\r\n".join(lines).encode("latin-1") + body


def without(*names: str) -> tuple[str, ...]:
    """The usual headers without some."""
    usual = (HOST, KEY, JSON, "User-Agent: test", END)
    return tuple(line for line in usual if line.partition(":")[0] not in names)


def of_type(text: str, body: bytes = GOOD.raw) -> Packets:
    return [write(f"Content-Type: {text}", own=without("Content-Type"), body=body)]


def chunked(body: bytes = GOOD.raw, size: int = 1000, own: tuple[str, ...] = without()) -> Packets:
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
    return [write("Transfer-Encoding: chunked", body=chunks, own=own)]


def zipped(body: bytes = GOOD.raw) -> Packets:
    return [write("Content-Encoding: gzip", body=gzip.compress(body, mtime=0))]


KEPT = without("Connection")
REFUSED, FIRST = write(own=KEPT, body=BAD.raw), write(own=KEPT)
WIRED: dict[str, Packets] = {
    "header-names-exact": [write("KEY: secret", own=without("key"))],
    "type-name-exact": [write("content-type: application/json", own=without("Content-Type"))],
    "type-with-charset-refused": of_type("application/json; charset=utf-8"),
    "type-in-capitals-refused": of_type("APPLICATION/JSON"),
    "type-without-space-refused": of_type("application/json;charset=utf-8"),
    "type-with-charset-unchecked": of_type("application/json; charset=utf-8", BAD.raw),
    "crash-on-charset-in-quotes": of_type('application/json; charset="utf-8"'),
    "crash-on-unknown-charset": of_type("application/json; charset=x"),
    "crash-on-chunks": chunked(),
    "drop-on-chunks": chunked(),
    "hang-on-chunks": chunked(),
    "crash-on-many-chunks": chunked(size=7),
    "chunks-unchecked": chunked(BAD.raw),
    "chunks-need-no-key": chunked(own=without("key")),
    "crash-on-expect": [write("Expect: 100-continue")],
    "hang-on-expect": [write("Expect: 100-continue")],
    "crash-on-gzip": zipped(),
    "hang-on-gzip": zipped(),
    "gzip-unchecked": zipped(),
    "crash-on-query": [write(path=f"{PATH}?a=1")],
    "drop-on-odd-query": [write(path=f"{PATH}?a=%zz")],
    "query-unchecked": [write(path=f"{PATH}?a=1", body=BAD.raw)],
    "crash-on-slash": [write(path=f"{PATH}/")],
    "slash-needs-no-key": [write(path=f"{PATH}/", own=without("key"))],
    "crash-on-another-path": [write(path=f"/.{PATH}")],
    "crash-on-absolute-path": [write(path=f"http://127.0.0.1{PATH}")],
    "crash-on-old-version": [write(version="1.0")],
    "old-version-needs-no-key": [write(version="1.0", own=without("key"))],
    "old-version-in-chunks": [write(version="1.0")],
    "hang-after-old-version": [write(version="1.0")],
    "crash-without-host": [write(own=without("Host"))],
    "crash-without-user-agent": [write(own=without("User-Agent"))],
    "crash-on-long-header": [write("X-Long: " + "a" * 5000)],
    "drop-on-many-headers": [write(*(f"X-{number}: a" for number in range(60)))],
    "crash-on-header-not-ascii": [write("X-Name: \xc3\xab")],
    "crash-on-empty-header": [write("X-Empty:")],
    "crash-on-cookie": [write("Cookie: a=1=2; b")],
    "crash-on-weights": [write("Accept: */*;q=0.1")],
    "gzip-not-told": [write("Accept-Encoding: gzip")],
    "page-where-html-is-taken": [write("Accept: text/html")],
    "range-obeyed": [write("Range: bytes=0-9")],
    "proxy-refused": [write("Via: 1.1 proxy")],
    "hang-on-upgrade": [write("Upgrade: h2c")],
    "body-read-once": [write()[:-9], write()[-9:]],
    "hang-on-second-of-two": [FIRST + write()],
    "answers-swapped": [REFUSED + write()],
    "answer-repeated": [REFUSED + write()],
    "refused-after-refusal": [REFUSED, write()],
    "refused-after-wrong-key": [write("key: wrong", own=without("key", "Connection")), write()],
    "unchecked-after-acceptance": [FIRST, write(body=BAD.raw)],
    "http-declined": chunked(),
}

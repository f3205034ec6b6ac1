"""Demonstrations of the group sizes, and of large bodies that may be refused."""

from tests.faulty.demonstrations.payloads import write
from tests.faulty.demonstrations.requests import Request, payload, raw
from tests.faulty.demonstrations.texts import PLAIN


def pad(size: int) -> bytes:
    """The smallest payload in so many bytes, with white space after its first one."""
    return b"{" + b" " * (size - len(PLAIN)) + PLAIN[1:].encode()


def split(size: int) -> list[Request]:
    """A character of several bytes whose second byte is the first of a block of a size."""
    before = size - 1 - len(PLAIN) - len(', "extra": "') + 1
    return raw(f'{PLAIN[:-1]}, "extra": "{"a" * before}é"}}'.encode())


SIZES: dict[str, bytes] = {
    "body-512-kept": pad(513),
    "body-4096-kept": pad(4097),
    "body-65536-kept": pad(65_537),
    "body-65535-wraps": pad(65_536),
    "body-of-256-empty": pad(256),
    "body-4096-loses-its-end": pad(4096),
    "body-255-counts": pad(256),
    "begins-within-256": b" " * 256 + PLAIN.encode(),
    "body-1023-kept": pad(1024),
    "body-32767-refused": pad(32_768),
    "many-lines-refused": b"\n" * 3000 + PLAIN.encode(),
    "white-space-behind-4000": PLAIN.encode() + b" " * 4001,
    "odd-beyond-1000-refused": pad(1025),
    "white-space-1000": pad(2000),
}
SERVED: dict[str, list[Request]] = {
    "hang-on-full-buffer": raw(pad(1024)),
    "crash-on-long-line": raw(pad(65_537)),
    "crash-on-4096-in-a-string": payload({"correlationid": "a" * 4097}),
    "hang-on-65536": raw(pad(65_536)),
    "crash-beyond-64-kib": raw(pad(65_537)),
    "crash-on-65535-in-a-string": payload({"correlationid": "a" * 65_536}),
    "crash-on-split-character": split(1024),
    "drop-on-split-character": split(4096),
    "crash-on-padding-within": raw(pad(500)),
    "unchecked-beyond-60-kb": [Request(write({"sms.text": ""}) + b" " * 60_000)],
    "too-large-refused": raw(pad(60_001)),
    "too-large-refused-with-413": raw(pad(60_001)),
}

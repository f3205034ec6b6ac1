"""Demonstrations over HTTP: series of requests on one connection."""

import base64
import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from typing import Any

from tests.faulty.demonstrations.payloads import Edits, numbers, text, url, write
from tests.faulty.demonstrations.payloads import links as smartlinks
from tests.faulty.demonstrations.texts import PLAIN
from tests.faulty.server import PATH, TOKEN_SECRET

RIGHT = {"key": "secret", "Content-Type": "application/json"}


@dataclass(frozen=True, slots=True)
class Request:
    raw: bytes = PLAIN.encode()
    headers: dict[str, str] = field(default_factory=lambda: dict(RIGHT))
    path: str = PATH


def payload(edits: Edits) -> list[Request]:
    return [Request(write(edits))]


def raw(content: bytes) -> list[Request]:
    return [Request(content)]


def keyed(key: str) -> list[Request]:
    return [Request(headers={"key": key})]


def pack(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def token(secret: str = TOKEN_SECRET, algorithm: str = "HS256", **claims: Any) -> str:
    claims = {"iss": "service", "iat": int(time.time())} | claims
    parts = ({"typ": "JWT", "alg": algorithm}, claims)
    message = ".".join(pack(json.dumps(part).encode()) for part in parts)
    digest = hmac.new(secret.encode(), message.encode(), hashlib.sha256).digest()
    return f"{message}.{pack(digest)}"


def bearer(text: str) -> list[Request]:
    return [Request(headers={"Authorization": f"Bearer {text}"})]


GOOD = Request()
BAD = Request(write({"sms.text": ""}))
NO_JSON = Request(b"{")
NO_KEY = Request(headers={})
NOW = int(time.time())
NONE = token(algorithm="none").rpartition(".")[0] + "."

ACCESS: dict[str, list[Request]] = {
    "access-not-checked": keyed("wrong"),
    "access-without-key": [NO_KEY],
    "access-by-query": [Request(headers={}, path=PATH + "?key=secret")],
    "access-by-basic": [Request(headers={"Authorization": "Basic YTpi"})],
    "access-once-for-a-connection": [GOOD, NO_KEY],
    "access-for-long-payloads-free": [Request(write({"callbackData": "a" * 1500}), headers={})],
    "access-opens-after-300": [GOOD] * 300 + [NO_KEY],
    "access-opens-after-900": [GOOD] * 900 + [NO_KEY],
    "access-warmed-up": [GOOD] * 50 + keyed("wrong"),
    "access-by-bare-authorization": [Request(headers={"Authorization": "secret"})],
    "access-by-basic-key": [Request(headers={"Authorization": "Basic c2VjcmV0Og=="})],
    "access-for-plain-text-free": [Request(headers={"Content-Type": "text/plain"})],
    "key-any": keyed(""),
    "key-any-but-empty": keyed("wrong"),
    "key-empty": keyed(""),
    "key-beginning": keyed("sec"),
    "key-first-characters": keyed("secrecy"),
    "key-and-more": keyed("secrets"),
    "key-somewhere-inside": keyed("my-secrets"),
    "key-any-case": keyed("Secret"),
    "key-of-the-same-length": keyed("public"),
    "key-same-letters": keyed("terces"),
    "token-any": bearer("x"),
    "token-refused": bearer(token()),
    "token-with-expiry-refused": bearer(token(exp=NOW + 86_400)),
    "token-without-algorithm": bearer(NONE),
    "token-without-signature": bearer(token().rpartition(".")[0] + "."),
    "token-signature-not-checked": bearer(token("another secret")),
    "token-signed-with-the-key": bearer(token("secret")),
    "token-expired": bearer(token(exp=NOW - 600)),
    "token-old": bearer(token(iat=NOW - 7200)),
}
ACCEPTED = {
    "code-1002", "code-200", "description-missing", "acceptance-as-object",
    "acceptance-without-response", "acceptance-empty", "acceptance-with-null",
    "acceptance-nested", "status-400-for-acceptance", "status-204-for-acceptance",
    "code-as-number", "burst-mode", "two-entries",
}  # fmt: skip
SPECIAL: dict[str, list[Request]] = {
    "transid-missing-for-7000": [NO_JSON],
    "page-for-7000": [NO_JSON],
    "status-503-for-7000": [NO_JSON],
    "page-for-7002": [NO_KEY],
    "description-missing-for-7001": keyed("wrong"),
    "answer-bad-utf-8": payload({"sms.type": "9"}),
}
SMS: dict[str, Any] = {"senderid": "ACME", "text": "Hello"}
CRASHES: dict[str, list[Request]] = {
    "crash-on-array": raw(b"[]"),
    "drop-on-null": raw(b"null"),
    "crash-on-string": raw(b'"a"'),
    "crash-on-number": raw(b"1"),
    "crash-on-no-json": [NO_JSON],
    "drop-on-no-json": [NO_JSON],
    "crash-on-null-member": payload({"sms.body": None}),
    "crash-on-null-text": payload(text(None)),
    "crash-on-number-as-text": payload(text(1)),
    "crash-on-channels-no-object": payload({"channels": "sms"}),
    "crash-on-sms-no-object": payload({"sms": "Hello"}),
    "crash-on-msisdn-no-array": payload({"destination": [{"msisdn": "+447700900123"}]}),
    "crash-on-empty-destination": payload({"destination": []}),
    "crash-on-empty-msisdn": payload({"destination": [{"msisdn": []}]}),
    "crash-on-destination-of-strings": payload({"destination": ["+447700900123"]}),
    "crash-on-policy-no-object": payload({"contactPolicy": "1"}),
    "crash-on-smartlinks-object": payload(
        smartlinks("5") | {"smartlinks": {"linkid": "5", "validity": "30"}}
    ),
    "crash-on-smartlinks-of-strings": payload({"smartlinks": ["5"]}),
    "crash-on-type-as-number": payload({"sms.type": 1}),
    "crash-on-lone-surrogate": payload({"correlationid": "\ud83d"}),
    "crash-on-deep-nesting": raw(b'{"a":' * 60 + b"1" + b"}" * 60),
    "drop-on-very-deep-nesting": raw(b"[" * 100_000),
    "crash-on-long-number": raw(b'{"extra": ' + b"1" * 4301 + b", " + PLAIN[1:].encode()),
    "drop-on-huge-exponent": raw(b'{"extra": 1e999, ' + PLAIN[1:].encode()),
    "crash-on-fraction": raw(b'{"extra": 1.5, ' + PLAIN[1:].encode()),
    "crash-on-emoji": payload(text("\U0001f600", "4")),
    "drop-on-emoji": payload({"callbackData": "\U0001f600"}),
    "crash-on-proto": payload({"__proto__": {}}),
    "crash-on-empty-name": payload({"sms": SMS | {"": 1}}),
    "crash-on-equal-names": raw(PLAIN.replace('"text"', '"text": "a", "text"').encode()),
    "crash-on-unknown-member": payload({"priority": 1}),
    "crash-on-empty-request": raw(b""),
    "hang-on-empty-request": raw(b" "),
    "crash-on-bad-utf-8": raw(b"\xff"),
    "crash-on-byte-order-mark": raw(b"\xef\xbb\xbf" + PLAIN.encode()),
    "crash-without-content-type": [Request(headers={"key": "secret"})],
    "crash-on-null-character": payload(text("a\0b")),
    "drop-on-null-character": payload({"correlationid": "a\0b"}),
    "crash-on-control-character": payload({"callbackData": "\x1b"}),
    "crash-on-apostrophe": payload({"correlationid": "it's"}),
    "crash-on-percent-sign": payload(text("100%")),
    "crash-on-braces-in-text": payload(text("a {0} b")),
    "crash-on-sender-not-latin": payload({"sms.senderid": "\u0431"}),
    "crash-on-port-in-letters": payload(url("https://example.com:https/")),
    "crash-on-ipv6": payload(url("https://[2001:db8::1]/")),
    "hang-on-long-number": payload({"destination.0.msisdn": ["+1234567890123456"]}),
    "hang-on-opened-braces": payload(text("a {{b")),
    "drop-on-large-request": payload({"correlationid": "a" * 10_000}),
    "crash-on-1000-numbers": payload(numbers(1000)),
}
SOMETIMES: dict[str, list[Request]] = {
    "refused-every-40th": [GOOD] * 40,
    "refused-after-100": [GOOD] * 101,
    "crash-every-40th": [GOOD] * 40,
    "crash-first": [GOOD],
    "crash-after-150": [GOOD] * 151,
    "crash-by-chance": [GOOD] * 200,
    "drop-every-40th": [GOOD] * 40,
    "hang-every-40th": [GOOD] * 40,
    "code-as-number-every-40th": [GOOD] * 40,
    "unchecked-after-200": [GOOD] * 200 + [BAD],
    "unchecked-beyond-20-kb": payload({"correlationid": "a" * 20_000, "sms.text": ""}),
    "unchecked-every-10th": [GOOD] * 9 + [BAD],
    "transid-repeated-every-30th": [GOOD] * 30,
    "transid-always-the-same": [GOOD] * 2,
    "transid-from-payload": [GOOD] * 2,
    "transid-by-the-second": [GOOD] * 9,
    "transid-for-a-connection": [GOOD] * 2,
    "judged-by-length": [GOOD, Request(PLAIN.replace('"sms"', '"SMS"', 1).encode())],
    "judged-by-beginning": [GOOD, BAD],
    "request-unread": [NO_KEY, GOOD],
}
ALLOWED: dict[str, list[Request]] = {
    "extra-members": [BAD],
    "code-7999": [BAD],
    "status-400-for-refusal": [BAD],
    "access-checked-last": [Request(BAD.raw, headers={})],
    "first-of-equal-names": raw(PLAIN.replace('"text"', '"text": "", "text"').encode()),
}


def answer_demonstration(name: str) -> list[Request]:
    return SPECIAL.get(name, [GOOD] if name in ACCEPTED else [BAD])

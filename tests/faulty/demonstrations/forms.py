"""Demonstrations of the group forms: texts whose normal or case forms are longer or shorter."""

import json

from tests.faulty.demonstrations.payloads import (
    MINIMAL,
    Edits,
    binary,
    links,
    number,
    options,
    text,
    url,
)
from tests.faulty.demonstrations.requests import Request, payload

FORMS: dict[str, Edits] = {
    "text-counted-decomposed": text("é" * 1024, "4"),
    "text-counted-composed": text("e\u0301" * 513, "4"),
    "text-counted-compatible": text("½" * 1024, "4"),
    "text-counted-in-septets": text("€" * 1024),
    "text-counted-in-graphemes": text("👩\u200d👧" * 342, "4"),
    "text-counted-with-cr-lf": text("a\n" * 512),
    "text-counted-without-invisible": text("a\u200b" * 513, "4"),
    "text-counted-in-titles": text("ß " * 512),
    "callback-counted-for-urls": {"callbackData": "%" * 2000},
    "callback-counted-for-xml": {"callbackData": "é" * 2000},
    "number-compatible": number("+４４７７００９００１２３"),
    "url-compatible": url("ｈｔｔｐｓ://example.com/"),
    "mention-compatible": links("5", text="Click ｛｛link_5｝｝"),
    "option-compatible": options(trackClicks="ｔｒｕｅ"),
    "text-counted-folded": text("ß" * 1024),
    "callback-counted-compatible": {"callbackData": "ﷺ" * 2000},
    "callback-counted-in-capitals": {"callbackData": "ß" * 2000},
    "callback-counted-in-small-letters": {"callbackData": "İ" * 2000},
    "callback-counted-for-html": {"callbackData": "&" * 2000},
    "callback-counted-for-json": {"callbackData": "\n" * 2000},
    "callback-counted-with-one-line-break": {"callbackData": "\r\n" * 1001},
    "callback-counted-in-clusters": {"callbackData": "e\u0301" * 1001},
    "channel-compatible": {"deliverychannel": "ｓｍｓ"},
    "channel-folded-long-s": {"deliverychannel": "ſmſ"},
    "type-compatible": {"sms.type": "¹"},
    "hex-compatible": binary("ＦＦ"),
}
NAMES: dict[str, bytes] = {
    "names-compatible": json.dumps(MINIMAL).replace("text", "ｔｅｘｔ").encode(),
}
CRASHES: dict[str, list[Request]] = {
    "crash-on-longer-capitals": payload(text("ß" * 1024)),
    "crash-on-longer-sender": payload({"sms.senderid": "Straße"}),
    "crash-on-ligature": payload({"correlationid": "ﬃ"}),
}

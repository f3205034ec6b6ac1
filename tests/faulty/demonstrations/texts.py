"""Demonstrations of the group text."""

import json
from urllib.parse import quote

from tests.faulty.demonstrations.payloads import MINIMAL, edit, write

PLAIN = json.dumps(MINIMAL)
NAMED = write({"correlationid": "Caf-"})


def change(old: str, new: str) -> bytes:
    assert old in PLAIN
    return PLAIN.replace(old, new).encode()


TEXTS: dict[str, bytes] = {
    "line-comments": PLAIN.encode() + b"// done",
    "block-comments": b"/* a\nb */" + PLAIN.encode(),
    "hash-comments": b"# greeting\n" + PLAIN.encode(),
    "trailing-commas": change('"Hello"', '"Hello",'),
    "doubled-commas": change('["+', '[, "+'),
    "missing-commas": change('"ACME",', '"ACME"'),
    "missing-brackets": PLAIN[:-3].encode(),
    "single-quotes": change('"Hello"', "'Hello'"),
    "typographic-quotes": change('"Hello"', "“Hello”"),
    "names-without-quotes": change('"text"', "text"),
    "words-of-python": write(
        {"contactPolicy": {"contactPolicyGroup": "1", "channelCheckConsent": True}}
    ).replace(b"true", b"True"),
    "python-literals": repr(MINIMAL).encode(),
    "nan": b'{"extra": NaN, ' + PLAIN[1:].encode(),
    "leading-zeros": b'{"extra": 01, ' + PLAIN[1:].encode(),
    "plus-signs": b'{"extra": +1, ' + PLAIN[1:].encode(),
    "semicolons": change('"ACME",', '"ACME";'),
    "equals-signs": change('"text":', '"text" =>'),
    "no-break-spaces": change(": ", ":\u00a0"),
    "control-characters": NAMED.replace(b"-", b"\t"),
    "hexadecimal-escapes": change("Hello", "Hello\\x21"),
    "unknown-escapes": change("Hello", "It\\'s"),
    "text-behind-the-document": PLAIN.encode() + b"}",
    "last-document-counts": f"{PLAIN}\n{PLAIN}".encode(),
    "utf-16": PLAIN.encode("utf-16-le"),
    "latin-1-for-bad-utf-8": NAMED.replace(b"-", b"\xe9"),
    "bad-utf-8-replaced": NAMED.replace(b"Caf-", b"Caf\xc3"),
    "bad-utf-8-ignored": NAMED.replace(b"Caf-", b"Caf\xff"),
    "encoded-surrogates": NAMED.replace(b"-", b"\xed\xa0\xbd"),
    "empty-request": b"",
    "form-encoded": b"payload=" + quote(PLAIN).encode(),
    "names-in-order": json.dumps(dict(reversed(MINIMAL.items()))).encode(),
    "destination-before-channels": json.dumps(dict(reversed(MINIMAL.items()))).encode(),
    "escapes-in-names": change('"text"', '"te\\u0078t"'),
    "escapes-in-values": change('"sms"', '"\\u0073ms"'),
    "upper-case-escapes": write({"correlationid": "caf-"}).replace(b"-", b"\\u00E9"),
    "escaped-slash": write({"notifyurl": "https://example.com/"}).replace(b"/", b"\\/"),
    "escaped-pairs": write({"correlationid": "\U0001f600"}),
    "more-than-one-line": json.dumps(MINIMAL, indent=2).encode(),
    "tabs": json.dumps(edit({}), indent="\t").encode(),
    "carriage-returns": json.dumps(MINIMAL, indent=2).replace("\n", "\r\n").encode(),
    "space-after-colon": json.dumps(MINIMAL, separators=(",", ":")).encode(),
    "space-before-colon": change('"text":', '"text" :'),
    "white-space-in-front": b"\n" + PLAIN.encode(),
    "line-break-behind": PLAIN.encode() + b"\n",
}

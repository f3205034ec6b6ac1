"""Bytes → text: UTF-8, or a fault that names the encoding it looks like."""

from typing import NamedTuple

from contractkit.jsontext.document import Fault

_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_NULLS = {
    (True, True, True, False): "utf-32-be",
    (False, True, True, True): "utf-32-le",
    (True, False, True, False): "utf-16-be",
    (False, True, False, True): "utf-16-le",
    (True, False): "utf-16-be",
    (False, True): "utf-16-le",
}


class Decoded(NamedTuple):
    """A text; bytes that are not UTF-8 are surrogate escapes in it, unless there is a fault."""

    text: str
    fault: Fault | None


def decode(data: bytes) -> Decoded:
    """Decode a document; it begins with ASCII, so null bytes betray the wider encodings."""
    encoding = _find_wide_encoding(data)
    if encoding is None:
        return Decoded(data.decode("utf-8", "surrogateescape"), None)
    text = data.decode(encoding, "replace")
    name = encoding[:6].upper()
    message = f"the document looks like {name}; JSON is exchanged in UTF-8"
    return Decoded(text, Fault("JT011", 0, min(1, len(text)), None, message))


def _find_wide_encoding(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    start = data[:4] if len(data) >= len("four") else data[:2]
    return _NULLS.get(tuple(byte == 0 for byte in start))

"""Hypothesis strategies: JSON documents, and documents that were damaged."""

import json

from hypothesis import strategies as st

from contractkit.jsontext import JsonValue

PIECES = (
    *"\"'{}[]:,;/\\#=<-+.0\t\n\r\x00\x0c\x7f\xa0“”‘’\ufeff\u2028é😀",
    *("//", "/*", "*/", "/* x */", "# x", "NaN", "-Infinity", "Infinity", "True", "None", "nil"),
    *(
        "undefined",
        "\\u",
        "\\ud800",
        "\\udc00",
        "\\ud83d\\ude00",
        "\\udbff\\udbff",
        "\\x41",
        "\\'",
        "\\\\",
        '\\"',
    ),
    *("01", "+1", ".5", "1.", "0x10", "1e", "1e999", "-1e400", "1e308", "9" * 309, "1" * 5000),
    *("{{name}}", "${name}", "<name>", "{{", "}}", "=>", '""', '"a":', '"a":1,', "null", "true"),
    *("[" * 101 + "]" * 101, "[" * 99 + "]" * 99, "[" * 30, "]" * 30, '{"a":' * 60),
)
RAW_PIECES = (b"\x80", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\x00", b"\xf0\x9f")
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.integers(-(10**308), 10**308)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
    | st.sampled_from(["", "a", "//", "/* x */", "1,2", "[", "}", "'", "“”", "\x00", "😀"])
)
NAMES = st.sampled_from(["", "a", "b", "a/b", "~1", "~01", "é", "//"]) | st.text(max_size=4)
VALUES: st.SearchStrategy[JsonValue] = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=8,
)


@st.composite
def documents(draw: st.DrawFn) -> bytes:
    """Draw a sound JSON text, in any of the usual layouts."""
    text = json.dumps(
        draw(VALUES),
        ensure_ascii=draw(st.booleans()),
        indent=draw(st.sampled_from([None, 2, "\t"])),
        separators=draw(st.sampled_from([(",", ":"), (", ", ": "), (" , ", " : ")])),
    )
    return text.encode()


@st.composite
def damaged_documents(draw: st.DrawFn) -> bytes:
    """Draw a JSON text with one to three places changed, which may still be sound."""
    data: bytes = draw(documents())
    for _ in range(draw(st.sampled_from([1, 1, 2, 3]))):
        data = _damage(draw, data)
    return data


def _damage(draw: st.DrawFn, data: bytes) -> bytes:
    start: int = draw(st.integers(0, len(data)))
    end = min(len(data), start + draw(st.sampled_from([0, 0, 1, 1, 2, 5])))
    before, cut, after = data[:start], data[start:end], data[end:]
    kind = draw(st.sampled_from(["put", "put", "bytes", "delete", "double", "swap", "truncate"]))
    if kind == "put":
        put: str = draw(st.sampled_from(PIECES))
        return before + put.encode() + after
    if kind == "bytes":
        piece: bytes = draw(st.sampled_from(RAW_PIECES))
        return before + piece + after
    if kind == "double":
        return before + cut + cut + after
    if kind == "swap":
        return before + after[:1] + cut + after[1:]
    return before if kind == "truncate" else before + after

"""What others wrote is shown with every character visible, JSON laid out, and cut."""

import json

import pytest

from contractkit.reporting.html import indent_json, read_body, show_lines


@pytest.mark.parametrize(
    "text",
    [
        '{"a":1,"a":2}', '[1E400,-0.0,1.50,"\\ud800\\/"]', '{"a":{},"b":[ ],"c":[[1],{"d":null}]}',
        '"{[,:]}"', "12345678901234567890", ' {"a" : "b\\"]" } ', "[]", '["\u2028"]',
    ],
)  # fmt: skip
def test_laid_out_json_has_the_same_tokens(text: str) -> None:
    laid_out = indent_json(text)
    assert laid_out is not None
    pairs = [json.loads(one, object_pairs_hook=list) for one in (text, laid_out)]
    assert pairs[0] == pairs[1]
    for kept in ("1E400", "1.50", "\\ud800\\/"):
        assert (kept in laid_out) == (kept in text)


def test_json_is_laid_out_as_json_is() -> None:
    value = {"a": [1, {"b": []}, "x"], "c": {}, "d": {"e": True}}
    assert indent_json(json.dumps(value, separators=(",", ":"))) == json.dumps(value, indent=2)


@pytest.mark.parametrize("text", ["", "{", "[1,]", "nonsense", "[" * 50 + "]" * 50, "[" * 100_000])
def test_what_is_no_json_is_left_alone(text: str) -> None:
    assert indent_json(text) is None


@pytest.mark.parametrize(
    ("content", "note", "head", "rest_note"),
    [
        (b"", "empty", "", ""),
        (b"x", "1 byte", "x", ""),
        (b"[1]", "JSON, 3 bytes", "[\n  1\n]", ""),
        (b"a\n" * 30 + b"b", "61 bytes", "a\n" * 19 + "a", "11 more lines"),
        (b"a" * 2001, "2,001 bytes", "a" * 1200, "801 more characters"),
    ],
)
def test_a_body_folds_where_it_is_long(
    content: bytes, note: str, head: str, rest_note: str
) -> None:
    body = read_body(content, str)
    assert (body.note, body.head, body.rest_note) == (note, head, rest_note)
    whole = body.head + ("\n" if "lines" in rest_note else "") + body.rest
    assert "".join(whole.split()) == "".join(content.decode().split())


def test_bytes_that_are_no_text_are_marked() -> None:
    body = read_body(b"\\xff\xff", str)
    assert body.note == "5 bytes, no UTF-8"
    assert show_lines(body.head) == '\\xff<span class="esc">\\xff</span>'

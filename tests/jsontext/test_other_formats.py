"""A text in another format than JSON is said to be that, once; what is meant as JSON is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractkit.contracts.loading import load
from contractkit.jsontext import read
from contractkit.validation.check import check_document
from contractkit.validation.options import CheckOptions

FORM = "form (name=value)"
TEXTS: dict[str, list[str]] = {
    "HTML": [
        "<!DOCTYPE html>\n<html><body>x</body></html>",
        "<html>\r\n<head><title>",
        "\n\n<HTML lang=en>",
        "<!-- made by nginx -->\n<html>",
        "<h1>Not Found</h1>",
        "<p>An error occurred",
        "\ufeff<!doctype HTML public>",
    ],
    "XML": [
        '<?xml version="1.0"?><a/>',
        "<soap:Envelope xmlns:soap='http://x'>",
        "<Error><Code>AccessDenied</Code></Error>",
        "<request/>",
        "<!DOCTYPE note SYSTEM 'note.dtd'>",
        "<response>\n  <code>7001</code>",
    ],
    "YAML": [
        "---\na: 1",
        "---",
        "%YAML 1.2\n---\n",
        "deliverychannel: sms\nchannels:\n  sms: {}",
        "deliverychannel: sms",
        "# an order\n\ndestination:\n  - msisdn:\n    - '+447700900123'",
        "- msisdn: x\n- msisdn: y",
        "text: |\n  Hello",
        "text: Your order is on its way\nsenderid: ACME",
        "'text': Hello\r\nsenderid: ACME",
        "correlation-id: &id 17",
        "--- # made by hand\n{}: x",
    ],
    FORM: [
        "deliverychannel=sms&senderid=ACME",
        "payload=%7B%22a%22%3A1%7D",
        "destination[0][msisdn]=%2B447700900123&text=Hello+you\n",
        "text=",
    ],
    "form in several parts (multipart/form-data)": [
        '------WebKitFormBoundary7\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n',
        "--x\ncontent-type: text/plain\n\nx",
    ],
    "HTTP message": [
        'POST /v1 HTTP/1.1\r\nHost: x\r\n\r\n{"a": 1}',
        "HTTP/1.1 502 Bad Gateway\r\n\r\n",
        "HTTP/2 200 \ncontent-length: 2\n\n{}",
        'Content-Type: application/json\nkey: x\n\n{"a": 1}',
    ],
    "stream of events": ['data: {"a": 1}\n\n', 'event: x\ndata: {"a": 1}\n'],
    "inside of an object, without its braces": [
        '"deliverychannel": "sms",\n"destination": []',
        "deliverychannel: 'sms',\ndestination: []",
        '"a": 1',
    ],
    "INI or TOML": ["[order]\nsenderid = ACME", "A=1\nB=2\n"],
    "command line": ["curl -X POST https://x -d '{}'", "$ curl x", "#!/bin/sh\ncurl x"],
    "Markdown": ['```json\n{"a": 1}\n```'],
    "program code": [
        'const payload = {"a": 1};',
        'payload = {"a": 1}',
        "import json",
        'callback({"a": 1});',
        "b'{\"a\": 1}'",
        "OrderedDict([('a', 1)])",
        "<?php echo 1;",
    ],
    "object of a program, turned into text": [
        "[object Object]",
        "<Response [200]>",
        "<orders.Order object at 0x7f1c>",
    ],
    "that is URL-encoded": ["%7B%22a%22%3A1%7D", "%5b1%5d"],
    "JSON Web Token": ["eyJhbGciOiJub25lIn0.eyJhIjoxfQ.x"],
    "base64": ["eyJhIjoxfQ==", "ewogICJhIjogMQp9\n"],
    "URL": ["https://example.com/order.json"],
    "name of a file": [
        "order.json",
        "@order.json\n",
        "./orders/order 17.json",
        "C:\\x\\order.json",
    ],
    "CSV": ["msisdn,text\n+447700900123,Hello", '"msisdn";"text"\n"+44";"x"', "1,2\n3,4"],
    "plain text": [
        "Internal Server Error",
        "502 Bad Gateway",
        "upstream connect error or disconnect/reset before headers. reset reason: x",
        "OK",
        "Error: connect ECONNREFUSED 127.0.0.1:80",
        'Traceback (most recent call last):\n  File "x.py", line 1',
        '2026-05-01 12:00:00 INFO sent {"a": 1}',
        "# Orders\n\nAn order.",
    ],
    "PDF file": ["%PDF-1.7\n"],
}
CASES = [(text, noun) for noun, texts in TEXTS.items() for text in texts]


@pytest.mark.parametrize(("text", "noun"), CASES, ids=[text[:40] for text, _ in CASES])
def test_another_format_is_named_in_one_finding(text: str, noun: str) -> None:
    document = read(text.encode())
    [fault] = document.faults
    assert fault.rule == "JT025"
    named = fault.message.removeprefix("the text begins like ").removesuffix(", not like JSON")
    assert noun in (named, named.partition(" ")[2])
    assert document.text[fault.start : fault.end] in text
    assert "\n" not in document.text[fault.start : fault.end]
    [finding] = check_document(text, load(), CheckOptions("request")).findings
    assert (finding.message, finding.fix) == (fault.message, None)


PRECISE = [
    ('null\n"', "JT019", 'the document has ended, but `"` follows'),
    ("true\nfalse", "JT019", "the document has ended, but `false` follows"),
    ('null "', "JT019", 'the document has ended, but `"` follows'),
    ("false {}", "JT019", "another document begins here, but a file holds one"),
    ('nul"l', "JT004", "`nul` has a closing quote, but no opening one"),
    (
        'Your code is 1234"\n',
        "JT004",
        "`Your code is 1234` has a closing quote, but no opening one",
    ),
]


@pytest.mark.parametrize(("text", "rule", "message"), PRECISE)
def test_a_single_slip_in_a_value_is_told_as_that_slip(text: str, rule: str, message: str) -> None:
    [fault] = read(text.encode()).faults
    assert (fault.rule, fault.message) == (rule, message)


@pytest.mark.parametrize("text", ["true story: it is down", "null-pointer exception", "false x"])
def test_a_sentence_that_begins_with_a_literal_is_plain_text(text: str) -> None:
    [fault] = read(text.encode()).faults
    assert (fault.rule, fault.message) == (
        "JT025",
        "the text begins like plain text, not like JSON",
    )


def test_the_beginning_of_binary_data_is_named() -> None:
    beginnings = {b"PK\x03\x04x": "ZIP", b"\x1f\x8b\x08x": "gzip", b"\x89PNG\r\n": "an image"}
    for data, name in beginnings.items():
        [fault] = read(data).faults
        assert name in fault.message


def test_a_page_is_named_by_its_title() -> None:
    [fault] = read("<!DOCTYPE html>\n<title>\n502 Bad\u200b Gateway </title>".encode()).faults
    assert "HTML (titled `502 Bad" in fault.message
    assert fault.message.isprintable()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: b", "yq -o=json order.yaml | contractkit lint"),
        ("a: b", "`yq . order.yaml | …`"),
        ("a=b", "application/json"),
    ],
)
def test_the_help_says_how_to_get_to_json(text: str, words: str) -> None:
    [finding] = check_document(text, load(), CheckOptions()).findings
    assert words in finding.help


MEANT_AS_JSON = [
    *('{"a": <b>}', "{a: 1}", "[a: 1]", "[section]", "[1, 2}", "{'a': 1}", "<name>", "{{name}}"),
    *("${name}", "$(name)", "NaN", "True", "nil", "None]", "true,", "null;", "+1", "-", "1 x"),
    *(
        "// x\n{a: 1}",
        "# x\n[1,]",
        "/* x */ {",
        '"a',
        "'a'",
        "“a”",
        "]",
        "{} {}",
        "01",
        "-x",
        "(a)",
    ),
    *("1,\n2,\n3]", '"\tnull,\n\tnull\n]', '"a",\n"b"\n', "1,2"),
    *("(a)", '"a" "b"', "", " ", "# x", "\x00", "\x00abc", "{=1}", '["a" = 1]', '[{"a" => 1}]'),
]


@pytest.mark.parametrize("text", MEANT_AS_JSON)
def test_what_may_be_meant_as_json_is_read_as_json(text: str) -> None:
    rules = {fault.rule for fault in read(text.encode()).faults}
    assert rules
    assert "JT025" not in rules


@given(
    st.sampled_from([text for text, _ in CASES]),
    st.integers(0, 30),
    st.sampled_from(["\u200b", "\n", "<", "{", '"', "=", ":", ",", "é"]),
)
def test_one_finding_or_what_is_wrong_as_json(text: str, place: int, inserted: str) -> None:
    faults = read((text[:place] + inserted + text[place:]).encode()).faults
    assert len(faults) == 1 or "JT025" not in {fault.rule for fault in faults}


def test_a_long_text_takes_no_time() -> None:
    for piece in ("<a ", "a=", "a: ", "- a\n", "a-", '"', "/* ", "<!-- ", "a,", "eyJ", "a.", "b b"):
        for end in ("", "\x00", "{", "}"):
            read((piece * 200_000 + end).encode())

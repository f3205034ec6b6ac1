"""Comments in the raw body of a collection: taken out where Postman does so, and told of."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contractkit.contracts.loading import load
from contractkit.findings import Finding
from contractkit.linting.recordings import check_recording
from contractkit.linting.recordings.comments import blank_comments
from contractkit.validation.options import CheckOptions
from tests.linting.recordings.making import make_collection, make_item
from tests.sample_payloads import plain, plain_sms

CONTRACT = load()
GOOD, BAD = json.dumps(plain(), indent=1), json.dumps(plain_sms(senderid=""), indent=1)
LINE, BLOCK = "// the first\n", "/* one\nor two */"
TYPE = "Content-Type"


def find(raw: str, options: CheckOptions = CheckOptions(), **changes: Any) -> list[Finding]:  # noqa: B008
    text = json.dumps(make_collection(make_item(raw, **changes)), indent=1)
    recorded = check_recording(text.encode(), CONTRACT, options)
    assert recorded
    return list(recorded.findings)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": 1} // b', '{"a": 1}     '),
        ('{"a": /* b */ 1}', '{"a":         1}'),
        ("{// a\r\n}", "{    \r\n}"),
        ("[1,/**/2]", "[1,    2]"),
        ("[/* a\n * b\n */]", "[    \n    \n   ]"),
        ("[/* // */]", "[        ]"),
        ("[// /*\n1]", "[     \n1]"),
        ("[1] /* never closed", "[1]                "),
        ("// nothing else", "               "),
        ('{"a": "// b", "c": "/* d */"}', None),
        (r'{"a": "\" // b", "c\\": 1}', None),
        (r'{"a": "\\" }', None),
        ('{"a": "no end // b', None),
        ("{} # a", None),
        ("{} / 1", None),
    ],
)
def test_comments_become_white_space(text: str, expected: str | None) -> None:
    blanked, comments = blank_comments(text)
    assert blanked == (expected or text)
    assert bool(comments) == bool(expected)


@settings(deadline=None)
@given(st.data())
def test_what_stands_between_the_comments_is_the_same(data: st.DataObject) -> None:
    strings = st.text(st.sampled_from('/*"\\a\n '), max_size=6)
    value = data.draw(st.lists(st.dictionaries(strings, strings, max_size=3), max_size=3))
    comments = st.sampled_from(["", LINE, BLOCK, '/* " */', "/*/*/", '// "\n'])
    drawn = iter(data.draw(st.lists(comments, min_size=20, max_size=20)))
    text = json.dumps(value, indent=0)
    text = "".join(f"{line}{next(drawn, '')}\n" for line in text.splitlines())
    blanked, found = blank_comments(text)
    assert json.loads(blanked) == value
    assert len(blanked) == len(text)
    assert [text[start] for start, _ in found] == ["/"] * len(found)


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (LINE + GOOD, ["RC001"]),
        (GOOD + BLOCK, ["RC001"]),
        (BLOCK + BAD + LINE, ["RC001", "SM108"]),
        (GOOD.replace("Hello", "https://x.example /* a */"), []),
        (GOOD[:-1] + ", // last\n}", ["JT002", "RC001"]),
        (LINE, ["RC001", "JT020"]),
        (GOOD + "# not one", ["JT001"]),
        (GOOD + "/* never closed", ["RC001"]),
    ],
)
def test_body_is_judged_without_its_comments(raw: str, found: list[str]) -> None:
    assert [one.rule for one in find(raw)] == found


def body(raw: str, language: str | None) -> dict[str, Any]:
    options = {} if language is None else {"options": {"raw": {"language": language}}}
    return {"mode": "raw", "raw": raw} | options


def header(value: str, *, disabled: bool = False) -> list[dict[str, Any]]:
    return [{"key": TYPE, "value": value, "disabled": disabled}, {"key": "key", "value": "k"}]


@pytest.mark.parametrize(
    ("language", "content_type", "found"),
    [
        ("json", None, ["RC001"]),
        ("json", header("text/plain"), ["SM801", "RC001"]),
        ("text", header("application/json"), ["JT001"]),
        ("javascript", header("application/json"), ["JT001"]),
        (None, header("application/json; charset=utf-8"), ["RC001"]),
        (None, header("application/vnd.api+json"), ["SM801", "RC001"]),
        (None, header("text/plain"), ["SM801", "JT001"]),
        (None, header("application/json", disabled=True), ["SM801", "JT001"]),
        (None, None, ["SM801", "JT001"]),
    ],
)
def test_language_and_content_type_decide(
    language: str | None, content_type: Any, found: list[str]
) -> None:
    changes = {"header": content_type} if content_type else {}
    findings = find("", body=body(LINE + GOOD, language), **changes)
    assert sorted(one.rule for one in findings) == sorted(found)


def test_finding_is_at_the_first_comment_and_names_the_others() -> None:
    raw = LINE + GOOD[:-1] + BLOCK + "}" + LINE
    [finding] = find(raw)
    text = json.dumps(make_collection(make_item(raw)), indent=1)
    assert (finding.severity, finding.pointer) == ("warning", "/item/0/request/body/raw")
    spans = [finding.span, *(one.span for one in finding.related)]
    assert [text[one.start : one.end] for one in spans if one] == [
        LINE.rstrip(),
        BLOCK.replace("\n", r"\n"),
        LINE.rstrip(),
    ]
    assert finding.message.endswith("; 2 more follow")


def test_comments_that_are_allowed_are_no_finding() -> None:
    assert find(LINE + GOOD, CheckOptions(jsonc=True)) == []


def test_comments_in_a_saved_answer_stay() -> None:
    accepted = '{"response": [{"code": "1001", "transid": "a", "description": "b"}]} // c'
    item = make_item(GOOD) | {"response": [{"code": 200, "body": accepted}]}
    recorded = check_recording(json.dumps(make_collection(item)).encode(), CONTRACT, CheckOptions())
    assert recorded
    assert [one.rule for one in recorded.findings if one.severity == "error"] == ["JT001"]

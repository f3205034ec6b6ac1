"""The formats of other programs: whatever was found, what is written can be read by them.

`sarif-schema-2.1.0.json` is the schema of SARIF, as the npm package @microsoft/jest-sarif has it.
"""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator

from contractkit.contracts.loading import load
from contractkit.contracts.rules import load_rules
from contractkit.errors import UnreadableInputError
from contractkit.findings import Finding, Related, Severity, Span, Verdict
from contractkit.linting.reports.report import Report
from contractkit.linting.results import Linted
from contractkit.reporting import write_report
from contractkit.reporting.texts import clean
from contractkit.validation.check import check_document
from contractkit.validation.options import CheckOptions
from tests.sample_payloads import plain

CONTRACT = load()
SCHEMA = json.loads((Path(__file__).parent / "sarif-schema-2.1.0.json").read_text("utf-8"))
SARIF = Draft4Validator(SCHEMA)
FORMATS = ("json", "sarif", "github", "gitlab", "junit")
ANNOTATION = re.compile(r"::(error|warning|notice) ([a-zA-Z]+=[^,:\n]*)(,[a-zA-Z]+=[^,:\n]*)*::.*")
BROKEN = """{
  "deliverychannel": "SMS",
  "destination": [{"msisdn": ["07700900123", "07700900124"], "correlationId": "17"}],
  "channels": {"sms": {"senderId": "ACME", "text": "One", "text": "Two",}}
}"""


def write(style: str, report: Report) -> str:
    return write_report("contractkit.linting.reports", report, style)


def read(style: str, text: str) -> Any:
    """Read a report as its reader does, and hold what is true of every one."""
    text.encode()
    if style == "json":
        return json.loads(text)
    if style == "sarif":
        log = json.loads(text)
        assert [error.message for error in SARIF.iter_errors(log)] == []
        json.dumps(log, ensure_ascii=False).encode()
        results = log["runs"][0]["results"]
        prints = [one["partialFingerprints"]["contractkit/v1"] for one in results]
        assert len(set(prints)) == len(prints)
        return log
    if style == "gitlab":
        issues = json.loads(text)
        json.dumps(issues, ensure_ascii=False).encode()
        assert len({one["fingerprint"] for one in issues}) == len(issues)
        assert all(one["location"]["lines"]["begin"] >= 1 for one in issues)
        return issues
    if style == "junit":
        return ET.fromstring(text)  # noqa: S314 - our own text
    assert clean(text) == text
    assert all(ANNOTATION.fullmatch(line) for line in text.split("\n")[:-1])
    return text.splitlines()


def lint(text: str, name: str = "a.json", first_line: int = 1) -> Linted:
    checked = check_document(text, CONTRACT, CheckOptions("request"))
    return Linted(name, checked.findings, checked.document, first_line)


def report_on(*files: Linted, **fields: Any) -> Report:
    return Report(CONTRACT, files, **fields)


def fingerprints(*files: Linted) -> list[str]:
    return [one["fingerprint"] for one in read("gitlab", write("gitlab", report_on(*files)))]


ANY = st.text(
    st.one_of(
        st.characters(codec=None), st.sampled_from("%:,\n\r\t\0\x1b\x85\u2028\ud800\udc80]>&<[(")
    ),
    max_size=8,
)
SPANS = st.builds(
    lambda line, column, more, wide: Span(0, 0, line, column, line + more, column + wide),
    *[st.integers(1, 10**18), st.integers(1, 10**18), st.integers(0, 2), st.integers(0, 9)],
)
FINDINGS = st.builds(
    Finding,
    rule=st.sampled_from(sorted(load_rules(CONTRACT))),
    severity=st.sampled_from(list(Severity)),
    verdict=st.sampled_from(list(Verdict)),
    pointer=st.none() | ANY,
    message=ANY,
    why=ANY,
    help=ANY,
    source=ANY,
    span=st.none() | SPANS,
    related=st.lists(st.builds(Related, ANY, ANY, st.none() | SPANS), max_size=2).map(tuple),
)
FILES = st.builds(Linted, name=ANY, findings=st.lists(FINDINGS, max_size=4).map(tuple))


@pytest.mark.parametrize("style", FORMATS)
@given(
    files=st.lists(FILES, max_size=3),
    unread=st.lists(st.builds(UnreadableInputError, ANY, ANY), max_size=2),
)
@settings(max_examples=60, deadline=None)
def test_whatever_was_found_can_be_read(
    style: str, files: list[Linted], unread: list[UnreadableInputError]
) -> None:
    report = report_on(*files, *files, unread=tuple(unread))
    read(style, write(style, report))


@pytest.mark.parametrize("style", FORMATS)
def test_nothing_found_is_a_whole_report(style: str) -> None:
    assert read(style, write(style, report_on())) is not None
    assert read(style, write(style, report_on(lint("{}", "b.json")))) is not None


def test_sarif_has_positions_in_code_points_help_and_places() -> None:
    text = BROKEN.replace('"deliverychannel"', '"é😀": 1, "deliverychannel"')
    linted = lint(text, "dir ü/a.json")
    [run] = read("sarif", write("sarif", report_on(linted)))["runs"]
    rules, results = run["tool"]["driver"]["rules"], run["results"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert [rule["id"] for rule in rules] == sorted({one["ruleId"] for one in results})
    assert all("## How to fix it" in rule["help"]["markdown"] for rule in rules)
    assert all("How to fix it: " in rule["help"]["text"] for rule in rules)
    for result, finding in zip(results, linted.findings, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == finding.rule
        [location] = result["locations"]
        place = location["physicalLocation"]
        assert place["artifactLocation"] == {"uri": "dir%20%C3%BC/a.json", "uriBaseId": "%SRCROOT%"}
    by_rule = {one["ruleId"]: one for one in results}
    assert find(text, by_rule["SM111"]["locations"][0]) == '"SMS"'
    assert by_rule["SM111"]["level"] == "error"
    assert by_rule["SM201"]["level"] == "warning"
    [related] = by_rule["SM108"]["relatedLocations"]
    assert find(text, related) == '"senderId"'
    assert {one["ruleId"] for one in results} >= {"JT002"}


def find(text: str, location: dict[str, Any]) -> str:
    """The text at a location that is on one line."""
    region = location["physicalLocation"]["region"]
    line: str = text.split("\n")[region["startLine"] - 1]
    assert region["endLine"] == region["startLine"]
    return line[region["startColumn"] - 1 : region["endColumn"] - 1]


def test_a_fix_in_sarif_is_the_edit_in_the_file() -> None:
    linted = lint('{"deliverychannel": "SMS", "x": 1}', first_line=7)
    [run] = read("sarif", write("sarif", report_on(linted)))["runs"]
    [fixed] = [one for one in run["results"] if "fixes" in one]
    [change] = fixed["fixes"][0]["artifactChanges"]
    [edit] = change["replacements"]
    assert edit["insertedContent"] == {"text": '"sms"'}
    assert edit["deletedRegion"] == {
        "startLine": 7, "startColumn": 21, "endLine": 7, "endColumn": 26,
    }  # fmt: skip
    hidden = write("sarif", report_on(linted, redact=True))
    assert "fixes" not in read("sarif", hidden)["runs"][0]["results"][0]


def test_a_byte_order_mark_has_no_column_and_so_no_fix_in_sarif() -> None:
    [run] = read("sarif", write("sarif", report_on(lint("\ufeff{}"))))["runs"]
    assert run["results"][0]["ruleId"].startswith("JT")
    assert not any("fixes" in one for one in run["results"])


@pytest.mark.parametrize(
    ("name", "uri"),
    [
        ("./a.json", b"a.json"),
        ("a b/%41#?.json", b"a b/%41#?.json"),
        ("\udcff.json", b"\xff.json"),
        ("<stdin>", b"<stdin>"),
        ("x/../a:b.json", b"a:b.json"),
    ],
)
def test_the_uri_of_a_file_is_its_path(name: str, uri: bytes) -> None:
    [run] = read("sarif", write("sarif", report_on(lint("{}", name))))["runs"]
    place = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert unquote_to_bytes(place["uri"]) == uri
    assert ":" not in place["uri"]


def test_a_file_elsewhere_has_its_full_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    names = ["../a.json", str(tmp_path / "here" / "b.json")]
    [run] = read("sarif", write("sarif", report_on(*[lint("[1]", name) for name in names])))["runs"]
    places = [one["locations"][0]["physicalLocation"]["artifactLocation"] for one in run["results"]]
    assert places[0] == {"uri": f"file://{tmp_path}/a.json"}
    assert places[-1] == {"uri": "b.json", "uriBaseId": "%SRCROOT%"}


def test_what_could_not_be_read_is_told_where_there_is_a_place_for_it() -> None:
    report = report_on(unread=(UnreadableInputError("gone.json", "no such file"),))
    [run] = read("sarif", write("sarif", report))["runs"]
    [invocation] = run["invocations"]
    [notification] = invocation["toolExecutionNotifications"]
    assert not invocation["executionSuccessful"]
    assert notification["message"]["text"] == "no such file"
    assert write("github", report) == "::error file=gone.json,title=not read::no such file\n"
    suite = read("junit", write("junit", report))[0]
    assert (suite.get("tests"), suite.get("errors"), suite.get("failures")) == ("1", "1", "0")
    assert suite[0][0].tag == "error"


MOVES: list[tuple[str, Callable[[str], str]]] = [
    ("lines above", lambda text: "\n\n\n" + text),
    ("another layout", lambda text: json.dumps(json.loads(text))),
    (
        "an item in front",
        lambda text: text.replace('[{"msisdn"', '[{"msisdn": ["+447700900125"]}, {"msisdn"'),
    ),
]


@pytest.mark.parametrize(("how", "move"), MOVES, ids=[how for how, _ in MOVES])
def test_a_fingerprint_stays_when_the_finding_moves(how: str, move: Callable[[str], str]) -> None:
    text = BROKEN.replace(' "text": "One",', "").replace('",}', '"}')
    assert fingerprints(lint(text)) == fingerprints(lint(move(text))), how


def test_a_fingerprint_tells_files_rules_and_equal_findings_apart() -> None:
    line = '{"deliverychannel": "SMS"}'
    files = [lint(line, "a.json"), lint(line, "a.json", 2), lint(line, "b.json")]
    found = fingerprints(*files)
    assert len(set(found)) == len(found) == 3 * len(files[0].findings)
    assert fingerprints(lint(line, "./a.json")) == found[: len(files[0].findings)]


def test_github_has_a_line_a_finding_with_its_escapes() -> None:
    one = lint('{"deliverychannel": "sms"}').findings[0]
    span = Span(0, 9, 2, 3, 2, 12)
    odd = replace(one, severity=Severity.NOTE, message="50%: a,b\nc", help="do", span=span)
    wide = replace(odd, severity=Severity.WARNING, span=Span(0, 9, 2, 3, 4, 1))
    lines = write("github", report_on(Linted("./a,b:c%.json", (odd, wide)))).splitlines()
    place = "file=a%2Cb%3Ac%25.json,line=2"
    said = f"title={one.rule}::50%25: a,b%0Ac%0Ado"
    assert lines == [
        f"::notice {place},endLine=2,col=3,endColumn=12,{said}",
        f"::warning {place},endLine=4,{said}",
    ]


def test_gitlab_names_the_line_or_the_first() -> None:
    found = lint('{\n"deliverychannel": "SMS"}').findings
    [one] = [one for one in found if one.rule == "SM111"]
    nowhere = replace(one, span=None, severity=Severity.NOTE)
    issues = read("gitlab", write("gitlab", report_on(Linted("./a.json", (one, nowhere)))))
    assert [issue["location"]["lines"]["begin"] for issue in issues] == [2, 1]
    assert [issue["severity"] for issue in issues] == ["major", "info"]
    assert {issue["location"]["path"] for issue in issues} == {"a.json"}
    assert set(issues[0]) == {"description", "check_name", "fingerprint", "severity", "location"}


@pytest.mark.parametrize(("strict", "failures"), [(False, "1"), (True, "2")])
def test_junit_has_a_case_a_file(strict: bool, failures: str) -> None:
    doubtful = json.dumps(plain(x=1))
    files = [
        lint("{}", "a.json"),
        lint("{}", "a.json", 2),
        lint(json.dumps(plain()), "b.json"),
        lint(doubtful, "c.json"),
    ]
    suite = read("junit", write("junit", report_on(*files, strict=strict)))[0]
    assert [case.get("name") for case in suite] == ["a.json", "b.json", "c.json"]
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("3", failures, "0")
    assert [child.tag for child in suite[0]] == ["failure"]
    assert (suite[0][0].text or "").count("error SM102") == 2
    assert list(suite[1]) == []
    assert [child.tag for child in suite[2]] == ["failure" if strict else "system-out"]


def test_a_message_of_sarif_has_no_link_by_chance() -> None:
    one = replace(lint("{}").findings[0], message='"[x](1)" is no text')
    [run] = read("sarif", write("sarif", report_on(Linted("a.json", (one,)))))["runs"]
    assert "[x\\](1)" in run["results"][0]["message"]["text"]

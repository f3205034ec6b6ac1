"""The page tells what the report knows, and nothing that a target says is more than text."""

import base64
import os
import shlex
import shutil
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from contractkit.fuzz.records import Answer, Exchange, Expectation, Failure, Login, Probe, Problem
from contractkit.fuzz.reports import Report
from contractkit.fuzz.reports.html import write
from contractkit.fuzz.secrets import Secrets
from contractkit.fuzz.wires import WIRES
from contractkit.reporting.html import MOST_TEXT

KEY = "a-key-of-ours"
VOID = {"br", "input", "link", "meta"}
TEXT = {"body", "p", "ul", "ol", "li", "pre", "code", "span", "b", "a", "dl", "dt", "dd", "div"}
PARTS = {
    "header",
    "main",
    "footer",
    "section",
    "article",
    "details",
    "summary",
    "h1",
    "h2",
    "h3",
    "h4",
}
TABLES = {"table", "caption", "thead", "tbody", "tr", "th", "td", "fieldset", "legend", "label"}
ALLOWED = VOID | TEXT | PARTS | TABLES | {"html", "head", "title", "style"}
OWNED = "document.title='owned'"
ATTACKS = {
    "script": f"<script>{OWNED}</script>",
    "end of style": f"</style></pre></title><script>{OWNED}</script>",
    "handler": f'<svg onload="{OWNED}"><img src=x onerror="{OWNED}">',
    "attribute": "\" onmouseover=\"x\" class='",
    "link": f'<a href="javascript:{OWNED}">here</a>',
    "address": f"javascript:{OWNED}",
    "refresh": "<meta http-equiv=refresh content='0;url=javascript:1'><base href='//evil/'>",
    "frame": "<iframe srcdoc='<script>parent.document.title=1</script>'></iframe>",
    "comment": "<!-- --><![CDATA[ ]]> &lt;b&gt; &#0;",
    "template": "{{ 7 * 7 }}{% raw %}{# #}",
    "controls": "\x00\x07\x1b[31m\x7f\x85",
    "order": "\u202egnp.exe\u2066\u200b\ufeff",
    "surrogates": "\ud800 \udfff",
    "lines": "one\r\ntwo\u2028three",
}  # fmt: skip


class Page(HTMLParser):
    """The elements of a page, with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.title = ""
        self.rows: list[list[str]] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data
        if "title" in self.open:
            self.title += data
        if "td" in self.open or "th" in self.open:
            self.rows[-1][-1] = " ".join(f"{self.rows[-1][-1]}{data}".split())

    def values(self, name: str) -> list[str]:
        return [attributes[name] for _, attributes in self.elements if name in attributes]


def make_report(hostile: str = "harmless", **changes: Any) -> Report:
    """A made-up report in which every text that others write is `hostile`."""
    body = hostile.encode("utf-8", "surrogatepass")
    login = Login(f"wrong {hostile}", (("X-Login", KEY),), shown=(("X-Login", hostile),))
    probe = Probe(
        "edges", body, Expectation.REFUSE, login, headers=(("X-Sent", hostile),), label=hostile,
        rules=("R2",), pointer=hostile,
    )  # fmt: skip
    answer = Answer(200, (("Content-Type", hostile), (hostile, hostile)), body, 0.0123, None, "")
    exchange = Exchange(7, probe, answer)
    failures = (
        Failure(Problem("invalid-accepted", hostile, hostile, "R2"), exchange, count=1234),
        Failure(
            Problem("answer-form", hostile, hostile, "R9"), exchange, (exchange,), steady=False
        ),
    )
    counts = {"R1": (12, 3), "R2": (0, 4567), "R3": (5, 0)}
    report = Report(
        contract=hostile,
        target=f"http://127.0.0.1:9/{hostile}",
        seed=hostile,
        requests=98765,
        seconds=12.34,
        failures=failures,
        rules={rule: {"valid": ok, "invalid": not_ok} for rule, (ok, not_ok) in counts.items()},
        phases={"edges": 98765, hostile: 1},
        skipped={hostile: hostile},
        stopped=hostile,
        titles={"R1": "The first", "R2": hostile, "R9": hostile},
        secrets=Secrets(key=KEY),
    )
    return replace(report, **changes)


def shown(text: str) -> str:
    return "".join(one if one.isprintable() else repr(one)[1:-1] for one in text)


@pytest.mark.parametrize("hostile", ATTACKS.values(), ids=ATTACKS)
def test_what_others_say_is_nothing_but_visible_text(hostile: str) -> None:
    text = write(make_report(hostile))
    page = Page(text)
    page_of_nothing = Page(write(make_report()))
    text.encode("utf-8")
    assert all(char.isprintable() or char == "\n" or hostile == ATTACKS["lines"] for char in text)
    assert {tag for tag, _ in page.elements} <= ALLOWED
    kept = [one for one in page.elements if one[1] != {"class": "esc"}]
    assert kept == page_of_nothing.elements
    assert page.open == []
    assert shown(hostile) in page.text


def test_the_page_points_only_to_itself_and_forbids_the_rest() -> None:
    page = Page(write(make_report(ATTACKS["link"])))
    names = {name for _, attributes in page.elements for name in attributes}
    assert not [name for name in names if name.startswith("on")]
    assert names.isdisjoint({"src", "style", "action", "formaction", "srcset"})
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    assert {f"#{one}" for one in ids} >= set(page.values("href"))
    assert any("default-src 'none'" in one for one in page.values("content"))


def test_a_style_sheet_asks_for_nothing_outside() -> None:
    text = write(make_report())
    assert "url(" not in text
    assert "@import" not in text


def test_the_head_tells_the_run() -> None:
    report = make_report(stopped="its time was over", skipped={"calls": "nobody listens"})
    text = Page(write(report)).text
    for said in (
        "2 failures before the run ended early", "The run ended early: its time was over.",
        "calls: nobody listens", "98,765", "12.3 s", "2 of 3", "http://127.0.0.1:9/harmless",
    ):  # fmt: skip
        assert said in text


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({"failures": (), "stopped": ""}, "No failures"),
        ({"failures": ()}, "No failures before the run ended early"),
        ({"failures": make_report().failures[:1], "stopped": ""}, "1 failure"),
    ],
)
def test_the_verdict(changes: dict[str, Any], verdict: str) -> None:
    text = write(make_report(**changes))
    assert f"<h1>{verdict}</h1>" in text
    assert ('class="head bad"' in text) == bool(make_report(**changes).failures)


def test_the_matrix_has_a_row_a_rule() -> None:
    page = Page(write(make_report()))
    assert page.rows[1:] == [
        ["R1 The first", "12", "3", "none"],
        ["R2 harmless", "0", "4,567", "failure 1"],
        ["R3", "5", "0", "never reached"],
    ]
    classes = [attributes.get("class") for tag, attributes in page.elements if tag == "tr"]
    assert classes[1:] == [None, "bad", "warn"]
    assert [one for one in page.values("href") if one == "#failure-2"]


def test_an_article_tells_a_failure() -> None:
    page = Page(write(make_report()))
    articles = [attributes["id"] for tag, attributes in page.elements if tag == "article"]
    assert articles == ["failure-1", "failure-2"]
    for said in (
        "1,234 times", "once; did not fail again when repeated", "POST http://127.0.0.1:9/harmless",
        "HTTP 200, harmless (12 ms)", "X-Sent: harmless", "X-Login: harmless",
        "contractkit fuzz http://127.0.0.1:9/harmless --seed harmless --rule R2",
        "contractkit fuzz http://127.0.0.1:9/harmless --seed harmless --phase edges",
    ):  # fmt: skip
        assert said in page.text, said
    assert page.text.count("HTTP 200, harmless") == 3


def test_a_request_is_shown_as_it_is_written() -> None:
    report = make_report()
    [failure, *_] = report.failures
    probe = failure.exchange.probe
    login = replace(probe.login, query="at=17")
    for label, line, header in (
        ("a query", "/resources?at=17&trace=17&debug", "X-Sent"),
        ("a slash behind the path", "/resources/?at=17", "X-Sent"),
        ("header names in capitals", "/resources?at=17", "X-SENT"),
        ("a body in one chunk", "/resources?at=17", "Transfer-Encoding"),
    ):
        sent = replace(probe, wire=WIRES[label], login=login)
        shown = replace(failure, exchange=replace(failure.exchange, probe=sent))
        page = Page(write(replace(report, target="http://x.test/resources", failures=(shown,))))
        assert f"http://x.test{line}" in page.text
        assert header in page.text


@pytest.mark.parametrize("around", [b"<%s>", b"\xff%s", b'{"a": "%s"}'])
def test_no_secret_is_on_the_page(around: bytes) -> None:
    told = around % KEY.encode()
    report = make_report(told.decode("latin-1"))
    exchange = report.failures[0].exchange
    exchange = replace(exchange, answer=replace(exchange.answer, body=told))
    failures = (replace(report.failures[0], exchange=exchange), report.failures[1])
    # The target and the requests may hold it, what the run tells of itself does not.
    own = {"contract": "c", "seed": "1", "stopped": "", "skipped": {}, "phases": {}, "titles": {}}
    text = write(replace(report, failures=failures, **own))  # type: ignore[arg-type]
    assert KEY not in text
    assert "***" in Page(text).text


@pytest.mark.parametrize("letter", ["<", "\ud800", "\n", "\x00", "[", "a"])
def test_much_is_cut(letter: str) -> None:
    text = write(make_report(letter * 1_000_000))
    assert len(text) < 1_500_000
    assert f"cut after {MOST_TEXT:,} characters" in text
    assert "It is too long for a line" in text


def test_many_headers_are_cut() -> None:
    report = make_report()
    exchange = report.failures[0].exchange
    answer = replace(exchange.answer, headers=tuple((f"X-{one}", "") for one in range(1000)))
    failure = replace(report.failures[0], exchange=replace(exchange, answer=answer))
    text = Page(write(replace(report, failures=(failure,)))).text
    assert "X-59:" in text
    assert "X-60:" not in text
    assert "940 more headers" in text


def test_the_curl_line_can_be_copied() -> None:
    hostile = ATTACKS["end of style"]
    coded = base64.b64encode(ATTACKS["order"].encode()).decode()
    assert f"--data-binary {shlex.quote(hostile)}" in Page(write(make_report(hostile))).text
    assert f"echo {coded} | base64 -d | curl" in Page(write(make_report(ATTACKS["order"]))).text


@pytest.fixture
def witness() -> Iterator[socket.socket]:
    """A port that tells whether anybody came."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        yield server


def test_a_browser_shows_it_and_asks_nobody(tmp_path: Path, witness: socket.socket) -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium", path="/usr/bin")
    if chromium is None:
        pytest.skip("no Chromium on this machine")
    url = f"http://127.0.0.1:{witness.getsockname()[1]}"
    calls = f"<img src={url}/a><link rel=stylesheet href={url}/b><style>@import '{url}/c'</style>"
    hostile = calls + "".join(ATTACKS.values())
    (tmp_path / "page.html").write_text(write(make_report(hostile)), encoding="utf-8")
    seen = render(chromium, tmp_path)
    page = Page(seen)
    assert shown(hostile) in page.text
    assert page.title == f"2 failures before the run ended early: {shown(hostile)}"
    assert [row[1:3] for row in page.rows[1:]] == [["12", "3"], ["0", "4,567"], ["5", "0"]]
    assert all(one.startswith("#") for one in page.values("href"))
    assert page.values("src") == []
    with pytest.raises(BlockingIOError):
        witness.accept()


def render(chromium: str, folder: Path) -> str:
    """The page as a browser without a network has it after two seconds of its own time."""
    flags = (
        "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync",
        "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage",
        "--proxy-server=127.0.0.1:9", f"--user-data-dir={folder / 'profile'}",
        "--virtual-time-budget=2000", "--dump-dom",
    )  # fmt: skip
    done = subprocess.run(
        [chromium, *flags, (folder / "page.html").as_uri()],
        capture_output=True,
        check=True,
        timeout=60,
        env={**os.environ, "HOME": str(folder)},
    )
    return done.stdout.decode()

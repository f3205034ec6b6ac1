"""What strangers send is only text, and pages of other sites reach nothing, in a real browser."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from contractkit.emulator import Emulator
from contractkit.httpserver.server import serve
from tests.emulator.client import KEY, PATIENCE, listen, send
from tests.emulator.page.asking import Page as Read
from tests.emulator.page.asking import look, submit
from tests.emulator.page.browser import Page
from tests.sample_payloads import plain, plain_sms

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

OWNED = "document.title='owned'"
TEXTS = {
    "script": f"<script>{OWNED}</script>",
    "end of what it stands in": f"</pre></p></textarea></title></style><script>{OWNED}</script>",
    "handler": f'<svg onload="{OWNED}"><img src=x onerror="{OWNED}">',
    "attribute": f"\" autofocus onfocus=\"{OWNED}\" x='",
    "link": f'<a href="javascript:{OWNED}">here</a>',
    "address": f"javascript:{OWNED}",
    "refresh": "<meta http-equiv=refresh content='0;url=//evil.example'><base href=//evil.example>",
    "form": "<form action=//evil.example><button formaction=//evil.example>",
    "frame": "<iframe srcdoc='<script>parent.document.title=1</script>'></iframe>",
    "comment": "<!-- --><![CDATA[ ]]> &lt;b&gt; &#0;",
    "template": "{{ 7 * 7 }}{% raw %}{# #}${1}<template><script>1</script></template>",
    "controls": "\x00\x07\x1b[31m\x7f\x85",
    "order": "\u202egnp.exe\u2066\u200b\ufeff",
    "surrogates": "\ud800 \udfff",
    "lines": "one\r\ntwo\u2028three\n\ndata: x\nevent: cleared\nid: 99",
    "an id": "<div id=rows class=row data-n=1 data-opened=1></div>",
}  # fmt: skip
ALL = " ".join(TEXTS.values())


def attack(text: str) -> list[tuple[Any, dict[str, str], str]]:
    """Requests with a text wherever there is room for one: payload, headers, path."""
    line = "".join(char if 32 <= ord(char) < 127 else "?" for char in text)
    everywhere = plain_sms(text=text, senderid=text, correlationid=text)
    everywhere |= {"destination": [{"msisdn": [text]}], "notifyurl": text, text: text}
    return [
        (everywhere, KEY, ""),
        (plain_sms(text=text, senderid=text), KEY, ""),
        (json.dumps(text, ensure_ascii=True)[1:-1].encode(), KEY, ""),
        (plain(), {**KEY, "X-Said": line, "User-Agent": line}, ""),
        (plain(), KEY, f"/{''.join(char for char in line if char not in ' ?#')}"),
    ]


ELEMENTS = {
    *("html", "head", "meta", "link", "script", "title", "body", "main", "header", "section"),
    *("article", "h1", "h2", "h3", "p", "div", "span", "a", "b", "i", "ol", "ul", "li", "dl", "dt"),
    *("dd", "pre", "code", "mark", "time", "kbd", "details", "summary", "form", "label", "input"),
    *("select", "optgroup", "option", "button"),
}


@pytest.mark.parametrize("name", TEXTS)
def test_no_text_becomes_an_element(emulator: Emulator, name: str) -> None:
    for payload, headers, path in attack(TEXTS[name]):
        send(emulator.url, payload, headers, path=path or None)
    for number in ("", *(f"inbox/{one.number}" for one in emulator.requests)):
        page = look(emulator, number)
        assert {tag for tag, _ in page.elements} <= ELEMENTS
        assert [value for value in page.values("src") if "evil" in value] == []
        assert not [
            attribute
            for _, attributes in page.elements
            for attribute in attributes
            if attribute.startswith("on") or attribute in ("style", "srcdoc", "formaction")
        ]
        assert all(
            value.startswith(("/_contractkit/", "#", "data:,")) for value in page.values("href")
        )


@contextmanager
def another_site(html: str, seen: list[str]) -> Iterator[str]:
    """A page on another port; `seen` gets the paths that are asked for."""

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        seen.append(str(environ["PATH_INFO"]))
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
        return [html.encode()]

    with serve(answer) as server:
        yield server.url


def test_hostile_texts_run_nothing_and_ask_nobody(page: Page, emulator: Emulator) -> None:
    seen: list[str] = []
    page.until_live()
    with another_site("", seen) as url:
        text = f"{ALL}<img src={url}/a><link rel=stylesheet href={url}/b><script src={url}/c>"
        requests = attack(text)
        for payload, headers, path in requests:
            send(emulator.url, payload, headers, path=path or None)
        page.until(lambda: page.has(len(requests), "#rows .row"))
        for number in range(1, len(requests) + 1):
            page.find(f'#rows [data-n="{number}"]').click()
            page.until(lambda number=number: page.all(f'[data-opened="{number}"]'))  # type: ignore[misc]
            page.visit(f"inbox/{number}")
            assert page.driver.title != "owned"
            assert page.all("script[src*=evil], iframe, svg, img, [onload], [onerror]") == []
    assert seen == []


FORM = """<form method=post action="{target}"><input name=answer value=drop></form>
<script>document.forms[0].submit()</script>"""
FETCH = """<title>trying</title><script>
const tries = [fetch("{target}"), fetch("{target}", {{mode: "no-cors"}}).then(a => a.text()),
  fetch("{target}", {{method: "DELETE"}}), fetch("{target}", {{method: "POST", mode: "no-cors"}})];
Promise.allSettled(tries).then(all => {{
  document.title = all.map(one => one.status === "fulfilled" && one.value || "no").join();
}});
</script><script src="{target}"></script><img src="{target}"><iframe src="{target}"></iframe>"""


@pytest.mark.parametrize("path", ["inbox/answers", "inbox/clear", "inbox/1/notifications"])
def test_a_form_of_another_site_changes_nothing(page: Page, emulator: Emulator, path: str) -> None:
    send(emulator.url, plain())
    with another_site(FORM.format(target=page.home + path), []) as url:
        page.driver.get(url)
        page.until(lambda: "another site" in page.driver.page_source)
    assert len(emulator.requests) == 1
    assert send(emulator.url, plain()).code == "1001"
    page.errors()


@pytest.mark.parametrize("path", ["", "inbox/1", "inbox/1/body", "inbox/clear"])
def test_a_script_of_another_site_reads_nothing(page: Page, emulator: Emulator, path: str) -> None:
    send(emulator.url, plain_sms(text="a private matter"))
    with another_site(FETCH.format(target=page.home + path), []) as url:
        page.driver.get(url)
        page.until(lambda: page.driver.title not in ("", "trying"))
        assert page.driver.title in ("no,,no,no", "no,no,no,no", "no,,no,[object Response]")
    assert len(emulator.requests) == 1
    page.errors()


def test_a_name_of_another_site_for_this_machine_shows_nothing(
    page: Page, emulator: Emulator
) -> None:
    """A browser that takes a foreign name for this machine, as DNS rebinding makes it."""
    send(emulator.url, plain_sms(text="a private matter"))
    port = emulator.url.split(":")[2].split("/")[0]
    page.driver.execute_cdp_cmd("Network.enable", {})
    page.driver.execute_cdp_cmd(
        "Network.setExtraHTTPHeaders", {"headers": {"Host": f"evil.example:{port}"}}
    )
    page.driver.get(page.home)
    source = page.driver.page_source
    page.driver.execute_cdp_cmd("Network.setExtraHTTPHeaders", {"headers": {}})
    page.errors()
    assert "a private matter" not in source


def test_a_listener_can_show_nothing_but_its_status(page: Page, emulator: Emulator) -> None:
    with listen() as listener:
        listener.statuses += [599]
        send(emulator.url, plain())
        address = f"{listener.url}/<script>{OWNED}</script>"
        submit(emulator, "inbox/1/notifications", code="7500", url=address)
        assert emulator.wait_idle(PATIENCE)
    page.visit("inbox/1")
    page.until(lambda: page.texts("#notifications .attempts"))
    assert page.driver.title != "owned"
    assert Read(page.driver.page_source).text.count(OWNED) >= 1

"""Who may use the page: its own pages and programs, no page of another site."""

from collections.abc import Iterator

import pytest

from contractkit.emulator import Emulator, emulate
from contractkit.emulator.page.guard import find_objection, is_known_host
from tests.emulator.client import Got, send
from tests.sample_payloads import plain

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
CROSS = {"Sec-Fetch-Site": "cross-site"}


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with emulate(ui=True, control=True, allow_hosts=["inbox.test"]) as running:
        yield running
    assert running.errors == ()


def host_of(emulator: Emulator) -> str:
    return emulator.url.split("/")[2]


def ask(emulator: Emulator, method: str, path: str, **headers: str) -> Got:
    """A request to the page; `Sec_Fetch_Site` stands for Sec-Fetch-Site."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return send(emulator.url, b"", named, method=method, path=f"/_contractkit/{path}")


@pytest.mark.parametrize(
    ("host", "known"),
    [
        ("127.0.0.1:8000", True), ("localhost", True), ("LOCALHOST:1", True), ("[::1]:80", True),
        ("app.localhost", True), ("192.168.1.7:80", True), ("inbox.test:80", True),
        ("Inbox.Test", True), ("evil.example", False), ("localhost.evil.example", False),
        ("127.0.0.1.evil.example", False), ("inbox.test.evil", False), ("", False), ("[", False),
        ("127.0.0.1@evil.example", False), ("127.1", False), ("evil.example:80:80", False),
        ("localhost@evil", False), ("0x7f000001", False), ("[::1", False), ("[::1].evil", False),
    ],
)  # fmt: skip
def test_names_that_the_server_may_be_asked_by(host: str, known: bool) -> None:
    assert is_known_host(host, {"inbox.test"}) is known


PATHS = ["", "inbox/1", "inbox/events", "requests", "notifications", "static/0/page.css", "nothing"]


@pytest.mark.parametrize("path", PATHS)
def test_another_name_reads_nothing(emulator: Emulator, path: str) -> None:
    send(emulator.url, plain())
    got = ask(emulator, "GET", path, Host="evil.example")
    assert (got.status, list(got.value)) == (403, ["error"])
    assert "--allow-host" in got.value["error"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize("mode", ["cors", "no-cors", "navigate"])
def test_another_site_reads_nothing(emulator: Emulator, path: str, site: str, mode: str) -> None:
    headers = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": "iframe"}
    assert ask(emulator, "GET", path, **headers).status == 403


def test_a_link_on_another_site_opens_the_page(emulator: Emulator) -> None:
    headers = {**CROSS, "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert ask(emulator, "GET", "", **headers).status == 200


CHANGES = [
    *(("POST", "inbox/answers"), ("POST", "inbox/clear"), ("POST", "inbox/1/notifications")),
    *(("PUT", "answers"), ("DELETE", "requests")),
]
FOREIGN: dict[str, dict[str, str]] = {
    "another origin": {"Origin": "http://evil.example"},
    "an opaque origin": {"Origin": "null"},
    "another port": {"Origin": "http://127.0.0.1:1"},
    "no URL": {"Origin": "http://["},
    "another scheme": {"Origin": "file://127.0.0.1"},
    "another site": CROSS,
    "the same site": {"Sec-Fetch-Site": "same-site"},
    "another host": {"Host": "evil.example"},
    "both of another host": {"Host": "evil.example", "Origin": "http://evil.example"},
}


@pytest.mark.parametrize("how", FOREIGN)
@pytest.mark.parametrize(("method", "path"), CHANGES)
def test_another_site_changes_nothing(emulator: Emulator, method: str, path: str, how: str) -> None:
    emulator.clear()
    send(emulator.url, plain())
    headers = {**FORM, "Origin": f"http://{host_of(emulator)}", **FOREIGN[how]}
    if how.endswith("site"):
        headers.pop("Origin")
    assert ask(emulator, method, path, **headers).status == 403
    assert len(emulator.requests) == 1


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "text/plain", ""])
def test_a_form_without_an_origin_is_refused(emulator: Emulator, kind: str) -> None:
    got = ask(emulator, "POST", "inbox/clear", **({"Content-Type": kind} if kind else {}))
    assert got.status == 403


def test_the_page_itself_may_change_things(emulator: Emulator) -> None:
    send(emulator.url, plain())
    headers = {**FORM, "Origin": f"http://{host_of(emulator)}", "Sec-Fetch-Site": "same-origin"}
    got = ask(emulator, "POST", "inbox/clear", **headers)
    assert (got.status, got.headers["location"]) == (303, "/_contractkit/")
    assert emulator.requests == ()


def test_programs_use_the_control_interface_as_before(emulator: Emulator) -> None:
    got = send(emulator.url, [{"code": "7004"}], {}, method="PUT", path="/_contractkit/answers")
    assert got.value == {"answers": 1}
    assert send(emulator.url, plain()).code == "7004"


def test_no_answer_lets_other_sites_in(emulator: Emulator) -> None:
    for path in PATHS:
        if path == "inbox/events":
            continue
        got = ask(emulator, "GET", path, Origin="http://evil.example")
        assert not [name for name in got.headers if name.startswith("access-control")]
    got = ask(emulator, "OPTIONS", "answers", Origin="http://evil.example")
    assert not [name for name in got.headers if name.startswith("access-control")]


def test_every_page_forbids_what_it_does_not_need(emulator: Emulator) -> None:
    for path in ("", "inbox/9999", "inbox/9999/body"):
        headers = ask(emulator, "GET", path).headers
        policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == "'self'"
        assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
        assert (headers["x-content-type-options"], headers["referrer-policy"]) == (
            "nosniff",
            "same-origin",
        )


def test_the_address_that_is_listened_on_is_known() -> None:
    """A name that stands for this machine, such as that of a container."""
    with emulate(ui=True, host="localhost") as running:
        assert ask(running, "GET", "", Host="other.test").status == 403
    assert find_objection("GET", {"host": "box"}, {"box"}) is None


def test_without_the_page_nothing_is_there() -> None:
    with emulate() as running:
        assert ask(running, "GET", "").status == 404
        assert running.page_url is None

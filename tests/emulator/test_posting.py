"""Notifications go to this machine, and to allowed hosts, and nowhere else."""

from typing import TYPE_CHECKING, Any

import pytest

from contractkit.emulator import Retry, emulate
from contractkit.emulator.posting import ForbiddenUrlError, parse_allowed
from contractkit.errors import ContractkitError
from contractkit.httpserver.server import serve
from tests.emulator.client import PATIENCE, listen, send
from tests.sample_payloads import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

HERE = [
    *("http://127.0.0.1/", "http://127.0.0.1:8080/x?y", "http://127.255.255.254", "HTTP://LocalHost:1"),
    *("http://[::1]:8080/", "https://localhost/", "http://user:word@127.0.0.1/"),
]  # fmt: skip
ELSEWHERE = [
    *("http://example.com/", "http://10.0.0.1/", "http://192.168.1.1/", "http://169.254.169.254/"),
    *("http://0.0.0.0/", "http://128.0.0.1/", "http://[::]/", "http://[::ffff:127.0.0.1]/"),
    *("http://localhost.example.com/", "http://127.0.0.1.example.com/", "http://localhost./"),
    *("http://127.0.0.1@example.com/", "http://localhost:80@example.com/", "http://127.1/"),
    *("http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/"),
    *("http://127.0.0.1%2eexample.com/",),
    *("http://example.com#@127.0.0.1/", "http://example.com?@127.0.0.1/"),
    *("http://example.com\\@127.0.0.1/",),
    *("ftp://127.0.0.1/", "file:///etc/passwd", "gopher://localhost/", "//127.0.0.1/", "127.0.0.1"),
    *("http://", "http:///x", "http://[::1", "http://127.0.0.1:99999/", ""),
    *("http://\u2460\u2461\u2466.0.0.1/",),
    *("http://[::1%25eth0]/", "http://[fe80::1]/", "http://[64:ff9b::7f00:1]/"),
]  # fmt: skip


@pytest.mark.parametrize("url", HERE)
def test_this_machine_may_be_notified(url: str) -> None:
    assert parse_allowed(url, ())


@pytest.mark.parametrize("url", ELSEWHERE)
def test_no_other_may(url: str) -> None:
    with pytest.raises(ForbiddenUrlError) as caught:
        parse_allowed(url, ())
    assert not url or url not in str(caught.value)


def test_a_host_may_be_allowed_by_name_and_only_that() -> None:
    allowed = ("Hooks.Example.com", "10.0.0.1", "[fd00::1]")
    for url in ("http://hooks.example.com/", "https://10.0.0.1:1/", "http://[FD00::1]/"):
        assert parse_allowed(url, allowed)
    for url in ("http://example.com/", "http://a.hooks.example.com/", "http://10.0.0.2/"):
        with pytest.raises(ForbiddenUrlError):
            parse_allowed(url, allowed)


def test_a_forbidden_notification_is_logged_once_and_dropped() -> None:
    lines: list[Mapping[str, Any]] = []
    with emulate(log=lines.append) as running:
        assert send(running.url, plain(notifyurl="https://hooks.example.com/secret")).code == "1001"
        assert running.wait_idle(PATIENCE)
        assert running.notifications == ()
    failed = [one for one in lines if one.get("event") == "notification"]
    assert len(failed) == 1
    assert "--allow-notify" in failed[0]["failed"]
    assert "example" not in str(lines)


def test_notifying_the_emulator_itself_comes_to_an_end() -> None:
    with emulate(retry=Retry(retries=0)) as running:
        send(running.url, plain(notifyurl=running.url))
        assert running.wait_idle(PATIENCE)
        assert [one.code for one in running.requests] == ["1001", "7002", "7002"]


def test_ipv6_is_notified_too() -> None:
    with listen() as listener:
        try:
            server = serve(listener.answer, host="::1")
        except ContractkitError:
            pytest.skip("this machine has no IPv6")
        with server, emulate() as running:
            send(running.url, plain(notifyurl=server.url))
            assert running.wait_idle(PATIENCE)
            assert len(listener.posts) == 2

"""Which URLs are of this machine, and which others are allowed."""

import pytest

from contractkit.errors import TargetError
from contractkit.fuzz import run
from contractkit.fuzz.targets.urls import check_host, is_loopback

HOME = (
    "127.0.0.1", "127.0.0.1:8000", "127.1.2.3", "localhost", "LocalHost:1", "localhost.", "[::1]",
    "[::1]:80", "[0:0:0:0:0:0:0:1]", "user@127.0.0.1", "evil.example@localhost",
)  # fmt: skip
AWAY = (
    "127.0.0.1.nip.io", "localhost.evil.example", "127.0.0.1@evil.example", "evil.example",
    "0x7f.1", "2130706433", "127.1", "0177.0.0.1", "127.0.0.1%evil.example",
    "127.0.0.1%25x.evil.example",
    "localhost%00.evil.example", "127.0.0.1%2eevil.example", "128.0.0.1", "10.0.0.1", "0.0.0.0",  # noqa: S104 - not bound
    "[::]", "[::2]", "[fe80::1]", "169.254.169.254", "xlocalhost", "localhost-1", "127.0.0.1.",
    "ⅼocalhost", "evil.example#@127.0.0.1", "evil.example/@127.0.0.1", "evil.example?@localhost",
    "",
)  # fmt: skip


@pytest.mark.parametrize("host", HOME)
def test_a_host_is_this_machine(host: str) -> None:
    assert is_loopback(f"http://{host}/path")
    check_host(f"https://{host}/", ())


@pytest.mark.parametrize("host", AWAY)
def test_a_host_is_not_this_machine(host: str) -> None:
    assert not is_loopback(f"http://{host}/path")
    with pytest.raises(TargetError, match="--allow-remote"):
        check_host(f"http://{host}/path", ())


@pytest.mark.parametrize(
    ("url", "allowed", "passes"),
    [
        ("https://api.example/x", ("api.example",), True),
        ("https://API.example:8443/x", ("other", "Api.Example"), True),
        ("https://user@api.example/x", ("api.example",), True),
        ("https://api.example.evil.example/", ("api.example",), False),
        ("https://sub.api.example/", ("api.example",), False),
        ("https://api.example/", ("example",), False),
        ("https://api.example@evil.example/", ("api.example",), False),
        ("https://evil.example/api.example", ("api.example",), False),
        ("http://127.0.0.1/", ("api.example",), True),
    ],
)
def test_another_host_is_allowed_by_its_whole_name(
    url: str, allowed: tuple[str, ...], passes: bool
) -> None:
    if passes:
        check_host(url, allowed)
        return
    with pytest.raises(TargetError):
        check_host(url, allowed)


@pytest.mark.parametrize("url", ["http://[", "http://192.0.2.1/", "ftp://localhost/", "localhost"])
def test_run_never_sends_to_what_is_not_this_machine(url: str) -> None:
    with pytest.raises(TargetError):
        run(url)

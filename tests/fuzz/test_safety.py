"""Which hosts are this machine, and which values can reach nobody."""

from itertools import chain, islice
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contractkit.errors import TargetError
from contractkit.fuzz import run
from contractkit.fuzz.phases import boundary, drawn, examples, texts
from contractkit.fuzz.safety import is_safe
from contractkit.fuzz.targets.urls import check_host, is_loopback
from contractkit.payloads.streams import is_json
from tests.fuzz.making import CONTRACT, SETTING, probe
from tests.sample_payloads import PLAIN, plain

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


def to(*numbers: Any) -> dict[str, Any]:
    return plain(destination=[{"msisdn": list(numbers)}])


REAL = "+4915112345678"
SAFE = [
    PLAIN, to("+447700900999"), to("+12025550123"),
    to("123456"), to(""), to(None), to(*[True]), to(7),
    plain(destination=None), plain(callbackData=REAL), plain(destination=[]), plain(unknown=REAL),
    [],
]  # fmt: skip
UNSAFE = [
    to(REAL), to("+447700900123", REAL), to(4915112345678), to(4.9e12), to([REAL]), to({"a": REAL}),
    to({REAL: 1}), to("+447700900123,+447700900124"), to("+447700901123"), to("+44 7700 900123 1"),
    plain(destination=REAL), plain(destination={"msisdn": [REAL]}), plain(destination=[REAL]),
    plain(destination=[{"msisdn": REAL}]), plain(destination=[{"MSISDN": [REAL]}]),
    {**PLAIN, "Destination": [{"msisdn": [REAL]}]}, {**PLAIN, "destinatio_n": [{"msisdn": [REAL]}]},
    [to(REAL)], [[to(REAL)]], {"channels": to(REAL)}, to("٤٩١٥١١٢٣٤٥٦٧٨"),
]  # fmt: skip


@pytest.mark.parametrize("payload", SAFE, ids=repr)
def test_a_payload_that_reaches_nobody_is_safe(payload: Any) -> None:
    assert is_safe(CONTRACT, probe(payload))


@pytest.mark.parametrize("payload", UNSAFE, ids=repr)
def test_a_payload_that_a_lenient_reader_may_act_on_is_not(payload: Any) -> None:
    assert not is_safe(CONTRACT, probe(payload))


@settings(max_examples=100, deadline=None, database=None)
@given(st.integers(2 * 10**9, 4 * 10**9), st.sampled_from(["", "+", "00", " "]), st.integers(0, 5))
def test_a_number_that_is_not_reserved_is_safe_nowhere(number: int, start: str, way: int) -> None:
    text = f"{start}{number}"
    payloads = (
        to(text),
        to(number),
        [to(text)],
        plain(destination=text),
        to([[text]]),
        to("", text),
    )
    assert not is_safe(CONTRACT, probe(payloads[way]))


def test_texts_that_are_no_json_are_never_safe() -> None:
    sent = [one for one in islice(texts.list_probes(SETTING), 60) if one.case]
    broken = [one for one in sent if one.case and not is_json(one.case)]
    assert broken
    assert not any(is_safe(CONTRACT, one) for one in broken)


def test_no_probe_that_is_safe_has_a_real_number_in_a_list_of_destinations() -> None:
    sent = chain(
        examples.list_probes(SETTING),
        islice(boundary.list_probes(SETTING), 250),
        islice(drawn.list_probes(SETTING), 30),
    )
    safe = [one for one in sent if is_safe(CONTRACT, one)]
    assert len(safe) > 300
    assert not [one.body for one in safe if b"5355729" in one.body or b"91698803642" in one.body]

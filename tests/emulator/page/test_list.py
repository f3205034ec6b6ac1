"""The list of requests: what a row says, filters, older ones, several contracts, no view."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from contractkit.contracts.loading import load
from contractkit.emulator import Emulator, emulate
from contractkit.emulator.page.rows import MOST_SHOWN
from tests.emulator.client import send
from tests.emulator.page.asking import fetch, list_numbers, look, submit
from tests.sample_payloads import plain, plain_sms
from tests.second_contract import BOOKING, write_second_contract


def to(*numbers: str, **sms: Any) -> dict[str, Any]:
    return plain_sms(**sms) | {"destination": [{"msisdn": list(numbers)}]}


@pytest.fixture(scope="module")
def filled() -> Iterator[Emulator]:
    with emulate(ui=True) as running:
        send(running.url, to("+447700900101", "+447700900102", text="First\nof all"))
        send(running.url, to("+447700900123", senderid="SHOP", text="Äpfel <b>und</b> Birnen"))
        send(running.url, to("07700900123"))
        send(running.url, to("+447700900123", text="Hello", extra=1))
        send(running.url, b"{")
        send(running.url, plain(), {"key": "wrong"})
        send(running.url, plain(), path="/elsewhere")
        yield running
    assert running.errors == ()


def test_a_row_says_what_matters(filled: Emulator) -> None:
    text = " ".join(look(filled).text.split())
    for part in (
        "+447700900101 + 1 more",
        "ACME First of all valid 1001",
        "SHOP Äpfel <b>und</b> Birnen",
        "invalid SM112 7004",
        "POST /elsewhere",
        "Not Found not judged HTTP 404",
        "not judged 7001",
        "invalid JT",
    ):
        assert part in text


FILTERS: dict[str, list[int]] = {
    "": [7, 6, 5, 4, 3, 2, 1],
    "verdict=invalid": [5, 3],
    "verdict=doubtful": [4],
    "verdict=not+judged": [7, 6],
    "verdict=nonsense": [7, 6, 5, 4, 3, 2, 1],
    "rule=sm112": [3],
    "rule=SM": [4, 3],
    "rule=JT": [5],
    "number=%2B4477009001": [4, 2, 1],
    "number=102": [1],
    "number=102&verdict=invalid": [],
    "text=first": [1],
    "text=%C3%84PFEL": [2],
    "text=shop": [2],
    "text=elsewhere": [7],
    "text=first+of": [1],
    "text=of+first": [],
    "text=first%0Aof": [1],
    "before=3": [2, 1],
    "before=x": [7, 6, 5, 4, 3, 2, 1],
    "before=99999999999999999999999": [7, 6, 5, 4, 3, 2, 1],
    "nothing=1&text=": [7, 6, 5, 4, 3, 2, 1],
}


@pytest.mark.parametrize("query", FILTERS)
def test_filters(filled: Emulator, query: str) -> None:
    assert list_numbers(look(filled, f"?{query}")) == FILTERS[query]


def test_filters_stay_in_the_links(filled: Emulator) -> None:
    page = look(filled, "?text=first&verdict=valid")
    assert "/_contractkit/inbox/1?verdict=valid&text=first" in page.values("href")
    assert list_numbers(look(filled, "inbox/1?verdict=valid&text=first")) == [1]


def test_an_empty_list_says_how_to_begin(emulator: Emulator) -> None:
    text = look(emulator).text
    assert "Nothing has come yet." in text
    assert emulator.url in text
    assert "curl" in text


def test_nothing_fits(filled: Emulator) -> None:
    assert "No request fits these filters." in look(filled, "?text=zzz").text


def test_older_requests_are_a_link_away(emulator: Emulator) -> None:
    for _ in range(MOST_SHOWN + 2):
        send(emulator.url, b"")
    page = look(emulator)
    assert len(list_numbers(page)) == MOST_SHOWN
    [older] = [one for one in page.values("href") if "before=" in one]
    page = look(emulator, older.removeprefix("/_contractkit/"))
    assert list_numbers(page) == [2, 1]
    assert "Newest requests" in page.text


def test_all_can_be_forgotten(emulator: Emulator) -> None:
    send(emulator.url, plain())
    got = submit(emulator, "inbox/clear")
    assert (got.status, got.headers["location"]) == (303, "/_contractkit/")
    assert emulator.requests == ()
    assert fetch(emulator, "inbox/1").status == 404
    send(emulator.url, plain())
    assert list_numbers(look(emulator)) == [2]


SEVERAL = ("send-message-v1", "send-message-v2", "send-sms-v1")


def test_several_contracts_are_in_one_list() -> None:
    with emulate([load(name) for name in SEVERAL], ui=True) as running:
        v1, v2, sms = running.urls.values()
        send(v1, plain())
        send(v2, {"channel": "sms", "from": "A", "to": [{"msisdn": ["+447700900150"]}]})
        send(sms, {"from": "SHOP", "to": "+447700900151", "content": "Hello there"})
        page = look(running)
        assert list_numbers(page) == [3, 2, 1]
        assert "SHOP Hello there" in " ".join(page.text.split())
        contract = str(load("send-message-v2"))
        assert list_numbers(look(running, f"?contract={contract}")) == [2]
        assert load("send-sms-v1").data["title"] in look(running, "inbox/3").text
    assert running.errors == ()


def test_an_api_that_sends_no_messages_has_paths_in_its_list(tmp_path: Path) -> None:
    write_second_contract(tmp_path)
    [file] = tmp_path.rglob("contract.json")
    data = json.loads(file.read_text("utf-8"))
    data.pop("view", None)
    file.write_text(json.dumps(data), encoding="utf-8")
    with emulate(load(schemas=str(tmp_path)), ui=True) as running:
        send(running.url, BOOKING, {"x-key": "test-key"})
        assert f"POST {urlsplit(running.url).path}" in look(running).text
        opened = look(running, "inbox/1").text
        assert "What the recipient sees" not in opened
        assert "Ada" in opened
    assert running.errors == ()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("inbox/99", 404), ("inbox/99/body", 404), ("inbox/", 404), ("inbox/x", 404),
        ("inbox/9999999999999", 404), ("static/0/page.css", 200), ("static/0/page.js", 200),
        ("static/0/other.css", 404), ("static/0/..%2F..%2Finbox.py", 404), ("requests", 404),
        ("inbox/clear", 405), ("inbox/answers", 405), ("inbox/1/notifications", 405),
    ],
)  # fmt: skip
def test_what_there_is_not(filled: Emulator, path: str, status: int) -> None:
    assert fetch(filled, path).status == status


def test_the_prefix_without_its_slash_leads_to_the_page(filled: Emulator) -> None:
    got = send(filled.url, None, {}, method="GET", path="/_contractkit")
    assert (got.status, got.headers["location"]) == (303, "/_contractkit/")


def test_the_control_interface_is_there_only_if_asked_for(filled: Emulator) -> None:
    assert fetch(filled, "requests").status == 404
    with emulate(ui=True, control=True) as running:
        send(running.url, plain())
        assert len(fetch(running, "requests").value) == 1
        assert list_numbers(look(running)) == [1]

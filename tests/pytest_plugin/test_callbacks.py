"""Judged and answered without a socket, for clients whose transport is replaced."""

import json
from collections.abc import Iterator
from io import BytesIO

import httpx
import pytest
import requests
import responses
import respx

from contractkit.pytest_plugin import ContractEmulator, load_contract
from contractkit.pytest_plugin.callbacks import call_app
from contractkit.pytest_plugin.emulator_state import EmulatorSetup, make_settings
from tests.emulator.client import listen
from tests.sample_payloads import plain, plain_sms

URL = "https://api.us.webexconnect.io/resources/v1/messaging"
KEY = {"key": "test-key"}
BAD = plain_sms(senderid="")


@pytest.fixture
def emulator() -> Iterator[ContractEmulator]:
    made = ContractEmulator(lambda: EmulatorSetup(make_settings(load_contract(), {})))
    yield made
    made.close()


@pytest.fixture(params=["responses", "respx", "transport", "async"])
def post(request: pytest.FixtureRequest, emulator: ContractEmulator) -> Iterator[object]:
    if request.param == "responses":
        with responses.RequestsMock() as mock:
            mock.add_callback("POST", URL, callback=emulator.responses_callback)
            yield lambda value, headers: requests.post(URL, json=value, headers=headers, timeout=30)
    elif request.param == "respx":
        with respx.mock:
            respx.post(URL).mock(side_effect=emulator.respx_callback)
            yield lambda value, headers: httpx.post(URL, json=value, headers=headers)
    elif request.param == "transport":
        with httpx.Client(transport=httpx.MockTransport(emulator.respx_callback)) as client:
            yield lambda value, headers: client.post(URL, json=value, headers=headers)
    else:
        yield lambda value, headers: post_async(emulator, value, headers)


def post_async(
    emulator: ContractEmulator, value: object, headers: dict[str, str]
) -> httpx.Response:
    import asyncio

    async def post() -> httpx.Response:
        with respx.mock:
            respx.post(URL).mock(side_effect=emulator.respx_callback)
            async with httpx.AsyncClient() as client:
                return await client.post(URL, json=value, headers=headers)

    return asyncio.run(post())


def test_it_answers_as_the_server_does(emulator: ContractEmulator, post: object) -> None:
    assert callable(post)
    answer = post(plain(), KEY)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")
    assert answer.json()["response"][0]["code"] == "1001"
    assert post(BAD, KEY).json()["response"]["code"] == "7003"
    assert post(plain(), {}).json()["response"]["code"] == "7002"
    assert [one.verdict for one in emulator.requests] == ["valid", "invalid", None]
    text = emulator.finish(passed=True)
    assert text.startswith("2 requests of 3 that contract_emulator got do not conform")


def test_what_is_ordered_comes(emulator: ContractEmulator, post: object) -> None:
    assert callable(post)
    emulator.answer_with({"status": 503, "headers": {"Retry-After": "1"}, "body": "later"})
    answer = post(plain(), KEY)
    assert (answer.status_code, answer.text, answer.headers["Retry-After"]) == (503, "later", "1")
    assert emulator.finish(passed=True) == ""


def test_a_dropped_connection_is_the_librarys_own_error(
    emulator: ContractEmulator, post: object
) -> None:
    assert callable(post)
    emulator.answer_with(drop=True)
    with pytest.raises((requests.ConnectionError, httpx.RemoteProtocolError)):
        post(plain(), KEY)
    assert len(emulator.requests) == 1


def test_notifications_are_posted(emulator: ContractEmulator, post: object) -> None:
    assert callable(post)
    with listen() as listener:
        post(plain(notifyurl=listener.url), KEY)
        assert emulator.wait_idle(5)
        assert len(listener.posts) == 2


@pytest.mark.parametrize(
    "body",
    [json.dumps(plain()), json.dumps(plain()).encode(), BytesIO(json.dumps(plain()).encode())],
    ids=["text", "bytes", "file"],
)
def test_a_body_may_be_held_in_several_ways(emulator: ContractEmulator, body: object) -> None:
    assert call_app(emulator.app, "POST", URL, KEY, body).status == 200
    assert call_app(emulator.app, "POST", URL, KEY, None).status == 200
    pieces = (one for one in (b"{", b"}"))
    assert call_app(emulator.app, "POST", URL, KEY, pieces).status == 200
    assert [one.verdict for one in emulator.requests] == ["valid", "invalid", "invalid"]
    assert emulator.requests[2].body == b"{}"


def test_no_server_is_started(emulator: ContractEmulator) -> None:
    call_app(emulator.app, "POST", URL, KEY, b"{}")
    assert repr(emulator) == "<contract_emulator>"

"""Each request gets the answer that its verdict and its rules say, in good form."""

import http.client
import json
import uuid
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from contractkit import check
from contractkit.contracts.codes import load_codes
from contractkit.contracts.examples import Example, load_examples
from contractkit.contracts.loading import load
from contractkit.emulator import Emulator, Retry, emulate
from contractkit.errors import ContractkitError
from contractkit.findings import Verdict
from tests.emulator.client import KEY, Got, send
from tests.sample_payloads import plain, plain_sms

CONTRACT = load()
ONE_TRY = Retry(timeout=10, retries=0, pause=0)
EXAMPLES = [one for one in load_examples(CONTRACT) if one.suite in {"request", "."}]


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with emulate(retry=ONE_TRY) as running:
        yield running
    assert running.errors == ()


@pytest.fixture(scope="module")
def connection(emulator: Emulator) -> Iterator[http.client.HTTPConnection]:
    parts = urlsplit(emulator.url)
    kept = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    yield kept
    kept.close()


def read(example: Example) -> bytes:
    with open(example.path, "rb") as file:
        return file.read()


def test_the_examples_are_many() -> None:
    assert len(EXAMPLES) > 500
    assert {one.verdict for one in EXAMPLES if one.suite == "."} == {"valid", "doubtful", "invalid"}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: f"{one.verdict}-{one.name}")
def test_every_example_is_answered_as_its_verdict_says(
    emulator: Emulator, connection: http.client.HTTPConnection, example: Example
) -> None:
    connection.request("POST", urlsplit(emulator.url).path, read(example), KEY)
    answer = connection.getresponse()
    value = json.loads(answer.read())
    assert (answer.status, answer.getheader("Content-Type")) == (200, "application/json")
    assert check(value, "response") == ()
    refused = example.verdict == "invalid" or any(rule == "SM203" for rule, _ in example.findings)
    assert isinstance(value["response"], dict) is refused
    seen = emulator.requests[-1]
    assert seen.verdict == example.verdict
    assert sorted({one.rule for one in seen.findings}) == sorted(
        {one for one, _ in example.findings}
    )


REFUSED: list[tuple[str, Any, str, str]] = [
    ("no JSON", b"{", "7000", "Invalid JSON"),
    ("nothing", b"", "7000", "Invalid JSON"),
    ("a comment", b"{} // x", "7000", "Invalid JSON"),
    ("an empty array", [], "7000", "Invalid JSON"),
    ("no channel", {}, "7003", "param 'deliverychannel' missing for channel sms"),
    ("an empty text", plain_sms(text=""), "7003", "param 'text' missing for channel sms"),
    ("no sender", {**plain(), "channels": {"sms": {"text": "x"}}}, "7003",
     "param 'senderid' missing for channel sms"),
    ("no sms", plain(channels={}), "7003", "param 'sms' missing for channel sms"),
    ("no destination", plain(destination=[]), "7003",
     "param 'destination' missing for channel sms"),
    ("no numbers", plain(destination=[{"msisdn": []}]), "7003",
     "param 'msisdn' missing for channel sms"),
    ("no body", plain_sms(type="3"), "7003", "param 'body' missing for channel sms"),
    ("another API", {"channel": "sms", "from": "A", "to": []}, "7003",
     "param 'deliverychannel' missing for channel sms"),
    ("a bad value", plain(deliverychannel="SMS"), "7004", "Invalid parameters or values"),
    ("two faults", plain_sms(text="", type="9"), "7003", "param 'text' missing for channel sms"),
    ("a bad value before a missing one", plain_sms(text="") | {"deliverychannel": "SMS"}, "7003",
     "param 'text' missing for channel sms"),
    ("a fault of the text first", b'{"deliverychannel": "SMS",}', "7000", "Invalid JSON"),
    ("many numbers", plain(destination=[{"msisdn": [f"+4477009{n:05}" for n in range(1001)]}]),
     "7009", "Maximum number of destinations reached"),
    ("many and bad", plain(destination=[{"msisdn": [f"+4477009{n:05}" for n in range(1001)]}],
     deliverychannel="x"), "7004", "Invalid parameters or values"),
    ("a huge body", b" " * (1 << 20) + b"{}", "7022", "JSON size exceeded"),
    ("100,000 levels", b"[" * 100_000 + b"]" * 100_000, "7000", "Invalid JSON"),
    ("100,000 levels, cut", b'{"a":' * 100_000, "7000", "Invalid JSON"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("payload", "code", "words"), [pytest.param(*rest, id=name) for name, *rest in REFUSED]
)
def test_a_refusal_has_its_code_and_words(
    emulator: Emulator, payload: Any, code: str, words: str
) -> None:
    got = send(emulator.url, payload)
    assert (got.status, got.code, got.value["response"]["description"]) == (200, code, words)
    assert check(got.value, "response") == ()


def test_an_acceptance_has_one_entry_for_many_numbers(emulator: Emulator) -> None:
    payload = plain(destination=[{"msisdn": ["+447700900123", "+447700900124"]}] * 2)
    [entry] = send(emulator.url, payload).value["response"]
    assert (entry["code"], entry["description"]) == ("1001", "Queued")
    assert str(uuid.UUID(entry["transid"])) == entry["transid"]


def test_a_body_of_the_largest_size_is_judged(emulator: Emulator) -> None:
    text = json.dumps(plain()).encode()
    assert send(emulator.url, text.ljust(1 << 20)).code == "1001"
    assert send(emulator.url, text.ljust((1 << 20) + 1)).code == "7022"


def test_a_body_in_chunks_is_judged_and_limited(emulator: Emulator) -> None:
    parts = urlsplit(emulator.url)
    for body, code in ((json.dumps(plain()).encode(), "1001"), (b" " * (2 << 20), "7022")):
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
        connection.request("POST", parts.path, iter([body]), KEY, encode_chunked=True)
        answer = connection.getresponse()
        assert Got(answer.status, {}, answer.read()).code == code
        connection.close()


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        *(("POST", "/", 404), ("POST", "/resources/v1/messaging/", 404), ("GET", "/x", 404)),
        *(("POST", "/_contractkit/requests", 404), ("GET", "/_contractkit/requests", 404)),
        *((method, None, 405) for method in ("GET", "PUT", "DELETE", "PATCH", "OPTIONS", "ODD")),
    ],
)  # fmt: skip
def test_other_paths_and_methods_are_answered_in_json(
    emulator: Emulator, method: str, path: str | None, status: int
) -> None:
    got = send(emulator.url, plain(), method=method, path=path)
    assert (got.status, got.headers["content-type"]) == (status, "application/json")
    assert list(got.value) == ["error"]
    assert got.headers.get("allow") == ("POST" if status == 405 else None)


def test_the_content_type_does_not_matter(emulator: Emulator) -> None:
    assert send(emulator.url, plain(), {**KEY, "Content-Type": "text/plain"}).code == "1001"


def test_ids_follow_from_the_seed_and_are_unique() -> None:
    def ids(seed: str) -> list[str]:
        with emulate(seed=seed) as running:
            answers = [send(running.url, plain()).value for _ in range(20)]
        return [one["response"][0]["transid"] for one in answers]

    first = ids("a")
    assert len(set(first)) == 20
    assert ids("a") == first
    assert not set(ids("b")) & set(first)


def test_refusals_have_the_status_that_was_asked_for() -> None:
    with emulate(refusal_status=400) as running:
        assert send(running.url, {}).status == 400
        assert send(running.url, plain(), {}).status == 401
        assert send(running.url, plain()).status == 200
    with pytest.raises(ContractkitError, match="200 or 400"):
        emulate(refusal_status=500)


def test_a_tenants_rules_count() -> None:
    tenant = load(tenant={"sender_ids": ["OTHER"]})
    with emulate(tenant) as running:
        assert send(running.url, plain()).code == "7004"
        assert send(running.url, plain_sms(senderid="OTHER")).code == "1001"


def test_the_application_answers_without_a_server() -> None:
    import io

    emulator = emulate()
    emulator.close()
    body = json.dumps(plain()).encode()
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": urlsplit(emulator.url).path,
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_KEY": "test-key",
        "wsgi.input": io.BytesIO(body + b"of another request"),
    }
    told: list[Any] = []

    def start(*pair: Any) -> Any:
        told.append(pair)

    answer = emulator.app(environ, start)
    assert json.loads(b"".join(answer))["response"][0]["code"] == "1001"
    assert told == [("200 OK", [("Content-Type", "application/json")])]


def test_a_refusal_is_for_every_code_that_answers_have() -> None:
    codes = [one.code for one in load_codes(CONTRACT) if one.context == "answer"]
    with emulate() as running:
        running.answer_with(*({"code": code} for code in codes))
        for code in codes:
            got = send(running.url, plain())
            assert got.code == code
            assert check(got.value, "response") == ()


def test_requests_are_remembered_until_they_are_cleared() -> None:
    with emulate() as running:
        send(running.url, plain_sms(text=""))
        [seen] = running.requests
        assert (seen.method, seen.verdict, seen.code) == ("POST", Verdict.INVALID, "7003")
        assert [one.rule for one in seen.findings] == ["SM109"]
        assert json.loads(seen.body) == plain_sms(text="")
        assert seen.answer["response"]["code"] == "7003"
        running.clear()
        assert running.requests == ()

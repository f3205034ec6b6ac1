"""The HTTP that the servers of documents share."""

import http.client
from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.faulty_document import Answer, Request, Running, is_integer, read_json, run, say


def tell(request: Request) -> Answer:
    return say(200, [request.parameters, request.all_of("tag"), request.says_json])


def crash(request: Request) -> Answer:
    return say(200, request.parameters["unknown"])


ROUTES = {
    ("GET", "/things/{id}"): tell,
    ("DELETE", "/things/{id}"): lambda _: Answer(204),
    ("GET", "/things/first"): crash,
}


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    with run(ROUTES, "/v1", "k") as server:
        yield server


@pytest.mark.parametrize(
    ("method", "path", "status", "body"),
    [
        (
            "GET",
            "/v1/things/a%2Fb%20c?tag=1&tag=&other=2",
            200,
            '[{"id": "a/b c"}, ["1", ""], true]',
        ),
        ("DELETE", "/v1/things/a", 204, ""),
        ("HEAD", "/v1/things/a", 405, ""),
        ("POST", "/v1/things/a", 405, '{"code": "http", "message": "Method Not Allowed"}'),
        ("GET", "/v1/things/", 404, '{"code": "http", "message": "Not Found"}'),
        ("GET", "/things/a", 404, '{"code": "http", "message": "Not Found"}'),
        ("GET", "/v1/things/first", 500, "<html><h1>Internal Server Error</h1></html>"),
    ],
)
def test_a_route_is_found_by_method_and_path(
    running: Running, method: str, path: str, status: int, body: str
) -> None:
    before = running.count
    with closing(http.client.HTTPConnection("127.0.0.1", running.server.server_port)) as client:
        client.request(method, path, headers={"Content-Type": "Application/JSON; charset=utf-8"})
        answer = client.getresponse()
        assert (answer.status, answer.read().decode()) == (status, body)
        assert answer.headers["Allow"] == ("GET, DELETE" if status == 405 else None)
    assert running.count == before + 1


@pytest.mark.parametrize(
    "text", [b"NaN", b"[Infinity]", b"\xff", b"", b"{", b"[" * 100_000, b"1e" + b"9" * 30]
)
def test_what_is_no_json_is_a_value_error(text: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 -- of any kind
        read_json(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [(b"1", True), (b"1.0", True), (b"1e400", True), (b"-0", True), (b"10.5e1", True)]
    + [
        (text, False)
        for text in (b"1.5", b"true", b'"1"', b"null", b"123456789012345678901234567890.5")
    ],
)
def test_an_integer_is_one_by_its_value(text: bytes, expected: bool) -> None:
    assert is_integer(read_json(text)) is expected

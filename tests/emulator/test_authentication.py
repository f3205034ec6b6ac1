"""Only the right key or a right token lets a request in; a token counts before a key."""

import base64
import json
from collections.abc import Iterator
from time import time
from typing import Any

import jwt
import pytest

from contractkit.emulator import Emulator, emulate
from contractkit.errors import ContractkitError
from tests.emulator.client import KEY, send
from tests.sample_payloads import plain

SECRET = "0123456789abcdef0123456789abcdef"
SHORT = "short"
RIGHT, WRONG, MISSING = "1001", "7001", "7002"


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with emulate(jwt_secret=SECRET) as running:
        yield running
    assert running.errors == ()


def token(secret: str = SECRET, algorithm: str = "HS256", **changes: Any) -> str:
    claims = {"iss": "service", "iat": int(time())} | changes
    kept = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(kept, secret, algorithm)


def unsigned(**claims: Any) -> str:
    parts = [{"alg": "none", "typ": "JWT"}, {"iss": "service", "iat": int(time())} | claims]
    coded = [base64.urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=") for one in parts]
    return b".".join([*coded, b""]).decode()


def bearer(text: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {text}"}


NOW = int(time())
CASES: list[tuple[str, dict[str, str], str]] = [
    ("right key", KEY, RIGHT),
    ("right key, other case of the header", {"KEY": "test-key"}, RIGHT),
    ("no key", {}, MISSING),
    ("empty key", {"key": ""}, MISSING),
    ("wrong key", {"key": "x"}, WRONG),
    ("beginning of the key", {"key": "test-ke"}, WRONG),
    ("more than the key", {"key": "test-key2"}, WRONG),
    ("key in capitals", {"key": "TEST-KEY"}, WRONG),
    ("key that is not ASCII", {"key": "t\u00e9st-key"}, WRONG),
    ("token", bearer(token()), RIGHT),
    ("token, scheme in lower case", {"authorization": f"bearer {token()}"}, RIGHT),
    ("token and wrong key", {**bearer(token()), "key": "x"}, RIGHT),
    ("wrong token and right key", {**bearer("x.y.z"), **KEY}, WRONG),
    ("not a token", bearer("x"), WRONG),
    ("key as a token", bearer("test-key"), WRONG),
    ("another scheme and right key", {"Authorization": "Basic eDp5", **KEY}, RIGHT),
    ("another scheme only", {"Authorization": "Basic eDp5"}, MISSING),
    ("wrong secret", bearer(token("f" * 32)), WRONG),
    ("no algorithm", bearer(unsigned()), WRONG),
    ("another algorithm", bearer(token(SECRET * 2, "HS512")), WRONG),
    ("changed claims", bearer(token()[:20] + "A" + token()[21:]), WRONG),
    ("no signature", bearer(token().rpartition(".")[0] + "."), WRONG),
    ("no iat", bearer(token(iat=None)), WRONG),
    ("no iss", bearer(token(iss=None)), WRONG),
    ("empty iss", bearer(token(iss="")), WRONG),
    ("iat that is no time", bearer(token(iat="now")), WRONG),
    ("iat that is true", bearer(token(iat=True)), WRONG),
    ("50 minutes old", bearer(token(iat=NOW - 3000)), RIGHT),
    ("over 60 minutes old", bearer(token(iat=NOW - 3601)), WRONG),
    ("over 60 minutes old, not expired", bearer(token(iat=NOW - 3601, exp=NOW + 60)), WRONG),
    ("not yet expired", bearer(token(exp=NOW + 600)), RIGHT),
    ("expired", bearer(token(iat=NOW - 600, exp=NOW - 60)), WRONG),
    ("from the future", bearer(token(iat=NOW + 6000)), WRONG),
    ("huge iat", bearer(token(iat=10**400)), WRONG),
]


@pytest.mark.parametrize(
    ("headers", "code"), [pytest.param(headers, code, id=name) for name, headers, code in CASES]
)
def test_credentials(emulator: Emulator, headers: dict[str, str], code: str) -> None:
    assert send(emulator.url, plain(), headers).code == code


def test_two_keys_in_one_request_are_a_wrong_one(emulator: Emulator) -> None:
    from tests.emulator.client import exchange_bytes

    request = b"POST /resources/v1/messaging HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
    request += b"key: x\r\nkey: test-key\r\nContent-Length: 2\r\n\r\n{}"
    assert b'"code": "7001"' in exchange_bytes(emulator.url, [request])


def test_without_a_secret_every_token_is_refused() -> None:
    for secret in (None, ""):
        with emulate(jwt_secret=secret) as running:
            for signed in (token(), token("\0" * 32), unsigned()):
                assert send(running.url, plain(), bearer(signed)).code == WRONG
            assert send(running.url, plain()).code == RIGHT


def test_a_short_secret_is_taken_as_it_is() -> None:
    text = jwt.PyJWS().encode(
        json.dumps({"iss": "a", "iat": NOW}).encode(), SHORT.encode().ljust(32, b"\0"), "HS256"
    )
    with emulate(jwt_secret=SHORT) as running:
        assert send(running.url, plain(), bearer(text)).code == RIGHT


def test_credentials_come_before_the_body(emulator: Emulator) -> None:
    assert send(emulator.url, b"{", {}).code == MISSING
    assert send(emulator.url, b" " * (2 << 20), {"key": "x"}).code == WRONG


def test_any_text_can_be_the_key() -> None:
    with emulate(key="a b\u00e9") as running:
        assert (
            send(running.url, plain(), {"key": "a b\u00e9".encode().decode("latin-1")}).code
            == RIGHT
        )
    with pytest.raises(ContractkitError, match="the key is empty"):
        emulate(key=" ")

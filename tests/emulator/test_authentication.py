"""Only the right key or a right token lets a request in; a token counts before a key."""

import base64
import json
from collections.abc import Callable, Iterator
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


# By name: what makes the headers when the test runs, since a token is valid for an hour only.
CASES: list[tuple[str, Callable[[], dict[str, str]], str]] = [
    ("right key", lambda: KEY, RIGHT),
    ("right key, other case of the header", lambda: {"KEY": "test-key"}, RIGHT),
    ("no key", dict, MISSING),
    ("empty key", lambda: {"key": ""}, MISSING),
    ("wrong key", lambda: {"key": "x"}, WRONG),
    ("beginning of the key", lambda: {"key": "test-ke"}, WRONG),
    ("more than the key", lambda: {"key": "test-key2"}, WRONG),
    ("key in capitals", lambda: {"key": "TEST-KEY"}, WRONG),
    ("key that is not ASCII", lambda: {"key": "t\u00e9st-key"}, WRONG),
    ("token", lambda: bearer(token()), RIGHT),
    ("token, scheme in lower case", lambda: {"authorization": f"bearer {token()}"}, RIGHT),
    ("token and wrong key", lambda: {**bearer(token()), "key": "x"}, RIGHT),
    ("wrong token and right key", lambda: {**bearer("x.y.z"), **KEY}, WRONG),
    ("not a token", lambda: bearer("x"), WRONG),
    ("key as a token", lambda: bearer("test-key"), WRONG),
    ("another scheme and right key", lambda: {"Authorization": "Basic eDp5", **KEY}, RIGHT),
    ("another scheme only", lambda: {"Authorization": "Basic eDp5"}, MISSING),
    ("wrong secret", lambda: bearer(token("f" * 32)), WRONG),
    ("no algorithm", lambda: bearer(unsigned()), WRONG),
    ("another algorithm", lambda: bearer(token(SECRET * 2, "HS512")), WRONG),
    ("changed claims", lambda: bearer(token()[:20] + "A" + token()[21:]), WRONG),
    ("no signature", lambda: bearer(token().rpartition(".")[0] + "."), WRONG),
    ("no iat", lambda: bearer(token(iat=None)), WRONG),
    ("no iss", lambda: bearer(token(iss=None)), WRONG),
    ("empty iss", lambda: bearer(token(iss="")), WRONG),
    ("iat that is no time", lambda: bearer(token(iat="now")), WRONG),
    ("iat that is true", lambda: bearer(token(iat=True)), WRONG),
    ("50 minutes old", lambda: bearer(token(iat=int(time()) - 3000)), RIGHT),
    ("over 60 minutes old", lambda: bearer(token(iat=int(time()) - 3601)), WRONG),
    (
        "over 60 minutes old, not expired",
        lambda: bearer(token(iat=int(time()) - 3601, exp=int(time()) + 60)),
        WRONG,
    ),
    ("not yet expired", lambda: bearer(token(exp=int(time()) + 600)), RIGHT),
    ("expired", lambda: bearer(token(iat=int(time()) - 600, exp=int(time()) - 60)), WRONG),
    ("from the future", lambda: bearer(token(iat=int(time()) + 6000)), WRONG),
    ("huge iat", lambda: bearer(token(iat=10**400)), WRONG),
]


@pytest.mark.parametrize(
    ("make", "code"), [pytest.param(make, code, id=name) for name, make, code in CASES]
)
def test_credentials(emulator: Emulator, make: Callable[[], dict[str, str]], code: str) -> None:
    assert send(emulator.url, plain(), make()).code == code


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
        json.dumps({"iss": "a", "iat": int(time())}).encode(),
        SHORT.encode().ljust(32, b"\0"),
        "HS256",
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

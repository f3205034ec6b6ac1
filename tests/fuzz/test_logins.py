"""Ways to authenticate: which are tried with what is known; none but the right is right."""

import json
import time
from base64 import urlsafe_b64decode

import jwt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contractkit.errors import ContractkitError
from contractkit.fuzz.logins import can_test_logins, find_login, list_attempts, right_login
from contractkit.fuzz.records import Attempt, Expectation
from contractkit.fuzz.secrets import Secrets
from tests.fuzz.making import CONTRACT, JWT_SECRET, KEY

KEYS = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=12)
PLAIN_KEYS = KEYS.filter(lambda key: key == key.strip())

KEYED = {
    "wrong key", "empty key", "key without its end", "key without its start", "key with more",
    "key in other case", "key in quotes", "key with é", "key of letters", "key reversed",
    "key twice", "one character", "null", "star", "key in X-key", "key in Api-key",
    "key in X-Api-key", "key in Apikey",
    "key in the query", "bare key in the standard header", "key as a user",
}  # fmt: skip
TOKENS = {
    "no token", "empty token", "unsigned token", "token without signature", "token of two parts",
    "forged token", "scheme Basic ", "scheme ",
}  # fmt: skip
KEY_AS_TOKEN = {"key as token", "token of the key"}
SIGNED = {
    "right token", "token with an end", "bent token", "ended token", "old token",
    "token of tomorrow", "token of nobody", "token without time",
}  # fmt: skip
PAIRS = {"a wrong key and a wrong token", "the key and a wrong token"}
PAIRS_SIGNED = {"a key and a token", "a wrong key and a token"}


@pytest.mark.parametrize(
    ("secrets", "names"),
    [
        (Secrets(), TOKENS),
        (Secrets(KEY), KEYED | TOKENS | KEY_AS_TOKEN | PAIRS),
        (Secrets(None, JWT_SECRET), TOKENS | SIGNED),
        (
            Secrets(KEY, JWT_SECRET),
            KEYED | TOKENS | KEY_AS_TOKEN | SIGNED | PAIRS | PAIRS_SIGNED,
        ),
        (Secrets(KEY, KEY), KEYED | TOKENS | SIGNED | PAIRS | PAIRS_SIGNED),
    ],
    ids=["nothing", "key", "secret", "both", "the same"],
)
def test_what_is_tried_depends_on_what_is_known(secrets: Secrets, names: set[str]) -> None:
    attempts = list(list_attempts(CONTRACT, secrets))
    assert {one.login.name for one in attempts} == names | {"nothing"}
    assert len(attempts) == len(names) + 1
    assert attempts[0].login.name == "nothing"


ACCEPTED = {"right token", "token with an end", "a key and a token"}
OPEN = {
    "token of tomorrow",
    "token of nobody",
    "token without time",
    "the key and a wrong token",
    "a wrong key and a token",
}


def test_what_is_expected_of_each_attempt() -> None:
    attempts = list(list_attempts(CONTRACT, Secrets(KEY, JWT_SECRET)))
    by = {one.login.name: one.expect for one in attempts}
    assert {name for name, expect in by.items() if expect is Expectation.ACCEPT} == ACCEPTED
    assert {name for name, expect in by.items() if expect is Expectation.FORM} == OPEN


def test_the_plainest_of_each_kind_has_the_fewest_marks() -> None:
    attempts = list(list_attempts(CONTRACT, Secrets(KEY, JWT_SECRET)))
    by = {one.login.name: one.marks for one in attempts}
    assert by["nothing"] < by["wrong key"] < by["key in other case"]
    assert by["nothing"] < by["no token"] < by["forged token"]
    assert not by["wrong key"] <= by["forged token"]


def carried(attempt: Attempt) -> dict[str, str]:
    return {name.lower(): value.strip() for name, value in attempt.login.headers}


@settings(max_examples=300, deadline=None, database=None)
@given(PLAIN_KEYS, st.sampled_from([None, JWT_SECRET]))
def test_no_attempt_that_is_to_be_refused_carries_the_right_key(
    key: str, secret: str | None
) -> None:
    for attempt in list_attempts(CONTRACT, Secrets(key, secret)):
        if attempt.expect is Expectation.REFUSE:
            assert carried(attempt).get("key") != key, attempt.login.name
            for value in carried(attempt).values():
                assert value.isprintable()
                assert value.isascii() or attempt.login.name == "key with é"
            assert attempt.login.query.isascii()
            assert not set(attempt.login.query) & set(" #&\t")


@pytest.mark.parametrize("key", ["5f0c6d1e-wrong", "5F0C6D1E-WRONG", "x", "null", "*", "aa", "1"])
def test_a_key_that_is_a_wrong_one_is_not_tried_as_such(key: str) -> None:
    for attempt in list_attempts(CONTRACT, Secrets(key)):
        if attempt.expect is Expectation.REFUSE:
            assert carried(attempt).get("key") != key


def signature_holds(token: str) -> bool:
    try:
        jwt.decode(token, JWT_SECRET, algorithms=["HS256"], options={"verify_exp": False})
    except jwt.InvalidTokenError as error:
        return isinstance(error, jwt.ImmatureSignatureError)
    return True


STALE = {"ended token", "old token"}


def test_tokens_to_be_refused_prove_nothing() -> None:
    for attempt in list_attempts(CONTRACT, Secrets(KEY, JWT_SECRET)):
        token = carried(attempt).get("authorization", "").removeprefix("Bearer ")
        good = attempt.login.name in STALE or attempt.expect is not Expectation.REFUSE
        if attempt.login.name != "the key and a wrong token" and token:
            assert signature_holds(token) is good, attempt.login.name


def test_an_unsigned_token_says_so() -> None:
    by = {one.login.name: carried(one) for one in list_attempts(CONTRACT, Secrets())}
    head = by["unsigned token"]["authorization"].removeprefix("Bearer ").partition(".")[0]
    assert json.loads(urlsafe_b64decode(head + "=="))["alg"] == "none"


@pytest.mark.parametrize(
    ("secrets", "headers", "known"),
    [
        (Secrets(), [], False),
        (Secrets(KEY), ["key"], True),
        (Secrets(KEY, JWT_SECRET), ["key"], True),
        (Secrets(None, JWT_SECRET), ["Authorization"], True),
        (Secrets(KEY, None, (("X-Other", "1"),)), ["key"], True),
        (Secrets(KEY, None, (("KEY", "mine"),)), ["key"], False),
        (Secrets(None, None, (("authorization", "mine"),)), [], False),
    ],
)
def test_the_right_login_is_the_key_or_a_token(
    secrets: Secrets, headers: list[str], known: bool
) -> None:
    assert [name for name, _ in right_login(CONTRACT, secrets).headers] == headers
    assert can_test_logins(CONTRACT, secrets) is known


def test_a_login_is_found_by_its_name() -> None:
    secrets = Secrets(KEY, JWT_SECRET)
    for attempt in list_attempts(CONTRACT, secrets):
        assert find_login(CONTRACT, secrets, attempt.login.name).name == attempt.login.name
    for name in ("right", "right token"):
        assert find_login(CONTRACT, Secrets(KEY), name) == right_login(CONTRACT, Secrets(KEY))
        assert find_login(CONTRACT, Secrets(), name).headers == ()


@pytest.mark.parametrize("name", ["bent token", "a wrong key and a token", "made up"])
def test_a_login_that_cannot_be_made_is_never_replaced_by_the_right_one(name: str) -> None:
    with pytest.raises(ContractkitError, match=name):
        find_login(CONTRACT, Secrets(KEY), name)


@pytest.mark.parametrize(
    ("name", "claim", "ago"), [("old token", "iat", 3600), ("ended token", "exp", 600)]
)
def test_a_token_that_is_over_has_been_so_for_a_while(name: str, claim: str, ago: int) -> None:
    login = find_login(CONTRACT, Secrets(None, JWT_SECRET), name)
    token = login.headers[0][1].removeprefix("Bearer ")
    claims = jwt.decode(token, options={"verify_signature": False})
    assert claims[claim] <= time.time() - ago
    assert ("exp" in claims) is (claim == "exp")


def test_a_token_that_ended_is_not_old_besides() -> None:
    login = find_login(CONTRACT, Secrets(None, JWT_SECRET), "ended token")
    token = login.headers[0][1].removeprefix("Bearer ")
    claims = jwt.decode(token, options={"verify_signature": False})
    assert claims["iat"] > time.time() - 3000

"""The key is hidden wherever it may stand, in each form in which it is sent."""

import json
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contractkit.errors import ContractkitError
from contractkit.fuzz.logins import list_attempts
from contractkit.fuzz.secrets import SHORTEST, Secrets
from tests.fuzz.making import CONTRACT, JWT_SECRET, KEY

KEYS = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=5, max_size=20)
PLAIN_KEYS = KEYS.filter(lambda key: key == key.strip() and "*" not in key)


def forms(key: str) -> set[str]:
    letters = "".join(filter(str.isalnum, key))
    return {
        form
        for one in (key, key.swapcase(), key[::-1], key[:-1], key[1:], letters)
        for form in (one, json.dumps(one)[1:-1], quote(one), quote(one, safe=""))
        if len(form) >= SHORTEST
    }


@settings(max_examples=200, deadline=None, database=None)
@given(PLAIN_KEYS, st.booleans(), st.sampled_from([" {} ", '{{"said": "{}"}}', "é{}é{}"]))
def test_every_form_of_the_key_is_hidden(key: str, as_secret: bool, frame: str) -> None:
    secrets = Secrets(None, key) if as_secret else Secrets(key)
    for form in forms(key):
        shown = secrets.hide(frame.replace("{}", form))
        assert form not in shown
        assert "***" in shown


@settings(max_examples=60, deadline=None, database=None)
@given(PLAIN_KEYS)
def test_what_a_wrong_login_sends_of_the_key_is_hidden(key: str) -> None:
    secrets = Secrets(key)
    for attempt in list_attempts(CONTRACT, secrets):
        sent = [value for _, value in attempt.login.headers] + [attempt.login.query]
        assert all(key not in secrets.hide(one) for one in sent)
        assert "%" not in secrets.hide(attempt.login.query)


@pytest.mark.parametrize(
    ("secrets", "text", "shown"),
    [
        (Secrets(KEY), f"a {KEY} b {KEY}", "a *** b ***"),
        (Secrets(KEY), "nothing here", "nothing here"),
        (Secrets("ab"), "ab is too short", "ab is too short"),
        (Secrets(None, JWT_SECRET), JWT_SECRET, "***"),
        (Secrets(KEY, None, (("X-A", "mine-17"),)), "X-A: mine-17", "X-A: ***"),
        (Secrets("key-1", "key-1-and-more"), "key-1-and-more", "***"),
        (Secrets(), "all is shown", "all is shown"),
    ],
)
def test_secrets_are_hidden_and_nothing_else(secrets: Secrets, text: str, shown: str) -> None:
    assert secrets.hide(text) == shown


@pytest.mark.parametrize("key", ["", " ", "a\nb", "a\r", "clé", " k", "k ", "\x00", "k\u200b"])
def test_a_key_that_no_header_can_carry_is_refused(key: str) -> None:
    with pytest.raises(ContractkitError):
        Secrets(key)


def test_an_empty_secret_is_refused() -> None:
    with pytest.raises(ContractkitError):
        Secrets(None, "")


def test_no_secret_is_in_its_own_words() -> None:
    assert KEY not in repr(Secrets(KEY, JWT_SECRET))

"""Tokens that an implementation must not take, and, where their secret is known, right ones."""

import time
import warnings
from collections.abc import Iterator, Mapping
from typing import Any

from contractkit.fuzz.keys import VARIABLE
from contractkit.fuzz.records import Attempt, Expectation, Login

TOKEN_VARIABLE = "CONTRACTKIT_TOKEN"
STRANGE_SECRET = "wrong-secret-" * 3
OTHER_CREDENTIALS = "bm9ib2R5Og=="  # of nobody, without a password
HOUR = 3600


def make_token_login(
    way: Mapping[str, Any], name: str, token: str, *, secret: bool = True
) -> Login:
    """A token in its header; a secret of the target is in it or not."""
    header, prefix = str(way["header"]), str(way["prefix"])
    return Login(
        name,
        ((header, f"{prefix}{token}".rstrip()),),
        shown=((header, f"{prefix}<{name}>"),),
        script=((header, f"{prefix}{f'${TOKEN_VARIABLE}' if secret else token}".rstrip()),),
    )


def sign(way: Mapping[str, Any], secret: str, **changes: Any) -> str:
    """A token with the usual claims, changed; a claim that is None is left out."""
    import jwt

    claims = {"iss": "contractkit", "iat": int(time.time()), **changes}
    given = {name: value for name, value in claims.items() if value is not None}
    with warnings.catch_warnings():
        # PyJWT warns of short secrets; this one is the user's own choice.
        warnings.simplefilter("ignore")
        return jwt.encode(given, secret, algorithm=way["algorithm"])


def make_right_token(way: Mapping[str, Any], secret: str) -> Login:
    """A token as the contract asks for."""
    return make_token_login(way, "right token", sign(way, secret))


def make_forged_token(way: Mapping[str, Any]) -> Login:
    """A token that another secret signed."""
    return make_token_login(way, "forged token", sign(way, STRANGE_SECRET), secret=False)


def list_wrong_tokens(way: Mapping[str, Any], key: str | None) -> Iterator[Attempt]:
    """Tokens that prove nothing, the plainest first; the key's own misuse where it is known."""
    import jwt

    head, content, _ = sign(way, STRANGE_SECRET).split(".")
    unsigned = jwt.encode({"iss": "contractkit", "iat": int(time.time())}, "", algorithm="none")
    for name, token, words in (
        ("no token", "none", "a token that is none"),
        ("empty token", "", "an empty token"),
        ("unsigned token", unsigned, "a token with the algorithm “none”"),
        ("token without signature", f"{head}.{content}.", "a token whose signature is cut off"),
        ("token of two parts", f"{head}.{content}", "a token of two parts"),
    ):
        login = make_token_login(way, name, token, secret=False)
        yield Attempt(login, Expectation.REFUSE, words)
    yield Attempt(make_forged_token(way), Expectation.REFUSE, "a token that another secret signed")
    yield from _list_uses_of_key(way, key) if key else ()
    for scheme in ("Basic ", ""):
        login = Login(f"scheme {scheme}", ((way["header"], f"{scheme}{OTHER_CREDENTIALS}"),))
        yield Attempt(login, Expectation.REFUSE, "credentials of another scheme")


def _list_uses_of_key(way: Mapping[str, Any], key: str) -> Iterator[Attempt]:
    header, prefix = str(way["header"]), str(way["prefix"])
    raw = Login(
        "key as token",
        ((header, f"{prefix}{key}"),),
        shown=((header, f"{prefix}<the key>"),),
        script=((header, f"{prefix}${VARIABLE}"),),
    )
    yield Attempt(raw, Expectation.REFUSE, "the key in the place of a token")
    signed = make_token_login(way, "token of the key", sign(way, key))
    yield Attempt(signed, Expectation.REFUSE, "a token that the key signed")


def list_signed_tokens(way: Mapping[str, Any], secret: str) -> Iterator[Attempt]:
    """Tokens with the right signature; what the sources leave open is judged by its form only."""
    now = int(time.time())
    whole = sign(way, secret, exp=now + HOUR)
    head, content, signature = whole.split(".")
    accept, refuse, form = Expectation.ACCEPT, Expectation.REFUSE, Expectation.FORM
    for name, token, expect, words in (
        ("right token", sign(way, secret), accept, "a token"),
        ("token with an end", whole, accept, "a token that says when it ends"),
        ("bent token", f"{head}.{content}.{signature[::-1]}", refuse, "a bent signature"),
        (
            "ended token",
            sign(way, secret, iat=now - HOUR // 2, exp=now - HOUR // 6),
            refuse,
            "a token that ended ten minutes ago",
        ),
        ("old token", sign(way, secret, iat=now - 2 * HOUR), refuse, "a token of two hours ago"),
        ("token of tomorrow", sign(way, secret, iat=now + 24 * HOUR), form, "a token of tomorrow"),
        ("token of nobody", sign(way, secret, iss=None), form, "a token that names nobody"),
        ("token without time", sign(way, secret, iat=None), form, "a token without a time"),
    ):
        yield Attempt(make_token_login(way, name, token), expect, words)

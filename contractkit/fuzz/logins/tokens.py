"""Logins with a JSON Web Token: as the contract asks for it, and ones that prove nothing."""

import time
import warnings
from collections.abc import Iterator
from typing import Any

from contractkit.contracts.authentication import Scheme
from contractkit.fuzz.logins.keys import WHOLE, make_login
from contractkit.fuzz.records import Attempt, Expectation, Login

ACCEPT, REFUSE, FORM = Expectation.ACCEPT, Expectation.REFUSE, Expectation.FORM
TOKEN_VARIABLE = "CONTRACTKIT_TOKEN"
WRONG_SECRET = "wrong-secret-" * 3
OTHER_CREDENTIALS = "bm9ib2R5Og=="  # of nobody, without a password
HOUR = 3600


def make_token(scheme: Scheme, name: str, token: str, *, secret: bool = True) -> Login:
    """A token in its header; `secret`: whether a secret of the target is in it."""
    prefix = scheme.prefix
    return make_login(
        name,
        scheme.name,
        f"{prefix}{token}".rstrip(),
        f"{prefix}<{name}>",
        f"{prefix}{f'${TOKEN_VARIABLE}' if secret else token}".rstrip(),
    )


def make_right_token(scheme: Scheme, secret: str) -> Login:
    """A token as the contract asks for."""
    return make_token(scheme, "right token", sign(scheme, secret))


def sign(scheme: Scheme, secret: str, **changes: Any) -> str:
    """A token with the usual claims, changed; a claim that is None is left out."""
    import jwt

    claims = {"iss": "contractkit", "iat": int(time.time()), **changes}
    given = {name: value for name, value in claims.items() if value is not None}
    with warnings.catch_warnings():
        # PyJWT warns of short secrets; this one is the user's own choice.
        warnings.simplefilter("ignore")
        return jwt.encode(given, secret, algorithm=scheme.algorithm)


def list_wrong_tokens(scheme: Scheme, key: str | None) -> Iterator[Attempt]:
    """Tokens that prove nothing, the plainest first; with the key in them where it is known."""
    import jwt

    head, content, _ = sign(scheme, WRONG_SECRET).split(".")
    unsigned = jwt.encode({"iss": "contractkit", "iat": int(time.time())}, "", algorithm="none")
    for name, token, words in (
        ("no token", "none", "the token “none”"),
        ("empty token", "", "an empty token"),
        ("unsigned token", unsigned, "a token with the algorithm “none”"),
        ("token without signature", f"{head}.{content}.", "a token whose signature is cut off"),
        ("token of two parts", f"{head}.{content}", "a token of two parts"),
    ):
        yield Attempt(make_token(scheme, name, token, secret=False), REFUSE, words)
    yield Attempt(make_forged_token(scheme), REFUSE, "a token that another secret signed")
    header, prefix = scheme.name, scheme.prefix
    if key:
        shown, script = f"{prefix}<the key>", f"{prefix}{WHOLE}"
        login = make_login("key as token", header, f"{prefix}{key}", shown, script)
        yield Attempt(login, REFUSE, "the key in the place of a token")
        signed = make_token(scheme, "token of the key", sign(scheme, key))
        yield Attempt(signed, REFUSE, "a token that the key signed")
    for other in ("Basic ", ""):
        login = Login(f"scheme {other}", ((header, f"{other}{OTHER_CREDENTIALS}"),))
        yield Attempt(login, REFUSE, "credentials of another scheme")


def make_forged_token(scheme: Scheme) -> Login:
    """A token that another secret signed."""
    return make_token(scheme, "forged token", sign(scheme, WRONG_SECRET), secret=False)


def list_signed_tokens(scheme: Scheme, secret: str) -> Iterator[Attempt]:
    """Tokens with the right signature; what the sources leave open is judged by its form only."""
    now = int(time.time())
    whole = sign(scheme, secret, exp=now + HOUR)
    head, content, signature = whole.split(".")
    ended = sign(scheme, secret, iat=now - HOUR // 2, exp=now - HOUR // 6)
    old, future = (sign(scheme, secret, iat=now + hours * HOUR) for hours in (-2, 24))
    for name, token, expect, words in (
        ("right token", sign(scheme, secret), ACCEPT, "a token"),
        ("token with an end", whole, ACCEPT, "a token with an expiry time"),
        ("bent token", f"{head}.{content}.{signature[::-1]}", REFUSE, "a reversed signature"),
        ("ended token", ended, REFUSE, "a token that expired ten minutes ago"),
        ("old token", old, REFUSE, "a token issued two hours ago"),
        ("token of tomorrow", future, FORM, "a token issued tomorrow"),
        ("token of nobody", sign(scheme, secret, iss=None), FORM, "a token without an issuer"),
        ("token without time", sign(scheme, secret, iat=None), FORM, "a token without a time"),
    ):
        yield Attempt(make_token(scheme, name, token), expect, words)

"""Ways to authenticate: the right one, and those that an implementation must not take."""

import time
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from contractkit.contract import Contract
from contractkit.fuzz.records import Expectation, Headers, Login

VARIABLE, TOKEN_VARIABLE = "CONTRACTKIT_KEY", "CONTRACTKIT_TOKEN"
STRANGER, STRANGE_SECRET = "5f0c6d1e-wrong", "wrong-secret-" * 3
HOUR = 3600


@dataclass(frozen=True, slots=True)
class Attempt:
    """A login with what is expected of the answer to a valid payload, and what is special.

    `marks` tell how special: an implementation that takes what has few marks takes more.
    """

    login: Login
    expect: Expectation
    way: str
    marks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Secrets:
    """What the fuzzer knows of the target: its key, the secret of its tokens; either may be None.

    `headers` are the user's own, sent with every request.
    """

    key: str | None = None
    jwt_secret: str | None = None
    headers: Headers = ()

    def hide(self, text: str) -> str:
        """The text without the key and the secret, and without the user's own header values.

        Those that are hardly any characters long would hide everything, and secure nothing.
        """
        values = [self.key, self.jwt_secret, *(value for _, value in self.headers)]
        for secret in sorted({one for one in values if one and len(one) > 2}, key=len)[::-1]:
            text = text.replace(secret, "***").replace(secret.swapcase(), "***")
        return text


def right_login(contract: Contract, secrets: Secrets) -> Login:
    """The right way to authenticate: the key if there is one, else a token, else nothing."""
    ways = {one["scheme"]: one for one in contract.data.get("authentication", ())}
    if secrets.key is not None and "key" in ways:
        return _key_login(ways["key"], "right", secrets.key, f"${VARIABLE}", "the key")
    if secrets.jwt_secret is not None and "bearer" in ways:
        return _token_login(ways["bearer"], "right token", _sign(ways["bearer"], secrets.jwt_secret))
    return Login("right")


def can_be_tried(contract: Contract, secrets: Secrets) -> bool:
    """Whether authentication can be tested: the right way is known, so that others are wrong."""
    own = {name.lower() for name, _ in secrets.headers}
    taken = any(one["header"].lower() in own for one in contract.data.get("authentication", ()))
    return bool(right_login(contract, secrets).headers) and not taken


def list_attempts(contract: Contract, secrets: Secrets) -> Iterator[Attempt]:
    """Every way to try, the most telling first."""
    ways = {one["scheme"]: one for one in contract.data.get("authentication", ())}
    nothing = Login("nothing")
    yield Attempt(nothing, Expectation.REFUSE, "no credentials at all", frozenset({"login"}))
    if "key" in ways and secrets.key is not None:
        yield from _mark("key", _list_keys(ways["key"], secrets.key))
    if "bearer" in ways:
        yield from _mark("token", _list_tokens(ways["bearer"], secrets))
    if {"key", "bearer"} <= ways.keys() and secrets.key is not None:
        yield from _list_pairs(ways, secrets)


def _mark(kind: str, attempts: Iterator[Attempt]) -> Iterator[Attempt]:
    """The attempts with their marks: the first is the plainest of its kind."""
    for number, attempt in enumerate(attempts):
        special = {attempt.login.name} if number else set[str]()
        yield replace(attempt, marks=frozenset({"login", kind, *special}))


def _list_keys(way: Mapping[str, Any], key: str) -> Iterator[Attempt]:
    """The key wrong in ways that a sloppy comparison takes, and in places where it does not count."""
    brief = f"${{{VARIABLE}%?}}"
    swapped = f'$(printf %s "${VARIABLE}" | tr a-zA-Z A-Za-z)'
    plain, letters = "".join(filter(str.isalnum, key)), "the key without its signs"
    wrong = [
        ("wrong key", STRANGER, STRANGER, "a wrong key"),
        ("empty key", "", "", "an empty key"),
        ("key without its end", key[:-1], brief, "the key without its last character"),
        ("key without its start", key[1:], f"${{{VARIABLE}#?}}", "the key without its first one"),
        ("key with more", f"{key}x", f"${VARIABLE}x", "the key and one more character"),
        ("key in other case", key.swapcase(), swapped, "the key in the other case"),
        ("key of letters", plain, f"$(printf %s \"${VARIABLE}\" | tr -cd A-Za-z0-9)", letters),
        ("key reversed", key[::-1], f'$(printf %s "${VARIABLE}" | rev)', "the key backwards"),
        ("key and another", f"{key},{key}", f"${VARIABLE},${VARIABLE}", "the key twice"),
        ("one character", "x", "x", "a key of one character"),
        ("null", "null", "null", "the key “null”"),
        ("star", "*", "*", "the key “*”"),
    ]
    for name, value, shell, words in wrong:
        if value != key:
            login = _key_login(way, name, value, shell, words)
            yield Attempt(login, Expectation.REFUSE, words)
    yield from _list_places(way["header"], key)


def _list_places(header: str, key: str) -> Iterator[Attempt]:
    places = {
        "another header": f"X-{header}",
        "Api-Key": f"Api-{header}",
    }
    for name, other in places.items():
        login = Login(
            f"key in {name}",
            ((other, key),),
            shown=((other, "<the key>"),),
            shell=((other, f"${VARIABLE}"),),
        )
        yield Attempt(login, Expectation.REFUSE, f"the key in the header {other} only")
    query = Login("key in the query", query=f"{header}={key}")
    yield Attempt(query, Expectation.REFUSE, "the key in the URL's query only")


def _list_tokens(way: Mapping[str, Any], secrets: Secrets) -> Iterator[Attempt]:
    import jwt

    claims = {"iss": "contractkit", "iat": int(time.time())}
    forged = _sign(way, STRANGE_SECRET)
    unsigned = jwt.encode(claims, None, algorithm="none")
    head, content, _ = forged.split(".")
    refused = [
        ("no token", "none", "a token that is none"),
        ("empty token", "", "an empty token"),
        ("forged token", forged, "a token that another secret signed"),
        ("unsigned token", unsigned, "a token with the algorithm “none”"),
        ("token without signature", f"{head}.{content}.", "a token whose signature is cut off"),
        ("token of two parts", f"{head}.{content}", "a token of two parts"),
    ]
    for name, token, words in refused:
        yield Attempt(_token_login(way, name, token), Expectation.REFUSE, words)
    if secrets.key is not None and secrets.key != secrets.jwt_secret:
        login = Login(
            "key as token",
            ((way["header"], f"{way['prefix']}{secrets.key}"),),
            shown=((way["header"], f"{way['prefix']}<the key>"),),
            shell=((way["header"], f"{way['prefix']}${VARIABLE}"),),
        )
        yield Attempt(login, Expectation.REFUSE, "the key in the place of a token")
        forged = _token_login(way, "token of the key", _sign(way, secrets.key))
        yield Attempt(forged, Expectation.REFUSE, "a token that the key signed")
    for scheme in ("Basic ", ""):
        login = Login(f"scheme {scheme}", ((way["header"], f"{scheme}bm9ib2R5Og=="),))
        yield Attempt(login, Expectation.REFUSE, "credentials of another scheme")
    if secrets.jwt_secret is not None:
        yield from _list_signed(way, secrets.jwt_secret)


def _list_signed(way: Mapping[str, Any], secret: str) -> Iterator[Attempt]:
    """Tokens with the right signature; what the sources leave open is not judged."""
    now = int(time.time())
    good, whole = _sign(way, secret), _sign(way, secret, exp=now + HOUR)
    yield Attempt(_token_login(way, "right token", good), Expectation.ACCEPT, "a token")
    lasting = _token_login(way, "token with an end", whole)
    yield Attempt(lasting, Expectation.ACCEPT, "a token that says when it ends")
    ended = _token_login(way, "ended token", _sign(way, secret, iat=now - 2 * HOUR, exp=now - HOUR))
    yield Attempt(ended, Expectation.REFUSE, "a token that ended an hour ago")
    old = _token_login(way, "old token", _sign(way, secret, iat=now - 2 * HOUR))
    yield Attempt(old, Expectation.REFUSE, "a token of two hours ago")
    head, content, signature = whole.split(".")
    bent = f"{head}.{content}.{signature[::-1]}"
    yield Attempt(_token_login(way, "bent token", bent), Expectation.REFUSE, "a bent signature")
    for name, claims in {
        "token of tomorrow": {"iat": now + 24 * HOUR},
        "token of nobody": {"iss": None},
        "token without time": {"iat": None},
    }.items():
        login = _token_login(way, name, _sign(way, secret, **claims))
        yield Attempt(login, Expectation.FORM, name)


def _list_pairs(ways: Mapping[str, Any], secrets: Secrets) -> Iterator[Attempt]:
    """A key and a token: what a wrong one beside a right one does is open, two wrong ones not."""
    right = _key_login(ways["key"], "", secrets.key or "", f"${VARIABLE}", "the key")
    wrong = _key_login(ways["key"], "", STRANGER, STRANGER, "a wrong key")
    forged = _token_login(ways["bearer"], "", _sign(ways["bearer"], STRANGE_SECRET))
    yield _pair("wrong key and token", wrong, forged, Expectation.REFUSE, "a wrong key and token")
    yield _pair("right key, wrong token", right, forged, Expectation.FORM, "a wrong token")
    if secrets.jwt_secret is not None:
        good = _token_login(ways["bearer"], "", _sign(ways["bearer"], secrets.jwt_secret))
        yield _pair("both right", right, good, Expectation.ACCEPT, "a key and a token")
        yield _pair("wrong key, right token", wrong, good, Expectation.FORM, "a wrong key")


def _pair(name: str, one: Login, other: Login, expect: Expectation, way: str) -> Attempt:
    both = Login(
        name,
        one.headers + other.headers,
        shown=one.shown + other.shown,
        shell=one.shell + other.shell,
    )
    return Attempt(both, expect, way, frozenset({"login", "key", "token"}))


def _key_login(way: Mapping[str, Any], name: str, key: str, shell: str, words: str) -> Login:
    header = str(way["header"])
    return Login(name, ((header, key),), shown=((header, f"<{words}>"),), shell=((header, shell),))


def _token_login(way: Mapping[str, Any], name: str, token: str) -> Login:
    header, prefix = str(way["header"]), str(way["prefix"])
    return Login(
        name,
        ((header, f"{prefix}{token}"),),
        shown=((header, f"{prefix}<{name}>"),),
        shell=((header, f"{prefix}${TOKEN_VARIABLE}"),),
    )


def _sign(way: Mapping[str, Any], secret: str, **changes: Any) -> str:
    """A token with the usual claims; a claim that is None is left out."""
    import jwt

    claims = {"iss": "contractkit", "iat": int(time.time()), **changes}
    given = {name: value for name, value in claims.items() if value is not None}
    with warnings.catch_warnings():
        # PyJWT warns of short secrets; this one is the user's own choice.
        warnings.simplefilter("ignore")
        return jwt.encode(given, secret, algorithm=way["algorithm"])

"""Logins: the right one, and wrong ones that a careless check may accept."""

import time
import warnings
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from typing import Any

from contractkit.contracts.loading import Contract
from contractkit.errors import ContractkitError
from contractkit.fuzz.records import Attempt, Expectation, Login
from contractkit.fuzz.secrets import Secrets, percent_encode

KEY, TOKEN = "key", "bearer"  # the schemes that a contract may name
KEY_VARIABLE, TOKEN_VARIABLE = "CONTRACTKIT_KEY", "CONTRACTKIT_TOKEN"
ACCEPT, REFUSE, FORM = Expectation.ACCEPT, Expectation.REFUSE, Expectation.FORM
RIGHT = ("right", "right token")
WRONG_KEY, WRONG_SECRET = "5f0c6d1e-wrong", "wrong-secret-" * 3
OTHER_CREDENTIALS = "bm9ib2R5Og=="  # of nobody, without a password
STANDARD = "Authorization"
HOUR = 3600
# The key as a shell makes it from its variable.
WHOLE = f"${KEY_VARIABLE}"
WITHOUT_END, WITHOUT_START = f"${{{KEY_VARIABLE}%?}}", f"${{{KEY_VARIABLE}#?}}"
SWAPPED = f'$(printf %s "{WHOLE}" | tr a-zA-Z A-Za-z)'
ALPHANUMERIC = f'$(printf %s "{WHOLE}" | tr -cd A-Za-z0-9)'
REVERSED = f'$(printf %s "{WHOLE}" | rev)'
LATIN = "$(printf '\\351')"  # é, in the one byte that it takes in a header
USER = f'$(printf %s: "{WHOLE}" | base64 | tr -d "\\n")'
QUOTED = f'$(printf %s "{WHOLE}" | od -An -v -tx1 | tr -d "\\n" | tr " " %)'
Scheme = Mapping[str, Any]


def list_schemes(contract: Contract) -> dict[str, Scheme]:
    """The authentication schemes of a contract that must work, by name: of each the first."""
    schemes = contract.data.get("authentication", ())
    closed = [scheme for scheme in schemes if not scheme.get("open")]
    return {scheme["scheme"]: scheme for scheme in reversed(closed)}


def needs_login(contract: Contract) -> bool:
    """Whether a request needs credentials."""
    return bool(contract.data.get("authentication"))


def make_login(name: str, header: str, value: str, shown: str, script: str) -> Login:
    """A login by one header; `shown` stands for its value for a reader, `script` in a shell."""
    return Login(name, ((header, value),), shown=((header, shown),), script=((header, script),))


def make_right_key(scheme: Scheme, key: str) -> Login:
    """The right key."""
    prefix = scheme.get("prefix", "")
    shown, script = f"{prefix}<the key>", f"{prefix}{WHOLE}"
    return make_login("right", scheme["header"], f"{prefix}{key}", shown, script)


def make_token(scheme: Scheme, name: str, token: str, *, secret: bool = True) -> Login:
    """A token in its header; `secret`: whether a secret of the target is in it."""
    prefix = scheme["prefix"]
    return make_login(
        name,
        scheme["header"],
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
        return jwt.encode(given, secret, algorithm=scheme["algorithm"])


def right_login(contract: Contract, secrets: Secrets) -> Login:
    """The right way to authenticate: the key if there is one, else a token, else nothing."""
    schemes = list_schemes(contract)
    if secrets.key is not None and KEY in schemes:
        return make_right_key(schemes[KEY], secrets.key)
    if secrets.jwt_secret is not None and TOKEN in schemes:
        return make_right_token(schemes[TOKEN], secrets.jwt_secret)
    return Login("right")


def can_test_logins(contract: Contract, secrets: Secrets) -> bool:
    """Whether authentication can be tested: the right login is known, so that others are wrong."""
    own = {name.lower() for name, _ in secrets.headers}
    taken = any(scheme["header"].lower() in own for scheme in list_schemes(contract).values())
    return bool(right_login(contract, secrets).headers) and not taken


def list_attempts(contract: Contract, secrets: Secrets) -> Iterator[Attempt]:
    """Every login to try, the most telling first; those of open ways are blamed for nothing."""
    attempts = chain(_list_closed(contract, secrets), _list_open(contract, secrets.key))
    for attempt in attempts:
        if attempt.expect is REFUSE and _uses_open_way(contract, secrets.key, attempt.login):
            yield replace(attempt, expect=FORM)
        else:
            yield attempt


def _list_closed(contract: Contract, secrets: Secrets) -> Iterator[Attempt]:
    """The logins of the ways that must work, and wrong ones."""
    schemes, key, secret = list_schemes(contract), secrets.key, secrets.jwt_secret
    nothing = Login("nothing")
    yield Attempt(nothing, REFUSE, "no credentials at all", frozenset({"login"}))
    if KEY in schemes and key is not None:
        yield from _mark(KEY, _list_wrong_keys(schemes[KEY], key))
    if TOKEN in schemes:
        known = key if key != secret else None
        yield from _mark(TOKEN, _list_wrong_tokens(schemes[TOKEN], known))
        if secret is not None:
            yield from _mark("secret", _list_signed_tokens(schemes[TOKEN], secret))
    if {KEY, TOKEN} <= schemes.keys() and key is not None:
        yield from _mark("pair", _list_pairs(schemes, key, secret))


def _list_open(contract: Contract, key: str | None) -> Iterator[Attempt]:
    """The right key in each way that may work, and a wrong one, which never may."""
    for scheme in _list_open_schemes(contract) if key is not None else ():
        header, prefix = scheme["header"], scheme.get("prefix", "")
        where = f"the header {header}{f' behind “{prefix.strip()}”' if prefix.strip() else ''}"
        right = replace(make_right_key(scheme, key or ""), name=f"open way: {header} {prefix}")
        wrong = _make_wrong_key(scheme, key or "")
        wrong = replace(wrong, name=f"wrong key in an open way: {header} {prefix}")
        marks = {"login", KEY}
        yield Attempt(right, FORM, f"the key in {where}", frozenset({*marks, right.name}))
        yield Attempt(wrong, REFUSE, f"a wrong key in {where}", frozenset({*marks, wrong.name}))


def _list_open_schemes(contract: Contract) -> list[Scheme]:
    schemes = contract.data.get("authentication", ())
    return [scheme for scheme in schemes if scheme.get("open") and scheme["scheme"] == KEY]


def _uses_open_way(contract: Contract, key: str | None, login: Login) -> bool:
    """Whether a login has the right key where nobody says whether it works."""
    given = {name.lower(): value for name, value in login.headers}
    return key is not None and any(
        given.get(scheme["header"].lower()) == f"{scheme.get('prefix', '')}{key}"
        for scheme in _list_open_schemes(contract)
    )


def find_login(contract: Contract, secrets: Secrets, name: str) -> Login:
    """The login of a name, any right one for a right one. Raises ContractkitError for none."""
    for attempt in list_attempts(contract, secrets):
        if attempt.login.name == name:
            return attempt.login
    if name in RIGHT:
        return right_login(contract, secrets)
    reason = "needs the key, or the secret of tokens, that the earlier run was given"
    raise ContractkitError(f"the request with {name!r} {reason}")


def _mark(kind: str, attempts: Iterable[Attempt]) -> Iterator[Attempt]:
    """The attempts with their marks: what accepts the plainest of a kind accepts them all."""
    for number, attempt in enumerate(attempts):
        special = {attempt.login.name} if number else set[str]()
        yield replace(attempt, marks=frozenset({"login", kind, *special}))


def _list_wrong_keys(scheme: Scheme, key: str) -> Iterator[Attempt]:
    """Each wrong key, the plainest first, then the right one in wrong places."""
    yield Attempt(_make_wrong_key(scheme, key), REFUSE, "a wrong key")
    letters = "".join(filter(str.isalnum, key))
    for name, value, script, words in (
        ("empty key", "", "", "an empty key"),
        ("key without its end", key[:-1], WITHOUT_END, "the key without its last character"),
        ("key without its start", key[1:], WITHOUT_START, "the key without its first character"),
        ("key with more", f"{key}x", f"${{{KEY_VARIABLE}}}x", "the key and one more character"),
        ("key in other case", key.swapcase(), SWAPPED, "the key in the other case"),
        ("key of letters", letters, ALPHANUMERIC, "the letters and digits of the key"),
        ("key reversed", key[::-1], REVERSED, "the key backwards"),
        ("key in quotes", f'"{key}"', f'\\"{WHOLE}\\"', "the key in quotes"),
        ("key with é", f"{key}é", f"{WHOLE}{LATIN}", "the key and a letter that is not ASCII"),
        ("key twice", f"{key},{key}", f"{WHOLE},{WHOLE}", "the key twice"),
        ("one character", "x", "x", "a key of one character"),
        ("null", "null", "null", "the key “null”"),
        ("star", "*", "*", "the key “*”"),
    ):
        if value != key:
            prefix = scheme.get("prefix", "")
            shown = f"{prefix}<{words}>"
            given = f"{prefix}{value}" if value else prefix.rstrip()
            login = make_login(name, scheme["header"], given, shown, f"{prefix}{script}")
            yield Attempt(login, REFUSE, words)
    yield from _list_wrong_places(scheme["header"], key)


def _make_wrong_key(scheme: Scheme, key: str) -> Login:
    """A key that has nothing of the right one."""
    wrong = WRONG_KEY if key != WRONG_KEY else WRONG_KEY.upper()
    prefix = scheme.get("prefix", "")
    value = f"{prefix}{wrong}"
    return make_login("wrong key", scheme["header"], value, f"{prefix}<a wrong key>", value)


def _list_wrong_places(header: str, key: str) -> Iterator[Attempt]:
    """The right key in other headers, in other schemes, and in the query."""
    for other in (f"X-{header}", f"Api-{header}", f"X-Api-{header}", f"Api{header}"):
        login = make_login(f"key in {other}", other, key, "<the key>", WHOLE)
        yield Attempt(login, REFUSE, f"the key in the header {other} only")
    user = b64encode(f"{key}:".encode()).decode()
    for name, value, shown, script, words in (
        ("bare key in the standard header", key, "<the key>", WHOLE, "no scheme"),
        ("key as a user", f"Basic {user}", "Basic <the key>", f"Basic {USER}", "the scheme Basic"),
    ):
        if header.lower() != STANDARD.lower():
            login = make_login(name, STANDARD, value, shown, script)
            yield Attempt(login, REFUSE, f"the key in {STANDARD} only, with {words}")
    query, script = f"{header}={percent_encode(key)}", f"{header}={QUOTED}"
    login = Login("key in the query", query=query, script_query=script)
    yield Attempt(login, REFUSE, "the key in the URL's query only")


def _list_wrong_tokens(scheme: Scheme, key: str | None) -> Iterator[Attempt]:
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
    yield Attempt(_make_forged_token(scheme), REFUSE, "a token that another secret signed")
    header, prefix = scheme["header"], scheme["prefix"]
    if key:
        shown, script = f"{prefix}<the key>", f"{prefix}{WHOLE}"
        login = make_login("key as token", header, f"{prefix}{key}", shown, script)
        yield Attempt(login, REFUSE, "the key in the place of a token")
        signed = make_token(scheme, "token of the key", sign(scheme, key))
        yield Attempt(signed, REFUSE, "a token that the key signed")
    for other in ("Basic ", ""):
        login = Login(f"scheme {other}", ((header, f"{other}{OTHER_CREDENTIALS}"),))
        yield Attempt(login, REFUSE, "credentials of another scheme")


def _make_forged_token(scheme: Scheme) -> Login:
    """A token that another secret signed."""
    return make_token(scheme, "forged token", sign(scheme, WRONG_SECRET), secret=False)


def _list_signed_tokens(scheme: Scheme, secret: str) -> Iterator[Attempt]:
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


def _list_pairs(schemes: dict[str, Scheme], key: str, secret: str | None) -> Iterator[Attempt]:
    """A key and a token: what a wrong one beside a right one does is open, two wrong ones not."""
    right, wrong = make_right_key(schemes[KEY], key), _make_wrong_key(schemes[KEY], key)
    forged = _make_forged_token(schemes[TOKEN])
    yield _pair(wrong, forged, REFUSE, "a wrong key and a wrong token")
    yield _pair(right, forged, FORM, "the key and a wrong token")
    if secret is not None:
        good = make_right_token(schemes[TOKEN], secret)
        yield _pair(right, good, ACCEPT, "a key and a token")
        yield _pair(wrong, good, FORM, "a wrong key and a token")


def _pair(key: Login, token: Login, expect: Expectation, name: str) -> Attempt:
    headers, shown, script = (
        key.headers + token.headers,
        key.shown + token.shown,
        key.script + token.script,
    )
    return Attempt(Login(name, headers, shown=shown, script=script), expect, name)

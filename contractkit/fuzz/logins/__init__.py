"""Logins: the right one, and wrong ones that a careless check may accept."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from contractkit.contracts.authentication import (
    HEADER,
    TOKEN,
    Scheme,
    Way,
    find_key_way,
    list_ways,
    needs_credentials,
)
from contractkit.contracts.loading import Contract
from contractkit.errors import ContractkitError
from contractkit.fuzz.logins.keys import (
    IN_QUERY,
    join_logins,
    list_wrong_keys,
    make_right_key,
    make_wrong_key,
)
from contractkit.fuzz.logins.tokens import (
    list_signed_tokens,
    list_wrong_tokens,
    make_forged_token,
    make_right_token,
)
from contractkit.fuzz.records import Attempt, Expectation, Login
from contractkit.fuzz.secrets import Secrets

__all__ = [
    "IN_QUERY",
    "can_test_logins",
    "find_login",
    "find_token_scheme",
    "list_attempts",
    "make_right_key",
    "right_login",
]
ACCEPT, REFUSE, FORM = Expectation.ACCEPT, Expectation.REFUSE, Expectation.FORM
KEY = "key"
RIGHT = ("right", "right token")


def find_token_scheme(contract: Contract) -> Scheme | None:
    """The first token that is enough by itself."""
    single = (way.schemes for way in list_ways(contract) if not way.is_open)
    found = (schemes[0] for schemes in single if len(schemes) == 1)
    return next((scheme for scheme in found if scheme.kind == TOKEN), None)


def right_login(contract: Contract, secrets: Secrets) -> Login:
    """The right way to authenticate: the key if there is one, else a token, else nothing."""
    way, token = find_key_way(contract), find_token_scheme(contract)
    if secrets.key is not None and way:
        return make_right_key(_leave_out(way, secrets), secrets.key)
    if secrets.jwt_secret is not None and token:
        return make_right_token(token, secrets.jwt_secret)
    return Login("right")


def _leave_out(way: Way, secrets: Secrets) -> Way:
    """A way without what the user's own headers have, where it needs more than one credential."""
    own = {name.lower() for name, _ in secrets.headers}
    if len(way.schemes) == 1:
        return way
    kept = (one for one in way.schemes if one.place != HEADER or one.name.lower() not in own)
    return replace(way, schemes=tuple(kept))


def can_test_logins(contract: Contract, secrets: Secrets) -> bool:
    """Whether authentication can be tested: the right login is known, so that others are wrong."""
    own = {name.lower() for name, _ in secrets.headers}
    closed = (way for way in list_ways(contract) if not way.is_open)
    taken = any(scheme.header.lower() in own for way in closed for scheme in way.schemes)
    login = right_login(contract, secrets)
    return needs_credentials(contract) and bool(login.headers or login.query) and not taken


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
    way, token = find_key_way(contract), find_token_scheme(contract)
    key, secret = secrets.key, secrets.jwt_secret
    nothing = Login("nothing")
    yield Attempt(nothing, REFUSE, "no credentials at all", frozenset({"login"}))
    if way and key is not None:
        wrong = (one for one in list_wrong_keys(way, key) if not _works(contract, one, key))
        yield from _mark(KEY, wrong)
    if token:
        known = key if key != secret else None
        yield from _mark(TOKEN, list_wrong_tokens(token, known))
        if secret is not None:
            yield from _mark("secret", list_signed_tokens(token, secret))
    if way and token and key is not None:
        yield from _mark("pair", _list_pairs(way, token, key, secret))


def _works(contract: Contract, attempt: Attempt, key: str) -> bool:
    """Whether what a way takes for wrong is right by another way."""
    sent = attempt.login
    headers = {(name.lower(), value) for name, value in sent.headers}
    queries = set(sent.query.split("&")) - {""}
    for way in list_ways(contract):
        if way.is_of_key and not way.is_open:
            right = make_right_key(way, key)
            wanted = {(name.lower(), value) for name, value in right.headers}
            if wanted <= headers and set(right.query.split("&")) - {""} <= queries:
                return True
    return False


def _list_open(contract: Contract, key: str | None) -> Iterator[Attempt]:
    """The right key in each way that may work, and a wrong one, which never may."""
    for way in _list_open_ways(contract) if key is not None else ():
        [scheme] = way.schemes
        about = f"{scheme.name} {scheme.prefix}"
        right = replace(make_right_key(way, key or ""), name=f"open way: {about}")
        wrong = replace(
            make_wrong_key(scheme, key or ""), name=f"wrong key in an open way: {about}"
        )
        marks = {"login", KEY}
        yield Attempt(right, FORM, f"the key in {scheme.words}", frozenset({*marks, right.name}))
        words = f"a wrong key in {scheme.words}"
        yield Attempt(wrong, REFUSE, words, frozenset({*marks, wrong.name}))


def _list_open_ways(contract: Contract) -> list[Way]:
    ways = list_ways(contract)
    return [way for way in ways if way.is_open and way.is_of_key and len(way.schemes) == 1]


def _uses_open_way(contract: Contract, key: str | None, login: Login) -> bool:
    """Whether a login has the right key where nobody says whether it works."""
    given = {(name.lower(), value) for name, value in login.headers}
    for way in _list_open_ways(contract) if key is not None else ():
        right = make_right_key(way, key or "")
        if right.headers and {(name.lower(), value) for name, value in right.headers} <= given:
            return True
    return False


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


def _list_pairs(way: Way, token: Scheme, key: str, secret: str | None) -> Iterator[Attempt]:
    """A key and a token: what a wrong one beside a right one does is open, two wrong ones not."""
    right, wrong = make_right_key(way, key), make_wrong_key(way.schemes[0], key)
    forged = make_forged_token(token)
    yield _pair(wrong, forged, REFUSE, "a wrong key and a wrong token")
    yield _pair(right, forged, FORM, "the key and a wrong token")
    if secret is not None:
        good = make_right_token(token, secret)
        yield _pair(right, good, ACCEPT, "a key and a token")
        yield _pair(wrong, good, FORM, "a wrong key and a token")


def _pair(key: Login, token: Login, expect: Expectation, name: str) -> Attempt:
    return Attempt(join_logins(name, key, token), expect, name)

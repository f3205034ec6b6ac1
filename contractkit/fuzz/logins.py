"""Ways to authenticate: the right one, and those that an implementation must not take."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from contractkit.contracts.loading import Contract
from contractkit.errors import ContractkitError
from contractkit.fuzz.keys import list_wrong_keys, make_right_key, make_wrong_key
from contractkit.fuzz.records import Attempt, Expectation, Login
from contractkit.fuzz.secrets import Secrets
from contractkit.fuzz.tokens import (
    list_signed_tokens,
    list_wrong_tokens,
    make_forged_token,
    make_right_token,
)

KEY, TOKEN = "key", "bearer"
RIGHT = ("right", "right token")
Ways = Mapping[str, Mapping[str, Any]]


def right_login(contract: Contract, secrets: Secrets) -> Login:
    """The right way to authenticate: the key if there is one, else a token, else nothing."""
    ways = _list_ways(contract)
    if secrets.key is not None and KEY in ways:
        return make_right_key(ways[KEY], secrets.key)
    if secrets.jwt_secret is not None and TOKEN in ways:
        return make_right_token(ways[TOKEN], secrets.jwt_secret)
    return Login("right")


def find_login(contract: Contract, secrets: Secrets, name: str) -> Login:
    """The login of a name, any right one for a right one. Raises ContractkitError for none."""
    logins = {one.login.name: one.login for one in list_attempts(contract, secrets)}
    if name in logins:
        return logins[name]
    if name in RIGHT:
        return right_login(contract, secrets)
    reason = "needs the key, or the secret of tokens, that the earlier run was given"
    raise ContractkitError(f"the request with {name!r} {reason}")


def can_be_tried(contract: Contract, secrets: Secrets) -> bool:
    """Whether authentication can be tested: the right way is known, so that others are wrong."""
    own = {name.lower() for name, _ in secrets.headers}
    taken = any(way["header"].lower() in own for way in _list_ways(contract).values())
    return bool(right_login(contract, secrets).headers) and not taken


def list_attempts(contract: Contract, secrets: Secrets) -> Iterator[Attempt]:
    """Every way to try, the most telling first."""
    ways = _list_ways(contract)
    nothing = Login("nothing")
    yield Attempt(nothing, Expectation.REFUSE, "no credentials at all", frozenset({"login"}))
    if KEY in ways and secrets.key is not None:
        yield from _mark(KEY, list_wrong_keys(ways[KEY], secrets.key))
    if TOKEN in ways:
        known = secrets.key if secrets.key != secrets.jwt_secret else None
        yield from _mark(TOKEN, list_wrong_tokens(ways[TOKEN], known))
        if secrets.jwt_secret is not None:
            yield from _mark("secret", list_signed_tokens(ways[TOKEN], secrets.jwt_secret))
    if {KEY, TOKEN} <= ways.keys() and secrets.key is not None:
        yield from _mark("pair", _list_pairs(ways, secrets.key, secrets.jwt_secret))


def _list_ways(contract: Contract) -> Ways:
    return {one["scheme"]: one for one in contract.data.get("authentication", ())}


def _mark(kind: str, attempts: Iterable[Attempt]) -> Iterator[Attempt]:
    """The attempts with their marks: whoever takes the plainest of a kind takes them all."""
    for number, attempt in enumerate(attempts):
        special = {attempt.login.name} if number else set[str]()
        yield replace(attempt, marks=frozenset({"login", kind, *special}))


def _list_pairs(ways: Ways, key: str, secret: str | None) -> Iterator[Attempt]:
    """A key and a token: what a wrong one beside a right one does is open, two wrong ones not."""
    right, wrong = make_right_key(ways[KEY], key), make_wrong_key(ways[KEY], key)
    forged = make_forged_token(ways[TOKEN])
    yield _pair(wrong, forged, Expectation.REFUSE, "a wrong key and a wrong token")
    yield _pair(right, forged, Expectation.FORM, "the key and a wrong token")
    if secret is not None:
        good = make_right_token(ways[TOKEN], secret)
        yield _pair(right, good, Expectation.ACCEPT, "a key and a token")
        yield _pair(wrong, good, Expectation.FORM, "a wrong key and a token")


def _pair(one: Login, other: Login, expect: Expectation, way: str) -> Attempt:
    both = Login(
        way,
        one.headers + other.headers,
        shown=one.shown + other.shown,
        script=one.script + other.script,
    )
    return Attempt(both, expect, way)

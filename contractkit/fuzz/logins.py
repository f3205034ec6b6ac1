"""Logins: how a key or a token is sent, and the right one of a run."""

import time
import warnings
from collections.abc import Mapping
from typing import Any

from contractkit.contracts.loading import Contract
from contractkit.fuzz.records import Login
from contractkit.fuzz.secrets import Secrets

KEY, TOKEN = "key", "bearer"  # the schemes that a contract may name
KEY_VARIABLE, TOKEN_VARIABLE = "CONTRACTKIT_KEY", "CONTRACTKIT_TOKEN"
Scheme = Mapping[str, Any]


def list_schemes(contract: Contract) -> dict[str, Scheme]:
    """The authentication schemes of a contract by name."""
    return {scheme["scheme"]: scheme for scheme in contract.data.get("authentication", ())}


def make_login(name: str, header: str, value: str, shown: str, script: str) -> Login:
    """A login by one header; `shown` stands for its value for a reader, `script` in a shell."""
    return Login(name, ((header, value),), shown=((header, shown),), script=((header, script),))


def make_right_key(scheme: Scheme, key: str) -> Login:
    """The right key."""
    return make_login("right", scheme["header"], key, "<the key>", f"${KEY_VARIABLE}")


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

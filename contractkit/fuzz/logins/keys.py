"""Logins with the key: as the contract asks for it, and wrong ones that a careless check takes."""

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote

from contractkit.contracts.authentication import (
    BASIC,
    COOKIE,
    HEADER,
    QUERY,
    STANDARD,
    Scheme,
    Way,
    complete_key,
    encode_key,
)
from contractkit.fuzz.records import Attempt, Expectation, Login
from contractkit.fuzz.secrets import percent_encode

REFUSE = Expectation.REFUSE
KEY_VARIABLE = "CONTRACTKIT_KEY"
WRONG_KEY, WRONG, IN_QUERY = "5f0c6d1e-wrong", "wrong key", "key in the query"
QUOTED = "key in quotes"
# The key as a shell makes it from its variable.
WHOLE = f"${KEY_VARIABLE}"
WITHOUT_END, WITHOUT_START = f"${{{KEY_VARIABLE}%?}}", f"${{{KEY_VARIABLE}#?}}"
SWAPPED = f'$(printf %s "{WHOLE}" | tr a-zA-Z A-Za-z)'
ALPHANUMERIC = f'$(printf %s "{WHOLE}" | tr -cd A-Za-z0-9)'
REVERSED = f'$(printf %s "{WHOLE}" | rev)'
LATIN = "$(printf '\\351')"  # é, in the one byte that it takes in a header


class Credential(NamedTuple):
    """What is sent as the key: the value, and what stands for it for a reader and in a shell."""

    value: str
    shown: str
    script: str


def make_login(name: str, header: str, value: str, shown: str, script: str) -> Login:
    """A login by one header; `shown` stands for its value for a reader, `script` in a shell."""
    return Login(name, ((header, value),), shown=((header, shown),), script=((header, script),))


def join_logins(name: str, *logins: Login) -> Login:
    """One login of all that several send."""
    return Login(
        name,
        headers=tuple(pair for login in logins for pair in login.headers),
        query="&".join(login.query for login in logins if login.query),
        shown=tuple(pair for login in logins for pair in login.shown),
        script=tuple(pair for login in logins for pair in login.script),
        script_query="&".join(login.script_query for login in logins if login.script_query),
    )


def make_right_key(way: Way, key: str) -> Login:
    """The right key, wherever a way asks for it."""
    right = Credential(key, "<the key>", WHOLE)
    return join_logins("right", *(place_key(scheme, "", right) for scheme in way.schemes))


def place_key(scheme: Scheme, name: str, given: Credential) -> Login:
    """The login of a value in the place of the key."""
    value = encode_key(scheme, given.value) if given.value else ""
    script = _encode_script(given) if scheme.kind == BASIC and value else given.script
    if scheme.place == QUERY:
        before = f"{quote(scheme.name, safe='')}="
        query = f"{before}{percent_encode(value)}"
        script_query = f"{before}{_quote_script(script)}" if "$" in script else query
        return Login(name, query=query, script_query=script_query)
    before = scheme.prefix if scheme.place == HEADER else f"{scheme.name}="
    whole = f"{before}{value}" if value else before.rstrip()
    return make_login(name, scheme.header, whole, f"{before}{given.shown}", f"{before}{script}")


def _encode_script(given: Credential) -> str:
    """A text of a shell in base64; a user without a password has a colon behind it."""
    form = "%s" if ":" in given.value else "%s:"
    return f'$(printf {form} "{given.script}" | base64 | tr -d "\\n")'


def _quote_script(script: str) -> str:
    """A text of a shell with every byte as an escape of a URL."""
    return f'$(printf %s "{script}" | od -An -v -tx1 | tr -d "\\n" | tr " " %)'


def list_wrong_keys(way: Way, key: str) -> Iterator[Attempt]:
    """Each wrong key, the plainest first, then the right one in wrong places.

    Where a way needs several keys, one is wrong at a time, and one left out.
    """
    first, *others = way.schemes
    right = [place_key(scheme, "", Credential(key, "<the key>", WHOLE)) for scheme in others]
    yield Attempt(join_logins(WRONG, make_wrong_key(first, key), *right), REFUSE, "a wrong key")
    yield from _list_single(way, key) if others else ()
    for name, value, script in _list_variations(key):
        if _is_wrong(first, name, value, key):
            words = NAMES[name]
            login = place_key(first, name, Credential(value, f"<{words}>", script))
            yield Attempt(join_logins(name, login, *right), REFUSE, words)
    yield from () if others else _list_wrong_places(first, key)


def _is_wrong(scheme: Scheme, name: str, value: str, key: str) -> bool:
    """Whether a value is not the key where a scheme puts it: quotes around a cookie are no part."""
    if scheme.kind == BASIC and complete_key(value) == complete_key(key):
        return False
    return value != key and not (scheme.place == COOKIE and name == QUOTED)


NAMES = {
    "empty key": "an empty key",
    "key without its end": "the key without its last character",
    "key without its start": "the key without its first character",
    "key with more": "the key and one more character",
    "key in other case": "the key in the other case",
    "key of letters": "the letters and digits of the key",
    "key reversed": "the key backwards",
    QUOTED: "the key in quotes",
    "key with é": "the key and a letter that is not ASCII",
    "key twice": "the key twice",
    "one character": "a key of one character",
    "null": "the key “null”",
    "star": "the key “*”",
}


def _list_variations(key: str) -> Iterator[tuple[str, str, str]]:
    """Values that are nearly the key, or often taken for one, each with its name and its script."""
    letters = "".join(filter(str.isalnum, key))
    yield from (
        ("empty key", "", ""),
        ("key without its end", key[:-1], WITHOUT_END),
        ("key without its start", key[1:], WITHOUT_START),
        ("key with more", f"{key}x", f"${{{KEY_VARIABLE}}}x"),
        ("key in other case", key.swapcase(), SWAPPED),
        ("key of letters", letters, ALPHANUMERIC),
        ("key reversed", key[::-1], REVERSED),
        (QUOTED, f'"{key}"', f'\\"{WHOLE}\\"'),
        ("key with é", f"{key}é", f"{WHOLE}{LATIN}"),
        ("key twice", f"{key},{key}", f"{WHOLE},{WHOLE}"),
        ("one character", "x", "x"),
        ("null", "null", "null"),
        ("star", "*", "*"),
    )


def make_wrong_key(scheme: Scheme, key: str) -> Login:
    """A key that has nothing of the right one."""
    wrong = WRONG_KEY if key != WRONG_KEY else WRONG_KEY.upper()
    return place_key(scheme, WRONG, Credential(wrong, "<a wrong key>", wrong))


def _list_single(way: Way, key: str) -> Iterator[Attempt]:
    """All the right keys of a way but one, which is left out or wrong."""
    right = Credential(key, "<the key>", WHOLE)
    for number, scheme in enumerate(way.schemes):
        others = [one for at, one in enumerate(way.schemes) if at != number]
        kept = [place_key(one, "", right) for one in others]
        name = f"nothing in {scheme.name}"
        yield Attempt(join_logins(name, *kept), REFUSE, f"no key in {scheme.words}")
        if number:
            name = f"wrong key in {scheme.name}"
            wrong = make_wrong_key(scheme, key)
            yield Attempt(join_logins(name, *kept, wrong), REFUSE, f"a wrong key in {scheme.words}")


def _list_wrong_places(scheme: Scheme, key: str) -> Iterator[Attempt]:
    """The right key in other headers, in other schemes, and in the query."""
    header, given = scheme.name, Credential(key, "<the key>", WHOLE)
    others = [f"X-{header}", f"Api-{header}", f"X-Api-{header}", f"Api{header}"]
    for other in others if scheme.place == HEADER else [header]:
        login = place_key(Scheme("key", name=other), f"key in {other}", given)
        yield Attempt(login, REFUSE, f"the key in the header {other} only")
    if header.lower() != STANDARD.lower():
        bare, user = "bare key in the standard header", "key as a user"
        login = place_key(Scheme("key"), bare, given)
        yield Attempt(login, REFUSE, f"the key in {STANDARD} only, with no scheme")
        login = place_key(Scheme(BASIC, prefix="Basic "), user, given)
        yield Attempt(login, REFUSE, f"the key in {STANDARD} only, with the scheme Basic")
    if scheme.place != QUERY:
        login = place_key(Scheme("key", QUERY, header), IN_QUERY, given)
        yield Attempt(login, REFUSE, "the key in the URL's query only")

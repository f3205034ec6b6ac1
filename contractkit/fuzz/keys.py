"""Ways to get a key wrong: what a sloppy comparison takes, and places where it does not count."""

from base64 import b64encode
from collections.abc import Iterator, Mapping
from typing import Any

from contractkit.fuzz.records import Attempt, Expectation, Login

VARIABLE = "CONTRACTKIT_KEY"
STRANGER = "5f0c6d1e-wrong"
BRIEF, HEADLESS = f"${{{VARIABLE}%?}}", f"${{{VARIABLE}#?}}"
SWAPPED = f'$(printf %s "${VARIABLE}" | tr a-zA-Z A-Za-z)'
PLAIN = f'$(printf %s "${VARIABLE}" | tr -cd A-Za-z0-9)'
REVERSED = f'$(printf %s "${VARIABLE}" | rev)'
LATIN = "$(printf '\\351')"  # é, in the one byte that it takes in a header
USER = f'$(printf %s: "${VARIABLE}" | base64 | tr -d "\\n")'
STANDARD = "Authorization"
QUOTED = f'$(printf %s "${VARIABLE}" | od -An -v -tx1 | tr -d "\\n" | tr " " %)'


def make_key_login(way: Mapping[str, Any], name: str, key: str, shell: str, words: str) -> Login:
    """A key in its header; `words` stand for it where it must not be read, `shell` in a shell."""
    header = str(way["header"])
    return Login(name, ((header, key),), shown=((header, f"<{words}>"),), script=((header, shell),))


def make_right_key(way: Mapping[str, Any], key: str) -> Login:
    """The right key."""
    return make_key_login(way, "right", key, f"${VARIABLE}", "the key")


def make_wrong_key(way: Mapping[str, Any], key: str) -> Login:
    """A key that has nothing of the right one."""
    stranger = STRANGER if key != STRANGER else STRANGER.upper()
    return make_key_login(way, "wrong key", stranger, stranger, "a wrong key")


def list_wrong_keys(way: Mapping[str, Any], key: str) -> Iterator[Attempt]:
    """Each wrong key, the plainest first, then the right one in wrong places."""
    letters = "".join(filter(str.isalnum, key))
    yield Attempt(make_wrong_key(way, key), Expectation.REFUSE, "a wrong key")
    for name, value, shell, words in (
        ("empty key", "", "", "an empty key"),
        ("key without its end", key[:-1], BRIEF, "the key without its last character"),
        ("key without its start", key[1:], HEADLESS, "the key without its first character"),
        ("key with more", f"{key}x", f"${{{VARIABLE}}}x", "the key and one more character"),
        ("key in other case", key.swapcase(), SWAPPED, "the key in the other case"),
        ("key of letters", letters, PLAIN, "the key without its signs"),
        ("key reversed", key[::-1], REVERSED, "the key backwards"),
        ("key in quotes", f'"{key}"', f'\\"${VARIABLE}\\"', "the key in quotes"),
        ("key with é", f"{key}é", f"${VARIABLE}{LATIN}", "the key and a letter that is not ASCII"),
        ("key twice", f"{key},{key}", f"${VARIABLE},${VARIABLE}", "the key twice"),
        ("one character", "x", "x", "a key of one character"),
        ("null", "null", "null", "the key “null”"),
        ("star", "*", "*", "the key “*”"),
    ):
        if value != key:
            login = make_key_login(way, name, value, shell, words)
            yield Attempt(login, Expectation.REFUSE, words)
    yield from _list_places(str(way["header"]), key)


def _list_places(header: str, key: str) -> Iterator[Attempt]:
    for other in (f"X-{header}", f"Api-{header}", f"X-Api-{header}", f"Api{header}"):
        shown, shell = ((other, "<the key>"),), ((other, f"${VARIABLE}"),)
        login = Login(f"key in {other}", ((other, key),), shown=shown, script=shell)
        yield Attempt(login, Expectation.REFUSE, f"the key in the header {other} only")
    sent, coded = f"{header}={code(key)}", f"{header}={QUOTED}"
    yield from _list_schemes(header, key)
    query = Login("key in the query", query=sent, script_query=coded)
    yield Attempt(query, Expectation.REFUSE, "the key in the URL's query only")


def _list_schemes(header: str, key: str) -> Iterator[Attempt]:
    """The key in the header of other schemes, which is none where that header is the key's own."""
    if header.lower() == STANDARD.lower():
        return
    user = b64encode(f"{key}:".encode()).decode()
    for name, sent, shown, script, way in (
        ("bare key in the standard header", key, "<the key>", f"${VARIABLE}", "no scheme"),
        ("key as a user", f"Basic {user}", "Basic <the key>", f"Basic {USER}", "the scheme Basic"),
    ):
        login = Login(
            name, ((STANDARD, sent),), shown=((STANDARD, shown),), script=((STANDARD, script),)
        )
        yield Attempt(login, Expectation.REFUSE, f"the key in {STANDARD} only, with {way}")


def code(text: str) -> str:
    """A text with every byte as an escape of a URL."""
    return "".join(f"%{one:02x}" for one in text.encode())

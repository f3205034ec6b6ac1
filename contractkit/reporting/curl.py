"""A line for a shell that sends a request again with curl; secrets are variables in it."""

import base64
import re
import shlex
from collections.abc import Iterable, Iterator

Headers = tuple[tuple[str, str], ...]

PRINTABLE, LONGEST = re.compile(r"[\x20-\x7e]*"), 100_000  # a shell limits the length of a word
VARIABLES = re.compile(r"\$\{?(CONTRACTKIT_[A-Z0-9_]+)")


def write_curl(
    url: str,
    body: bytes,
    headers: Headers = (),
    shell_headers: Headers = (),
    *,
    method: str = "POST",
    shell_query: str = "",
    options: tuple[str, ...] = (),
) -> str:
    """The command; a body that a terminal cannot show is decoded from base64.

    `shell_headers` have values, and `shell_query` has text, in which a shell fills in variables.
    `options` are further words.
    """
    words = ["curl", "-gsS", "-i", "-X", shlex.quote(method), _write_address(url, shell_query)]
    words += map(shlex.quote, options)
    words += _list_header_words(headers, shell_headers)
    text = body.decode("utf-8", "replace")
    if PRINTABLE.fullmatch(text) and not text.startswith("@") and len(text) <= LONGEST:
        return " ".join([*words, "--data-binary", shlex.quote(text)])
    coded = base64.b64encode(body).decode("ascii")
    return " ".join(["echo", coded, "|", "base64", "-d", "|", *words, "--data-binary", "@-"])


def list_variables(line: str) -> list[str]:
    """The variables that a line takes secrets from, each once."""
    return list(dict.fromkeys(VARIABLES.findall(line)))


def _list_header_words(headers: Iterable[tuple[str, str]], shell_headers: Headers) -> Iterator[str]:
    """The words that set the headers; of equal names the last counts, as when they are sent."""
    words = {
        name: shlex.quote(f"{name}: {value}" if value else f"{name};") for name, value in headers
    }
    for name, value in shell_headers:
        words[name] = f'"{name}: {value}"' if value else f"'{name};'"
    for word in words.values():
        yield from ("-H", word)
    if not any(name.lower() == "content-type" for name in words):
        yield from ("-H", "'Content-Type:'")


def _write_address(url: str, shell_query: str) -> str:
    """The URL as a word of the shell."""
    if not shell_query:
        return shlex.quote(url)
    separator = "&" if "?" in url else "?"
    return f'{shlex.quote(url)}"{separator}{shell_query}"'

"""A line for a shell that sends a request again; secrets are variables in it."""

import base64
import re
import shlex
from collections.abc import Iterator

from contractkit.fuzz.records import Headers, Probe

PLAIN, LONGEST = re.compile(r"[\x20-\x7e]*"), 100_000  # a shell's word has an end
VARIABLES = re.compile(r"\$\{?(CONTRACTKIT_[A-Z0-9_]+)")
QUERY = {False: '"?', True: '"&'}


def write_curl(url: str, probe: Probe, own: Headers = ()) -> str:
    """The command; a body that a terminal cannot show is decoded from base64.

    `own` are the user's headers, their values as a shell has them.
    """
    words = ["curl", "-gsS", "-i", "-X", probe.method, _address(url, probe)]
    words += _list_headers(probe, own)
    text = probe.body.decode("utf-8", "replace")
    if PLAIN.fullmatch(text) and not text.startswith("@") and len(text) <= LONGEST:
        return " ".join([*words, "--data-binary", shlex.quote(text)])
    coded = base64.b64encode(probe.body).decode("ascii")
    return " ".join(["echo", coded, "|", "base64", "-d", "|", *words, "--data-binary", "@-"])


def list_variables(line: str) -> list[str]:
    """The variables that a line takes what is secret from, each once."""
    return list(dict.fromkeys(VARIABLES.findall(line)))


def _list_headers(probe: Probe, own: Headers) -> Iterator[str]:
    """The words that set the headers; of equal names the last counts, as when they are sent."""
    told = {name: shlex.quote(f"{name}: {value}") for name, value in probe.headers}
    for name, value in (*(probe.login.script or probe.login.headers), *own):
        told[name] = f'"{name}: {value}"' if value else f"'{name};'"
    for word in told.values():
        yield from ("-H", word)
    if not any(name.lower() == "content-type" for name in told):
        yield from ("-H", "'Content-Type:'")


def _address(url: str, probe: Probe) -> str:
    """The URL as a word of the shell."""
    query = probe.login.script_query or probe.login.query
    return f'{shlex.quote(url)}{QUERY["?" in url]}{query}"' if query else shlex.quote(url)

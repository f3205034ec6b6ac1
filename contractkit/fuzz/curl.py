"""A line for a shell that sends a request again; secrets are variables in it."""

import base64
import re
import shlex

from contractkit.fuzz.records import Probe

PLAIN, LONGEST = re.compile(r"[\x20-\x7e]*"), 100_000  # a shell's word has an end
QUERY = {False: '"?', True: '"&'}


def write_curl(url: str, probe: Probe) -> str:
    """The command; a body that a terminal cannot show is decoded from base64."""
    words = ["curl", "-gsS", "-i", "-X", probe.method, _address(url, probe)]
    for name, value in probe.headers:
        words += ["-H", shlex.quote(f"{name}: {value}")]
    if not any(name.lower() == "content-type" for name, _ in probe.headers):
        words += ["-H", "'Content-Type:'"]
    for name, value in probe.login.script or probe.login.headers:
        words += ["-H", f'"{name}: {value}"' if value else f"'{name};'"]
    text = probe.body.decode("utf-8", "replace")
    if PLAIN.fullmatch(text) and not text.startswith("@") and len(text) <= LONGEST:
        return " ".join([*words, "--data-binary", shlex.quote(text)])
    coded = base64.b64encode(probe.body).decode("ascii")
    return " ".join(["echo", coded, "|", "base64", "-d", "|", *words, "--data-binary", "@-"])


def _address(url: str, probe: Probe) -> str:
    """The URL as a word of the shell."""
    query = probe.login.script_query or probe.login.query
    return f'{shlex.quote(url)}{QUERY["?" in url]}{query}"' if query else shlex.quote(url)

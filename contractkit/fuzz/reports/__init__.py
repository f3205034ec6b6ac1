"""What a run of the fuzzer found, as one record; each format of it is a module."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit

from contractkit.fuzz.records import Failure, Headers, Probe
from contractkit.fuzz.secrets import Secrets
from contractkit.fuzz.wires import (
    can_use_curl,
    change_url,
    compress,
    join_queries,
    list_curl_options,
    list_headers,
    rename,
)
from contractkit.reporting.curl import write_curl


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a run: `seconds` it took, requests sent in all and by phase, its failures.

    `rules`: for each rule how many valid and how many breaking payloads reached the target.
    `skipped`: phases left out, with the reason; `stopped`: why it ended early, or an empty text.
    `titles`: what the rules say, by id, as far as it is known. `app`: the words that name the
    target on the command line, where it is an application without a URL.
    """

    contract: str
    target: str
    seed: str
    requests: int
    seconds: float
    failures: tuple[Failure, ...]
    rules: dict[str, dict[str, int]]
    phases: dict[str, int] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)
    stopped: str = ""
    titles: dict[str, str] = field(default_factory=dict)
    app: tuple[str, ...] = ()
    secrets: Secrets = field(default_factory=Secrets, repr=False)

    @property
    def words(self) -> tuple[str, ...]:
        """The words that name the target on the command line; no secret is in them."""
        return self.app or (self.secrets.hide(self.target),)

    @property
    def unreached(self) -> tuple[str, ...]:
        """The rules that no request broke."""
        return tuple(rule for rule, counts in self.rules.items() if not counts["invalid"])


def list_shown_headers(probe: Probe, secrets: Secrets) -> Headers:
    """The headers of a probe as they are sent, those that its writing asks for too.

    In the place of credentials stand the names that `shown` gives them.
    """
    usual = (*probe.headers, *(probe.login.shown or probe.login.headers), *secrets.headers)
    named = ((rename(name, probe.wire), value) for name, value in usual)
    return (*named, *list_headers(probe.wire))


def find_url(url: str, probe: Probe, query: str = "") -> str:
    """The URL that a probe is sent to, with a query, given that of the target."""
    query = join_queries(probe.search, query)
    if not probe.path:
        return change_url(url, probe.wire, query)
    parts = urlsplit(url)
    return change_url(urlunsplit(parts._replace(path=probe.path)), probe.wire, query)


def write_probe(url: str, probe: Probe, secrets: Secrets) -> str:
    """The line for a shell that sends a probe to a URL again, without secrets.

    Empty where curl does not write requests so.
    """
    login, wire = probe.login, probe.wire
    if probe.before or not can_use_curl(wire):
        return ""
    own = (*(login.script or login.headers), *secrets.script)
    return secrets.hide(
        write_curl(
            find_url(url, probe),
            compress(probe.body, wire),
            tuple((rename(name, wire), value) for name, value in probe.headers),
            tuple((rename(name, wire), value) for name, value in own),
            method=probe.method,
            shell_query=login.script_query or login.query,
            options=list_curl_options(wire),
        )
    )

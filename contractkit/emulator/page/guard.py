"""Who may use the page: its own pages, and programs on purpose; no page of another site.

A page of another site can make a browser ask this server. It may have given its own name this
machine's address (then the `Host` is that name), or send a form across (then `Origin` and
`Sec-Fetch-Site` say so). A browser sends these itself; no script can change them.
"""

import re
from collections.abc import Collection, Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

HOST = re.compile(r"(\[(?P<address>[0-9a-f:.]+)\]|(?P<name>[a-z0-9._-]+))(:[0-9]*)?")
READING = frozenset({"GET", "HEAD", "OPTIONS"})
OWN_SITES = frozenset({"same-origin", "none"})
POLICY = "; ".join(
    (
        "default-src 'none'",
        *("script-src 'self'", "style-src 'self'", "img-src 'self' data:", "connect-src 'self'"),
        *("form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"),
    )
)
HEADERS = (
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),  # without a referrer, forms have no origin either
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cache-Control", "no-store"),
)


def find_objection(
    method: str, headers: Mapping[str, str], allowed_hosts: Collection[str]
) -> str | None:
    """Why a request is refused, in one line; None for one that is allowed.

    `headers` have names in lower case.
    """
    host = headers.get("host", "")
    if not is_known_host(host, allowed_hosts):
        return "this name of the server is not known; start it with --allow-host NAME to use it"
    if method in READING:
        return _object_to_reading(headers)
    return _object_to_changing(method, headers, host)


def is_known_host(host: str, allowed: Collection[str]) -> bool:
    """Whether a `Host` is an address, this machine, or an allowed name: no site can be that."""
    found = HOST.fullmatch(host.lower())
    if not found:
        return False
    name = found["address"] or found["name"]
    if name == "localhost" or name.endswith(".localhost") or name in map(str.lower, allowed):
        return True
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _object_to_reading(headers: Mapping[str, str]) -> str | None:
    """A page elsewhere may link to this one; it may not embed or fetch it."""
    site = headers.get("sec-fetch-site")
    followed = (headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest"))
    if site in (None, *OWN_SITES) or followed == ("navigate", "document"):
        return None
    return "a page of another site asked for this"


def _object_to_changing(method: str, headers: Mapping[str, str], host: str) -> str | None:
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    if site not in (None, *OWN_SITES) or (origin is not None and not _is_own(origin, host)):
        return "a page of another site sent this"
    # Notifications go to this machine too: whoever sends a request chooses where they are posted.
    if method == "POST" and origin is None:
        return "a form is taken only from the page itself, with the header Origin"
    return None


def _is_own(origin: str, host: str) -> bool:
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and parts.netloc.lower() == host.lower()

"""What a browser asks for, and what it is answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from contractkit.emulator.wsgi import Reply, read_request

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

LARGEST_FORM, MOST_FIELDS = 1 << 17, 100
HTML_TYPE = ("Content-Type", "text/html; charset=utf-8")
SEE_OTHER = 303


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of a browser; of a field that is sent twice the last counts."""

    method: str
    path: str
    headers: Mapping[str, str]
    query: Mapping[str, str]
    form: Mapping[str, str]


def read_asked(environ: "WSGIEnvironment") -> Asked:
    """The request in a WSGI environment."""
    request = read_request(environ, LARGEST_FORM)
    form = (request.body or b"").decode("utf-8", "replace")
    query = str(environ.get("QUERY_STRING", ""))
    return Asked(
        request.method, request.path, request.headers, _read_fields(query), _read_fields(form)
    )


def _read_fields(text: str) -> dict[str, str]:
    try:
        fields = parse_qs(text, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        return {}
    return {name: values[-1] for name, values in fields.items()}


def make_page(html: str, status: int = 200) -> Reply:
    """An answer with a page; what cannot be encoded is escaped."""
    return Reply(status, None, html.encode("utf-8", "backslashreplace"), (HTML_TYPE,))


def send_to(place: str) -> Reply:
    """The answer that sends a browser to another page."""
    return Reply(SEE_OTHER, None, b"", (("Location", place),))

"""A request to take away: as a line for a shell, as a fixture, as a test for pytest."""

import csv
import json
from dataclasses import dataclass
from io import StringIO
from pprint import pformat
from typing import Any
from urllib.parse import quote

from contractkit.contracts.authentication import (
    BASIC,
    HEADER,
    QUERY,
    Scheme,
    encode_key,
    find_key_way,
)
from contractkit.contracts.examples import FINDINGS_TABLE, NO_POINTER
from contractkit.contracts.loading import Contract, find_shipped_folder
from contractkit.contracts.operations import match_path
from contractkit.contracts.requests import request_message, takes_body
from contractkit.emulator.history import LONGEST_BODY, RecordedRequest
from contractkit.emulator.page.inbox import Emulated, Inbox
from contractkit.emulator.settings import DEFAULT_KEY
from contractkit.findings import Finding
from contractkit.reporting.curl import write_curl
from contractkit.validation.check import check_text

# What a client sets for itself, or says of the connection.
OWN_HEADERS = frozenset(
    ("host", "connection", "content-length", "transfer-encoding", "accept", "accept-encoding")
)
KEY_VARIABLE = "$CONTRACTKIT_KEY"
TEST = '''"""{title}"""

from contractkit import check_text, load

BODY = {body}


def {name}():
    findings = check_text(BODY, {message!r}, contract={contract})
    assert [(finding.rule, finding.pointer) for finding in findings] == {expected}
'''


@dataclass(frozen=True, slots=True)
class Copy:
    """A text to copy: `title` says what it is, `note` what to do with it.

    With a `file_name` it is the body, which can be saved as it came too.
    """

    name: str
    title: str
    note: str
    text: str
    file_name: str = ""


def list_copies(inbox: Inbox, request: RecordedRequest) -> list[Copy]:
    """All copies of a request; none where its body is too long to be kept whole."""
    if len(request.body) >= LONGEST_BODY:
        return []
    emulated = inbox.find_emulated(request)
    body = inbox.mask(request.body.decode("utf-8", "surrogateescape"))
    curl = _write_curl(inbox, emulated, request, body.encode("utf-8", "surrogateescape"))
    copies = [Copy("curl", "curl line", "Sends the same request again, with the right key.", curl)]
    path, contract = emulated.settings.operation["path"], emulated.contract
    if request.verdict is None or match_path(path, request.path) is None:
        return copies
    if not takes_body(contract):
        return copies
    text = body.encode("utf-8", "replace").decode()
    findings = check_text(text, request_message(contract), contract=contract)
    return [
        *copies,
        *_write_fixture(emulated, request, text, findings),
        _write_test(emulated, request, text, findings),
    ]


def _write_curl(inbox: Inbox, emulated: Emulated, request: RecordedRequest, body: bytes) -> str:
    address = emulated.url().removesuffix(emulated.settings.operation["path"])
    query = f"?{request.query}" if request.query else ""
    headers = tuple(
        (name, value)
        for name, value in inbox.list_headers(request)
        if name not in OWN_HEADERS and not name.startswith("sec-")
    )
    return write_curl(
        f"{address}{quote(request.path)}{query}",
        body,
        headers,
        name_key(emulated),
        method=request.method,
        shell_query=write_key_query(emulated),
    )


def name_key(emulated: Emulated) -> tuple[tuple[str, str], ...]:
    """The header with the key: the usual key as it is, another one as a variable."""
    schemes, shown = _list_schemes(emulated, HEADER), _show_key(emulated)
    return tuple((scheme.name, f"{scheme.prefix}{_write_key(scheme, shown)}") for scheme in schemes)


def write_key_query(emulated: Emulated) -> str:
    """The query with the key, where that is its place."""
    shown = _show_key(emulated)
    return "&".join(f"{scheme.name}={shown}" for scheme in _list_schemes(emulated, QUERY))


def _list_schemes(emulated: Emulated, place: str) -> list[Scheme]:
    way = find_key_way(emulated.contract)
    return [scheme for scheme in (way.schemes if way else ()) if scheme.place == place]


def _show_key(emulated: Emulated) -> str:
    return DEFAULT_KEY if emulated.settings.key == DEFAULT_KEY else KEY_VARIABLE


def _write_key(scheme: Scheme, shown: str) -> str:
    """The key as a scheme has it; a shell makes it of the variable."""
    if scheme.kind != BASIC or shown == DEFAULT_KEY:
        return encode_key(scheme, shown)
    return f'$(printf %s "{shown}" | base64 | tr -d "\\n")'


def _write_fixture(
    emulated: Emulated, request: RecordedRequest, text: str, findings: tuple[Finding, ...]
) -> list[Copy]:
    """The file, and its lines in the table of findings beside it."""
    contract, message = emulated.contract, request_message(emulated.contract)
    rule = min((finding.rule for finding in findings), default="plain")
    place = f"{request.verdict}/{rule}-request-{request.number}.json"
    folder = f"fixtures/{contract.name}/{contract.version}/{message}"
    note, name = f"Save it as {folder}/{place}.", place.rpartition("/")[2]
    file = Copy("fixture", "fixture", note, escape_hidden(text), name)
    rows = [(place, finding.rule, name_place(finding.pointer)) for finding in findings]
    note = f"Add them to {folder}/{FINDINGS_TABLE}."
    return [file, Copy("lines", "lines of its findings", note, _write_table(rows))][
        : 1 + bool(rows)
    ]


def _write_test(
    emulated: Emulated, request: RecordedRequest, text: str, findings: tuple[Finding, ...]
) -> Copy:
    expected = [(finding.rule, finding.pointer) for finding in findings]
    test = TEST.format(
        title=f"Request {request.number}, which came at {request.time}.",
        name="test_what_is_wrong_with_the_request" if findings else "test_the_request_is_right",
        body=_write_literal(text),
        message=request_message(emulated.contract),
        contract=_write_load(emulated.contract),
        expected=_indent(expected),
    )
    note = "Needs contractkit; it passes as long as the same is found."
    return Copy("test", "pytest test", note, test)


def _write_table(rows: list[tuple[str, str, str]]) -> str:
    """Lines of CSV; a lone surrogate, which no file can hold, is an escape."""
    table = StringIO()
    csv.writer(table, lineterminator="\n").writerows(rows)
    return table.getvalue().rstrip("\n").encode("utf-8", "backslashreplace").decode()


def name_place(pointer: str | None) -> str:
    """A pointer as it stands in a table of findings."""
    return NO_POINTER if pointer is None else pointer


def escape_hidden(text: str) -> str:
    """The text of a JSON document with escapes for characters that cannot be seen.

    Its lines end in LF: a page shows CR as an escape, which would be copied with the text.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        char if char.isprintable() or char in "\n\t" else json.dumps(char)[1:-1] for char in text
    )


def _write_load(contract: Contract) -> str:
    """The call that loads a contract: one of another folder, or for a tenant, says so."""
    words = [repr(str(contract))]
    words += [f"schemas={contract.home!a}"] if contract.home != find_shipped_folder() else []
    words += [f"tenant={dict(contract.tenant)!a}"] if contract.tenant else []
    return f"load({', '.join(words)})"


def _write_literal(text: str) -> str:
    """A text as a literal of Python, a line for each of its lines; ASCII, so nothing hides."""
    lines = [ascii(line) for line in text.splitlines(keepends=True)]
    return lines[0] if len(lines) == 1 else "(\n    " + "\n    ".join(lines or ["''"]) + "\n)"


def _indent(expected: list[Any]) -> str:
    return pformat(expected, width=80).replace("\n", "\n    ")

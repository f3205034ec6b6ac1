"""One request, with all that the page shows of it."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus

from contractkit.contracts.codes import Code
from contractkit.emulator.history import LONGEST_BODY, RecordedRequest
from contractkit.emulator.page.copies import Copy, list_copies
from contractkit.emulator.page.inbox import Emulated, Inbox
from contractkit.emulator.page.marked_body import MarkedBody, mark_body
from contractkit.emulator.page.message_view import Screen, show_messages
from contractkit.emulator.page.resending import find_url, list_notified_codes
from contractkit.emulator.page.rows import Row, Rows
from contractkit.emulator.page.story import Chapter, describe_answer, tell_story
from contractkit.findings import Finding, Severity
from contractkit.reporting.html import Body, read_body
from contractkit.reporting.texts import count_noun

MOST_FINDINGS = 50


@dataclass(frozen=True, slots=True)
class Opened:
    """A request for the page; texts are without secrets.

    `accepted`: whether the emulator took the request. `answer_code` is what is known of the code.
    `alike` has, for each finding, the number of the one that is explained the same, or 0.
    """

    row: Row
    contract: str
    method: str
    path: str
    status: int | None
    accepted: bool
    headline: str
    answered: str
    answer_code: Code | None
    screens: list[Screen]
    more_screens: int
    findings: tuple[Finding, ...]
    alike: tuple[int, ...]
    more_findings: int
    body: MarkedBody
    cut: bool
    answer: Body
    headers: tuple[tuple[str, str], ...]
    story: list[Chapter]
    earlier: int
    codes: list[Code]
    url: str
    has_url: bool
    copies: list[Copy]


def open_request(inbox: Inbox, rows: Rows, request: RecordedRequest) -> Opened:
    """All that the page shows of a request."""
    emulated = inbox.find_emulated(request)
    story, earlier = tell_story(inbox, request)
    screens, more = show_messages(inbox, request)
    shown = request.findings[:MOST_FINDINGS]
    url = find_url(emulated, request)
    accepted, code = was_accepted(emulated, request), inbox.find_code(request)
    answer = b"" if request.answer is None else json.dumps(request.answer).encode()
    return Opened(
        row=rows.find(request),
        contract=emulated.title,
        method=request.method,
        path=request.target,
        status=request.status,
        accepted=accepted,
        headline=_write_headline(request),
        answered=describe_answer(request, code.description if code else "", accepted=accepted),
        answer_code=code,
        screens=screens,
        more_screens=more,
        findings=tuple(_hide_in(inbox, finding) for finding in shown),
        alike=tuple(find_alike(shown)),
        more_findings=len(request.findings) - len(shown),
        body=mark_body(request.body, shown, inbox.mask),
        cut=len(request.body) >= LONGEST_BODY,
        answer=read_body(answer, inbox.hide),
        headers=tuple(inbox.list_headers(request)),
        story=story,
        earlier=earlier,
        codes=list_notified_codes(emulated),
        has_url=bool(url),
        url=_show_url(inbox, url),
        copies=list_copies(inbox, request),
    )


def _hide_in(inbox: Inbox, finding: Finding) -> Finding:
    """A finding without secrets in what it says of the payload."""
    return replace(
        finding,
        message=inbox.hide(finding.message),
        help=inbox.hide(finding.help),
        pointer=inbox.hide(finding.pointer or ""),
    )


def find_alike(findings: Sequence[Finding]) -> Iterator[int]:
    """For each finding the number of the first with the same explanation; 0 for that one itself."""
    seen: dict[tuple[str, ...], int] = {}
    for number, finding in enumerate(findings, start=1):
        first = seen.setdefault((finding.rule, finding.why, finding.help, finding.source), number)
        yield first if first != number else 0


def _show_url(inbox: Inbox, url: str) -> str:
    """A URL for a form, where an empty one stands for that of the request."""
    return url if inbox.hide(url) == url else ""


def _write_headline(request: RecordedRequest) -> str:
    """The verdict, and how much was found."""
    if request.verdict is None:
        return "Not judged"
    counts = Counter(finding.severity for finding in request.findings)
    found = [count_noun(counts[severity], severity) for severity in Severity if counts[severity]]
    return ": ".join(filter(None, (request.verdict.capitalize(), ", ".join(found))))


def was_accepted(emulated: Emulated, request: RecordedRequest) -> bool:
    """Whether the emulator took a request, and did not only say so because it was told to."""
    accepted = emulated.contract.data["answers"].get("accepted")
    if request.status is None or request.verdict is None:
        return False
    if accepted or request.code:
        return bool(request.code == accepted)
    return request.status < HTTPStatus.MULTIPLE_CHOICES

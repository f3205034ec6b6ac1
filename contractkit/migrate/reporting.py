"""Migrates the requests of a text, and makes findings of what is to be told of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from contractkit.contracts.loading import Contract
from contractkit.contracts.rules import find_rule
from contractkit.findings import Finding, Severity, Verdict
from contractkit.jsontext.display import HIDDEN, hide_pointer, show_name, show_value
from contractkit.linting.results import Linted
from contractkit.migrate.inputs import Text
from contractkit.migrate.mapping import load_mapping
from contractkit.migrate.migration import Migration, migrate_request
from contractkit.migrate.payloads import Payload
from contractkit.migrate.texts import BarePlaceholder
from contractkit.migrate.transfers import Remark, Request
from contractkit.pointers import (
    Path,
    Token,
    get_value,
    replace_value,
    select_values,
    to_pointer,
    to_tokens,
)
from contractkit.validation.finding_builder import Positions, build_rule_finding
from contractkit.validation.placeholders import (
    has_placeholder,
    is_placeholder,
    is_unquoted_placeholder,
)


@dataclass(frozen=True, slots=True)
class Way:
    """From which contract to which, and how: see the options of the same names."""

    source: Contract
    target: Contract
    force: bool = False
    unsafe: bool = False


@dataclass(frozen=True, slots=True)
class Rewritten:
    """One request of a text: its pointer there, its value, and its payloads."""

    pointer: str
    value: object
    payloads: tuple[Payload, ...]


@dataclass(frozen=True, slots=True)
class Migrated:
    """A text with what its requests became, and with the findings."""

    text: Text
    requests: tuple[Rewritten, ...]
    linted: Linted


def migrate_text(text: Text, way: Way) -> Migrated:
    """Rewrite every request in a text.

    An invalid one gives its own findings, and no payloads unless the way is forced.
    """
    value = _mark_placeholders(text)
    requests: list[Rewritten] = []
    findings = [one for one in text.findings if one.severity is Severity.ERROR]
    for place, request in _list_requests(value, text, way):
        own = tuple(one for one in text.findings if _concerns(one, place))
        migration = _migrate(request, place, own, text, way)
        repaired = {place + one.pointer for one in migration.remarks if one.repairs}
        findings = [one for one in findings if one.pointer not in repaired]
        is_broken = any(
            one.verdict is Verdict.INVALID and one.pointer not in repaired for one in own
        )
        findings += own if is_broken else ()
        is_taken = way.force or not is_broken
        requests.append(Rewritten(place, request, migration.payloads if is_taken else ()))
        if is_taken and migration.remarks:
            findings += _build_findings(migration.remarks, place, text, way)
    findings = sorted(dict.fromkeys(findings), key=_find_start)
    linted = Linted(
        text.source.name, tuple(findings), text.document, text.first_line, whole=text.whole
    )
    return Migrated(text, tuple(requests), linted)


def _list_requests(value: object, text: Text, way: Way) -> Iterator[tuple[str, object]]:
    """The requests in a payload, each with its pointer."""
    if text.document.complete:
        for pattern in load_mapping(way.source, way.target).requests:
            found = [(to_pointer(path), inner) for path, inner in select_values(value, pattern)]
            if found:
                yield from found
                return


def _mark_placeholders(text: Text) -> object:
    """The value of a text, in which placeholders that stand there without quotes are marked."""
    document, options = text.document, text.options
    value: object = document.value
    for fault in document.faults if options.templates else ():
        if is_unquoted_placeholder(fault, document.text, options.patterns) and fault.pointer:
            path = _find_path(value, fault.pointer)
            value = replace_value(value, path, BarePlaceholder(get_value(value, path)))
    return value


def _find_path(value: object, pointer: str) -> Path:
    """The path of a value that is there."""
    path: list[Token] = []
    for token in to_tokens(pointer):
        path.append(int(token) if isinstance(get_value(value, tuple(path)), list) else token)
    return tuple(path)


def _concerns(finding: Finding, place: str) -> bool:
    """Whether a finding is about a request: about something in it or about what holds it."""
    pointer = finding.pointer
    return (
        pointer is None
        or f"{pointer}/".startswith(f"{place}/")
        or f"{place}/".startswith(f"{pointer}/")
    )


def _migrate(value: object, place: str, own: Iterable[Finding], text: Text, way: Way) -> Migration:
    options = text.options

    def is_unknown(value: object) -> bool:
        return options.templates and is_placeholder(value, options.patterns)

    def is_partly_unknown(value: object) -> bool:
        return options.templates and has_placeholder(value, options.patterns)

    pairs = tuple(
        (one.rule, one.pointer[len(place) :])
        for one in own
        if one.pointer is not None and one.pointer.startswith(place)
    )
    tenant = way.source.tenant if way.unsafe else {}
    request = Request(value, pairs, is_unknown, is_partly_unknown, tenant)
    return migrate_request(request, way.source, way.target, options, force=way.force)


def _build_findings(
    remarks: Iterable[Remark], place: str, text: Text, way: Way
) -> Iterator[Finding]:
    positions = Positions(text.document, text.first_line)
    for remark in remarks:
        rule, pointer = find_rule(way.source, remark.notice.rule), place + remark.pointer
        words = remark.notice.says or rule.message or rule.title
        redact = text.options.redact
        shown = HIDDEN if redact else _show_value(remark.value)
        named = hide_pointer(pointer) if redact else pointer
        yield build_rule_finding(
            rule,
            named,
            words.replace("{{name}}", _name_place(named)).replace("{{value}}", shown),
            advice=remark.notice.advice,
            span=positions.find(pointer),
        )


def _name_place(pointer: str) -> str:
    """The name of what stands at a place; an item of an array has that of the array before it."""
    *_, holder, name = ("", "the request", *to_tokens(pointer))
    return show_name(f"{holder}/{name}" if name.isdecimal() else name)


def _show_value(value: object) -> str:
    """A value in a message; of an object it is said how many members it has."""
    if isinstance(value, dict):
        return f"an object with {len(value)} member{'' if len(value) == 1 else 's'}"
    return show_value(value)


def _find_start(finding: Finding) -> int:
    return finding.span.start if finding.span else 0

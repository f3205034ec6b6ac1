"""Placeholders in place of any value of a request: none is lost, and none changes in silence."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from contractkit.contracts.loading import load_default, read_json
from contractkit.contracts.migrations import list_targets, read_migration
from contractkit.linting.settings import Settings
from contractkit.migrate.reporting import Migrated, Way
from contractkit.migrate.texts import BarePlaceholder, write_payload
from contractkit.pointers import (
    Path,
    get_value,
    replace_value,
    resolve,
    to_pattern,
    to_pointer,
)
from tests.migrate.keeping import generate_requests, is_named
from tests.migrate.migrating import (
    CONTRACTS,
    find_way,
    list_findings,
    list_payloads,
    migrate_data,
    migrate_value,
)

SOURCE = load_default()
TARGETS = list_targets(SOURCE)
PLACEHOLDER = "{{value}}"
COUNT = 4
WAYS = [
    *(pytest.param(find_way(str(SOURCE), name), id=name) for name in TARGETS),
    pytest.param(find_way("note-v1", "memo-v2", CONTRACTS), id="memo-v2"),
]


def list_paths(value: object, path: Path = ()) -> Iterator[Path]:
    """The paths of all that is in a value."""
    for token, inner in (
        value.items() if isinstance(value, dict)
        else enumerate(value) if isinstance(value, list)
        else ()
    ):  # fmt: skip
        yield (*path, token)
        yield from list_paths(inner, (*path, token))


def migrate_template(value: object, way: Way) -> Migrated:
    """What becomes of a template file."""
    return migrate_data(write_payload(value).encode(), way, Settings(templates=True))


def find_silence(migrated: Migrated, pointer: str, data: dict[str, Any]) -> str | None:
    """What is wrong with how a placeholder without quotes at a place is treated, if anything is."""
    findings, general = migrated.linted.findings, data["general"]
    payloads = list_payloads(migrated)
    nothing = [one for one in findings if one.rule == general["nothing"]["rule"]]
    if nothing and not any(one.severity == "error" and one not in nothing for one in findings):
        return "nothing is written, and nobody says why"
    named = [one for one in findings if one.pointer == pointer]
    if any(PLACEHOLDER in write_payload(payload) for payload in payloads):
        return None
    sources = json.dumps([one.get("from") for one in data["transfers"]])
    if any(one.rule == general["unknown"]["rule"] for one in named):
        holds_more = f'"{to_pattern(pointer)}/' in sources
        return "what would be in it has a counterpart" if holds_more else None
    is_told = is_named(pointer, findings, general["nothing"]["rule"])
    return None if is_told else "it is lost in silence"


@pytest.mark.parametrize("way", WAYS)
def test_no_placeholder_is_lost_or_left_out_for_a_false_reason(way: Way) -> None:
    data = read_migration(way.source, way.target.name)
    for request in generate_requests(way.source, COUNT, "0"):
        for path in list_paths(request):
            template = replace_value(request, path, BarePlaceholder(PLACEHOLDER))
            wrong = find_silence(migrate_template(template, way), to_pointer(path), data)
            assert wrong is None, (to_pointer(path), request)


def is_converted(migrated: Migrated, pointer: str, value: object) -> bool:
    """Whether a value is another one in a payload."""
    return any(
        origin == pointer and resolve(payload.value, place) != value
        for request in migrated.requests
        for payload in request.payloads
        for place, origin in payload.origins.items()
    )


@pytest.mark.parametrize("way", WAYS)
def test_where_a_value_is_converted_a_placeholder_is_told_of(way: Way) -> None:
    converted = set()
    for request in generate_requests(way.source, COUNT, "1"):
        migrated = migrate_value(request, way)
        for path in list_paths(request):
            pointer, value = to_pointer(path), get_value(request, path)
            if isinstance(value, str) and is_converted(migrated, pointer, value):
                converted.add(to_pattern(pointer))
                told = migrate_template(replace_value(request, path, PLACEHOLDER), way)
                assert is_named(pointer, told.linted.findings, ""), (pointer, request)
    assert converted


def test_a_flag_loses_its_quotes_and_an_id_gets_them() -> None:
    note = {
        "kind": "note",
        "readers": [{"names": ["Ann"]}],
        "content": {"author": "Me", "words": "Hi", "marks": [{"mark": BarePlaceholder("{{m}}")}]},
        "loud": "{{l}}",
    }
    way = find_way("note-v1", "memo-v2", CONTRACTS)
    [payload] = list_payloads(migrate_template(note, way))
    assert '"loud": {{l}}' in write_payload(payload)
    assert '"id": "{{m}}"' in write_payload(payload)


@pytest.mark.parametrize("due", ["2026-{{month}}-01T00:00:00Z", "${day}T09:00:00+02:00"])
def test_a_placeholder_in_a_part_of_a_moment_stays(due: str) -> None:
    note = {
        "kind": "note",
        "readers": [{"names": ["Ann"]}],
        "content": {"author": "Me", "words": "Hi"},
        "due": due,
    }
    way = find_way("note-v1", "memo-v2", CONTRACTS)
    migrated = migrate_template(note, way)
    assert [payload["due"] for payload in list_payloads(migrated)] == [due]
    assert list_findings(migrated) == ["warning NO919 /due"]
    [payload] = list_payloads(migrate_value(note, way))
    assert "due" not in payload


def find_alphabet(schema: object) -> str | None:
    """The pattern of a schema, or of one in it, that is the alphabet of plain text."""
    if isinstance(schema, dict):
        if schema.get("x-rules", {}).get("pattern") == "SM205":
            return str(schema["pattern"])
        schema = list(schema.values())
    inner = map(find_alphabet, schema) if isinstance(schema, list) else ()
    return next(filter(None, inner), None)


def test_a_flash_message_is_judged_by_the_alphabet_of_plain_text() -> None:
    folder = f"{SOURCE.home}/{SOURCE.name}/{SOURCE.version}"
    alphabet = find_alphabet(read_json(f"{folder}/request.advice.schema.json"))
    assert alphabet
    data = read_migration(SOURCE, "send-message-v2")
    assert json.dumps({"pattern": alphabet}) in json.dumps(data)

"""What the findings of a migration call a value: by its name, and by what stands there."""

from dataclasses import replace

import pytest

from contractkit.linting.settings import Settings
from tests.migrate.migrating import CONTRACTS, find_way, migrate_data, migrate_value

NOTE = """{"kind": "note", "readers": [{"names": ["Ann"]}],
"content": {"author": "Me", "words": "Hi"}, "extra": "hidden"}"""


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("x", '“extra” ("x") has no counterpart'),
        ({"a": "x"}, "“extra” (an object with 1 member) has no counterpart"),
        ({"a": "x", "b": {"c": 1}}, "“extra” (an object with 2 members) has no counterpart"),
        ([{"a": "x"}, "y"], "“extra” (an array of 2) has no counterpart"),
    ],
)
def test_what_has_no_counterpart_is_named_whole(value: object, words: str) -> None:
    way = find_way("note-v1", "memo-v2", CONTRACTS)
    note = {
        "kind": "note",
        "readers": [{"names": ["Ann"]}],
        "content": {"author": "Me", "words": "Hi"},
        "extra": value,
    }
    [finding] = migrate_value(note, way).linted.findings
    assert (finding.pointer, finding.message) == ("/extra", words)


def test_an_item_is_named_with_its_array() -> None:
    way = replace(find_way("note-v1", "memo-v2", CONTRACTS), force=True)
    note = {
        "kind": "note",
        "readers": [{"names": ["Ann"]}],
        "content": {"author": "Me", "words": "Hi", "marks": [{"mark": 1}, 5]},
    }
    messages = [one.message for one in migrate_value(note, way).linted.findings]
    assert "“marks/1” (5) has no counterpart" in messages


def test_a_redacted_value_has_its_name_only() -> None:
    way = find_way("note-v1", "memo-v2", CONTRACTS)
    [finding] = migrate_data(NOTE.encode(), way, Settings(redact=True)).linted.findings
    assert finding.message == "“extra” (•••) has no counterpart"

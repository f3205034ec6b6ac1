"""A request beside what became of it, on a terminal: long values go on below, and none is cut."""

from contractkit.migrate.side_by_side import write_side_by_side
from tests.migrate.migrating import CONTRACTS, find_way, migrate_value

NOTE = {
    "kind": "note",
    "readers": [{"names": ["Ann"]}],
    "content": {"author": "Me", "words": "Come at nine, all \u6f22"},
}


def test_values_that_are_too_long_go_on_below() -> None:
    migrated = migrate_value(NOTE, find_way("note-v1", "memo-v2", CONTRACTS))
    assert write_side_by_side(migrated, 47) == (
        "x.json: payload 1 of 1\n"
        '/kind "note"           | /sort "memo"\n'
        '/readers/0/names/0 "An | /to/0/names/0 "Ann"\n'
        '  n"                   |\n'
        '/content/author "Me"   | /from "Me"\n'
        '/content/words "Come a | /body/text "Come at ni\n'
        '  t nine, all \u6f22"      |   ne, all \u6f22"\n'
        '                       | /body/type "rich"\n'
    )

"""Nodes keep apart what they were asked for, however short-lived the schemas that asked."""

from unittest.mock import Mock

import pytest

from contractkit.payloads.building import builder
from contractkit.payloads.building.choices import Seeded
from contractkit.payloads.building.nodes import make_node

OVERLAPPING = {
    "oneOf": [
        {"type": "object"},
        {"type": "object", "properties": {"name": {"type": "string"}}},
        {"type": "object", "properties": {"count": {"type": "integer"}}},
    ]
}


def test_a_property_that_must_not_meet_a_schema_never_gets_another_schemas_node() -> None:
    options = list(range(50))
    node = make_node("", [{"type": "object", "properties": {"a": {"enum": options}}}])
    for option in options:
        values = node.meeting_not("a", {"const": option}).values
        assert values == tuple(one for one in options if one != option)


def test_one_more_schema_is_one_more_node() -> None:
    node = make_node("/a", [{"enum": list(range(50))}])
    for option in range(50):
        assert node.meeting({"const": option}).values == (option,)


def test_a_schema_that_stands_at_many_places_is_searched_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    counted = Mock(wraps=builder.build)
    monkeypatch.setattr(builder, "build", counted)
    counts = []
    for places in (2, 12):
        names = [f"name {number}" for number in range(places)]
        choice = {**OVERLAPPING, "title": f"at {places} places"}  # another one for each count
        schema = {"type": "object", "properties": dict.fromkeys(names, choice), "required": names}
        counted.reset_mock()
        builder.build(make_node("", [schema]), Seeded("1"))
        counts.append(counted.call_count)
    few, many = counts
    assert many - few < 10 * 6, counts

"""Nodes keep apart what they were asked for, however short-lived the schemas that asked."""

from contractkit.payloads.building.nodes import make_node


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

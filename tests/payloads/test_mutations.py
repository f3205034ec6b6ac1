"""Mutations at places that a payload may lack."""

import pytest

from contractkit.payloads.building.message_nodes import load_valid_node
from contractkit.payloads.mutation_points import MutationPoint, Target, list_mutation_points
from contractkit.payloads.mutations.containers import break_mentions
from tests.fuzz.making import CONTRACT


def list_points() -> list[MutationPoint]:
    points = list_mutation_points(CONTRACT, "request")
    return [point for point in points if point.keyword == "x-mentions"]


@pytest.mark.parametrize("point", list_points(), ids=lambda point: point.name)
def test_a_payload_without_a_text_mentions_nothing(point: MutationPoint) -> None:
    node = load_valid_node(CONTRACT, "request")
    assert list(break_mentions(Target(point, {"smartlinks": []}, node))) == []

"""The ids of rules: letters of the name, numbers in order, and four digits where there are many."""

import pytest

from contractkit.importing import import_schema
from contractkit.importing.rules.rule_ids import RuleIds, choose_prefix


@pytest.mark.parametrize(
    ("name", "taken", "prefix"),
    [
        ("petstore", (), "PE"),
        ("petstore", ("PE",), "PT"),
        ("send-message-v1", (), "SM"),
        ("send-message-v1", ("SM",), "SE"),
        ("orders_2.1", (), "OR"),
        ("x", (), "XA"),
        ("x", ("XA",), "XB"),
        ("2024", (), "AA"),
        ("2024", ("AA",), "AB"),
    ],
)
def test_the_letters_stand_for_the_name_and_for_no_other(
    name: str, taken: tuple[str, ...], prefix: str
) -> None:
    assert choose_prefix(name, taken) == prefix


def test_a_place_has_one_id_and_new_ones_come_after_all_known() -> None:
    ids = RuleIds("PE", {"a": "PE105", "b": "PE102"})
    assert [ids.find(place) for place in ("b", "c", "a", "c", "d")] == [
        "PE102", "PE106", "PE105", "PE106", "PE107",
    ]  # fmt: skip


@pytest.mark.parametrize(("count", "longest"), [(700, 5), (1000, 6)])
def test_all_ids_of_a_contract_have_the_same_length(count: int, longest: int) -> None:
    properties = {f"p{index}": {"type": "string"} for index in range(count)}
    made = import_schema({"properties": properties})
    found = [inner["x-rules"]["type"] for inner in made["properties"].values()]
    assert {len(rule) for rule in found} == {longest}
    assert found == sorted(found)

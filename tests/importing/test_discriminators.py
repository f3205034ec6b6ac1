"""A discriminator says which form is meant: by name, by mapping, on the base of an `allOf`."""

from pathlib import Path
from typing import Any

import pytest

from tests.importing.making import Made, define, make, refer, wrap

CAT = "{type: object, required: [kind], properties: {kind: {type: string}, lives: {type: integer}}}"
DOG = "{type: object, required: [kind], properties: {kind: {type: string}, bark: {type: boolean}}}"


def choose(tmp_path: Path, discriminator: str, word: str = "oneOf") -> Made:
    pet = f"{{{word}: [{refer('Cat')}, {refer('Dog')}], discriminator: {discriminator}}}"
    return make(tmp_path, wrap(refer("Pet"), define(Pet=pet, Cat=CAT, Dog=DOG)))


@pytest.mark.parametrize(
    ("discriminator", "values"),
    [
        ("{propertyName: kind}", {"Cat": 0, "Dog": 1}),
        ("{propertyName: kind, mapping: {c: Cat, d: Dog}}", {"c": 0, "d": 1}),
        ("{propertyName: kind, mapping: {c: '#/components/schemas/Cat'}}", {"c": 0, "Dog": 1}),
        ("{propertyName: kind, mapping: {c: Cat, cat: Cat}}", {"c": 0, "cat": 0, "Dog": 1}),
        ("kind", {"Cat": 0, "Dog": 1}),
    ],
)
@pytest.mark.parametrize("word", ["oneOf", "anyOf"])
def test_each_branch_is_bound_to_its_values(
    tmp_path: Path, discriminator: str, word: str, values: dict[str, int]
) -> None:
    made = choose(tmp_path, discriminator, word)
    assert made.schema()["x-discriminator"] == {"property": "kind", "values": values}
    for value, index in values.items():
        assert made.accepts({"kind": value})
        assert made.accepts({"kind": value, "lives": "x"}) is (index == 1)
    assert not made.accepts({"kind": "Bird"})
    assert not made.accepts({})


def test_a_branch_that_says_its_value_itself_is_left_as_it_is(tmp_path: Path) -> None:
    cat = "{type: object, required: [kind], properties: {kind: {type: string, enum: [cat]}}}"
    pet = f"{{oneOf: [{refer('Cat')}, {refer('Dog')}], discriminator: {{propertyName: kind}}}}"
    made = make(tmp_path, wrap(refer("Pet"), define(Pet=pet, Cat=cat, Dog=DOG)))
    schema = made.schema()
    assert schema["oneOf"][0] == {"$ref": "#/$defs/Cat"}
    assert schema["x-discriminator"]["values"] == {"cat": 0, "Dog": 1}


@pytest.mark.parametrize(
    ("discriminator", "text"),
    [
        ("{propertyName: kind, mapping: {c: Nope}}", "maps a value to Nope, which is nowhere"),
        ("{propertyName: kind, mapping: {p: Pet}}", "maps 'p' to a schema that is no branch"),
    ],
)
def test_a_mapping_that_leads_nowhere_is_told(
    tmp_path: Path, discriminator: str, text: str
) -> None:
    [told] = choose(tmp_path, discriminator).told("problem")
    assert text in told


def test_a_discriminator_whose_property_is_elsewhere_counts_for_nothing(tmp_path: Path) -> None:
    pet = f"{{oneOf: [{refer('Cat')}, {{type: string}}], discriminator: {{propertyName: other}}}}"
    made = make(tmp_path, wrap(refer("Pet"), define(Pet=pet, Cat=CAT)))
    assert made.accepts({"kind": "x"})
    assert "x-discriminator" not in made.schema()
    [told] = made.told("problem")
    assert "no branch has the property “other” of the discriminator" in told


def inherit(
    tmp_path: Path,
    discriminator: str = "{propertyName: kind}",
    request: str = "Pet",
    **more: str,
) -> Made:
    base = (
        "{type: object, required: [kind, name], properties: {kind: {type: string}, name: "
        f"{{type: string}}, friend: {refer('Pet')}}}, discriminator: {discriminator}}}"
    )
    parts: dict[str, Any] = {
        "Pet": base,
        "Cat": f"{{allOf: [{refer('Pet')}, {{properties: {{lives: {{type: integer}}}}}}]}}",
        "Dog": f"{{allOf: [{refer('Pet')}, {{properties: {{bark: {{type: boolean}}}}}}]}}",
        "Kitten": f"{{allOf: [{refer('Cat')}, {{required: [lives]}}]}}",
    }
    tmp_path.mkdir(exist_ok=True)
    return make(tmp_path, wrap(refer(request), define(**{**parts, **more})))


def test_the_base_of_an_all_of_means_one_of_its_subtypes(tmp_path: Path) -> None:
    made = inherit(tmp_path)
    pet = made.schema()["$defs"]["Pet"]
    assert pet["x-discriminator"]["values"] == {"Cat": 0, "Dog": 1, "Kitten": 2}
    assert made.accepts({"kind": "Cat", "name": "x"})
    assert not made.accepts({"kind": "Cat", "name": "x", "lives": "many"})
    assert made.accepts({"kind": "Dog", "name": "x", "lives": "many"})
    assert not made.accepts({"kind": "Kitten", "name": "x"})
    assert not made.accepts({"kind": "Pet", "name": "x"})
    assert not made.accepts({"kind": "Dog"})
    assert made.accepts({"kind": "Dog", "name": "x", "friend": {"kind": "Cat", "name": "y"}})
    assert not made.accepts({"kind": "Dog", "name": "x", "friend": {"kind": "Cow", "name": "y"}})
    assert made.told("problem") == []


@pytest.mark.parametrize("discriminator", ["{mapping: {}}", "[]"])
def test_a_base_whose_discriminator_names_no_property_is_an_ordinary_schema(
    tmp_path: Path, discriminator: str
) -> None:
    made = inherit(tmp_path, discriminator)
    assert made.accepts({"kind": "Cow", "name": "x"})
    assert not made.accepts({"kind": "Cow"})
    told = made.told("left out")
    assert any("the discriminator names no property" in line for line in told)


def test_a_choice_of_subtypes_has_the_discriminator_of_their_base(tmp_path: Path) -> None:
    pets = f"{{oneOf: [{refer('Cat')}, {refer('Dog')}]}}"
    made = inherit(tmp_path, Holder=f"{{type: array, items: {pets}}}", request="Holder")
    assert made.accepts([{"kind": "Cat", "name": "x"}, {"kind": "Dog", "name": "x", "lives": "z"}])
    assert not made.accepts([{"kind": "Cat", "name": "x", "lives": "z"}])
    assert not made.accepts([{"kind": "Cow", "name": "x"}])
    items = made.schema()["items"]
    assert items["x-discriminator"] == {"property": "kind", "values": {"Cat": 0, "Dog": 1}}
    assert made.told("problem") == []


def test_what_a_branch_demands_itself_is_not_demanded_twice(tmp_path: Path) -> None:
    """Else a payload without the property would have two findings for one mistake."""
    lax = DOG.replace("required: [kind], ", "")
    pet = f"{{oneOf: [{refer('Cat')}, {refer('Dog')}], discriminator: {{propertyName: kind}}}}"
    made = make(tmp_path, wrap(refer("Pet"), define(Pet=pet, Cat=CAT, Dog=lax)))
    assert ["required" in branch for branch in made.schema()["oneOf"]] == [False, True]
    base = inherit(tmp_path / "base").schema()["$defs"]["Pet"]
    assert not any("required" in branch for branch in base["anyOf"])


def test_the_base_itself_counts_where_the_mapping_names_it(tmp_path: Path) -> None:
    made = inherit(tmp_path, "{propertyName: kind, mapping: {any: Pet, cat: Cat}}")
    assert made.accepts({"kind": "any", "name": "x"})
    assert made.accepts({"kind": "cat", "name": "x"})
    assert not made.accepts({"kind": "Cat", "name": "x"})


def test_a_base_that_lists_its_own_subtypes_has_an_end(tmp_path: Path) -> None:
    base = (
        "{type: object, required: [kind], properties: {kind: {type: string}}, oneOf: "
        f"[{refer('Cat')}, {refer('Dog')}], discriminator: {{propertyName: kind}}}}"
    )
    made = inherit(tmp_path, Pet=base)
    assert made.accepts({"kind": "Cat"})
    assert not made.accepts({"kind": "Cat", "lives": "many"})
    assert not made.accepts({"kind": "Cow"})
    assert any("“oneOf” does not count" in line for line in made.told("read as meant"))


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_what_stands_below_the_all_of_of_a_subtype_means_one_of_the_subtypes(
    tmp_path: Path, version: str
) -> None:
    """Not the base itself, as what stands right in that `allOf` does."""
    base = (
        "{type: object, required: [op], properties: {op: {type: string}}, discriminator: "
        "{propertyName: op, mapping: {and: And, eq: Eq}}}"
    )
    parts = f"{{type: array, items: {refer('Filter')}}}"
    listed = f"{{type: object, required: [parts], properties: {{parts: {parts}}}}}"
    both = f"{{allOf: [{refer('Filter')}, {listed}]}}"
    equal = f"{{allOf: [{refer('Filter')}, {{required: [field]}}]}}"
    components = define(Filter=base, And=both, Eq=equal)
    made = make(tmp_path, wrap(refer("Filter"), components, version))
    assert made.accepts({"op": "and", "parts": [{"op": "eq", "field": "x"}]})
    assert not made.accepts({"op": "and", "parts": [{"op": "eq"}]})
    assert not made.accepts({"op": "and", "parts": [{"op": "nonsense"}]})

"""`--update` takes a newer document: what stands at the same place keeps its id."""

from pathlib import Path
from typing import Any

import pytest

from contractkit.contracts.loading import load, read_catalog
from contractkit.contracts.rules import load_rules
from contractkit.errors import DocumentError, UnknownNameError
from contractkit.importing.creation import create_contract
from tests.importing.making import Made, make, wrap

OLD = (
    "{type: object, required: [name], properties: {name: {type: string, maxLength: 9}, "
    "size: {type: integer, minimum: 1}}}"
)


def update(tmp_path: Path, new: str, old: str = OLD) -> tuple[Made, Made]:
    first = make(tmp_path, wrap(old))
    return first, make(tmp_path, wrap(new), update=True)


def rules_of(made: Made) -> Any:
    return made.schema()["properties"]["name"]["x-rules"]


@pytest.mark.parametrize(
    ("change", "version"),
    [
        (("maxLength: 9", "maxLength: 8"), "2.0.0"),
        (("maxLength: 9", "maxLength: 10"), "1.1.0"),
        (("minimum: 1", "minimum: 0"), "1.1.0"),
        (("minimum: 1", "minimum: 2"), "2.0.0"),
        ((", maxLength: 9", ""), "1.1.0"),
        (("required: [name], ", ""), "1.1.0"),
        (("[name]", "[name, size]"), "2.0.0"),
        (("size: {type: integer", "size: {type: number"), "2.0.0"),
        (("minimum: 1", "minimum: 1, description: How large it is."), "1.0.1"),
        (("size: {", "weight: {type: number}, size: {"), "2.0.0"),
    ],
)
def test_the_number_says_what_the_change_does_to_payloads(
    tmp_path: Path, change: tuple[str, str], version: str
) -> None:
    old, new = update(tmp_path, OLD.replace(*change))
    assert new.folder.name == version
    assert old.folder.is_dir()
    catalog = read_catalog(str(tmp_path / "contracts"))["contracts"]["api"]
    assert (list(catalog["versions"]), catalog["default"]) == (["1.0.0", version], version)


@pytest.mark.parametrize(
    ("before", "after", "version"),
    [
        ("{const: 5}", "{const: 4}", "2.0.0"),
        ("{const: 4}", "{const: 5}", "2.0.0"),
        ("{const: 1}", "{const: true}", "2.0.0"),
        ("{const: 5}", "{}", "1.1.0"),
        ("{enum: [1, 2]}", "{enum: [true, 1, 2]}", "1.1.0"),
        ("{enum: [1, true]}", "{enum: [1]}", "2.0.0"),
        ("{multipleOf: 3}", "{multipleOf: 2}", "2.0.0"),
        ("{multipleOf: 2}", "{multipleOf: 4}", "2.0.0"),
        ("{multipleOf: 4}", "{multipleOf: 2}", "1.1.0"),
        ("{multipleOf: 0.5}", "{multipleOf: 0.1}", "1.1.0"),
        ("{}", "{type: object, required: [a]}", "2.0.0"),
        ("{not: {const: 1}}", "{not: {const: 2}}", "2.0.0"),
        ("{not: {const: 1}}", "{not: {const: 1, description: One.}}", "1.0.1"),
        ("{propertyNames: {maxLength: 5}}", "{propertyNames: {maxLength: 4}}", "2.0.0"),
        ("{dependentRequired: {a: [b]}}", "{dependentRequired: {a: [b, c]}}", "2.0.0"),
        ("{anyOf: [{const: 1}, {type: string}]}", "{anyOf: [{const: 1}]}", "2.0.0"),
        (
            "{properties: {a: {}, b: {}}, additionalProperties: false}",
            "{properties: {a: {}}, additionalProperties: false}",
            "2.0.0",
        ),
        (
            "{allOf: [{properties: {a: {}, b: {}}}], unevaluatedProperties: false}",
            "{allOf: [{properties: {a: {}}}], unevaluatedProperties: false}",
            "2.0.0",
        ),
        (
            "{properties: {a: {}}, additionalProperties: false}",
            "{properties: {a: {}, b: {}}, additionalProperties: false}",
            "1.1.0",
        ),
        (
            "{type: object, properties: {title: {}}}",
            "{type: object, properties: {title: {description: Words.}}}",
            "1.0.1",
        ),
    ],
)
def test_the_number_of_a_change_of_one_keyword(
    tmp_path: Path, before: str, after: str, version: str
) -> None:
    make(tmp_path, wrap(before, version="3.1.0"))
    assert make(tmp_path, wrap(after, version="3.1.0"), update=True).folder.name == version


def test_ids_stay_and_new_places_get_new_ones(tmp_path: Path) -> None:
    new = OLD.replace("name: {", "alias: {type: string}, name: {").replace("9", "5")
    before, after = update(tmp_path, new)
    assert rules_of(after) == rules_of(before)
    alias = after.schema()["properties"]["alias"]["x-rules"]["type"]
    home = str(tmp_path / "contracts")
    assert alias not in load_rules(load("api@1.0.0", schemas=home))
    titles = {rule.title for rule in load_rules(load("api", schemas=home)).values()}
    assert "“name” of the request has at most 5 characters" in titles


def test_the_page_of_a_rule_that_is_gone_stays_for_the_older_version(tmp_path: Path) -> None:
    before, _ = update(tmp_path, OLD.replace(", maxLength: 9", ""))
    rule = rules_of(before)["maxLength"]
    home = str(tmp_path / "contracts")
    assert rule in load_rules(load("api@1.0.0", schemas=home))
    assert rule not in load_rules(load("api", schemas=home))


def test_a_rule_that_comes_back_has_its_id_again_and_no_id_is_given_twice(tmp_path: Path) -> None:
    before, _ = update(tmp_path, OLD.replace(", maxLength: 9", ""))
    third = make(tmp_path, wrap(OLD.replace("maxLength", "minLength: 1, maxLength")), update=True)
    assert rules_of(third)["maxLength"] == rules_of(before)["maxLength"]
    used = [path.name.partition("-")[0] for path in (third.folder.parent / "rules").iterdir()]
    assert len(used) == len(set(used))


def test_nothing_is_written_where_nothing_differs(tmp_path: Path) -> None:
    first, second = update(tmp_path, OLD)
    assert second.folder == first.folder
    assert len(list(first.folder.parent.iterdir())) == 3  # the version, its rules, codes.json


def test_parameters_keep_their_ids_when_another_comes_before_them(tmp_path: Path) -> None:
    def with_parameters(*names: str) -> str:
        listed = ", ".join(
            f"{{in: query, name: {name}, schema: {{type: string}}}}" for name in names
        )
        return wrap(OLD).replace("    post:\n", f"    post:\n      parameters: [{listed}]\n")

    def ids(made: Made) -> dict[str, Any]:
        return {
            entry["name"]: entry["schema"]["x-rules"]
            for entry in made.data["operation"]["parameters"]
        }

    before = ids(make(tmp_path, with_parameters("b")))
    after = ids(make(tmp_path, with_parameters("a", "b"), update=True))
    assert after["b"] == before["b"]
    assert after["a"] != before["b"]


PARAMETER = "{in: query, name: size, schema: {type: integer, maximum: 9}}"
OPERATION = f"    post:\n      parameters: [{PARAMETER}]\n"
OTHER = "  /others:\n    get: {responses: {'200': {description: Taken.}}}\n"
WITH_OPERATIONS = wrap(OLD).replace("    post:\n", OPERATION) + OTHER


@pytest.mark.parametrize(
    ("changes", "version"),
    [
        ({"size, schema": "size, required: true, schema"}, "2.0.0"),
        (
            {
                "size, schema": "size, required: true, schema",
                "type: string": "type: string, description: What it is called.",
            },
            "2.0.0",
        ),
        ({"maximum: 9": "maximum: 8"}, "2.0.0"),
        ({"maximum: 9": "maximum: 10"}, "1.1.0"),
        ({"maximum: 9": "maximum: 9, description: How many."}, "1.0.1"),
        ({f"[{PARAMETER}]": "[]"}, "1.1.0"),
        ({f"[{PARAMETER}]": f"[{PARAMETER}, {PARAMETER.replace('size', 'page')}]"}, "2.0.0"),
        ({f"[{PARAMETER}]": f"[{PARAMETER}, {{in: query, name: page, schema: {{}}}}]"}, "1.1.0"),
        ({"required: true\n": "required: false\n"}, "1.1.0"),
        ({OTHER: ""}, "2.0.0"),
        ({OTHER: OTHER + OTHER.replace("others", "more")}, "1.1.0"),
        ({"title: An API": "title: The API"}, "1.0.1"),
    ],
)
def test_the_number_of_a_change_of_operations(
    tmp_path: Path, changes: dict[str, str], version: str
) -> None:
    make(tmp_path, WITH_OPERATIONS)
    new = WITH_OPERATIONS
    for old, text in changes.items():
        assert new.count(old) == 1, old
        new = new.replace(old, text)
    assert make(tmp_path, new, update=True).folder.name == version


def test_a_body_that_may_be_missing_and_then_has_to_be_there_makes_a_major_version(
    tmp_path: Path,
) -> None:
    make(tmp_path, wrap(OLD).replace("required: true\n", "required: false\n"))
    assert make(tmp_path, wrap(OLD), update=True).folder.name == "2.0.0"


WITH_EXAMPLES = wrap("{type: object}, examples: {one: {value: {a: 1}}, two: {value: '[1]'}}")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Taken.", "It is taken."),
        ("{a: 1}", "{a: 2}"),
        ("{a: 1}", "{a: true}"),
        ("'[1]'", "'[2]'"),
        ("one:", "first:"),
        ("one: {value: {a: 1}}, ", ""),
    ],
)
def test_other_words_of_an_answer_and_other_examples_make_a_patch(
    tmp_path: Path, old: str, new: str
) -> None:
    make(tmp_path, WITH_EXAMPLES)
    assert WITH_EXAMPLES.count(old) == 1
    changed = WITH_EXAMPLES.replace(old, new)
    assert make(tmp_path, changed, update=True).folder.name == "1.0.1"
    assert make(tmp_path, changed, update=True).folder.name == "1.0.1"


def test_the_same_document_by_another_name_makes_no_version(tmp_path: Path) -> None:
    first = make(tmp_path, WITH_EXAMPLES)
    path = (tmp_path / "api.yaml").rename(tmp_path / "other.yaml")
    home = str(first.folder.parent.parent)
    assert not create_contract("api", str(path), home, update=True).is_new


def test_only_a_contract_that_was_made_of_a_document_can_be_updated(tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match="unknown contract 'api'"):
        make(tmp_path, wrap(OLD), update=True)
    make(tmp_path, wrap(OLD))
    for page in (tmp_path / "contracts/api/rules").iterdir():
        page.write_text(page.read_text().replace("place:", "where:"))
    with pytest.raises(DocumentError, match="was not made of a document"):
        make(tmp_path, wrap(OLD), update=True)

"""What nothing can meet is told when the contract is made, or refused in one line."""

from pathlib import Path

import pytest

from contractkit.errors import DocumentError
from tests.importing.making import define, make, refer, wrap

CLOSED = "{type: object, properties: {a: {type: string}}, additionalProperties: false}"
IMPOSSIBLE = "{type: array, items: {}, minItems: 3, maxItems: 1}"
CLOSED_PARTS = f"{{allOf: [{CLOSED}, {{type: object, properties: {{b: {{type: string}}}}}}]}}"


@pytest.mark.parametrize(
    ("schema", "reason"),
    [
        ("{type: string, minLength: 5, maxLength: 3}", "“minLength” is above “maxLength”"),
        ("{type: number, minimum: 5, maximum: 3}", "“minimum” is above “maximum”"),
        ("{type: number, minimum: 5, maximum: 5, exclusiveMaximum: true}", "is above"),
        ("{type: array, minItems: 2, maxItems: 1, items: {}}", "“minItems” is above “maxItems”"),
        ("{allOf: [{type: string}, {type: integer}]}", "different types, string and integer"),
        ("{type: string, enum: [1, 2]}", "none of the listed values has its type"),
        (refer("Node"), "“next” is mandatory, and its recursion never ends"),
        ("{type: array, minItems: 1, items: " + refer("List") + "}", "an item is mandatory"),
        (
            f"{{allOf: [{CLOSED}, {{type: object, required: [b]}}]}}",
            "“unevaluatedProperties: false” beside the “allOf” would",
        ),
        (
            "{type: object, required: [b], additionalProperties: false, properties: {a: {}}}",
            "“b” is mandatory, and “additionalProperties: false” does not let it in",
        ),
        (
            f"{{required: [a], type: object, properties: {{a: {IMPOSSIBLE}}}}}",
            "“a” is mandatory, and nothing fits it: “minItems” is above “maxItems”",
        ),
        (refer("Loop"), "it takes nothing"),
    ],
)
def test_a_request_that_nothing_can_meet_is_refused(
    tmp_path: Path, schema: str, reason: str
) -> None:
    components = define(
        Node=f"{{type: object, required: [next], properties: {{next: {refer('Node')}}}}}",
        List=f"{{type: array, minItems: 1, items: {refer('List')}}}",
        Loop=f"{{allOf: [{refer('Loop')}]}}",
    )
    with pytest.raises(DocumentError) as caught:
        make(tmp_path, wrap(schema, components))
    assert reason in str(caught.value)
    assert "nothing can meet its request" in str(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == ["api.yaml"]


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        (CLOSED_PARTS, "does not let in “b” of the other parts; “unevaluatedProperties: false”"),
        (
            "{type: object, required: [nmae], properties: {name: {}}}",
            "“nmae” is mandatory, and no “properties” has it; did you mean “name”?",
        ),
        (
            "{type: object, properties: {a: {type: string, minLength: 3, maxLength: 2}}}",
            "“minLength” (3) is above “maxLength” (2)",
        ),
        (
            "{type: object, properties: {a: {allOf: [{type: string}, {type: integer}]}}}",
            "properties/a: nothing fits: its parts ask for different types, string and integer",
        ),
        (
            "{oneOf: [{type: object, properties: {a: {}}}, {type: object, properties: {b: {}}}]}",
            "2 forms of “oneOf” have no mandatory property",
        ),
        (
            f"{{oneOf: [{{type: string}}, {refer('Node')}, {refer('Node')}]}}",
            "“Node” stands twice in “oneOf”",
        ),
        ("{type: string, enum: [a, 1]}", "1 in “enum” can never be right: the type is string"),
        (
            f"{{type: object, properties: {{a: {refer('Node')}}}}}",
            "nothing fits: “next” is mandatory, and its recursion never ends",
        ),
    ],
)
def test_a_mistake_that_leaves_something_is_told(tmp_path: Path, schema: str, text: str) -> None:
    components = define(
        Node=f"{{type: object, required: [next], properties: {{next: {refer('Node')}}}}}"
    )
    told = make(tmp_path, wrap(schema, components)).told("problem")
    assert any(text in line for line in told), told


@pytest.mark.parametrize(
    "schema",
    [
        "{type: object, required: [a], properties: {a: {}}}",
        "{allOf: [{required: [a]}, {type: object, properties: {a: {type: string}}}]}",
        "{type: object, required: [a], additionalProperties: {type: string}}",
        "{oneOf: [{type: string}, {type: array, minItems: 1, items: " + refer("Tree") + "}]}",
        refer("Tree"),
        "{type: [object, string], required: [a], additionalProperties: false}",
        "{not: {type: string}}",
        "{oneOf: [{type: object, required: [a], properties: {a: {}}}, {type: object}]}",
        "{oneOf: [{type: object}, {type: string}]}",
        "{type: number, multipleOf: 0.5, minimum: 0, maximum: 0}",
    ],
)
def test_nothing_is_told_of_a_schema_without_a_mistake(tmp_path: Path, schema: str) -> None:
    components = define(
        Tree=f"{{type: object, required: [sub], properties: {{sub: {{type: array, items: "
        f"{refer('Tree')}}}}}}}"
    )
    assert make(tmp_path, wrap(schema, components, "3.1.0")).told("problem") == []


def test_an_operation_with_an_impossible_request_is_left_out_and_the_others_stay(
    tmp_path: Path,
) -> None:
    text = wrap("{type: string, minLength: 3, maxLength: 1}").replace(
        "paths:", "paths:\n  /others:\n    get: {responses: {'200': {description: x}}}"
    )
    made = make(tmp_path, text)
    assert list(made.data["requests"]) == ["GET /others"]
    assert any(
        "POST /things: nothing can meet its request" in line for line in made.told("left out")
    )


def test_an_answer_that_nothing_can_be_has_any_form(tmp_path: Path) -> None:
    text = wrap("{type: string}").replace(
        "{description: Taken.}",
        "{description: x, content: {application/json: {schema: {type: integer, minimum: 3, "
        "maximum: 1}}}}",
    )
    made = make(tmp_path, text)
    assert made.data["answers"]["messages"] == {"200": None}
    assert any("nothing can be the answer 200" in line for line in made.told("left out"))


FILTERS = {
    "Filter": f"{{oneOf: [{refer('Not')}, {refer('Both')}, {refer('Equals')}]}}",
    "Not": f"{{type: object, required: [not], properties: {{not: {refer('Filter')}}}}}",
    "Both": f"{{type: object, required: [both], properties: {{both: {{type: array, minItems: 2, "
    f"items: {refer('Filter')}}}}}}}",
    "Equals": "{type: object, required: [name], properties: {name: {type: string}}}",
}
CHAIN = {
    f"S{number}": f"{{type: object, required: [next], properties: {{next: {{allOf: "
    f"[{refer(f'S{number + 1}')}], minProperties: 1}}}}}}"
    for number in range(300)
}


@pytest.mark.parametrize(
    ("root", "components"),
    [
        ("Filter", FILTERS),
        ("Filter", dict(reversed(FILTERS.items()))),
        ("Filter", FILTERS | {"Filter": "{type: object, " + FILTERS["Filter"][1:]}),
        ("Not", FILTERS | {"Not": FILTERS["Not"].replace("not: {", "not: {minProperties: 1, ")}),
        (
            "Not",
            FILTERS
            | {
                "Not": "{type: object, required: [not], properties: {not: {description: x, "
                f"allOf: [{refer('Filter')}, {{type: object}}]}}}}}}"
            },
        ),
        ("S0", CHAIN | {"S300": "{type: object}"}),
    ],
)
def test_a_recursion_that_ends_in_a_choice_or_after_many_steps_is_no_mistake(
    tmp_path: Path, root: str, components: dict[str, str]
) -> None:
    assert make(tmp_path, wrap(refer(root), define(**components), "3.1.0")).told("problem") == []


def test_a_recursion_of_choices_without_an_end_is_told(tmp_path: Path) -> None:
    del (endless := dict(FILTERS))["Equals"]
    endless["Filter"] = f"{{oneOf: [{refer('Not')}, {refer('Both')}]}}"
    with pytest.raises(DocumentError, match="“not” is mandatory, and its recursion never ends"):
        make(tmp_path, wrap(refer("Filter"), define(**endless)))

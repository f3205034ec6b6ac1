"""What OpenAPI's own words in schemas become, and what is told of them."""

from pathlib import Path

import pytest

from contractkit.errors import DocumentError
from tests.importing.making import define, make, refer, wrap

PROPERTIES = "{{type: object, properties: {{a: {}}}}}"


@pytest.mark.parametrize(("version", "integers"), [("3.0.3", "plain"), ("3.1.0", None)])
def test_an_integer_of_3_0_has_no_fraction(
    tmp_path: Path, version: str, integers: str | None
) -> None:
    made = make(tmp_path, wrap("{type: integer}", version=version))
    assert made.data.get("integers") == integers


@pytest.mark.parametrize(
    ("schema", "good", "bad"),
    [
        ("{type: string, nullable: true}", ["x", None], [1]),
        ("{type: string, nullable: false}", ["x"], [None]),
        ("{type: string, enum: [x, y], nullable: true}", ["x", None], ["z"]),
        ("{type: string, enum: [NO, on, yes, 2024-01-01]}", ["NO", "on", "2024-01-01"], [False]),
        (refer("Name"), ["x"], [None, 3]),
        (refer("Name")[:-1] + ", nullable: true}", ["x", None], [3]),
        (f"{{nullable: true, allOf: [{refer('Name')}]}}", ["x", None], [3]),
        (f"{{type: string, nullable: true, allOf: [{refer('Name')}]}}", ["x", None], [3, ""]),
        (f"{{allOf: [{refer('Name')}, {{nullable: true, description: d}}]}}", ["x", None], [3]),
        (f"{{nullable: true, oneOf: [{refer('Name')}, {{type: integer}}]}}", ["x", 3, None], [""]),
        (f"{{oneOf: [{refer('Name')}, {{type: 'null'}}]}}", ["x", None], [3]),
        (f"{{type: array, items: {refer('Name')[:-1]}, nullable: true}}}}", [[None, "x"]], [None]),
        ("{type: number, minimum: 1, exclusiveMinimum: true, multipleOf: 2}", [2, 4], [1, 3]),
        ("{type: number, maximum: 1, exclusiveMaximum: false}", [1], [2]),
        ("{type: integer, format: int32}", [2**31 - 1], [2**31, 1.5]),
        ("{type: integer, format: int32, minimum: 5}", [5], [4, 2**31]),
        ("{type: integer, format: int64}", [2**62], [2**63]),
        ("{type: string, format: byte}", ["YQ==", ""], ["YQ", "a b="]),
        ("{type: string, format: binary}", ["anything"], [3]),
        ("{type: string, pattern: '/^[a-z]+$/'}", ["abc"], ["ABC", "/abc/"]),
        ("{type: array, items: {type: string}, uniqueItems: true}", [["a"]], [["a", "a"]]),
    ],
)
def test_a_schema_of_3_0_judges_as_it_is_meant(
    tmp_path: Path, schema: str, good: list[object], bad: list[object]
) -> None:
    made = make(
        tmp_path, wrap(PROPERTIES.format(schema), define(Name="{type: string, minLength: 1}"))
    )
    assert [value for value in good if not made.accepts({"a": value})] == []
    assert [value for value in bad if made.accepts({"a": value})] == []


@pytest.mark.parametrize(
    ("schema", "good", "bad"),
    [
        ("{type: [string, 'null']}", ["x", None], [1]),
        ("{type: string, nullable: true}", ["x", None], [1]),
        (refer("Name")[:-1] + ", maxLength: 2}", ["x"], ["xyz", ""]),
        ("{type: number, minimum: 1, exclusiveMinimum: true}", [2], [1]),
        ("{type: number, exclusiveMinimum: 1}", [2], [1]),
        ("{const: 5}", [5], [6]),
        ("{prefixItems: [{type: string}], items: false}", [["a"], []], [[1], ["a", 1]]),
        ("{type: object, propertyNames: {pattern: '^a'}}", [{"a": 1}], [{"b": 1}]),
    ],
)
def test_a_schema_of_3_1_judges_as_it_is_meant(
    tmp_path: Path, schema: str, good: list[object], bad: list[object]
) -> None:
    made = make(
        tmp_path,
        wrap(PROPERTIES.format(schema), define(Name="{type: string, minLength: 1}"), "3.1.0"),
    )
    assert [value for value in good if not made.accepts({"a": value})] == []
    assert [value for value in bad if made.accepts({"a": value})] == []


@pytest.mark.parametrize(
    ("schema", "kind", "text"),
    [
        (
            refer("Name")[:-1] + ", nullable: true, description: d}",
            "read as meant",
            "“nullable” and “description” beside “$ref” does not count in OpenAPI 3.0",
        ),
        (
            refer("Name")[:-1] + ", minLength: 3}",
            "left out",
            "“minLength” beside “$ref” counts for nothing in OpenAPI 3.0",
        ),
        (
            "{type: string, enum: [x], nullable: true}",
            "read as meant",
            "“nullable” beside an “enum” without null; null is taken",
        ),
        ("{const: 5}", "read as meant", "“const” is of OpenAPI 3.1; read as meant"),
        ("{type: [string, 'null']}", "read as meant", "a list as “type” is of OpenAPI 3.1"),
        ("{exclusiveMinimum: 3}", "read as meant", "the number is meant"),
        ("{type: string, format: binary}", "left out", "“binary” is no form of JSON"),
        ("{type: file}", "left out", "“type” is not one of array"),
        ("{type: string, minLength: -1}", "left out", "“minLength” is not a whole number from 0"),
        ("{type: object, required: true}", "read as meant", "“required” is a list of names"),
        ("{type: string, colour: red}", "left out", "“colour” is no keyword of OpenAPI 3.0"),
        ("{dependentRequired: [], dependencies: {a: [b]}}", "read as meant", "is no object; left"),
        ("{format: int32, minimum: '1'}", "left out", "“minimum” is not a number; left out"),
        ("{format: int64, maximum: []}", "left out", "“maximum” is not a number; left out"),
        ("{type: string, pattern: '/^a$/'}", "problem", "the slashes around /^a$/ are no part"),
        ("{type: string, pattern: /a/}", "problem", "the slashes around /a/ are a part of what"),
        ("{type: string, pattern: '(a'}", "left out", "the pattern (a cannot be read"),
    ],
)
def test_what_is_told_of_a_schema(tmp_path: Path, schema: str, kind: str, text: str) -> None:
    made = make(
        tmp_path, wrap(PROPERTIES.format(schema), define(Name="{type: string, minLength: 1}"))
    )
    told = made.told(kind)
    assert any(text in line for line in told), told
    assert all(line.startswith("8 #/paths/~1things/post/requestBody") for line in told)


BROKEN = (
    (refer("Nope"), "the reference #/components/schemas/Nope leads nowhere"),
    ("{$ref: 'https://x.example/a.json'}", "is on another host, x.example, which is never asked"),
    ("{$ref: 'other.yaml#/a'}", "other.yaml: no such file"),
    ("{$ref: 'http://[pet]/x'}", "the reference http://[pet]/x is no URI"),
    ("{$ref: 'x%00.json'}", "the reference x%00.json names no file"),
    ("{$ref: '#/info/title'}", "leads to no schema"),
    (refer("Holder"), "the reference #/components/schemas/Nope leads nowhere"),
)


@pytest.mark.parametrize(("schema", "reason"), BROKEN)
def test_a_request_with_a_reference_that_leads_nowhere_is_refused(
    tmp_path: Path, schema: str, reason: str
) -> None:
    components = define(Holder=f"{{type: array, items: {refer('Nope')}}}")
    with pytest.raises(DocumentError, match="its operation cannot be taken over") as caught:
        make(tmp_path, wrap(PROPERTIES.format(schema), components))
    assert reason in str(caught.value)
    assert "/api.yaml:" in str(caught.value)


@pytest.mark.parametrize(("schema", "reason"), BROKEN)
def test_an_answer_with_such_a_reference_is_listed_and_the_operation_stays(
    tmp_path: Path, schema: str, reason: str
) -> None:
    answer = f"{{description: x, content: {{application/json: {{schema: {schema}}}}}}}"
    components = define(Holder=f"{{type: array, items: {refer('Nope')}}}")
    text = wrap("{type: string}", components).replace("{description: Taken.}", answer)
    made = make(tmp_path, text)
    assert any(reason in line for line in made.told("left out"))
    assert made.accepts(["anything"], "response-200")


def test_a_member_that_is_read_only_is_doubtful_in_a_request(tmp_path: Path) -> None:
    thing = (
        "{type: object, required: [id, name, secret], properties: {id: {type: integer, "
        "readOnly: true}, name: {type: string}, secret: {type: string, writeOnly: true}}}"
    )
    text = wrap(refer("Thing"), define(Thing=thing)).replace(
        '"200": {description: Taken.}',
        '"200": {description: x, content: {application/json: {schema: ' + refer("Thing") + "}}}",
    )
    made = make(tmp_path, text)
    assert made.accepts({"name": "x", "secret": "y"})
    assert not made.accepts({"name": "x"})
    assert made.accepts({"name": "x", "secret": "y"}, "request", "advice")
    assert not made.accepts({"id": 1}, "request", "advice")
    assert made.accepts({"name": "x"}, "request", "advice")
    assert made.accepts({"id": 1, "name": "x"}, "response-200")
    assert not made.accepts({"name": "x"}, "response-200")
    assert not made.accepts({"secret": "y"}, "response-200", "advice")
    assert made.accepts({"id": 1}, "response-200", "advice")


def test_read_only_members_are_found_behind_all_of_and_items(tmp_path: Path) -> None:
    made = make(
        tmp_path,
        wrap(
            refer("List"),
            define(
                Base="{type: object, properties: {id: {type: integer, readOnly: true}}}",
                Full=f"{{allOf: [{refer('Base')}, {{required: [id]}}]}}",
                List=f"{{type: array, items: {refer('Full')}}}",
            ),
        ),
    )
    assert made.accepts([{}])
    assert made.accepts([{}], "request", "advice")
    assert not made.accepts([{"id": 1}], "request", "advice")
    [rule] = [page for page in (made.folder.parent / "rules").iterdir() if "answers" in page.name]
    assert "severity: warning" in rule.read_text()


def test_recursion_is_kept_as_recursion(tmp_path: Path) -> None:
    folder = (
        "{type: object, required: [name], properties: {name: {type: string}, children: {type: "
        f"array, items: {refer('Folder')}}}, parent: {{oneOf: [{refer('Folder')}, "
        f"{{type: string}}]}}, like: {{allOf: [{refer('Folder')}]}}}}}}"
    )
    made = make(tmp_path, wrap(refer("Folder"), define(Folder=folder)))
    assert made.accepts({"name": "a", "children": [{"name": "b", "children": []}], "parent": "x"})
    assert not made.accepts({"name": "a", "children": [{"name": "b", "children": [{}]}]})
    assert not made.accepts({"name": "a", "parent": {"name": 1}})
    assert not made.accepts({"name": "a", "like": {}})
    assert made.told("problem") == []

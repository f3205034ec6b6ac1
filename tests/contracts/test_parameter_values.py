"""Values of parameters, written into a request and read out of one."""

from typing import Any

import pytest

from contractkit.contracts.loading import Contract
from contractkit.contracts.parameter_values import (
    ParameterTexts,
    list_types,
    read_parameters,
    write_parameters,
)
from contractkit.contracts.parameters import make_parameters_schema

WHOLE, TRUTH, TEXT = {"type": "integer"}, {"type": "boolean"}, {"type": "string"}
MANY = {"type": "array", "items": WHOLE}
BOX = {"type": "object", "properties": {"a": WHOLE, "b": TEXT}}


def make(*parameters: dict[str, Any]) -> Contract:
    operation = {"method": "GET", "path": "/x/{p}", "parameters": list(parameters)}
    return Contract("made", "1.0.0", "", {"title": "Made", "operation": operation})


def query(schema: dict[str, Any], **more: Any) -> Contract:
    return make({"in": "query", "name": "q", "schema": schema, **more})


# A parameter of the query, its value, and the query.
QUERIES: dict[str, tuple[Contract, Any, str]] = {
    "a number": (query(WHOLE), 5, "q=5"),
    "below zero": (query(WHOLE), -5, "q=-5"),
    "a number with a fraction": (query({"type": "number"}), 0.5, "q=0.5"),
    "true": (query(TRUTH), True, "q=true"),
    "a text": (query(TEXT), "a b&c=d/é", "q=a%20b%26c%3Dd%2F%C3%A9"),
    "a text of digits": (query(TEXT), "5", "q=5"),
    "a text of a word": (query(TEXT), "true", "q=true"),
    "an empty text": (query(TEXT), "", "q="),
    "one of some": (query({"enum": ["x", 2]}), 2, "q=2"),
    "a constant": (query({"const": True}), True, "q=true"),
    "null": (query({"type": ["string", "null"]}), None, "q=null"),
    "any of two": (query({"anyOf": [WHOLE, TEXT]}), 7, "q=7"),
    "what a definition says": (
        query({"$ref": "#/$defs/w", "$defs": {"w": WHOLE}}), 7, "q=7",
    ),
    "several": (query(MANY), [1, 2], "q=1&q=2"),
    "one of several": (query(MANY), [1], "q=1"),
    "several with commas": (query(MANY, explode=False), [1, 2], "q=1%2C2"),
    "several with spaces": (
        query(MANY, style="spaceDelimited", explode=False), [1, 2], "q=1%202",
    ),
    "several with bars": (query(MANY, style="pipeDelimited", explode=False), [1, 2], "q=1%7C2"),
    "members": (query(BOX), {"a": 1, "b": "x"}, "a=1&b=x"),
    "members in brackets": (query(BOX, style="deepObject"), {"a": 1, "b": "x"}, "q[a]=1&q[b]=x"),
    "members with commas": (query(BOX, explode=False), {"a": 1, "b": "x"}, "q=a%2C1%2Cb%2Cx"),
    "JSON": (query(BOX, content="application/json"), {"a": [1]}, "q=%7B%22a%22%3A%20%5B1%5D%7D"),
}  # fmt: skip


@pytest.mark.parametrize("name", QUERIES)
def test_a_value_is_written_and_read_as_it_was(name: str) -> None:
    contract, value, written = QUERIES[name]
    texts = write_parameters(contract, {"query": {"q": value}})
    assert texts.search == written
    assert read_parameters(contract, {}, written, ()) == {"query": {"q": value}}


READ: list[tuple[Contract, str, Any]] = [
    (query(WHOLE), "q=abc", "abc"),
    (query(WHOLE), "q=5.5", 5.5),
    (query(WHOLE), "q=true", "true"),
    (query(WHOLE), "q=05", "05"),
    (query(WHOLE), "q=NaN", "NaN"),
    (query(TRUTH), "q=1", "1"),
    (query(TRUTH), "q=True", "True"),
    (query(TEXT), "q=null", "null"),
    (query(MANY), "q=1&q=x", [1, "x"]),
    (query(WHOLE), "q=1&q=2", 1),
    (query(TEXT), "q=a+b%2B", "a b+"),
    (query(BOX, content="application/json"), "q=%7B", "{"),
]


@pytest.mark.parametrize(("contract", "text", "value"), READ)
def test_what_is_another_value_is_read_as_that(contract: Contract, text: str, value: Any) -> None:
    assert read_parameters(contract, {}, text, ()) == {"query": {"q": value}}


@pytest.mark.parametrize("text", ["", "other=1", "q", "Q=1"])
def test_what_is_not_there_is_left_out(text: str) -> None:
    found = read_parameters(query(WHOLE), {}, text, ())
    assert found == {"query": {"q": ""} if text == "q" else {}}


def test_each_place_has_its_own() -> None:
    places = ("path", "query", "header", "cookie")
    contract = make(*({"in": place, "name": "p", "schema": WHOLE} for place in places))
    values = {place: {"p": number} for number, place in enumerate(places)}
    texts = write_parameters(contract, values)
    assert texts == ParameterTexts({"p": "0"}, (("p", "1"),), (("p", "2"),), (("p", "3"),))
    assert texts.all_headers == (("p", "2"), ("Cookie", "p=3"))
    headers = (("P", "2"), ("cookie", 'a=b; p="3"'))
    assert read_parameters(contract, {"p": "0"}, "p=1", headers) == values


def test_several_in_a_header_have_commas() -> None:
    contract = make({"in": "header", "name": "X-Many", "schema": MANY})
    assert write_parameters(contract, {"header": {"X-Many": [1, 2]}}).headers == (
        ("X-Many", "1,2"),
    )
    found = read_parameters(contract, {}, "", (("x-many", "1,2"),))
    assert found == {"header": {"X-Many": [1, 2]}}


def test_servers_do_not_tell_a_low_line_from_a_hyphen() -> None:
    contract = make({"in": "header", "name": "api_key", "schema": WHOLE})
    for name in ("api_key", "Api-Key", "API_KEY"):
        assert read_parameters(contract, {}, "", ((name, "5"),)) == {"header": {"api_key": 5}}


def test_a_mandatory_array_has_an_item() -> None:
    parameter = {"in": "query", "name": "q", "required": True, "rule": "OR1", "schema": MANY}
    for changes, least, rules in (
        ({}, 1, {"minItems": "OR1"}),
        ({"schema": {**MANY, "minItems": 2}}, 2, None),
        ({"required": False}, None, None),
        ({"content": "application/json"}, None, None),
    ):
        schema = make_parameters_schema(make({**parameter, **changes}))
        found = schema["properties"]["query"]["properties"]["q"]
        assert (found.get("minItems"), found.get("x-rules")) == (least, rules)


def test_what_nobody_knows_is_not_written() -> None:
    texts = write_parameters(query(WHOLE), {"query": {"other": 1}, "path": "x", "body": {}})
    assert texts == ParameterTexts()


def test_a_schema_that_says_nothing_is_of_a_text() -> None:
    assert list_types({}) == {"string"}
    loop = {"$ref": "#/$defs/l", "$defs": {"l": {"$ref": "#/$defs/l"}}}
    assert list_types(loop) == {"string"}

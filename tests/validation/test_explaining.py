"""What is said of each keyword: one finding a cause, by the rule of the keyword that was meant."""

import json
from pathlib import Path
from typing import Any

import pytest

from contractkit import check_text
from contractkit.contracts.rules import load_rules
from contractkit.findings import Finding
from tests.validation.ruled_contracts import latest, write_contract

Told = tuple[str, str, str]  # the keyword with its place, the pointer, the message
ANIMALS = {
    "Cat": {
        "type": "object",
        "required": ["kind", "lives"],
        "properties": {"kind": {"const": "cat"}, "lives": {"type": "integer", "maximum": 9}},
        "additionalProperties": False,
    },
    "Dog": {
        "type": "object",
        "required": ["kind", "bark"],
        "properties": {"kind": {"const": "dog"}, "bark": {"enum": ["loud", "soft"]}},
        "additionalProperties": False,
    },
}
CHOICE = [{"$ref": "#/$defs/Cat"}, {"$ref": "#/$defs/Dog"}]
ANIMAL = latest(oneOf=CHOICE, **{"$defs": ANIMALS})
CARD = {"title": "Card", "type": "object", "required": ["number", "cvv"],
        "properties": {"number": {"type": "string"}, "cvv": {"type": "string"}}}  # fmt: skip
BANK = {"title": "Bank", "type": "object", "required": ["iban"],
        "properties": {"iban": {"type": "string"}}}  # fmt: skip
PAID = latest(anyOf=[CARD, BANK])
NODE = {
    "type": "object",
    "required": ["text"],
    "properties": {
        "text": {"type": "string"},
        "below": {"type": "array", "items": {"$ref": "#/$defs/node"}},
    },
    "unevaluatedProperties": False,
}
NO_NAME = "is no name that a property of the request may have: it must be"
TREE = latest(**{"$ref": "#/$defs/node", "$defs": {"node": NODE}})


def at(name: str, **schema: Any) -> dict[str, Any]:
    return latest(properties={name: schema})


TOLD: list[tuple[dict[str, Any], Any, list[Told]]] = [
    # of a choice, what is wrong in the branch that was meant
    (ANIMAL, {"kind": "cat", "lives": 10},
     [("maximum at /$defs/Cat/properties/lives", "/lives", "“lives” is 10, at most 9 is allowed")]),
    (ANIMAL, {"kind": "dog", "bark": "hoarse"},
     [("enum at /$defs/Dog/properties/bark", "/bark",
       '“bark” is "hoarse", allowed are "loud", "soft"')]),
    (ANIMAL, {"kind": "cta", "lives": 10},
     [("oneOf at the top", "/kind", '“kind” is "cta", allowed are "cat", "dog"')]),
    (ANIMAL, {"lives": 9},
     [("required kind at /$defs/Cat", "", "“kind” is missing in the request")]),
    (ANIMAL, {"kind": "cat", "lives": 9, "bark": "loud"},
     [("additionalProperties at /$defs/Cat", "/bark", "“bark” is not a property of the request")]),
    (ANIMAL, {}, [("oneOf at the top", "",
                   "“kind” is missing: it says whether the request is “Cat” or “Dog”")]),
    (ANIMAL, 5, [("oneOf at the top", "", "the request must be “Cat” or “Dog”, not 5")]),
    (PAID, {"number": 1, "cvv": 2},
     [("type at /anyOf/0/properties/number", "/number", "“number” must be a string, not 1"),
      ("type at /anyOf/0/properties/cvv", "/cvv", "“cvv” must be a string, not 2")]),
    (PAID, {"number": "1"}, [("required cvv at /anyOf/0", "", "“cvv” is missing in the request")]),
    (PAID, {"iban": 1}, [("type at /anyOf/1/properties/iban", "/iban",
                          "“iban” must be a string, not 1")]),
    (PAID, {"x": 1},
     [("anyOf at the top", "", "the request must be Card or Bank, and is neither")]),
    (latest(anyOf=[{"type": "string", "maxLength": 2}, {"type": "null"}]), "abc",
     [("maxLength at /anyOf/0", "", "the request has 3 characters, at most 2 are allowed")]),
    (latest(anyOf=[{"type": "string"}, {"type": "integer"}]), 1.5,
     [("anyOf at the top", "", "the request must be a string or a whole number, not 1.5")]),
    (latest(oneOf=[{"enum": ["a", "b"]}, {"const": "long"}]), "Long",
     [("const at /oneOf/1", "", 'the request is "Long", it must be "long"')]),
    (latest(oneOf=[{"type": "integer"}, {"minimum": 2}, {"maximum": 1}]), 3,
     [("oneOf at the top", "",
       "the request fits a whole number and at least 2, and may fit only one")]),
    (latest(anyOf=[{"required": ["a"]}, {"required": ["b"]}]), {"c": 1},
     [("anyOf at the top", "",
       "the request must be an object with “a” or an object with “b”, and is neither")]),
    ({**latest(oneOf=[{"$ref": "#/$defs/Cat"}, {"$ref": "#/$defs/Dog"}], **{"$defs": ANIMALS}),
      "x-discriminator": {"property": "kind", "values": {"CAT": 0, "DOG": 1}}},
     {"kind": "Dgo"},
     [("oneOf at the top", "/kind", '“kind” is "Dgo", allowed are "CAT", "DOG"')]),
    ({**latest(oneOf=[BANK, BANK]),
      "x-discriminator": {"property": "kind", "values": {"near": 0, "far": 1}}},
     {"kind": "far", "iban": 5},
     [("type at /oneOf/1/properties/iban", "/iban", "“iban” must be a string, not 5")]),
    ({**latest(oneOf=[BANK, CARD], anyOf=[{"required": ["kind"]}]),
      "x-discriminator": {"property": "kind", "values": {"bank": 0, "card": 1}}},
     {"iban": "x", "number": "1", "cvv": "2"},
     [("oneOf at the top", "", "the request fits Bank and Card, and may fit only one"),
      ("required kind at /anyOf/0", "", "“kind” is missing in the request")]),
    ({"dependencies": {"a": {"properties": {"b": {"type": "string"}}}, "c": ["b"]}},
     {"a": 1, "c": 2},
     [("dependencies at the top", "", "“b” is missing in the request, which has “c”")]),
    # names
    (TREE, {"text": "a", "below": [{"text": "b", "below": [{"text": 1, "more": 2}]}]},
     [("type at /$defs/node/properties/text", "/below/0/below/0/text",
       "“text” must be a string, not 1"),
      ("unevaluatedProperties at /$defs/node", "/below/0/below/0/more",
       "“more” is not a property of item 1 of “below”")]),
    (latest(allOf=[{"properties": {"a": {"type": "string"}}}], unevaluatedProperties=False),
     {"a": 1}, [("type at /allOf/0/properties/a", "/a", "“a” must be a string, not 1")]),
    (latest(oneOf=[{"required": ["kind"], "properties": {"kind": {"const": one}, one: {
        "type": "integer"}}} for one in ("a", "b")], unevaluatedProperties=False),
     {"kind": "a", "a": "x"},
     [("type at /oneOf/0/properties/a", "/a", '“a” must be a whole number, not "x"')]),
    (latest(propertyNames={"$ref": "#/$defs/short"}, **{"$defs": {"short": {"maxLength": 1}}}),
     {"a": 1, "long": 1},
     [("propertyNames at the top", "/long",
       f"“long” {NO_NAME} at most 1 characters long")]),
    (latest(patternProperties={"^x-": {}}, additionalProperties=False), {"x-a": 1, "y": 2},
     [("additionalProperties at the top", "/y", "“y” is not a property of the request")]),
    (latest(dependentRequired={"a": ["b"]}), {"a": 1},
     [("dependentRequired at the top", "", "“b” is missing in the request, which has “a”")]),
    ({"dependencies": {"a": ["b"], "c": {"required": ["d"]}}}, {"a": 1, "c": 1},
     [("dependencies at the top", "", "“b” is missing in the request, which has “a”"),
      ("required d at /dependencies/c", "", "“d” is missing in the request")]),
    (latest(propertyNames={"pattern": "^[a-z]+$"}), {"a": 1, "B": 1},
     [("propertyNames at the top", "/B",
       f"“B” {NO_NAME} a match of ^[a-z]+$")]),
    (latest(patternProperties={"^x-": {"type": "string"}}, additionalProperties=False),
     {"x-a": 1, "y": 2},
     [("type at /patternProperties/^x-", "/x-a", "“x-a” must be a string, not 1"),
      ("additionalProperties at the top", "/y", "“y” is not a property of the request")]),
    (at("m", minProperties=1), {"m": {}},
     [("minProperties at /properties/m", "/m", "“m” is empty")]),
    (at("m", maxProperties=1), {"m": {"a": 1, "b": 2}},
     [("maxProperties at /properties/m", "/m", "“m” has 2 properties, at most 1 are allowed")]),
    (latest(properties={"a": False}), {"a": 1},
     [("not at /properties/a", "/a", "“a”: not at /properties/a")]),
    # items
    (at("u", uniqueItems=True), {"u": [1, True, {"a": 1}, {"a": 1.0}]},
     [("uniqueItems at /properties/u", "/u", "items 3 and 4 of “u” are equal")]),
    (at("c", contains={"type": "string"}), {"c": [1]},
     [("contains at /properties/c", "/c", "no item of “c” is a string")]),
    (at("c", contains={"type": "string"}, minContains=2), {"c": ["a", 1]},
     [("minContains at /properties/c", "/c", "1 item of “c” is a string, at least 2 are needed")]),
    (at("c", contains={"type": "string"}, maxContains=1), {"c": ["a", "b"]},
     [("maxContains at /properties/c", "/c",
       "2 items of “c” are each a string, at most 1 are allowed")]),
    (at("p", prefixItems=[{"type": "string"}], items=False), {"p": [1, 2, 3]},
     [("items at /properties/p", "/p", "“p” has 3 items, at most 1 are allowed"),
      ("type at /properties/p/prefixItems/0", "/p/0", "item 1 of “p” must be a string, not 1")]),
    (at("p", allOf=[{"prefixItems": [{}]}], unevaluatedItems=False), {"p": [1, 2, 3]},
     [("unevaluatedItems at /properties/p", "/p", "items 2 and 3 of “p” are not allowed")]),
    ({"items": [{"type": "string"}], "additionalItems": False}, ["a", 2],
     [("additionalItems at the top", "", "the request has 2 items, at most 1 are allowed")]),
    # values
    (at("t", type=["string", "null"]), {"t": 5},
     [("type at /properties/t", "/t", "“t” must be a string or null, not 5")]),
    (at("n", multipleOf=0.01), {"n": 4.355},
     [("multipleOf at /properties/n", "/n", "“n” is 4.355, it must be a multiple of 0.01")]),
    (at("n", exclusiveMinimum=0), {"n": 0},
     [("exclusiveMinimum at /properties/n", "/n", "“n” is 0, it must be more than 0")]),
    (at("n", exclusiveMaximum=1), {"n": 1},
     [("exclusiveMaximum at /properties/n", "/n", "“n” is 1, it must be less than 1")]),
    (at("v", pattern="properties"), {"v": "no"},
     [("pattern at /properties/v", "/v", '“v” is "no", it must have the form properties')]),
    (at("v", pattern="^a$"), {"v": "no"},
     [("pattern at /properties/v", "/v", "“v”: pattern at /properties/v")]),
    (at("v", const={"a": 1}), {"v": {}},
     [("const at /properties/v", "/v", '“v” is an object, it must be {"a": 1}')]),
    (at("v", enum=[[1], 2]), {"v": [2]},
     [("enum at /properties/v", "/v", "“v” is an array of 1, allowed are [1], 2")]),
    (at("d", format="date"), {"d": "2026-02-30"},
     [("format at /properties/d", "/d",
       '“d” is "2026-02-30", it must be a date, as in 2026-01-31')]),
]  # fmt: skip


def find(folder: Path, schema: dict[str, Any], payload: Any) -> tuple[list[Told], list[Finding]]:
    contract = write_contract(folder, schema)
    findings = list(check_text(json.dumps(payload), "request", contract=contract))
    rules = load_rules(contract)
    told = [(rules[one.rule].title, str(one.pointer), one.message) for one in findings]
    return told, findings


@pytest.mark.parametrize(("schema", "payload", "expected"), TOLD)
def test_what_is_said(
    tmp_path: Path, schema: dict[str, Any], payload: Any, expected: list[Told]
) -> None:
    told, _ = find(tmp_path, schema, payload)
    assert told == expected


COLOURED = latest(oneOf=[
    {"properties": {"kind": {"const": "cat"}, "colour": {}}, "additionalProperties": False},
    {"properties": {"kind": {"const": "dog"}, "colours": {}}, "additionalProperties": False},
])  # fmt: skip
PUT_RIGHT: list[tuple[dict[str, Any], Any, str, str]] = [
    (ANIMAL, {"kind": "cta"}, 'Did you mean "cat"?', ""),
    (ANIMAL, {"kind": "DOG"}, 'Did you mean "dog"?', '"dog"'),
    (ANIMAL, {"kind": "dog", "bark": "Loud"}, 'Did you mean "loud"?', '"loud"'),
    (ANIMAL, {"kind": "dog", "brk": "loud"}, "Rename “brk” to “bark”.", '"bark"'),
    (ANIMAL, {"kind": "dog", "bark": "loud", "lives": 1},
     "Remove it: only another kind of this object has “lives”.", ""),
    (ANIMAL, {"kind": "cat", "lives": 1, "brk": "loud"},
     "Remove it: only another kind of this object has “bark”.", ""),
    (COLOURED, {"kind": "cat", "colourss": 1}, "Did you mean “colour”?", ""),
    (TREE, {"text": "a", "below": [{"text": "b", "belo": []}]}, "Did you mean “below”?", '"below"'),
    (latest(dependentRequired={"card": ["holder"]}, properties={"card": {}, "holder": {}},
            additionalProperties=False),
     {"card": 1, "holdr": 2}, "Rename “holdr” to “holder”.", '"holder"'),
    (latest(required=["price"], properties={"price": {}, "prices": {}}), {"prize": 3},
     "Is it “prize”? Then write “price”.", ""),
    (latest(required=["price"], properties={"price": {}, "prices": {}}), {"prices": 3},
     "Do as it says.", ""),
    (at("t", type=["integer", "null"]), {"t": "5"}, "Do as it says.", "5"),
    (latest(propertyNames={"enum": ["red", "green"]}), {"gren": 1}, 'Did you mean "green"?', ""),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "payload", "advice", "edit"), PUT_RIGHT)
def test_how_to_put_it_right(
    tmp_path: Path, schema: dict[str, Any], payload: Any, advice: str, edit: str
) -> None:
    _, [finding] = find(tmp_path, schema, payload)
    assert finding.help.startswith(advice)
    edits = [one.text for one in finding.fix.edits] if finding.fix else [""]
    assert edits == [edit]


RELATED: list[tuple[dict[str, Any], Any, list[str]]] = [
    (at("u", uniqueItems=True), {"u": [1, 2, 1]}, ["/u/0", "/u/2"]),
    (at("c", contains={"const": 1}, maxContains=1), {"c": [1, 2, 1]}, ["/c/0", "/c/2"]),
    (latest(dependentRequired={"a": ["b"]}), {"a": 1}, ["/a"]),
]


@pytest.mark.parametrize(("schema", "payload", "places"), RELATED)
def test_what_it_is_related_to(
    tmp_path: Path, schema: dict[str, Any], payload: Any, places: list[str]
) -> None:
    _, [finding] = find(tmp_path, schema, payload)
    assert [one.pointer for one in finding.related] == places
    assert all(one.span for one in finding.related)

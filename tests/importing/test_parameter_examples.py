"""The examples of parameters: a wrong one is told, as one of a body is."""

import json
from pathlib import Path

import pytest
import yaml

from tests.importing.making import make, wrap

ID = "in: path, name: id, required: true, schema: {type: string, pattern: '^[0-9a-f]{8}$'}"
LIST = "in: query, name: q, schema: {type: array, items: {type: integer}}"
HALF = "{in: query, name: q, schema: {type: string, maxLength: 2}, example: HALF}"


def tell(tmp_path: Path, parameter: str) -> list[str]:
    text = wrap("{type: string}").replace("/things", "/things/{id}")
    path = "{in: path, name: id, required: true, schema: {}}"
    listed = f"[{{{parameter}}}]" if "in: path" in parameter else f"[{path}, {{{parameter}}}]"
    text = text.replace("requestBody:", f"parameters: {listed}\n      requestBody:")
    return make(tmp_path, text).told("example")


@pytest.mark.parametrize(
    ("parameter", "place", "words"),
    [
        (f"{ID}, example: XYZ", "0/example", "the path parameter “id”"),
        (f"{ID}, examples: {{one: {{value: XYZ}}}}", "0/examples/one/value", "“id”"),
        ("in: query, name: q, schema: {type: integer, example: x}", "1/schema/example", "“q”"),
        (
            "in: header, name: q, schema: {enum: [a, b], default: c}",
            "1/schema/default",
            "the header “q”",
        ),
        (f"{LIST}, example: [1, x]", "1/example", "“q”"),
    ],
)
def test_a_wrong_example_is_told(tmp_path: Path, parameter: str, place: str, words: str) -> None:
    [told] = tell(tmp_path, parameter)
    assert f"#/paths/~1things~1{{id}}/post/parameters/{place}: the example breaks A" in told
    assert words in told


@pytest.mark.parametrize(
    "parameter",
    [
        ID,
        f"{ID}, example: 0123abcd",
        f"{ID}, example: null",
        "in: path, name: id, required: true, schema: {type: string}, example: 12",
        "in: query, name: q, schema: {type: integer}, example: '12'",
        f"{LIST}, example: [1, 2]",
        f"{LIST}, explode: false, example: '1,2'",
    ],
)
def test_an_example_that_is_sent_right_is_not_told(tmp_path: Path, parameter: str) -> None:
    assert tell(tmp_path, parameter) == []


def test_an_example_that_cannot_be_sent_is_told(tmp_path: Path) -> None:
    """Half of a pair of surrogates, which JSON may have, and a URL may not."""
    text = wrap("{type: string}").replace(
        "requestBody:", f"parameters: [{HALF}]\n      requestBody:"
    )
    written = json.dumps(yaml.safe_load(text)).replace("HALF", "\\ud800abc")
    [told] = make(tmp_path, written).told("example")
    assert "the query parameter “q”" in told

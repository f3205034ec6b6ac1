"""Reading documents: YAML is 1.2, every value has its line, what is too large is refused."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contractkit.errors import DocumentError, UnreadableInputError
from contractkit.importing.documents.document import MOST_BYTES, MOST_LEVELS
from contractkit.importing.documents.reading import read_data, read_document

BOMB = "a: &a [1,1,1,1,1,1,1,1,1,1]\n" + "".join(
    f"{chr(code + 1)}: &{chr(code + 1)} [{','.join([f'*{chr(code)}'] * 10)}]\n"
    for code in range(97, 110)
)


def read_yaml(text: str) -> Any:
    return read_data(text.encode(), "api.yaml").value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),
        ("on", "on"),
        ("yes", "yes"),
        ("y", "y"),
        ("2024-01-01", "2024-01-01"),
        ("12:30:00", "12:30:00"),
        ("1_000", "1_000"),
        ("012", 12),
        ("0o17", 15),
        ("0x1F", 31),
        ("+1", 1),
        ("-0", 0),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("1.7976931348623157E+308", 1.7976931348623157e308),
        ("5.", 5.0),
        ("true", True),
        ("False", False),
        ("~", None),
        ("", None),
        ("null", None),
        ("'true'", "true"),
        ("!!str 12", "12"),
        ("!!int '12'", 12),
        ('"\\u263A"', "\u263a"),
        ("|\n  a\n  b", "a\nb\n"),
    ],
)
def test_a_scalar_is_what_yaml_1_2_says(text: str, value: object) -> None:
    read = read_yaml(f"a: {text}\n")["a"]
    assert (read, type(read)) == (value, type(value))


def test_anchors_and_merge_keys_are_filled_in() -> None:
    text = "base: &base {a: 1, b: 2}\nother: {<<: *base, b: 3}\nboth:\n  <<: [{c: 4}, *base]\n"
    read = read_yaml(text)
    assert read["other"] == {"a": 1, "b": 3}
    assert read["both"] == {"c": 4, "a": 1, "b": 2}


def test_a_status_code_without_quotes_is_a_key_and_told() -> None:
    document = read_data(b"responses:\n  200: {}\n  '404': {}\n  default: {}\n", "api.yaml")
    assert list(document.value["responses"]) == ["200", "404", "default"]
    assert document.unquoted == ((2, "200"),)


@pytest.mark.parametrize("write", [json.dumps, lambda value: json.dumps(value, indent=1)])
def test_every_value_has_its_line(write: Callable[[object], str]) -> None:
    text = write({"a": {"b": [1, {"c/d": 2}]}, "e": 3})
    document = read_data(text.encode(), "api.json")
    lines = text.splitlines()
    for pointer, name in (("/a", '"a"'), ("/a/b/1/c~1d", '"c/d"'), ("/e", '"e"')):
        assert name in lines[document.find_line(pointer) - 1]


def test_a_line_is_found_in_yaml_behind_aliases_too() -> None:
    document = read_data(b"a: &x\n  b: 1\n  c: [1,\n 2]\nd: *x\n", "api.yaml")
    places = ("/a", "/a/b", "/a/c/1", "/d", "/d/b", "/nothing")
    assert [document.find_line(pointer) for pointer in places] == [1, 2, 4, 5, 2, 1]


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("a.yaml", "a: 1\nb: 2\na: 3", "the key 'a' stands twice, in line 1 and in line 3"),
        ("a.json", '{"a": 1,\n"a": 2}', "line 2: the property `a` appears twice"),
        ("a.yaml", "a: &x [*x]", "line 1: the anchor 'x' is not known, or holds itself"),
        ("a.yaml", "a: *x", "line 1: "),
        ("a.yaml", "a: .inf", "line 1: .inf is no number of JSON"),
        ("a.yaml", "\na: 1e400", "line 2: `1e400` is beyond the largest double, about 1.8e308"),
        ("a.json", '{"a":\n1e400}', "line 2: `1e400` is beyond the largest double, about 1.8e308"),
        (
            "a.json",
            '{"a": "-1E999",\n"b": [-1E999]}',
            "line 2: `-1E999` is beyond the largest double, about 1.8e308",
        ),
        ("a.yaml", "a: .NaN", "line 1: .NaN is no number of JSON"),
        ("a.yaml", "\na: !thing 1", "line 2: the tag '!thing' has no meaning in JSON"),
        ("a.yaml", "? [1]\n: 2", "line 1: a key is no text"),
        ("a.yaml", "", "is empty"),
        ("a.yaml", "a: [", "is not YAML"),
        ("a.yaml", "\ta: 1", "line 1: is not YAML"),
        ("a.yaml", "---\na: 1\n---\nb: 2", "line 3: a second document begins"),
        ("a.yaml", "- " * 500 + "1", f"line 1: is nested more than {MOST_LEVELS} levels deep"),
        ("a.json", "[" * 5000, f"line 1: is nested more than {MOST_LEVELS} levels deep"),
        ("a.yaml", BOMB, "its aliases stand for more than 4,000,000 values"),
        ("a.json", '{"a": NaN}', "line 1: `NaN` is not JSON"),
        ("a.json", "a: 1", "line 1: "),
    ],
)
def test_what_cannot_be_read_is_told_in_one_line(name: str, text: str, reason: str) -> None:
    begin = time.perf_counter()
    with pytest.raises(DocumentError) as caught:
        read_data(text.encode(), name)
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)
    assert time.perf_counter() - begin < 20


def test_a_text_that_is_not_utf_8_is_told_by_its_line() -> None:
    with pytest.raises(DocumentError, match="line 2: is not UTF-8"):
        read_data(b"a: 1\nb: \xff\n", "api.yaml")


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.seek(50 * 1024 * 1024)
        file.write(b"\n")
    assert path.stat().st_size > MOST_BYTES
    with pytest.raises(DocumentError, match="has more than 32 MB"):
        read_document(str(path))


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("nothing.yaml", "no such file"),
        (".", "is a folder; name a file"),
        ("https://example.com/api.yaml", "is not fetched"),
    ],
)
def test_a_file_that_is_not_there(path: str, reason: str) -> None:
    with pytest.raises(UnreadableInputError, match=reason):
        read_document(path)

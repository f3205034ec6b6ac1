"""Places that are looked for one by one are those that the reader of the whole text finds.

`python -m tests.jsontext.test_nodes 100000` compares so many generated texts.
"""

import json
import sys
from collections.abc import Iterator, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contractkit.contracts.examples import load_examples
from contractkit.contracts.loading import load, read_catalog
from contractkit.jsontext.document import Node
from contractkit.jsontext.nodes import SHORT, LazyNodes
from contractkit.jsontext.plain import NotPlainError, parse_plain
from contractkit.jsontext.reader import read

NAMES = st.sampled_from(["a", "b", "", "0", "1", "a/b", "a~1", 'a"b', "a\\", "\n", "é", "text"])
TEXT = NAMES | st.text(max_size=6)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
).filter(lambda value: "Infinity" not in json.dumps(value))
WRITTEN = st.builds(
    lambda before, value, indent, ascii_only: (
        before + json.dumps(value, indent=indent, ensure_ascii=ascii_only).replace("\\n", "\\u000a")
    ),
    st.sampled_from(["", " \n", "\t"]),
    VALUES,
    st.sampled_from([None, 1]),
    st.booleans(),
)


def list_ways(text: str) -> Iterator[Mapping[str, Node]]:
    """The places of a text, looked for in each way."""
    yield LazyNodes(text)
    yield LazyNodes(text, parse_plain(text.encode("utf-8", "surrogatepass")))


def compare_places(text: str) -> None:
    """Look for every place of a text in each way, from the first and from the last."""
    expected = read(text.encode("utf-8", "surrogatepass")).nodes
    for turn in (1, -1):
        for nodes in list_ways(text):
            for pointer in list(expected)[::turn]:
                assert nodes[pointer] == expected[pointer], pointer


@pytest.mark.parametrize("text", [*(" " * SHORT + text for text in ("[1, 2]", '{"a": {"b": 1}}'))])
def test_long_texts(text: str) -> None:
    compare_places(text)


@settings(deadline=None, max_examples=300)
@given(WRITTEN.filter(lambda text: not is_damaged(text)))
def test_generated_texts(text: str) -> None:
    compare_places(text)


def is_damaged(text: str) -> bool:
    """Whether a text has a fault, such as half of a surrogate pair."""
    try:
        parse_plain(text.encode("utf-8", "surrogatepass"))
    except NotPlainError:
        return True
    return False


@pytest.mark.parametrize("version", read_catalog()["contracts"]["send-message-v1"]["versions"])
def test_every_pointer_of_every_fixture(version: str) -> None:
    compared = 0
    for example in load_examples(load(f"send-message-v1@{version}")):
        with open(example.path, "rb") as file:
            text = file.read().decode("utf-8", "replace")
        if not is_damaged(text):
            compared += 1
            compare_places(text)
    assert compared > 100


@pytest.mark.parametrize("pointer", ["/b", "/a/2", "/a/x", "/a/0/0", "/c/a", "/", "/a/-1", "/0"])
@pytest.mark.parametrize("text", ['{"a": [1, 2], "c": "b"}', '{"a": [1, 2], "c": "\\u0062"}'])
def test_where_nothing_is_nothing_is_found(text: str, pointer: str) -> None:
    for nodes in list_ways(text):
        with pytest.raises(KeyError):
            nodes[pointer]


def test_of_equal_names_the_last_counts() -> None:
    text = '{"a": [1], "\\u0061": [2, 3], "b": {}}'
    assert text[slice(*LazyNodes(text)["/a/1"].value)] == "3"


def main(count: int) -> None:
    """Compare so many generated texts."""

    def compare(text: str) -> None:
        if not is_damaged(text):
            compare_places(text)

    given(WRITTEN)(settings(deadline=None, max_examples=count, database=None)(compare))()


if __name__ == "__main__":
    main(int(sys.argv[1]))

"""Properties of reading that hold for every text, valid or not."""

import json
import os

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from contractkit.jsontext import (
    Document,
    Fault,
    JsonValue,
    NotPlainError,
    RelatedSpan,
    parse_plain,
    read,
)
from tests.jsontext.damaged_documents import damaged_documents, documents
from tests.jsontext.strict_parser import accepts

EXAMPLES = int(os.environ.get("CONTRACTKIT_FUZZ_EXAMPLES", "5000"))
MAX_FAULTS = 10_000
fuzzed = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
few = settings(fuzzed, max_examples=max(1, EXAMPLES // 10))


@fuzzed
@given(damaged_documents())
@example(b"")
@example(b'"\\ud83d\\ude00"')
@example(b'"\\udbff\\udbff"')
@example(b'"\\udbff\\udfff"')
@example(b'{"~1": {"~01": 1, "/": 2}}')
@example(b"-0")
@example(b"[0e" + b"9" * 5000 + b", 1e-" + b"9" * 5000 + b"]")
@example(b"1e" + b"9" * 5000)
@example(b"[" * 100 + b"]" * 100)
@example(b"[" * 101 + b"]" * 101)
@example(b'{"a":' * 100 + b"1" + b"}" * 100)
def test_a_fault_is_found_exactly_where_a_strict_parser_refuses(data: bytes) -> None:
    document = read(data)
    assert bool(document.faults) == (not accepts(data))
    assert is_plain(data) == (not document.faults)
    assert document.complete or document.faults
    check_faults(document)
    check_nodes(document)
    if not document.faults:
        assert repr(document.value) == repr(json.loads(data))
        check_slices(document)


@few
@given(documents())
def test_a_valid_document_is_read_as_the_standard_library_reads_it(data: bytes) -> None:
    expected = repr(json.loads(data))
    assert repr(parse_plain(data)) == expected
    assert repr(read(data).value) == expected
    assert repr(read(data, jsonc=True).value) == expected


@few
@given(damaged_documents())
def test_comments_and_trailing_commas_are_the_only_difference_of_jsonc(data: bytes) -> None:
    strict, lenient = read(data), read(data, jsonc=True)
    if lenient.faults and strict.complete:
        assert strict.faults
    if not {fault.rule for fault in strict.faults} & {"JT001", "JT002", "JT006"}:
        assert lenient.faults == strict.faults
        assert repr(lenient.value) == repr(strict.value)


@few
@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_reading_never_raises(data: bytes) -> None:
    for jsonc in (False, True):
        check_faults(read(data, jsonc=jsonc))


def is_plain(data: bytes) -> bool:
    try:
        parse_plain(data)
    except NotPlainError:
        return False
    return True


def check_faults(document: Document) -> None:
    assert len(document.faults) <= MAX_FAULTS
    assert list(document.faults) == sorted(document.faults, key=lambda fault: fault.start)
    overwrites = any(fault.rule == "JT009" for fault in document.faults)
    for fault in document.faults:
        check_fault(document, fault)
        if document.complete and fault.pointer is not None and not overwrites:
            assert fault.pointer in document.nodes


def check_fault(document: Document, fault: Fault) -> None:
    spans: list[Fault | RelatedSpan] = [fault, *fault.related]
    for span in spans:
        assert 0 <= span.start <= span.end <= len(document.text)
        assert span.message.isprintable()
        assert len(span.message) < 300


def check_nodes(document: Document) -> None:
    if not document.complete:
        assert not document.nodes
        return
    assert list(document.nodes) == list(pointers(document.value, ""))
    for node in document.nodes.values():
        assert 0 <= node.value[0] <= node.value[1] <= len(document.text)


def check_slices(document: Document) -> None:
    """Each span cuts the very value, or the very name, out of the text."""
    for pointer, value in pointers(document.value, "").items():
        node = document.nodes[pointer]
        assert repr(json.loads(document.text[slice(*node.value)])) == repr(value)
        token = pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~")
        if node.key is not None:
            assert json.loads(document.text[slice(*node.key)]) == token


def pointers(value: JsonValue, pointer: str) -> dict[str, JsonValue]:
    found: dict[str, JsonValue] = {pointer: value}
    if isinstance(value, dict):
        for name, member in value.items():
            token = name.replace("~", "~0").replace("/", "~1")
            found.update(pointers(member, f"{pointer}/{token}"))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            found.update(pointers(item, f"{pointer}/{index}"))
    return found


@pytest.mark.parametrize("pointer", ["a", "/", "/a/0", "/b/00", "/b/-1", "/b/2", "/b/١", "/a/"])
def test_a_pointer_that_names_nothing_has_no_node(pointer: str) -> None:
    assert pointer not in read(b'{"a": 1, "b": [1, 2]}').nodes

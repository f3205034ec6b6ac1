"""What an answer says: accepted or refused, which ids, which code, and whether it is in form."""

import gc
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contractkit.fuzz.answers import read_answer, says_json
from contractkit.fuzz.records import Answer
from contractkit.strategies import valid
from tests.fuzz.making import CONTRACT, ID, accept, answer, refuse

SAYS: dict[str, tuple[Any, bool | None, tuple[str, ...], str, bool]] = {
    "acceptance": (accept(), True, (ID,), "1001", True),
    "two entries": (
        {"response": [accept("a")["response"][0], accept("b")["response"][0]]},
        True,
        ("a", "b"),
        "1001",
        True,
    ),
    "refusal": (refuse("7003"), False, (ID,), "7003", True),
    "acceptance of nothing": ({"response": []}, True, (), "", False),
    "half a character for a name": (accept() | {"\ud83d": 1}, True, (ID,), "1001", True),
    "neither": ({"answer": 1}, None, (), "", False),
    "a text": ({"response": "ok"}, None, (), "", False),
    "no object": ([], None, (), "", False),
    "an id that is none": (accept(transid=7), True, (), "1001", False),
    "an empty id": (accept(""), True, (), "1001", False),
    "a refusal in a list": ({"response": [refuse()["response"]]}, True, (ID,), "7004", False),
    "no JSON": (b"<html>", None, (), "", False),
    "nothing": (b"", None, (), "", False),
    "half of it": (b'{"response": {"code": "7000"', None, (), "", False),
    "a comma too many": (b'{"response": {"code": "7000"},}', False, (), "7000", False),
    "no text": (b"\xff\xfe\x00", None, (), "", False),
    "deep": (b"[" * 100_000, None, (), "", False),
    "a byte order mark": (b"\xef\xbb\xbf" + answer(accept()).body, True, (ID,), "1001", True),
}


@pytest.mark.parametrize(
    ("value", "accepts", "ids", "code", "sound"), SAYS.values(), ids=list(SAYS)
)
def test_an_answer_is_read(
    value: Any, accepts: bool | None, ids: tuple[str, ...], code: str, sound: bool
) -> None:
    reading = read_answer(CONTRACT, answer(value))
    assert (reading.accepts, reading.ids, reading.code) == (accepts, ids, code)
    assert bool(reading.violations) is not sound


@settings(max_examples=100, deadline=None, database=None)
@given(st.data())
def test_a_valid_answer_has_no_faults_and_says_one_of_two_things(data: st.DataObject) -> None:
    value = data.draw(valid("response", contract=CONTRACT))
    reading = read_answer(CONTRACT, answer(value))
    assert reading.violations == ()
    assert reading.accepts is isinstance(value["response"], list)


@settings(max_examples=200, deadline=None, database=None)
@given(st.binary(max_size=60))
def test_anything_can_be_read(body: bytes) -> None:
    read_answer(CONTRACT, Answer(200, (), body))


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("application/json", True),
        ("APPLICATION/JSON", True),
        ("application/json; charset=utf-8", True),
        ("application/json;charset=utf-8", True),
        (" application/json ", True),
        ("application/problem+json", True),
        ("application/vnd.a-b.c+json; v=1", True),
        ("", False),
        ("text/plain", False),
        ("text/html; charset=application/json", False),
        ("application/jsonp", False),
        ("application/x-json", False),
        ("application/json, text/html", False),
        ("json", False),
    ],
)
def test_a_type_says_json_or_not(kind: str, says: bool) -> None:
    assert says_json(answer({}, kind=kind)) is says
    assert not says_json(answer({}, kind=None))


def test_a_header_is_found_in_any_case() -> None:
    got = Answer(200, (("content-TYPE", "a"), ("Content-Type", "b")))
    assert (got.header("Content-Type"), got.header("X")) == ("a", "")


def test_large_answers_are_not_kept() -> None:
    size = 123_457
    for number in range(20):
        read_answer(CONTRACT, Answer(200, (), b"%d" % number * size))
    alive = [one for one in gc.get_objects() if type(one) is Answer and len(one.body) >= size]
    assert len(alive) <= 2

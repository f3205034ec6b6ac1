"""The comments are right by their document, and each of the faults is there."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from openapi_spec_validator import validate

from tests.faulty_calls import Call, Heard, bounds_of, send, validator, variants
from tests.faulty_checks import is_kept
from tests.faulty_comments import FAULTS, start
from tests.faulty_comments.cases import (
    ANSWERS,
    DOCUMENTED,
    OTHER_CALLS,
    OTHERS,
    OWN,
    PICTURE,
    REACTIONS,
    RIGHT_COMMENTS,
    RIGHT_QUERIES,
    SHALLOW,
    SHORT,
    STATUSES,
    THREAD,
    WRONG_COMMENTS,
    WRONG_QUERIES,
    add,
    below,
    listed,
    react,
    read,
    said,
)
from tests.faulty_comments.judging import check_draft, check_reactions
from tests.faulty_document import Running, read_json

CHECKS = {"CommentDraft": check_draft, "Reactions": check_reactions}
BOUNDS = bounds_of(DOCUMENTED["components"]["schemas"])


@pytest.fixture(scope="module")
def right() -> Iterator[Running]:
    with start() as running:
        yield running


def hear(fault: str, *calls: Call) -> Heard:
    """The answer to the last of some requests."""
    with start(fault) as running:
        return [send(running, call, OWN) for call in calls][-1]


def schema_of(call: Call, heard: Heard) -> str:
    """The schema that an answer of a right server has to keep."""
    if heard.status >= 400:
        return "Problem"
    if call.method == "PUT":
        return "Reactions"
    return "Thread" if call.method == "GET" and "/articles/" in call.path else "Comment"


@pytest.mark.parametrize(
    ("call", "status"),
    [
        *((add(body), 201) for body in RIGHT_COMMENTS),
        *((add(body), 422) for body in WRONG_COMMENTS),
        *((add(below(body, 1)), 422) for body in WRONG_COMMENTS),
        *((add(below(body, 3)), 422) for body in WRONG_COMMENTS),
        *((listed(query), 200) for query in RIGHT_QUERIES),
        *((listed(query), 422) for query in WRONG_QUERIES),
        *OTHER_CALLS,
    ],
)
def test_the_right_server_answers_by_the_document(right: Running, call: Call, status: int) -> None:
    heard = send(right, call, OWN)
    assert heard.status == status
    assert [*validator(DOCUMENTED, schema_of(call, heard)).iter_errors(heard.value)] == []


@pytest.mark.parametrize(
    ("name", "body"), [("CommentDraft", SHORT), ("CommentDraft", THREAD), ("Reactions", REACTIONS)]
)
def test_the_right_judge_agrees_with_the_schema(name: str, body: Any) -> None:
    schema = validator(DOCUMENTED, name)
    for value in variants(body, BOUNDS):
        read_value = read_json(json.dumps(value).encode())
        assert is_kept(CHECKS[name], read_value) == schema.is_valid(value), value


def test_the_document_is_openapi() -> None:
    validate(DOCUMENTED)


def test_comments_are_kept_listed_and_deleted_with_their_replies() -> None:
    with start() as running:
        added = send(running, add(below(said(PICTURE), 2)), OWN).value
        inner = added["replies"][0]["replies"][0]
        assert (added["id"], inner["id"], inner["content"]) == (4, 6, PICTURE)
        assert send(running, read(6), OWN).value == inner
        assert send(running, react({"like": 1}, 6), OWN).value == {"like": 1}
        assert send(running, read(6), OWN).value == {**inner, "reactions": {"like": 1}}
        page = send(running, listed("depth=1&order=newest"), OWN).value
        assert [comment["id"] for comment in page["comments"]] == [4, 1]
        assert page["comments"][0]["replies"][0]["replies"] == []
        assert page["total"] == 6
        assert send(running, Call("DELETE", "/comments/5"), OWN).status == 204
        assert [send(running, read(number), OWN).status for number in (4, 5, 6)] == [200, 404, 404]
        assert send(running, read(4), OWN).value == {**added, "replies": []}
        assert [
            comment["id"]
            for comment in send(running, listed("kind=text&limit=1"), OWN).value["comments"]
        ] == [1]
        assert send(running, listed("author=mary"), OWN).value["comments"] == []


def test_each_fault_is_shown() -> None:
    assert STATUSES.keys() | ANSWERS.keys() | OTHERS == FAULTS.keys()
    with pytest.raises(ValueError, match="no fault"):
        start("sleeps")


@pytest.mark.parametrize("fault", STATUSES)
def test_a_fault_changes_a_status(fault: str) -> None:
    call, expected, faulty = STATUSES[fault]
    assert (hear("", call).status, hear(fault, call).status) == (expected, faulty)


@pytest.mark.parametrize("fault", SHALLOW)
def test_a_fault_deep_in_the_tree_is_not_above(fault: str) -> None:
    call = add(SHALLOW[fault])
    assert hear(fault, call).status == hear("", call).status


@pytest.mark.parametrize("fault", ANSWERS)
def test_a_fault_breaks_an_answer(fault: str) -> None:
    call, name = ANSWERS[fault]
    schema = validator(DOCUMENTED, name)
    good, bad = hear("", call), hear(fault, call)
    assert (good.status, bad.status) == (201, 201)
    assert schema.is_valid(good.value)
    assert not schema.is_valid(bad.value)


def test_a_fault_changes_a_content_type() -> None:
    call = react(REACTIONS)
    assert hear("", call).kind == "application/json"
    assert hear("tells the reactions as plain text", call).kind == "text/plain"


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_a_fault_changes_the_status_of_what_was_deleted(method: str) -> None:
    calls = Call("DELETE", "/comments/1"), Call(method, "/comments/1")
    assert hear("", *calls).status == 404
    assert hear("answers 410 for what was deleted", *calls).status == 410

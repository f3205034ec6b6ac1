"""Which answers are right where a contract lists their messages by HTTP status."""

import pytest

from contractkit.contracts.listed_answers import ListedAnswers

Listed = dict[str, str | None]
BOTH: Listed = {"201": "made", "400": "error"}
RANGES: Listed = {"2XX": "made", "404": "lost", "4XX": "error"}
REST: Listed = {"200": "made", "404": None, "default": "problem"}
MESSAGES: list[tuple[Listed, int, str | None]] = [
    (BOTH, 201, "made"),
    (BOTH, 200, None),
    (RANGES, 202, "made"),
    (RANGES, 404, "lost"),
    (RANGES, 422, "error"),
    (REST, 404, None),
    (REST, 418, "problem"),
    (REST, 500, "problem"),
    ({"204": "made"}, 204, None),
]
READ: list[tuple[Listed, int, bool | None]] = [
    (BOTH, 201, True),
    (BOTH, 200, True),
    (BOTH, 400, False),
    (BOTH, 404, False),
    (BOTH, 303, None),
    ({"303": None}, 303, True),
    (BOTH | {"404": "error"}, 404, None),
    (RANGES, 409, False),
    ({"200": "made", "404": "error"}, 404, False),
]
RIGHT: list[tuple[Listed, int, bool]] = [
    (BOTH, 200, False),
    (BOTH, 201, True),
    (BOTH, 422, False),
    (RANGES, 299, True),
    (REST, 202, True),
    (REST, 422, True),
    ({"400": "error"}, 202, True),
    ({"200": "made"}, 422, True),
    ({"200": "made", "401": None}, 422, True),
    ({"200": "made", "404": None}, 422, False),
]
USUAL: list[tuple[Listed, int, int, int]] = [
    (BOTH, 201, 400, 401),
    (RANGES, 200, 400, 401),
    (REST, 200, 400, 401),
    ({"202": None, "403": None, "405": "error", "422": "error"}, 202, 422, 403),
    ({"202": None, "303": None, "405": "error"}, 202, 405, 401),
    ({"default": "problem"}, 200, 400, 401),
    ({}, 200, 400, 401),
]


@pytest.mark.parametrize(("listed", "status", "message"), MESSAGES)
def test_the_message_of_a_status(listed: Listed, status: int, message: str | None) -> None:
    assert ListedAnswers(listed).find_message(status) == message


@pytest.mark.parametrize(("listed", "status", "accepts"), READ)
def test_what_a_status_says(listed: Listed, status: int, accepts: bool | None) -> None:
    assert ListedAnswers(listed).read(status) is accepts


@pytest.mark.parametrize(("listed", "status", "right"), RIGHT)
def test_which_statuses_are_right(listed: Listed, status: int, right: bool) -> None:
    assert ListedAnswers(listed).is_right(status) is right


@pytest.mark.parametrize(("listed", "accepts", "refuses", "stranger"), USUAL)
def test_the_usual_statuses(listed: Listed, accepts: int, refuses: int, stranger: int) -> None:
    found = ListedAnswers(listed)
    assert (found.acceptance, found.refusal, found.unauthenticated) == (accepts, refuses, stranger)


@pytest.mark.parametrize("status", [404, 410])
def test_what_a_path_names_may_not_be_there(status: int) -> None:
    found = ListedAnswers(BOTH, names_something=True)
    assert found.read(status) is None
    assert found.is_right(status)


GONE: list[tuple[Listed, int, bool]] = [
    (BOTH, 410, False),
    (BOTH | {"404": "error"}, 410, True),
    (BOTH | {"404": "error"}, 404, False),
    (BOTH | {"404": "error", "410": None}, 410, False),
    (RANGES, 410, False),
    (BOTH | {"410": None}, 404, False),
]


@pytest.mark.parametrize(("listed", "status", "otherwise"), GONE)
def test_what_is_gone_is_told_as_it_is_listed(listed: Listed, status: int, otherwise: bool) -> None:
    assert ListedAnswers(listed, names_something=True).tells_otherwise(status) is otherwise
    assert not ListedAnswers(listed).tells_otherwise(status)


def test_what_is_right_in_words() -> None:
    assert ListedAnswers(REST).name_right(accepts=True) == "HTTP 200 or default"
    assert ListedAnswers(RANGES).name_right(accepts=False) == "HTTP 404 or 4XX"

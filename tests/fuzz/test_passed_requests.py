"""What only failing requests have: the size and the characters of all that passed are known."""

import pytest

from contractkit.fuzz.passed_requests import PassedRequests, list_features
from contractkit.fuzz.records import Failure, Probe, Problem
from tests.fuzz.making import accept, exchange, probe
from tests.sample_payloads import PLAIN, plain

ASCII, ACCENT, EMOJI = PLAIN, plain(callbackData="é"), plain(callbackData="😀")
LONG = plain(callbackData="x" * 100)
FAR, LETTERS = "characters beyond the first 65,536", "characters that are not ASCII"
WAY = "server-error"


def fail(sent: Probe) -> Failure:
    return Failure(Problem(WAY, "seen", "due"), exchange(accept(), 1, sent))


def note_all(passed: list[object], failed: list[object]) -> PassedRequests:
    known = PassedRequests()
    for payload in passed:
        known.note(probe(payload), None)
    for payload in failed:
        known.note(probe(payload), WAY)
    return known


@pytest.mark.parametrize(
    ("payload", "features"), [(ASCII, []), (ACCENT, [LETTERS]), (EMOJI, [FAR, LETTERS])]
)
def test_the_features_of_a_body(payload: object, features: list[str]) -> None:
    assert list_features(probe(payload)) == features


@pytest.mark.parametrize(
    ("passed", "features"),
    [
        ([ASCII] * 3, {FAR, LETTERS}),
        ([ASCII, ASCII, ACCENT], {FAR}),
        ([ASCII, ASCII, EMOJI], set()),
        ([ASCII] * 2, set()),
    ],
)
def test_only_what_nothing_had_that_passed_tells_failures_apart(
    passed: list[object], features: set[str]
) -> None:
    assert note_all(passed, [EMOJI]).list_only_failing(WAY, fail(probe(EMOJI))) == features


def test_the_largest_is_that_of_the_same_sort_which_did_not_fail_so() -> None:
    known = note_all([PLAIN, PLAIN, LONG], [plain(callbackData="x" * 500)])
    invalid = probe(plain(destination=[]))
    known.note(invalid, "invalid-accepted")
    assert known.find_largest(WAY, fail(probe())) == len(probe(LONG).body)
    assert known.find_largest(WAY, fail(invalid)) is None
    assert note_all([PLAIN] * 2, []).find_largest(WAY, fail(probe())) is None

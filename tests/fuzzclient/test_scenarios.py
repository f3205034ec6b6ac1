"""What is answered: the classics soon, every kind within 60 answers, and what it says is meant."""

from itertools import islice

import pytest

from contractkit.contracts.codes import load_codes
from contractkit.contracts.loading import load_default
from contractkit.emulator.answers import Ids
from contractkit.findings import Verdict, judge
from contractkit.fuzz.answers import read_answer
from contractkit.fuzz.records import Answer
from contractkit.fuzzclient.answers import KINDS, MUTATIONS, Rendered, render
from contractkit.fuzzclient.notifications import SCHEDULES
from contractkit.fuzzclient.scenario import (
    SILENT_KINDS,
    PlannedAnswer,
    Scenario,
    list_features,
    list_plainer,
    shrink,
)
from contractkit.fuzzclient.scenario_list import PLAIN, adapt, list_scenarios
from contractkit.fuzzclient.sending import predict_answer
from contractkit.validation.check import check

CONTRACT = load_default()
SEEDS = tuple("01234")
MANY = 300


def scenarios(seed: str = "0", count: int = MANY) -> list[Scenario]:
    return [one for _, one in islice(list_scenarios(CONTRACT, seed), count)]


def answers_of(scenario: Scenario, retries: int) -> int:
    """How many answers a client takes that tries again what is neither said nor refused."""
    taken = 0
    for number in range(1 + retries):
        planned = scenario.pick(number)
        taken += 1
        if planned.accepts or planned.kind in ("refusal", "page"):
            return taken
    return taken


def within(answers: int, retries: int) -> list[Scenario]:
    """The scenarios that such a client sees the whole of."""
    found: list[Scenario] = []
    taken = 0
    for scenario in scenarios():
        taken += answers_of(scenario, retries)
        if taken > answers:
            return found
        found.append(scenario)
    raise AssertionError


def write(planned: PlannedAnswer, *, gzip_allowed: bool = False) -> Rendered:
    return render(CONTRACT, planned, Ids("0"), gzip_allowed=gzip_allowed)


def test_the_first_is_the_plain_acceptance() -> None:
    assert scenarios()[0] == PLAIN
    assert list(list_features(PLAIN)) == []


@pytest.mark.parametrize("retries", [0, 3])
def test_the_classics_come_in_the_first_twenty_answers(retries: int) -> None:
    first = [one.answers[0] for one in within(20, retries)]
    assert {one.kind for one in first} >= {"acceptance", "refusal", "error", "dropped", "hang"}
    assert {one.status for one in first if one.kind == "refusal"} >= {200, 400}
    assert any("extra members" in one.mutations for one in first)
    assert any(one.status == 500 for one in first)


def test_every_kind_comes_within_sixty_answers() -> None:
    seen = within(60, 0)
    planned = [one for scenario in seen for one in scenario.answers]
    assert {one.kind for one in planned} == set(KINDS)
    assert {mutation for one in planned for mutation in one.mutations} == set(MUTATIONS)
    assert {scenario.notifications for scenario in seen} == set(SCHEDULES)
    assert {one.status for one in planned} >= {200, 400, 401, 404, 429, 500, 502}
    codes = {one.code for one in load_codes(CONTRACT) if one.context == "answer"} - {"1001", "7004"}
    told = {one.code for one in planned if one.kind == "refusal" and one.status == 200}
    assert told >= {*codes, ""}
    assert len(told - codes - {""}) == 1  # a code never seen


def test_every_kind_comes_within_sixty_answers_of_a_client_that_tries_again() -> None:
    planned = [one for scenario in within(60, 3) for one in scenario.answers]
    assert {one.kind for one in planned} == set(KINDS)
    assert {mutation for one in planned for mutation in one.mutations} == set(MUTATIONS)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_an_answer_says_is_what_is_meant(seed: str) -> None:
    for scenario in scenarios(seed):
        for planned in scenario.answers:
            made = write(planned)
            seen = predict_answer(planned, made)
            reading = read_answer(CONTRACT, Answer(seen.status, seen.headers, seen.body))
            broken = seen.fault is not None or planned.kind not in ("acceptance", "refusal")
            meant = None if broken else planned.kind == "acceptance"
            assert reading.accepts is meant, planned
            assert planned.accepts is (reading.accepts is True)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_good_answer_keeps_the_contract(seed: str) -> None:
    for scenario in scenarios(seed):
        for planned in scenario.answers:
            if planned.kind in ("acceptance", "refusal"):
                assert judge(check(write(planned).value, "response")) is not Verdict.INVALID


def test_what_is_cut_short_shows_no_code() -> None:
    for mutation in ("truncated", "stalled"):
        for other in ((), ("chunked",), ("no white space",), ("other order",)):
            planned = PlannedAnswer("acceptance", mutations=(*other, mutation))
            assert b"1001" not in predict_answer(planned, write(planned)).body


def test_gzip_is_for_who_takes_it() -> None:
    planned = PlannedAnswer("acceptance", mutations=("gzip",))
    packed, plain = write(planned, gzip_allowed=True), write(planned)
    assert packed.body[:2] == b"\x1f\x8b"
    assert ("Content-Encoding", "gzip") in packed.headers
    assert plain.body.startswith(b"{")
    assert "Content-Encoding" not in dict(plain.headers)


def test_every_entry_has_an_id_of_its_own() -> None:
    entries = write(PlannedAnswer("acceptance", mutations=("several entries",))).value["response"]
    assert len(entries) == len({one["transid"] for one in entries}) == 3


def test_the_same_seed_gives_the_same_scenarios_and_another_others() -> None:
    assert scenarios("a") == scenarios("a")
    assert scenarios("a") != scenarios("b")
    assert len(set(scenarios("a"))) > MANY / 2


def test_what_makes_no_difference_to_a_client_is_left_out() -> None:
    full = Scenario((PlannedAnswer("acceptance", mutations=("chunked", "gzip")),), "late")
    assert adapt(full, notified=True, gzip_allowed=True) == full
    bare = Scenario((PlannedAnswer("acceptance", mutations=("chunked",)),))
    assert adapt(full, notified=False, gzip_allowed=False) == bare


def test_silent_answers_have_no_body() -> None:
    assert all(write(PlannedAnswer(kind)).body == b"" for kind in SILENT_KINDS)


@pytest.mark.parametrize("needed", ["chunked", "extra members", "code 7009", "status 400"])
def test_shrinking_keeps_what_is_needed_and_nothing_else(needed: str) -> None:
    answer = PlannedAnswer("refusal", 400, "7009", ("extra members", "much white space", "chunked"))
    whole = Scenario((PlannedAnswer("error", 502), answer), "late")
    plainest = shrink(whole, lambda one: needed in list_features(one))
    kind = set() if needed in ("chunked", "extra members") else {"refusal"}
    assert set(list_features(plainest)) - {"refusal"} == {needed}
    assert kind <= set(list_features(plainest))


def test_shrinking_comes_to_an_end() -> None:
    for scenario in scenarios():
        played: list[Scenario] = []

        def fails(one: Scenario, played: list[Scenario] = played) -> bool:
            played.append(one)
            return True

        shrink(scenario, fails)
        assert len(played) < 12
        assert scenario not in list_plainer(scenario)

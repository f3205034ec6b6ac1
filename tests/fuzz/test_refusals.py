"""What is accepted at a place where nothing is judged is one entry."""

from contractkit.findings import Verdict
from contractkit.fuzz.records import Exchange, Expectation, Failure, Problem
from contractkit.fuzz.refusals import Refusals
from contractkit.payloads.cases import Case
from tests.fuzz.making import CONTRACT, SETTING, accept, answer, refuse

RULES = ("SM101", "SM102", "SM103", "SM104", "SM105", "SM106")


def send(rule: str, place: str, *, accepted: bool) -> Exchange:
    case = Case("request", Verdict.INVALID, {"a": rule, "b": place}, (rule,), place)
    probe = SETTING.make_probe("made up", case, expect=Expectation.REFUSE)
    return Exchange(1, probe, answer(accept() if accepted else refuse()))


def fail(rule: str, place: str) -> Failure:
    problem = Problem("invalid-accepted", f"{rule} was accepted", "a refusal", rule)
    return Failure(problem, send(rule, place, accepted=True), rules=frozenset({rule}))


def join(refused: list[tuple[str, str]], accepted: list[tuple[str, str]]) -> list[Failure]:
    refusals = Refusals(CONTRACT)
    for rule, place in refused:
        refusals.note(send(rule, place, accepted=False))
    return refusals.join([fail(rule, place) for rule, place in accepted])


def test_a_place_that_is_not_judged_is_one_entry() -> None:
    outside = [(rule, f"/{number}") for number, rule in enumerate(RULES)]
    inside = [(rule, f"/inner/0/{number}/x") for number, rule in enumerate(RULES)]
    [joined, other] = join(outside, [*inside, ("SM107", "/9")])
    assert joined.problem.seen.endswith(
        "nothing at /inner or below was refused, 6 that break 6 rules were accepted"
    )
    assert (joined.count, joined.rules, len(joined.explained)) == (6, frozenset(RULES), 5)
    assert other.problem.rule == "SM107"


def test_rules_that_are_refused_nowhere_are_entries_of_their_own() -> None:
    inside = [(rule, f"/inner/{rule}") for rule in RULES]
    assert len(join([("SM107", "/a")], inside)) == len(RULES)


def test_a_place_where_something_is_refused_is_judged() -> None:
    outside = [(rule, f"/{number}") for number, rule in enumerate(RULES)]
    inside = [(rule, f"/inner/{rule}") for rule in RULES]
    assert len(join([*outside, ("SM107", "/inner/a")], inside)) == len(RULES)

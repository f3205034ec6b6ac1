"""What only several exchanges show: ids given twice, one meaning judged in two ways."""

import gc
from typing import Any

import pytest

from contractkit.fuzz.oracles import History
from contractkit.fuzz.records import Exchange, Expectation, Probe
from tests.fuzz.making import CONTRACT, accept, answer, exchange, probe, refuse
from tests.sample_payloads import plain

TWO = {"response": [accept("a")["response"][0], accept("a")["response"][0]]}
GET = probe(method="GET", expect=Expectation.ANYTHING)
ONE, OTHER = probe(group="1", label="one"), probe(group="1", label="other")

SEQUENCES: dict[str, tuple[list[tuple[Probe, Any]], list[tuple[int, str, int]]]] = {
    "ids of their own": ([(probe(), accept("a")), (probe(), accept("b"))], []),
    "an id twice": ([(probe(), accept("a")), (probe(), accept("a"))], [(2, "repeated-id", 1)]),
    "an id three times": (
        [(probe(), accept("a"))] * 3,
        [(2, "repeated-id", 1), (3, "repeated-id", 1)],
    ),
    "an id of a refusal": (
        [(probe(), accept("a")), (probe(), refuse(one="a"))],
        [(2, "repeated-id", 1)],
    ),
    "an id twice in one answer": ([(probe(), TWO)], []),
    "both ids of an answer twice": ([(probe(), TWO)] * 2, [(2, "repeated-id", 1)]),
    "an id to another method": ([(GET, refuse(one="a"))] * 2, []),
    "an id to a GET, then to a POST": ([(GET, refuse(one="a")), (probe(), accept("a"))], []),
    "no ids": ([(probe(), answer(b""))] * 2, []),
    "the same verdict": ([(ONE, accept("a")), (OTHER, accept("b"))], []),
    "two verdicts": (
        [(ONE, accept("a")), (probe(), accept("b")), (OTHER, refuse(one="c"))],
        [(3, "judged-differently", 1)],
    ),
    "two verdicts, the other way": (
        [(ONE, refuse(one="a")), (OTHER, accept("b"))],
        [(2, "judged-differently", 1)],
    ),
    "no verdict between": ([(ONE, accept("a")), (OTHER, answer(b"x")), (OTHER, accept("b"))], []),
    "verdicts of two groups": ([(ONE, accept("a")), (probe(group="2"), refuse(one="b"))], []),
    "verdicts of no group": ([(probe(), accept("a")), (probe(), refuse(one="b"))], []),
    "both": (
        [(ONE, accept("a")), (OTHER, refuse(one="a"))],
        [(2, "repeated-id", 1), (2, "judged-differently", 1)],
    ),
}


@pytest.mark.parametrize(("sent", "told"), SEQUENCES.values(), ids=list(SEQUENCES))
def test_exchanges_are_compared(
    sent: list[tuple[Probe, Any]], told: list[tuple[int, str, int]]
) -> None:
    history = History(CONTRACT)
    exchanges = [exchange(got, number, one) for number, (one, got) in enumerate(sent, 1)]
    found = [
        (one.number, problem.check, first.number)
        for one in exchanges
        for problem, (first,) in history.compare(one)
    ]
    assert found == told


def test_a_blame_of_two_verdicts_names_the_writing() -> None:
    history = History(CONTRACT)
    list(history.compare(exchange(accept("a"), 1, ONE)))
    [(problem, _)] = history.compare(exchange(refuse(one="b"), 2, OTHER))
    assert problem.aspect == "other"
    assert "written with other" in problem.seen
    assert "refused: HTTP 200" in problem.seen
    assert problem.expected.endswith("accepted")


def test_an_id_is_known_once_it_was_given() -> None:
    history = History(CONTRACT)
    one: Exchange = exchange(accept("a"), sent=probe(plain()))
    assert not history.knows_id(one)
    list(history.compare(one))
    assert history.knows_id(exchange(accept("a"), 2))
    assert not history.knows_id(exchange(accept("b"), 2))


def test_of_many_large_exchanges_only_the_ids_are_kept() -> None:
    history = History(CONTRACT)
    sent = probe()
    for number in range(1, 301):
        large = answer({**accept(f"id-{number}"), "more": "x" * 200_000})
        assert list(history.compare(exchange(large, number, sent))) == []
    kept = [one for one in gc.get_objects() if type(one) is Exchange and one.probe is sent]
    assert 0 < len(kept) < 200
    [(problem, others)] = history.compare(exchange(accept("id-2"), 301))
    assert (problem.check, [one.number for one in others]) == ("repeated-id", [2])
    [(problem, others)] = history.compare(exchange(accept("id-299"), 302))
    assert (problem.check, others) == ("repeated-id", ())
    assert "request 299" in problem.seen

"""Everything that answers are blamed for, alone and beside earlier ones, and nothing else."""

import gc
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import contractkit.fuzz
from contractkit.contracts.rules import load_rules
from contractkit.findings import Verdict
from contractkit.fuzz.answers import is_busy
from contractkit.fuzz.oracles import (
    CHECKS,
    TRANSPORT,
    History,
    breaks_late_rules,
    describe_answer,
    judge_exchange,
)
from contractkit.fuzz.phases.texts import list_probes
from contractkit.fuzz.probes import measure_largest
from contractkit.fuzz.records import Answer, Exchange, Expectation, Fault, Probe
from contractkit.strategies import valid
from tests.fuzz.making import CONTRACT, SETTING, accept, answer, exchange, fails, probe, refuse
from tests.sample_payloads import plain, plain_sms

WRONG_KEY = fails(label="a wrong key")
BROKEN = probe(plain(deliverychannel=1))
LATE = probe(plain_sms(text="x" * 1025))
LATE_AND_MORE = probe({**plain_sms(text="x" * 1025), "deliverychannel": 1})
DOUBTFUL = probe(plain(unknown=1))
OTHER_METHOD = probe(method="GET", expect=Expectation.ANYTHING)
FORM = probe(expect=Expectation.FORM)
HTML = answer(b"<html>", 404, "text/html")
NEEDED = measure_largest(CONTRACT, "request")
LARGE = probe(body=b" " * (NEEDED + 1))
LARGE_ENOUGH = probe(body=b" " * NEEDED)
TOO_LARGE = answer(b"<html>", 413, "text/html")

BLAMED: dict[str, tuple[Probe, Answer, str | None, str | None]] = {
    "valid, accepted": (probe(), answer(accept()), None, None),
    "valid, accepted with 202": (probe(), answer(accept(), 202), None, None),
    "valid, accepted with 299": (probe(), answer(accept(), 299), None, None),
    "valid, refused": (probe(), answer(refuse()), "valid-refused", None),
    "valid, refused with 400": (probe(), answer(refuse(), 400), "valid-refused", None),
    "broken, refused": (BROKEN, answer(refuse()), None, None),
    "broken, refused with 400": (BROKEN, answer(refuse(), 400), None, None),
    "broken, refused with 499": (BROKEN, answer(refuse(), 499), None, None),
    "broken, refused with 201": (BROKEN, answer(refuse(), 201), "status", None),
    "broken, accepted": (BROKEN, answer(accept()), "invalid-accepted", "SM111"),
    "too long, accepted": (LATE, answer(accept()), "invalid-accepted", "SM114"),
    "doubtful, accepted": (DOUBTFUL, answer(accept()), None, None),
    "doubtful, refused": (DOUBTFUL, answer(refuse(), 400), None, None),
    "open, refused": (FORM, answer(refuse(), 415), None, None),
    "wrong key, refused": (WRONG_KEY, answer(refuse("7001"), 401), None, None),
    "wrong key, accepted": (WRONG_KEY, answer(accept()), "unauthenticated-accepted", None),
    "accepted with 400": (probe(), answer(accept(), 400), "status", None),
    "accepted with 600": (probe(), answer(accept(), 600), "status", None),
    "refused with 600": (BROKEN, answer(refuse(), 600), "status", None),
    "a redirect": (probe(), answer(accept(), 302), "status", None),
    "not modified": (DOUBTFUL, answer(accept(), 304), "status", None),
    "status 199": (probe(), answer(accept(), 199), "status", None),
    "500": (DOUBTFUL, answer(refuse(), 500), "server-error", None),
    "501 to a POST": (BROKEN, answer(refuse(), 501), "server-error", None),
    "599": (BROKEN, answer(refuse(), 599), "server-error", None),
    "no JSON": (BROKEN, HTML, "answer-form", "JT025"),
    "empty": (probe(), answer(b""), "answer-form", "JT020"),
    "no object": (probe(), answer([]), "answer-form", "SM301"),
    "nothing accepted": (probe(), answer({"response": []}), "answer-form", "SM304"),
    "no id": (probe(), answer(accept("")), "answer-form", None),
    "another code": (probe(), answer(accept(code="1002")), "answer-form", "SM309"),
    "a refusal with no 7xxx": (BROKEN, answer(refuse("8000")), "answer-form", "SM310"),
    "too large for a gateway": (LARGE, TOO_LARGE, None, None),
    "too large by its code": (LARGE, answer(refuse("7022")), None, None),
    "large, refused for another reason": (LARGE, answer(refuse("7000")), "valid-refused", None),
    "large, a page": (LARGE, HTML, "answer-form", "JT025"),
    "large, 500": (LARGE, answer(refuse("7022"), 500), "server-error", None),
    "not too large for a gateway": (LARGE_ENOUGH, TOO_LARGE, "answer-form", "JT025"),
    "not too large by its code": (LARGE_ENOUGH, answer(refuse("7022")), "valid-refused", None),
    "an extra member": (probe(), answer({**accept(), "more": 1}), None, None),
    "an id that is no UUID": (probe(), answer(accept("17")), None, None),
    "an unknown code": (BROKEN, answer(refuse("7999")), None, None),
    "says text": (probe(), answer(accept(), kind="text/plain"), "content-type", None),
    "says nothing": (BROKEN, answer(refuse(), kind=None), "content-type", None),
    "says more": (probe(), answer(accept(), kind="application/json; charset=x"), None, None),
    "dropped": (BROKEN, Answer(fault=Fault.DROPPED), "dropped", None),
    "cut short": (probe(), answer(accept(), fault=Fault.CUT_SHORT), "cut-short", None),
    "silent": (DOUBTFUL, Answer(fault=Fault.SILENT), "no-answer", None),
    "malformed": (FORM, Answer(fault=Fault.MALFORMED), "not-http", None),
    "endless": (WRONG_KEY, Answer(200, fault=Fault.ENDLESS), "endless", None),
    "refused connection": (
        probe(),
        Answer(fault=Fault.UNREACHABLE),
        "no-connection",
        None,
    ),
    "GET: 501": (OTHER_METHOD, answer(b"", 501, None), None, None),
    "GET: 500": (OTHER_METHOD, answer(b"", 500, None), None, None),
    "GET: a page": (OTHER_METHOD, HTML, None, None),
    "GET: dropped": (OTHER_METHOD, Answer(fault=Fault.DROPPED), None, None),
    "GET: accepted": (OTHER_METHOD, answer(accept()), None, None),
    "GET: silent": (OTHER_METHOD, Answer(fault=Fault.SILENT), "no-answer", None),
}


@pytest.mark.parametrize(("sent", "got", "check", "rule"), BLAMED.values(), ids=list(BLAMED))
def test_an_answer_is_blamed_for_what_is_wrong_only(
    sent: Probe, got: Answer, check: str | None, rule: str | None
) -> None:
    problem = judge_exchange(CONTRACT, exchange(got, sent=sent))
    assert (problem and problem.check) == check
    assert rule in (None, problem and problem.rule)
    assert problem is None or (problem.seen and problem.expected)


@pytest.mark.parametrize(
    ("sent", "blamed"), [(LATE, False), (LATE_AND_MORE, True), (BROKEN, True), (WRONG_KEY, True)]
)
def test_only_what_may_come_late_passes_then(sent: Probe, blamed: bool) -> None:
    problem = judge_exchange(CONTRACT, exchange(accept(), sent=sent), late=True)
    assert bool(problem) is blamed
    assert judge_exchange(CONTRACT, exchange(accept(), sent=sent))


@pytest.mark.parametrize(
    ("rules", "late"),
    [
        ((), False),
        (("SM114",), True),
        (("SM114", "SM112", "SM117"), True),
        (("SM114", "SM201"), True),
        (("SM201",), False),
        (("SM114", "SM111"), False),
    ],
)
def test_a_refusal_may_be_late_where_all_that_is_invalid_may(
    rules: tuple[str, ...], late: bool
) -> None:
    assert breaks_late_rules(CONTRACT, rules) is late


def test_the_rule_that_is_named_is_one_that_must_be_refused() -> None:
    named = [
        (load_rules(CONTRACT)[str(problem.rule)].verdict, sent.rules)
        for sent in list_probes(SETTING)
        if sent.expect is Expectation.REFUSE
        if (problem := judge_exchange(CONTRACT, exchange(accept(), sent=sent)))
    ]
    assert len(named) > 100
    assert [rules for verdict, rules in named if verdict is not Verdict.INVALID] == []


RIGHTLY = {
    Expectation.ACCEPT: [True],
    Expectation.REFUSE: [False],
    Expectation.FORM: [True, False],
    Expectation.ANYTHING: [True, False],
}
CASES = st.sampled_from([probe(), BROKEN, LATE, DOUBTFUL, WRONG_KEY, FORM, OTHER_METHOD])
KINDS = st.sampled_from(["application/json", "Application/JSON;charset=utf-8", "a/b", None])


@settings(max_examples=300, deadline=None, database=None)
@given(st.data())
def test_the_right_verdict_in_good_form_is_never_blamed(data: st.DataObject) -> None:
    sent = data.draw(CASES)
    value: Any = data.draw(valid("response", contract=CONTRACT))
    accepts = isinstance(value["response"], list)
    status = data.draw(
        st.integers(200, 299) if accepts else st.sampled_from([200, *range(400, 500)])
    )
    kind = data.draw(KINDS)
    given = answer(value, status, kind)
    problem = judge_exchange(CONTRACT, exchange(given, sent=sent))
    said = kind is not None and "json" in kind.lower()
    right = accepts in RIGHTLY[sent.expect] and (said or sent is OTHER_METHOD)
    assert (problem is None) is (right or is_busy(CONTRACT, given)), problem


def test_an_answer_is_described_in_one_line() -> None:
    assert describe_answer(answer(b"a\r\n\tb", 418)) == "HTTP 418 a b"
    assert describe_answer(answer(b"\xff" + b"x" * 999)) == f"HTTP 200 \ufffd{'x' * 399}…"


def test_the_table_names_every_check() -> None:
    folder = Path(str(contractkit.fuzz.__file__)).parent
    sources = [path.read_text(encoding="utf-8") for path in folder.glob("*.py")]
    used = {name for source in sources for name in re.findall(r'Problem\(\s*"([a-z-]+)"', source)}
    assert used | set(TRANSPORT.values()) == CHECKS.keys()
    assert TRANSPORT.keys() == set(Fault)


TWO = {"response": [accept("a")["response"][0], accept("a")["response"][0]]}
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
    "an id to another method": ([(OTHER_METHOD, refuse(one="a"))] * 2, []),
    "an id to a OTHER_METHOD, then to a POST": (
        [(OTHER_METHOD, refuse(one="a")), (probe(), accept("a"))],
        [],
    ),
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


@pytest.mark.parametrize(("sent", "expected"), SEQUENCES.values(), ids=list(SEQUENCES))
def test_exchanges_are_compared(
    sent: list[tuple[Probe, Any]], expected: list[tuple[int, str, int]]
) -> None:
    history = History(CONTRACT)
    exchanges = [exchange(got, number, one) for number, (one, got) in enumerate(sent, 1)]
    found = [
        (one.number, problem.check, first.number)
        for one in exchanges
        for problem, (first,) in history.compare(one)
    ]
    assert found == expected


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

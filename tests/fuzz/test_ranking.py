"""Failures stand in the order of their weight, in groups, each with a title of its own."""

import random
from dataclasses import replace
from typing import Any

import pytest

from contractkit.fuzz import Report, Secrets, run
from contractkit.fuzz.needs import list_needs
from contractkit.fuzz.ranking import Group, rank_failures
from contractkit.fuzz.records import Expectation, Failure, Login, Probe, Problem
from contractkit.fuzz.titles import write_line, write_title
from contractkit.payloads.cases import judge_text
from tests.fuzz.making import CONTRACT, KEY, SETTING, accept, exchange, options, probe, refuse
from tests.fuzz.mocks import check_channel, mock, trust
from tests.sample_payloads import PLAIN, plain, plain_sms

DEEP = "[" * 1000 + "]" * 1000
WRONG_LOGIN = {
    "login": Login("nothing"),
    "expect": Expectation.REFUSE,
    "marks": frozenset({"login"}),
    "label": "no credentials at all",
}


def write(text: str) -> Probe:
    return SETTING.make_probe("text", judge_text(CONTRACT, "request", text))


# In the order in which they are due: a check, its request, the group and the member.
DUE: list[tuple[str, Probe, Group, str]] = [
    ("valid-refused", probe(), Group.VALID, ""),
    ("server-error", probe(plain(callbackData="c")), Group.VALID, "/callbackData"),
    ("answer-form", probe(), Group.ANSWERS, ""),
    ("notification-missing", probe(), Group.NOTIFICATIONS, ""),
    ("unauthenticated-accepted", probe(**WRONG_LOGIN), Group.CREDENTIALS, ""),
    (
        "invalid-accepted",
        probe({name: PLAIN[name] for name in PLAIN if name != "destination"}),
        Group.MISSING,
        "/destination",
    ),
    ("server-error", probe(plain(destination=[])), Group.MISSING, "/destination"),
    ("invalid-accepted", probe(plain(channels={})), Group.MISSING, "/channels/sms"),
    ("invalid-accepted", probe(plain_sms(senderid="")), Group.MISSING, "/channels/sms/senderid"),
    ("invalid-accepted", probe(plain(options={})), Group.MISSING, "/options/domain"),
    ("invalid-accepted", probe(plain(destination={})), Group.TYPES, "/destination"),
    (
        "invalid-accepted",
        probe(plain(destination=[{"msisdn": [1]}])),
        Group.TYPES,
        "/destination/*/msisdn",
    ),
    ("invalid-accepted", probe(plain(callbackData=1)), Group.TYPES, "/callbackData"),
    ("invalid-accepted", probe(plain(deliverychannel="x")), Group.VALUES, "/deliverychannel"),
    ("invalid-accepted", probe(plain_sms(text="x" * 1025)), Group.LIMITS, "/channels/sms/text"),
    ("server-error", probe(plain(extra=1)), Group.DOUBTFUL, ""),
    ("no-answer", probe(expect=Expectation.FORM, label="a charset"), Group.HTTP, ""),
    ("invalid-accepted", write("{"), Group.TEXT, ""),
    ("server-error", write(DEEP), Group.TEXT, ""),
]  # fmt: skip


def make_failure(number: int, check: str, sent: Probe) -> Failure:
    rule = sent.rules[0] if check == "invalid-accepted" else None
    needed = list_needs(CONTRACT, sent)
    return Failure(
        Problem(check, "seen", "due", rule), exchange(accept(), number, sent), needed=needed
    )


@pytest.mark.parametrize("seed", range(5))
def test_failures_stand_in_the_order_of_their_weight(seed: int) -> None:
    failures = [make_failure(number, *one[:2]) for number, one in enumerate(DUE)]
    random.Random(seed).shuffle(failures)  # noqa: S311  not secret
    ranked = rank_failures(CONTRACT, failures)
    told = [(one.problem.check, one.group, one.member) for one in ranked]
    assert told == [(check, group, member) for check, _, group, member in DUE]


def test_what_failed_once_only_is_told_apart() -> None:
    failure = replace(make_failure(1, "server-error", probe(plain(destination=[]))), steady=False)
    [ranked] = rank_failures(CONTRACT, [failure])
    assert (ranked.group, ranked.member) == (Group.UNSTEADY, "")
    assert write_title(ranked, {}).endswith(", but not when it was sent again")


def fuzz(decide: Any) -> Report:
    return run(app=mock(decide), options=options(requests=1000, secrets=Secrets(KEY)))


@pytest.fixture(scope="module", params=[check_channel, trust])
def report(request: pytest.FixtureRequest) -> Report:
    return fuzz(request.param)


def test_no_two_titles_are_equal(report: Report) -> None:
    titles = [write_title(failure, report.titles) for failure in report.failures]
    assert len(titles) > 40
    assert sorted(set(titles)) == sorted(titles)


def test_what_tells_failures_apart_stands_in_the_first_80_columns(report: Report) -> None:
    lines = [write_line(failure, report.titles)[:66] for failure in report.failures]
    assert sorted(set(lines)) == sorted(lines)


def test_the_line_of_a_refusal_has_its_code() -> None:
    sent = probe(plain(callbackData="c"))
    lines = {
        write_line(
            Failure(
                Problem("valid-refused", "a valid request was refused", "due", aspect=code),
                exchange(refuse(code), 1, sent),
                needed=list_needs(CONTRACT, sent),
            ),
            {},
        )
        for code in ("7001", "7004")
    }
    assert lines == {
        f"valid-refused {code}: a valid request that is special at /callbackData"
        for code in ("7001", "7004")
    }


@pytest.mark.parametrize(
    ("needed", "said"),
    [
        ({"/callbackData"}, "special at /callbackData"),
        ({"/notifyurl"}, "without /notifyurl"),
        ({"/callbackData", "/a", "/b", "/c"},
         "without /a, /b and 1 more place that is special at /callbackData"),
    ],
)  # fmt: skip
def test_a_place_that_a_valid_request_lacks_is_said_to_be_absent(
    needed: set[str], said: str
) -> None:
    problem = Problem("valid-refused", "a valid request was refused", "due")
    sent = exchange(refuse("7004"), 1, probe(plain(callbackData="c")))
    title = write_title(Failure(problem, sent, needed=frozenset(needed)), {})
    assert f" {said} was refused" in title


def test_each_member_that_a_mock_trusts_has_its_own_failure() -> None:
    members = {one.member for one in fuzz(trust).failures if one.problem.check == "server-error"}
    assert members >= {
        "/destination",
        "/destination/*/msisdn",
        "/channels",
        "/channels/sms",
        "/channels/sms/senderid",
        "/channels/sms/text",
    }


def test_each_group_stands_together(report: Report) -> None:
    groups = [failure.group for failure in report.failures]
    assert list(dict.fromkeys(groups)) == sorted(set(groups), key=list(map(str, Group)).index)


def test_what_a_right_client_meets_first_comes_first() -> None:
    first = fuzz(check_channel).failures[:6]
    assert {failure.group for failure in first} == {Group.MISSING}
    assert first[0].member == "/destination"
    valid = fuzz(trust).failures[0]
    assert (valid.group, valid.problem.check) == (Group.VALID, "valid-refused")

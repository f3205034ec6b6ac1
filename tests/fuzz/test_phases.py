"""What the phases send: each expectation is the linter's, each rewriting means the same."""

import json
from collections.abc import Callable, Iterator
from itertools import chain, islice
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contractkit import Verdict, judge
from contractkit.contracts.examples import load_examples
from contractkit.contracts.loading import load
from contractkit.contracts.rules import load_rules
from contractkit.fuzz.listener import Listener
from contractkit.fuzz.phases import (
    PHASES,
    authentication,
    boundary,
    examples,
    generated,
    list_phases,
    metamorphic,
    notifications,
    numbers,
    sizes,
    texts,
    transport,
    unicode,
)
from contractkit.fuzz.probes import (
    Setting,
    attach_callback,
    fullest,
    plainest,
    put_member,
    write_body,
)
from contractkit.fuzz.records import EXPECTATIONS, Expectation, Probe
from contractkit.fuzz.request_filter import RequestFilter
from contractkit.fuzz.secrets import Secrets
from contractkit.fuzz.valid_cases import list_choices, list_longest, list_valid
from contractkit.jsontext.plain import parse_plain
from contractkit.payloads.cases import Case, identify, is_json, judge_payload
from contractkit.payloads.mutation_points import list_mutation_points
from contractkit.payloads.values.changing_texts import FRAGILE
from contractkit.pointers import to_pattern
from contractkit.strategies import invalid, valid
from contractkit.validation.check import check_text
from tests.fuzz.making import CONTRACT, JWT_SECRET, KEY, RIGHT, SETTING, list_only_doubtful
from tests.sample_payloads import PLAIN, plain

SECRETS = Secrets(KEY, JWT_SECRET)
LISTENER = Listener("http://127.0.0.1:9")
EXAMPLES_OF_A_RUN = 365  # with 1,000 requests
MOST = 300
STREAMS: dict[str, tuple[Callable[[], Iterator[Probe]], int]] = {
    "authentication": (lambda: authentication.list_probes(SETTING, SECRETS), 40),
    "notifications": (
        lambda: notifications.list_probes(SETTING, SECRETS, LISTENER.make_url),
        80,
    ),
    "text": (lambda: texts.list_probes(SETTING), MOST),
    "numbers": (lambda: numbers.list_probes(SETTING), MOST),
    "sizes": (lambda: sizes.list_probes(SETTING), 75),
    "unicode": (lambda: unicode.list_probes(SETTING), 26),
    "examples": (lambda: examples.list_probes(SETTING), MOST),
    "boundary": (lambda: boundary.list_probes(SETTING), MOST),
    "random": (lambda: generated.list_random(SETTING), 100),
    "metamorphic": (lambda: metamorphic.list_probes(SETTING), 150),
    "burst": (lambda: generated.list_burst(SETTING), 40),
    "transport": (lambda: transport.list_probes(SETTING, SECRETS), 90),
}


def judged(body: bytes) -> Verdict:
    return judge(check_text(body, "request", contract=CONTRACT))


@pytest.mark.parametrize(("stream", "least"), STREAMS.values(), ids=list(STREAMS))
def test_what_is_expected_is_what_the_linter_says_of_the_very_bytes(
    stream: Callable[[], Iterator[Probe]], least: int
) -> None:
    sent = list(islice(stream(), min(MOST, least)))
    assert len(sent) >= min(least, 40)
    for probe in sent:
        verdict = judged(probe.body)
        if probe.case is not None:
            assert probe.case.verdict is verdict, probe
        if not probe.marks:
            open_ended = probe.expect is Expectation.ANYTHING
            assert open_ended or probe.expect is EXPECTATIONS[verdict], probe
        if probe.expect is Expectation.REFUSE and not probe.marks:
            assert probe.rules


def test_every_phase_is_listed_in_the_order_of_its_name() -> None:
    phases = list_phases(SETTING, SECRETS, LISTENER)
    assert tuple(one.name for one in phases) == PHASES
    assert [one.name for one in phases if one.skipped] == []
    assert all(one.share > 0 for one in phases)
    bare = list_phases(Setting(CONTRACT, RIGHT), Secrets(), None)
    assert {one.name for one in bare if one.skipped} == {"authentication", "notifications"}


@pytest.mark.parametrize(("phase", "every"), [("examples", 80), ("boundary", 80), ("burst", 10)])
def test_wrong_logins_are_tried_again_now_and_then(phase: str, every: int) -> None:
    def list_logins(secrets: Secrets) -> list[str]:
        phases = {one.name: one for one in list_phases(SETTING, secrets, LISTENER)}
        sent = list(islice(phases[phase].list_probes(), 2 * every + 2))
        return [one.login.name for one in sent if one.expect is Expectation.REFUSE and one.marks]

    assert list_logins(SECRETS) == ["nothing", "wrong key"]
    assert list_logins(Secrets()) == []


def test_every_wrong_type_is_tried_at_every_place() -> None:
    kinds = {"str", "number", "bool", "list", "dict", "NoneType"}
    own = {"string": "str", "array": "list", "object": "dict", "boolean": "bool"}
    own["number"] = "number"
    doubtful = list_only_doubtful(CONTRACT)
    assert ("/channels/smartlinks", "object") in doubtful
    sent = chain(islice(STREAMS["examples"][0](), 402), islice(STREAMS["boundary"][0](), 150))
    tried = {
        (probe.rules[0], to_pattern(probe.pointer or ""), kind)
        for probe in sent
        if probe.case and probe.rules
        for kind in boundary.list_kinds(probe.case)
    }
    for point in list_mutation_points(CONTRACT, "request"):
        if point.keyword == "type" and load_rules(CONTRACT)[point.rule].verdict is Verdict.INVALID:
            wrong = kinds - {own[point.limit]}
            # What is only doubtful there is not invalid: one object, or a number.
            wrong -= {own[kind] for pattern, kind in doubtful if pattern == point.pattern}
            assert {
                kind for kind in wrong if (point.rule, point.pattern, kind) not in tried
            } == set()


def test_without_credentials_other_types_are_tried() -> None:
    sent = list(authentication.list_probes(SETTING, SECRETS))
    types = {dict(one.headers)["Content-Type"] for one in sent if one.login.name == "nothing"}
    assert {"application/json", "text/plain"} < types


def test_valid_cases_are_valid_and_do_not_repeat_themselves_much() -> None:
    cases = list(islice(list_valid(CONTRACT, "request"), 200))
    assert all(judge_payload(CONTRACT, "request", one.payload).rules == () for one in cases)
    assert len({identify(one) for one in cases}) > 100
    assert cases[0].payload == plainest(CONTRACT, "request").payload
    assert list_choices(CONTRACT, "request")


def test_the_longest_values_are_among_those_of_a_part() -> None:
    ranks = list_longest(CONTRACT, "request", ["/callbackData"])
    assert len(ranks) == 1
    sent = [one for one in islice(STREAMS["notifications"][0](), 120) if one.case]
    lengths = {len(str(one.case.payload.get("callbackData", ""))) for one in sent if one.case}
    assert 2000 in lengths


def test_what_is_told_again_holds_each_text_that_is_easily_changed() -> None:
    sent = [one.case for one in islice(STREAMS["notifications"][0](), 40) if one.case]
    for member in ("callbackData", "correlationid"):
        told = [case.payload.get(member) for case in sent if not case.rules]
        assert set(FRAGILE) - set(told) == set()


@pytest.mark.parametrize("name", ["boundary", "random"])
def test_nothing_is_sent_twice_from_the_admitted(name: str) -> None:
    probes = islice(STREAMS[name][0](), 300)
    sent = [one for one in RequestFilter(SETTING, None, safe_only=False).admit(probes) if one]
    assert len({one.body for one in sent}) == len(sent) > 100


def test_the_boundary_suite_repeats_nothing_by_itself() -> None:
    ids = [identify(one.case) for one in islice(STREAMS["boundary"][0](), MOST) if one.case]
    assert len(set(ids)) == len(ids) == MOST


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
BROKEN = invalid("request", contract=CONTRACT).filter(is_json).map(lambda case: case.payload)
PAYLOADS = st.one_of(valid("request", contract=CONTRACT), BROKEN, JSON_VALUES)


@settings(max_examples=150, deadline=None, database=None)
@given(PAYLOADS)
def test_each_rewriting_is_equal(payload: Any) -> None:
    for way, write in metamorphic.REWRITINGS.items():
        body = write(payload)
        assert json.loads(body) == payload, way
        assert body.decode("utf-8")


@pytest.mark.parametrize("text", ["\ud800", "a\udfff/b"])
def test_a_lone_surrogate_is_written_as_an_escape_every_time(text: str) -> None:
    for write in metamorphic.REWRITINGS.values():
        body = write({"a": text})
        assert body.isascii()
        assert json.loads(body) == {"a": text}


WRITTEN: dict[str, Callable[[bytes], object]] = {
    "as it is": lambda body: body == json.dumps(json.loads(body), ensure_ascii=False).encode(),
    "members in the opposite order": lambda body: list(json.loads(body))[-1] == "deliverychannel",
    "escapes for all that is not ASCII": bytes.isascii,
    "white space everywhere": lambda body: body.startswith(b"\r\n {\r\n\t"),
    "escapes for everything": lambda body: b"\\u0064\\u0065\\u006C" in body or b"\\u" in body[:9],
    "no white space": lambda body: b'", "' not in body and b'": ' not in body,
    "members in the order of their names": lambda body: (
        list(json.loads(body)) == sorted(json.loads(body))
    ),
    "escaped slashes": lambda body: b"\\/" in body,
}


def test_a_writing_is_called_what_it_is() -> None:
    groups: dict[str, list[Probe]] = {}
    for probe in islice(metamorphic.list_probes(SETTING), 250):
        groups.setdefault(probe.group, []).append(probe)
    assert len(groups) > 30
    for group in groups.values():
        assert len({one.body for one in group}) == len(group)
        assert len({json.dumps(json.loads(one.body), sort_keys=True) for one in group}) == 1
        for one in group:
            if isinstance(json.loads(one.body), dict) and "deliverychannel" in one.body.decode():
                assert WRITTEN[one.label](one.body), (one.label, one.body)


def test_the_order_is_reversed_in_every_object() -> None:
    value = {"a": [{"b": 1, "c": 2}], "d": {"e": 3, "f": 4}}
    turned = metamorphic.reverse_order(value)
    assert json.dumps(turned) == '{"d": {"f": 4, "e": 3}, "a": [{"c": 2, "b": 1}]}'
    assert json.dumps(metamorphic.sort_order(turned)) == json.dumps(value)


@pytest.mark.parametrize(
    ("value", "path", "put"),
    [
        ({"a": 1}, ("b",), {"a": 1, "b": 9}),
        ({"a": 1}, ("a",), {"a": 9}),
        ({"a": {"b": 1}}, ("a", "c"), {"a": {"b": 1, "c": 9}}),
        ({}, ("a", "b"), None),
        ([], ("a",), None),
        ({"a": []}, ("a", "b"), None),
    ],
)
def test_a_member_is_put_through_objects_only(value: Any, path: tuple[str, ...], put: Any) -> None:
    before = json.dumps(value)
    assert put_member(value, path, 9) == put
    assert json.dumps(value) == before


@pytest.mark.parametrize(
    ("payload", "attached"),
    [
        (PLAIN, True),
        (plain(notifyurl="https://example.com/"), True),
        ({**PLAIN, "deliverychannel": 1}, True),
        (plain(notifyurl="no url"), False),
        ([], False),
        ({}, True),
    ],
)
def test_a_callback_is_attached_where_the_verdict_stays(payload: Any, attached: bool) -> None:
    case = judge_payload(CONTRACT, "request", payload)
    made = attach_callback(CONTRACT, case, "http://127.0.0.1:9/t")
    assert (made is not None) is attached
    if made:
        assert made.payload["notifyurl"] == "http://127.0.0.1:9/t"
        assert (made.verdict, made.rules) == (case.verdict, case.rules)


def test_texts_and_bytes_are_written_as_they_are() -> None:
    assert write_body(Case("request", Verdict.INVALID, text="é[")) == "é[".encode()
    assert write_body(Case("request", Verdict.INVALID, data=b"\xff")) == b"\xff"
    assert write_body(Case("request", Verdict.VALID, {"a": "é"})) == '{"a": "é"}'.encode()
    full = fullest(CONTRACT, "request")
    assert parse_plain(write_body(full)) == full.payload


@pytest.mark.parametrize("rule", ["SM114", "SM102", "SM201", "JT006", "SM127"])
def test_one_rule_alone_is_what_the_phases_are_about(rule: str) -> None:
    setting = Setting(CONTRACT, RIGHT, rule=rule)
    for stream in (
        examples.list_probes,
        boundary.list_probes,
        generated.list_random,
        texts.list_probes,
        numbers.list_probes,
        unicode.list_probes,
    ):
        about = [one for one in islice(stream(setting), 40) if one.expect is not Expectation.ACCEPT]
        assert all(rule in one.rules for one in about)


@pytest.mark.parametrize("name", ["send-message-v1", "send-message-v2", "send-sms-v1"])
def test_every_doubtful_rule_has_an_example_that_is_sent_in_a_usual_run(name: str) -> None:
    contract = load(name)
    wanted = {
        example.rule
        for example in load_examples(contract)
        if (example.suite, example.verdict) == ("request", "doubtful")
    }
    sent = islice(examples.list_examples(contract, "request"), EXAMPLES_OF_A_RUN)
    assert wanted <= {str(case.origin).split()[1].partition("-")[0] for case in sent}

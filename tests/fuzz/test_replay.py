"""A JSON report read again: what still fails is found, what is mended is not, without secrets."""

import dataclasses
import json
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from contractkit.errors import ContractkitError, UnreadableInputError
from contractkit.fuzz import Options, Report, Secrets, run, shrinking
from contractkit.fuzz.listener import Listener
from contractkit.fuzz.probes import Setting
from contractkit.fuzz.records import Login
from contractkit.fuzz.refusals import MANY_RULES
from contractkit.fuzz.replay import list_probes, read_replay
from contractkit.fuzz.reports.json import to_data
from contractkit.fuzz.reports.text import write as write_text
from contractkit.fuzz.run import replay
from contractkit.fuzz.targets import open_app
from contractkit.reporting import FORMATS, write_report
from tests.fuzz.making import (
    CONTRACT,
    JWT_SECRET,
    KEY,
    Recorder,
    accept,
    answer,
    answering,
    options,
    refuse,
    right_app,
)

App = Callable[..., Iterable[bytes]]
URL = f"http://localhost{CONTRACT.data['operation']['path']}"
PACKAGE = "contractkit.fuzz.reports"


def echo(environ: dict[str, Any], start_response: Callable[..., object]) -> list[bytes]:
    """Tells every credential that it is given, in its headers and its body."""
    names = ("HTTP_KEY", "HTTP_AUTHORIZATION", "QUERY_STRING")
    said = " ".join(str(environ.get(name)) for name in names)
    headers = [("Content-Type", f"text/{said}"), ("X-Said", said)]
    start_response("200 OK", headers)
    return [json.dumps({"response": {"said": said}}).encode()]


def tell_and_raise(environ: dict[str, Any], _: object) -> list[bytes]:
    raise KeyError(environ.get("HTTP_KEY"), environ.get("QUERY_STRING"))


FAULTY: dict[str, tuple[Callable[[], App], str]] = {
    "accepts all": (lambda: answering(lambda _: accept()), "invalid-accepted"),
    "refuses all": (lambda: answering(lambda _: refuse()), "valid-refused"),
    "one id": (lambda: answering(lambda _: answer(accept())), "repeated-id"),
    "500": (lambda: answering(lambda _: answer(b"no", 500)), "server-error"),
    "echo": (lambda: echo, "answer-form"),
    "raises": (lambda: tell_and_raise, "dropped"),
}


@pytest.fixture(autouse=True)
def _shrink_little(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shrinking, "MOST_FAILURES", 2)


def fuzz(app: App, **more: Any) -> Report:
    made = options(**{"requests": 110, "secrets": Secrets(KEY, JWT_SECRET), **more})
    return run(app=app, contract=CONTRACT, options=made)


@lru_cache(maxsize=16)
def find(name: str) -> Report:
    """What a run finds in a faulty application."""
    return fuzz(FAULTY[name][0]())


def again(report: Report, app: App, folder: Path, secrets: Secrets | None = None) -> Report:
    path = folder / "report.json"
    path.write_text(write_report(PACKAGE, report, "json"))
    target = open_app(app, URL)
    made = Options(secrets=secrets or Secrets(KEY, JWT_SECRET))
    return replay(target, CONTRACT, made, read_replay(str(path)))


@pytest.mark.parametrize("name", FAULTY)
def test_what_still_fails_is_found_again(name: str, tmp_path: Path) -> None:
    (make, check), first = FAULTY[name], find(name)
    assert check in {one.problem.check for one in first.failures}
    second = again(first, make(), tmp_path)
    assert check in {one.problem.check for one in second.failures}
    rules = {one.problem.rule for one in first.failures if one.problem.check == "invalid-accepted"}
    assert rules == {
        one.problem.rule for one in second.failures if one.problem.check == "invalid-accepted"
    }


def test_many_rules_that_are_not_judged_stay_apart_when_only_they_are_sent(tmp_path: Path) -> None:
    def judges_text_only(payload: Any) -> dict[str, Any]:
        sms = payload["channels"].get("sms") if valid_channels(payload) else None
        return accept() if isinstance(sms, dict) and "text" in sms else refuse()

    def valid_channels(payload: Any) -> bool:
        return isinstance(payload, dict) and isinstance(payload.get("channels"), dict)

    app = answering(judges_text_only)
    first = run(app=app, contract=CONTRACT, options=options(requests=600, phases=("examples",)))
    second = again(first, app, tmp_path)
    assert len(first.failures) > MANY_RULES
    assert {one.problem.rule for one in second.failures} == {
        one.problem.rule for one in first.failures
    }


@pytest.mark.parametrize("name", FAULTY)
def test_what_is_mended_is_not(name: str, tmp_path: Path) -> None:
    second = again(find(name), right_app(jwt_secret=JWT_SECRET), tmp_path)
    assert [one.problem for one in second.failures] == []
    assert second.requests > 0


@pytest.mark.parametrize("name", FAULTY)
def test_no_secret_is_in_any_report(name: str, tmp_path: Path) -> None:
    make, report = FAULTY[name][0], find(name)
    texts = [write_report(PACKAGE, report, style) for style in FORMATS]
    texts += [
        write_text(report, 100),
        write_report(PACKAGE, again(report, make(), tmp_path), "json"),
    ]
    forms = (KEY, KEY.swapcase(), KEY[::-1], KEY[:-1], KEY[1:], "Zq7key9f", JWT_SECRET)
    coded = "".join(f"%{ord(one):02x}" for one in KEY)
    assert report.failures
    for text in texts:
        assert [form for form in (*forms, coded) if form in text] == []


def test_only_what_failed_before_is_sent(tmp_path: Path) -> None:
    first = find("accepts all")
    recorder = Recorder(right_app(jwt_secret=JWT_SECRET))
    again(first, recorder, tmp_path)
    failed = [one.probe.body for found in first.failures for one in (*found.others, found.exchange)]
    assert [one.body for one in recorder.received] == failed


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (b"", {"notified": None}),
        (b"{}", {"notified": "{}"}),
        (b"\xff", {"notified": None, "notifiedBytes": "/w=="}),
    ],
)
def test_any_notification_is_in_the_report(body: bytes, shown: dict[str, Any]) -> None:
    first = find("accepts all")
    [failure, *_] = first.failures
    found = dataclasses.replace(
        failure, problem=dataclasses.replace(failure.problem, notified=body)
    )
    [one] = to_data(dataclasses.replace(first, failures=(found,)))["failures"]
    assert {name: one[name] for name in one if name.startswith("notified")} == shown


@pytest.mark.parametrize("most", [1, 3])
def test_no_more_is_sent_again_than_is_allowed(most: int) -> None:
    failures = to_data(find("accepts all"))["failures"] * 2
    recorder = Recorder(answering(lambda _: accept()))
    made = Options(requests=most, secrets=Secrets(KEY, JWT_SECRET))
    second = replay(open_app(recorder, URL), CONTRACT, made, failures)
    assert len(failures) > most
    assert second.requests == len(recorder.received) == most
    assert second.stopped == f"its {most} requests were sent"


def test_the_order_is_kept_of_what_several_requests_show(tmp_path: Path) -> None:
    def decide(value: Any) -> dict[str, Any]:
        return refuse() if isinstance(value, dict) and [*value] == sorted(value) else accept()

    first = fuzz(answering(decide), phases=("metamorphic",))
    assert "judged-differently" in {one.problem.check for one in first.failures}
    second = again(first, answering(decide), tmp_path)
    assert "judged-differently" in {one.problem.check for one in second.failures}


def test_another_key_is_used_for_what_is_replayed(tmp_path: Path) -> None:
    first = find("500")
    recorder = Recorder(right_app(key="another"))
    second = again(first, recorder, tmp_path, Secrets("another", JWT_SECRET))
    keys = {dict(one.headers).get("key") for one in recorder.received}
    assert "another" in keys
    assert KEY not in keys
    assert "server-error" not in {one.problem.check for one in second.failures}


def test_a_wrong_login_that_cannot_be_made_ends_the_replay() -> None:
    failures = to_data(find("accepts all"))["failures"]
    [entry] = [one for one in failures if one["check"] == "unauthenticated-accepted"]
    entry["replay"][0]["login"] = "key reversed"
    setting = Setting(CONTRACT, Login("right"))
    with pytest.raises(ContractkitError, match="needs the key"):
        list(list_probes(setting, Secrets(), [entry], None))


def test_each_replayed_request_gets_a_callback_of_its_own() -> None:
    first = fuzz(answering(lambda _: answer(accept())), phases=("authentication",))
    [entry] = [one for one in to_data(first)["failures"] if one["check"] == "repeated-id"]
    for one in entry["replay"]:
        one["token"] = "n1"
    setting = Setting(CONTRACT, Login("right", (("key", KEY),)))
    probes = list(
        list_probes(setting, Secrets(KEY, JWT_SECRET), [entry], Listener("http://127.0.0.1:9"))
    )
    assert len(probes) == 2
    assert len({one.token for one in probes}) == 2
    assert all(one.token.encode() in one.body for one in probes)


GOOD: dict[str, Any] = {
    "phase": "p", "login": "right", "method": "POST", "headers": {"a": "b"}, "body": "e30=",
    "expect": "accept", "rules": [], "pointer": None, "way": "", "group": "", "token": "",
}  # fmt: skip
BAD: list[Any] = [
    "", "{", "[]", "1", "null", "\ufeff{}",
    '{"failures": 1}', '{"failures": [1]}', '{"failures": [{}]}',
    *(
        json.dumps({"failures": [{"check": "c", "replay": [{**GOOD, name: value}]}]})
        for name, value in (
            ("body", "é"), ("body", 1), ("expect", "hope"), ("rules", 1), ("rules", [1]),
            ("headers", []), ("headers", {"a": 1}), ("login", None), ("method", 7), ("token", None),
        )
    ),
    *(
        json.dumps({"failures": [{"check": "c", "replay": [without]}]})
        for without in ({one: GOOD[one] for one in GOOD if one != name} for name in GOOD)
    ),
    json.dumps({"failures": [{"replay": [GOOD]}]}),
]  # fmt: skip


@pytest.mark.parametrize("text", BAD, ids=range(len(BAD)))
def test_what_is_no_report_is_refused_in_one_line(text: str, tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableInputError) as caught:
        read_replay(str(path))
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bytes").write_bytes(b"\xff\xfe")
    for name in ("nothing", "bytes", ""):
        with pytest.raises(UnreadableInputError):
            read_replay(str(tmp_path / name))


def test_a_good_report_is_read(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text(json.dumps({"failures": [{"check": "c", "replay": [GOOD]}]}))
    assert len(read_replay(str(path))) == 1

"""`explain`, `rules`, `contracts` and `schema`: what the project knows, printed."""

import json
import re

import pytest

from contractkit import load
from contractkit.contracts.codes import load_codes
from contractkit.contracts.fields import list_fields
from contractkit.contracts.loading import read_catalog
from contractkit.contracts.rules import load_all_rules
from tests.cli.program import run

CONTRACT = load()
RULES = load_all_rules(CONTRACT)
FIELDS = [
    pattern
    for message in CONTRACT.messages
    for pattern in list_fields(CONTRACT, message)
    if pattern
]


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_explained_with_its_examples(rule: str) -> None:
    outcome = run("explain", rule.lower())
    assert outcome.status == 0
    assert outcome.out.startswith(f"# {rule}: {RULES[rule].title}\n")
    for part in ("## Why it matters", "## How to fix it", "## Source", "## Bad", "## Good"):
        assert part in outcome.out


@pytest.mark.parametrize("code", sorted({one.code for one in load_codes(CONTRACT)}))
def test_every_code_is_explained(code: str) -> None:
    out = run("explain", code).out
    for one in load_codes(CONTRACT):
        assert one.code != code or (one.description in out and one.meaning in out)


@pytest.mark.parametrize("pattern", FIELDS)
def test_every_field_is_explained(pattern: str) -> None:
    for subject in (pattern, pattern.replace("*", "0")):
        assert run("explain", subject).out.startswith(f"# {pattern} in a ")


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("ZZ9999", "`contractkit rules` lists"),
        ("9999", "unknown"),
        ("/nope", "unknown"),
        ("sendrid", "'senderid'"),
    ],
)
def test_what_nobody_knows_gets_the_nearest_name(subject: str, words: str) -> None:
    outcome = run("explain", subject)
    assert outcome.status == 2
    assert words in outcome.err


def test_rules_lists_every_rule_in_both_formats() -> None:
    lines = run("rules").out.splitlines()
    assert [line.split()[0] for line in lines] == list(RULES)
    told = {line.split()[0] for line in lines if line.endswith(" (told by migrate)")}
    assert told == {rule for rule in RULES if rule.startswith("SM9")}
    members = json.loads(run("rules", "--format", "json").out)
    assert [one["id"] for one in members] == list(RULES)
    assert {one["id"] for one in members if not one["default"]} == {"SM225", "SM233"}


def test_rules_lists_those_of_the_version() -> None:
    older, newer = (
        {
            line.split()[0]
            for line in run("rules", "--contract", f"send-message-v1@{one}").out.splitlines()
        }
        for one in ("1.0.0", "1.1.0")
    )
    assert older < newer
    assert {"SM128", "SM213"} <= newer - older


def test_contracts_lists_every_version_in_both_formats() -> None:
    contracts = read_catalog()["contracts"]
    lines = run("contracts").out.splitlines()
    assert f"{CONTRACT}  Webex Connect Send Message API v1 (SMS) *" in lines
    assert [line.removesuffix(" *") for line in lines] == [
        f"{name}@{version}  {entry['title']}"
        for name, entry in contracts.items()
        for version in entry["versions"]
    ]
    assert sum(line.endswith(" *") for line in lines) == 1
    members = json.loads(run("contracts", "--format", "json").out)
    assert [(one["name"], one["versions"], one["default"]) for one in members] == [
        (name, list(entry["versions"]), entry["default"]) for name, entry in contracts.items()
    ]


@pytest.mark.parametrize("version", ["1.0.0", "1.1.0", "1.2.0"])
@pytest.mark.parametrize("message", CONTRACT.messages)
def test_schema_prints_the_portable_form(message: str, version: str) -> None:
    out = run("schema", f"send-message-v1@{version}", "--message", message).out
    assert json.loads(out)["$id"] == f"urn:contractkit:send-message-v1:{version}:{message}"
    assert '"x-' not in out


def test_schema_prints_the_first_message_by_default() -> None:
    assert run("schema").out == run("schema", "send-message-v1", "--message", "request").out


@pytest.mark.parametrize("command", ["lint", "explain", "rules", "contracts", "schema"])
def test_every_command_has_help(command: str) -> None:
    outcome = run(command, "--help")
    assert (outcome.status, outcome.err) == (0, "")
    assert command in run("--help").out


def test_the_version_is_printed() -> None:
    assert run("--version").out.startswith("contractkit, version ")


@pytest.mark.parametrize("subject", ["401", "MV205", "/content/text"])
def test_what_only_other_contracts_know_is_explained_by_them(subject: str) -> None:
    outcome = run("explain", subject)
    assert outcome.status == 0
    assert outcome.out.startswith("In Webex Connect Send Message API v2 (SMS):\n\n# ")
    assert run("explain", subject, "--contract", str(CONTRACT)).status == 2


@pytest.mark.parametrize(
    ("subject", "told"),
    [
        ("correlationId", {"v2": "/to/*/correlationId in a request", "SMS": "/correlationId in a"}),
        ("notifyurl", {"v2": "/notifyUrl in a request", "SMS": "/callbackUrl in a request"}),
        (
            "/callbackData",
            {"v2": "/callbackData in a request", "SMS": "/callbackData in a request"},
        ),
        ("senderid", {"v2": "/from in a request", "SMS": "/from in a request"}),
        ("icmessage", {}),
        ("SM114", {}),
        ("7006", {}),
    ],
)
def test_a_field_of_several_contracts_names_those_of_the_others(
    subject: str, told: dict[str, str]
) -> None:
    out = run("explain", subject).out
    alone = run("explain", subject, "--contract", str(CONTRACT)).out
    assert out.startswith(alone)
    assert ("in other APIs" in out.removeprefix(alone)) == bool(told)
    for name, place in told.items():
        [line] = [line for line in out.removeprefix(alone).splitlines() if f" {name} " in line[:45]]
        assert place in line
        command = re.findall(r"`contractkit ([^`]+)`", line)[0].split()
        assert run(*command).out.startswith(f"# {place}")


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("Delivered", ("The message reached the recipient", "7500 (Delivered)")),
        ("Un-Delivered", ("did not reach the recipient", "7201 (Delivery failed at Operator)")),
        ("Failed", ("was not sent on", "7102 (Invalid address)")),
        ("Submitted", ("was handed over", "7501 (Submitted)")),
        ("Clicked", ("opened a link", "7528 (")),
    ],
)
def test_a_status_is_explained_in_words(subject: str, words: tuple[str, str]) -> None:
    out = run("explain", subject).out
    assert all(word in out for word in words)

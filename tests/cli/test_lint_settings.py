"""Configuration files of `contractkit lint`: found, read, checked, and what wins over what."""

import json
import os
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from contractkit.contracts.loading import find_shipped_folder, load
from contractkit.linting.settings.keys import BY_NAME, KEYS
from tests.cli.program import run
from tests.docs.pages import list_examples, read_section
from tests.sample_payloads import plain, plain_sms

PAGE = "docs/configuration.md"
TWO = plain(destination=[{"msisdn": ["+447700900123", "+447700900124"]}])
GOOD = json.dumps(plain())
BAD = json.dumps(plain_sms(senderid=""))
DOUBTFUL = json.dumps(plain(extra=1))
NOTED = json.dumps(plain_sms(type="4"))
PROFILE = {"sender_ids": ["ACME"]}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "profile.json").write_text(json.dumps(PROFILE), encoding="utf-8")
    for name in ("own", "other"):
        (tmp_path / name).symlink_to(find_shipped_folder())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def show(*options: str) -> dict[str, tuple[Any, str]]:
    """What `--show-config` says: value and origin by key."""
    outcome = run("lint", "--show-config", "--format", "json", *options)
    assert (outcome.status, outcome.err) == (0, "")
    report = json.loads(outcome.out)
    return {key: (one["value"], one["from"]) for key, one in report["settings"].items()}


# The key, its default, a value of a file, the options that say otherwise, and what then holds.
PRECEDENCE: list[tuple[str, Any, Any, list[str], Any]] = [
    (
        "contract",
        str(load()),
        "send-message-v1@1.0.0",
        ["--contract", "send-message-v1"],
        str(load()),
    ),
    ("schemas", None, "own", ["--schemas", "other"], "other"),
    ("kind", "auto", "response", ["--kind", "request"], "request"),
    ("kinds", {}, {"*.json": "response"}, [], None),
    ("select", [], ["SM1"], ["--select", "SM2,SM3"], ["SM2", "SM3"]),
    ("ignore", [], ["SM1"], ["--ignore", "SM2", "--ignore", "SM3"], ["SM2", "SM3"]),
    ("per-file-ignores", {}, {"a/": ["SM1"], "*.x": ["SM2", "SM3"]}, [], None),
    ("severity", {}, {"SM2": "error", "SM": "note"}, [], None),
    ("jsonc", False, True, ["--no-jsonc"], False),
    ("templates", False, True, ["--no-templates"], False),
    (
        "template-patterns",
        ["{{…}}", "${…}", "$(…)"],
        ["<…>"],
        ["--template-pattern", "%…%"],
        ["%…%"],
    ),
    ("environment", None, "a.json", ["--environment", "b.json"], "b.json"),
    ("exclude", [], ["a/"], ["--exclude", "b/", "--exclude", "c"], ["b/", "c"]),
    ("redact", False, True, ["--no-redact"], False),
    ("strict", False, True, ["--no-strict"], False),
    ("baseline", None, "a.json", ["--baseline", "b.json"], "b.json"),
    ("max-findings", None, 5, ["--max-findings", "6"], 6),
    ("jobs", "auto", 2, ["--jobs", "3"], 3),
    ("tenant", {}, {"plus_e164": True}, ["--tenant", "profile.json"], PROFILE),
]
IDS = [row[0] for row in PRECEDENCE]


def to_toml(value: Any) -> str:
    if isinstance(value, dict):
        inner = ", ".join(f"{json.dumps(name)} = {to_toml(one)}" for name, one in value.items())
        return f"{{{inner}}}"
    return json.dumps(value, ensure_ascii=False)


def test_precedence_is_tested_for_every_key() -> None:
    assert [key.name for key in KEYS] == IDS


@pytest.mark.parametrize(("key", "default", "told", "options", "said"), PRECEDENCE, ids=IDS)
def test_command_line_over_file_over_default(
    folder: Path, key: str, default: Any, told: Any, options: list[str], said: Any
) -> None:
    assert show()[key] == (default, "default")
    write(folder / "contractkit.toml", f"{key} = {to_toml(told)}\n")
    assert show()[key] == (told, "contractkit.toml")
    if options:
        assert show(*options)[key] == (said, "command line")
        assert show("--no-config", *options)[key] == (said, "command line")
    assert show("--no-config")[key] == (default, "default")


@pytest.mark.parametrize(("key", "told"), [(row[0], row[2]) for row in PRECEDENCE], ids=IDS)
def test_text_of_show_config_is_a_configuration_file(folder: Path, key: str, told: Any) -> None:
    write(folder / "contractkit.toml", f"{key} = {to_toml(told)}\n")
    outcome = run("lint", "--show-config")
    assert tomllib.loads(outcome.out)[key] == told
    before = show()
    write(folder / "contractkit.toml", outcome.out)
    assert {name: value for name, (value, _) in show().items()} == {
        name: value for name, (value, _) in before.items()
    }
    assert any("# contractkit.toml" in line for line in outcome.out.splitlines())
    assert max(map(len, outcome.out.splitlines())) <= 80


def test_show_config_breaks_a_long_list(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    rules = [f"SM{number}" for number in range(101, 115)]
    write(folder / "contractkit.toml", f"ignore = {json.dumps(rules)}")
    text = run("lint", "--show-config").out
    assert tomllib.loads(text)["ignore"] == rules
    assert "ignore = [  # contractkit.toml\n" in text


def test_a_message_on_the_command_line_wins_over_the_kinds_of_files(folder: Path) -> None:
    write(folder / "contractkit.toml", '[kinds]\n"*.json" = "response"\n')
    write(folder / "a.json", GOOD)
    assert "SM302" in run("lint", "a.json").out
    assert run("lint", "a.json", "--kind", "request").status == 0


# What the settings do: a file, the text of the payload, the status without and with it.
EFFECTS = [
    ('kind = "response"', GOOD, 0, 1),
    ('select = ["sm114"]', BAD, 1, 0),
    ('ignore = ["SM108"]', BAD, 1, 0),
    ("strict = true", DOUBTFUL, 0, 1),
    ("jsonc = true", GOOD + " // note", 1, 0),
    ("templates = true", GOOD.replace("+447700900123", "{{to}}"), 1, 0),
    ('kinds."a.json" = "response"', GOOD, 0, 1),
    ('kinds."/payloads/" = "response"', GOOD, 0, 1),
    ('kinds."b.json" = "response"', GOOD, 0, 0),
    ('kinds."/a.json" = "response"', GOOD, 0, 0),
    ('kind = "response"\nkinds."a.*" = "request"\nkinds."*.json" = "response"', GOOD, 0, 0),
    ('kind = "response"\nkinds."a.*" = "auto"', GOOD, 0, 0),
    ('per-file-ignores."payloads/*.json" = ["SM108"]', BAD, 1, 0),
    ('per-file-ignores."payloads/*.jsonc" = ["SM108"]', BAD, 1, 1),
    ('per-file-ignores."**/a.json" = ["sm1"]', BAD, 1, 0),
    ('per-file-ignores."a.json" = ["SM2"]\nper-file-ignores."payloads/" = ["SM1"]', BAD, 1, 0),
    ('ignore = ["SM108"]\nper-file-ignores."a.json" = ["SM2"]', BAD, 1, 0),
    ('severity.SM201 = "error"', DOUBTFUL, 0, 1),
    ('severity.sm2 = "error"', DOUBTFUL, 0, 1),
    ('severity.SM2 = "error"\nseverity.SM201 = "note"', DOUBTFUL, 0, 0),
    ('severity.SM201 = "note"\nseverity.SM2 = "error"', DOUBTFUL, 0, 0),
    ('severity.SM108 = "warning"', BAD, 1, 0),
    ('severity.SM108 = "warning"\nstrict = true', BAD, 1, 1),
    ('severity.SM224 = "error"', NOTED, 0, 1),
    ('tenant.sender_ids = ["Other"]', GOOD, 0, 1),
    ("tenant.plus_e164 = true", GOOD.replace("+447", "447"), 0, 1),
    ("tenant.max_destinations = 1\nstrict = true", GOOD, 0, 0),
    ("tenant.max_destinations = 1\nstrict = true", json.dumps(TWO), 0, 1),
]


@pytest.mark.parametrize(("text", "payload", "without", "status"), EFFECTS)
def test_what_a_setting_does(
    folder: Path, text: str, payload: str, without: int, status: int
) -> None:
    write(folder / "payloads" / "a.json", payload)
    write(folder / "contractkit.toml", text)
    assert run("lint", "payloads/a.json", "--no-config").status == without
    assert run("lint", "payloads/a.json").status == status
    assert run("lint", os.path.join(folder, "payloads", "a.json")).status == status


def test_a_changed_severity_is_in_the_report(folder: Path) -> None:
    write(folder / "contractkit.toml", 'severity.SM201 = "error"')
    write(folder / "a.json", DOUBTFUL)
    report = json.loads(run("lint", "a.json", "--format", "json").out)
    assert [one["severity"] for one in report["findings"]] == ["error"]
    assert report["summary"] == {"errors": 1, "warnings": 0, "notes": 0}
    assert "error[SM201]" in run("lint", "a.json").out


def test_patterns_and_paths_are_relative_to_the_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = 'schemas = "own"\nper-file-ignores."/old/" = ["SM108"]\n'
    write(folder / "contractkit.toml", text)
    write(folder / "old" / "a.json", BAD)
    write(folder / "sub" / "old" / "a.json", BAD)
    monkeypatch.chdir(folder / "sub")
    assert show()["schemas"] == ("../own", "../contractkit.toml")
    assert run("lint", "../old/a.json").status == 0
    assert run("lint", "old/a.json").status == 1
    write(folder / "contractkit.toml", 'baseline = "a/base.json"')
    assert show()["baseline"] == ("../a/base.json", "../contractkit.toml")
    assert "../a/base.json: no such file" in run("lint", "../old/a.json").err


def test_a_pattern_of_placeholders_may_have_three_dots(folder: Path) -> None:
    write(folder / "contractkit.toml", 'template-patterns = ["<...>"]')
    assert show()["template-patterns"] == (["<…>"], "contractkit.toml")


TABLE = '[tool.contractkit]\nignore = ["SM108"]\n'
PLACES: list[tuple[dict[str, str], str | None]] = [
    ({}, None),
    ({"contractkit.toml": ""}, "../../contractkit.toml"),
    ({"contractkit.toml": TABLE}, "../../contractkit.toml"),
    ({"pyproject.toml": TABLE}, "../../pyproject.toml"),
    ({"pyproject.toml": "[tool]\ncontractkit.strict = true"}, "../../pyproject.toml"),
    ({"pyproject.toml": "tool = {contractkit = {strict = true}}"}, "../../pyproject.toml"),
    ({"pyproject.toml": '["tool" . "contractkit"]'}, "../../pyproject.toml"),
    ({"pyproject.toml": TABLE, "contractkit.toml": ""}, "../../contractkit.toml"),
    ({"a/pyproject.toml": '[project]\nname = "contractkit"'}, None),
    ({"a/pyproject.toml": "[tool.other]", "contractkit.toml": ""}, "../../contractkit.toml"),
    ({"a/pyproject.toml": TABLE, "contractkit.toml": ""}, "../pyproject.toml"),
    ({"a/b/contractkit.toml": "", "a/pyproject.toml": TABLE}, "contractkit.toml"),
    ({"a/.git": "gitdir: x", "contractkit.toml": ""}, None),
    ({"a/.git": "gitdir: x", "a/contractkit.toml": ""}, "../contractkit.toml"),
    ({"a/pyproject.toml": "broken = = and no word of it"}, None),
    ({"a/contractkit.toml/x": "a folder"}, None),
]


@pytest.mark.parametrize(("files", "found"), PLACES)
def test_the_file_is_looked_for_upwards(
    folder: Path, monkeypatch: pytest.MonkeyPatch, files: dict[str, str], found: str | None
) -> None:
    for name, text in files.items():
        write(folder / name, text)
    (folder / "a" / "b").mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(folder / "a" / "b")
    report = json.loads(run("lint", "--show-config", "--format", "json").out)
    assert report["file"] == found


def test_config_names_the_file(folder: Path) -> None:
    write(folder / "contractkit.toml", "strict = true")
    write(folder / "conf" / "lint.toml", 'per-file-ignores."a.json" = ["SM108"]')
    write(folder / "conf" / "a.json", BAD)
    assert show("--config", "conf/lint.toml")["strict"] == (False, "default")
    assert run("lint", "conf/a.json", "--config", "conf/lint.toml").status == 0


# The text of contractkit.toml, and what is said of it.
WRONG = [
    ('ignroe = ["SM1"]', "unknown setting 'ignroe': did you mean 'ignore'?"),
    (
        'per_file_ignores = {"a" = []}',
        "unknown setting 'per_file_ignores': did you mean 'per-file-ignores'?",
    ),
    ("Strict = true", "unknown setting 'Strict': did you mean 'strict'?"),
    ('format = "json"', "unknown setting 'format'"),
    ('strict = "yes"', 'strict: takes true or false, not "yes"'),
    ("strict = 1", "strict: takes true or false, not 1"),
    ('kind = "reqest"', "kind: unknown message 'reqest': did you mean 'request'?"),
    ('kind = ""', 'kind: takes text in quotes, not ""'),
    ('kinds."a/" = "answer"', "kinds: unknown message 'answer'"),
    ('kinds."a/" = 1', 'kinds."a/": takes text in quotes, not 1'),
    ('kinds = "request"', "kinds: takes a table of messages"),
    ('kinds."!a" = "request"', 'kinds."!a": is no pattern of file names'),
    ('select = "SM1"', 'select: takes a list of texts, such as ["…"], not "SM1"'),
    ("select = [1]", "select: takes a list of texts"),
    ('ignore = ["SM999"]', "ignore: unknown rule 'SM999'"),
    ('ignore = [""]', "ignore: takes a list of texts"),
    ('per-file-ignores."*" = ["SX1"]', "per-file-ignores: unknown rule 'SX1'"),
    ('per-file-ignores."*" = "SM1"', 'per-file-ignores."*": takes a list of texts'),
    ('severity.SM999 = "error"', "severity: unknown rule 'SM999'"),
    ('severity.SM201 = "eror"', "severity.SM201: unknown severity 'eror': did you mean 'error'?"),
    ("severity.SM201 = true", "severity.SM201: unknown severity 'true'"),
    ("severity.SM201 = []", "severity.SM201: unknown severity '[]'"),
    ('template-patterns = ["{{"]', 'template-patterns: takes patterns such as "{{…}}", not "{{"'),
    ("jobs = 0", 'jobs: takes a whole number from 1, or "auto", not 0'),
    ("max-findings = 1.5", "max-findings: takes a whole number from 1, not 1.5"),
    ("max-findings = true", "max-findings: takes a whole number from 1, not true"),
    ("baseline = 2026-01-01", 'baseline: takes text in quotes, not "2026-01-01"'),
    (
        'contract = "send-mesage-v1"',
        "contract: unknown contract 'send-mesage-v1': did you mean 'send-message-v1'?",
    ),
    ('contract = "send-message-v1@9"', "contract: unknown version of send-message-v1 '9'"),
    (
        "tenant.senderids = ['A']",
        "tenant: unknown tenant setting 'senderids': did you mean 'sender_ids'?",
    ),
    (
        "tenant.sender_ids = 'A'",
        "tenant: tenant setting 'sender_ids' takes a list of at least one string",
    ),
    (
        "tenant.max_destinations = true",
        "tenant: tenant setting 'max_destinations' takes a whole number from 1",
    ),
    (
        "tenant.max_destinations = 0",
        "tenant: tenant setting 'max_destinations' takes a whole number from 1",
    ),
    (
        "tenant.smartlinks = [5]",
        "tenant: tenant setting 'smartlinks' takes a list of at least one string",
    ),
    (
        "tenant.contact_policy = 'off'",
        "tenant: tenant setting 'contact_policy' takes true or false",
    ),
    (
        'tenant = "profile.json"',
        'tenant: takes a table of the tenant\'s settings, not "profile.json"',
    ),
    ("strict = ", "is not TOML: "),
    ("a = [" + "[" * 5000, "is not TOML: "),
    ("strict = true\n[tool.contractkit]", "strict stands outside [tool.contractkit]"),
    ("tool = 1", "has no table [tool.contractkit]"),
    ("tool.contractkit = 1", "tool.contractkit is not a table"),
]


@pytest.mark.parametrize(("text", "words"), WRONG, ids=[one[:40] for one, _ in WRONG])
def test_what_is_wrong_in_a_file_is_named(folder: Path, text: str, words: str) -> None:
    write(folder / "contractkit.toml", text)
    write(folder / "a.json", GOOD)
    for arguments in (["lint", "a.json"], ["lint", "--show-config"]):
        outcome = run(*arguments)
        assert (outcome.status, outcome.out) == (2, "")
        assert outcome.err.startswith(f"contractkit: error: contractkit.toml: {words}")
        assert outcome.err.count("\n") == 1
    assert run("lint", "a.json", "--no-config").status == 0


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'[tool.contractkit]\nstrict = "\xff"', "is not UTF-8"),
        (b"[tool.contractkit]\nstrict =", "is not TOML: "),
        (b"[tool.contractkit]\nsrict = true", "unknown setting 'srict': did you mean 'strict'?"),
    ],
)
def test_what_is_wrong_in_a_pyproject_is_named(folder: Path, data: bytes, words: str) -> None:
    (folder / "pyproject.toml").write_bytes(data)
    outcome = run("lint", "--show-config")
    assert outcome.status == 2
    assert outcome.err.startswith(f"contractkit: error: pyproject.toml: {words}")


def test_a_wrong_word_of_the_command_line_is_not_blamed_on_the_file(folder: Path) -> None:
    write(folder / "contractkit.toml", 'ignore = ["SM108"]\nselect = ["SM"]')
    write(folder / "a.json", GOOD)
    outcome = run("lint", "a.json", "--select", "SX")
    assert outcome.status == 2
    assert "contractkit.toml" not in outcome.err
    assert "unknown rule 'SX'" in outcome.err


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--config", "none.toml"], "none.toml: no such file"),
        (["--config", "."], ".: Is a directory"),
        (["--config", "pyproject.toml"], "pyproject.toml: has no table [tool.contractkit]"),
        (["--config", "a.toml", "--no-config"], "--config and --no-config exclude each other"),
    ],
)
def test_config_that_cannot_be(folder: Path, options: list[str], words: str) -> None:
    write(folder / "pyproject.toml", "[project]")
    outcome = run("lint", *options)
    assert (outcome.status, outcome.out) == (2, "")
    assert words in outcome.err


def test_the_documentation_lists_the_settings_as_they_are() -> None:
    section = read_section(PAGE, "## Keys")
    rows = re.findall(r"^\| `([a-z-]+)` \| (.*) \|$", section, re.MULTILINE)
    assert rows == [(key.name, key.meaning) for key in KEYS]
    assert BY_NAME.keys() == dict(rows).keys()


def test_the_profile_of_the_documentation_has_every_setting_of_a_tenant() -> None:
    section = read_section(PAGE, "## For one tenant")
    [text] = re.findall(r"```json\n(.*?)```", section, re.DOTALL)
    assert set(json.loads(text)) == set(load(tenant=json.loads(text)).data["tenant"])
    assert set(re.findall(r"`([a-z_0-9]+)`[:,]", section)) == set(json.loads(text))


def test_the_configuration_of_the_documentation_is_taken(folder: Path) -> None:
    [text] = [example.text for example in list_examples(PAGE) if example.language == "toml"]
    write(folder / "pyproject.toml", text)
    told = tomllib.loads(text)["tool"]["contractkit"]
    shown = show()
    assert {key for key, (_, origin) in shown.items() if origin == "pyproject.toml"} == set(told)
    assert {key: shown[key][0] for key in told} == told

"""`contractkit migrate`: where payloads go, what is told where, and the exit status."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contractkit.linting.reports import FORMATS
from tests.cli.program import Outcome, run
from tests.migrate.migrating import CONTRACTS

NOTE = {"kind": "note", "readers": [{"names": ["Ann"]}], "content": {"author": "Me", "words": "Hi"}}
MEMO = {
    "sort": "memo",
    "from": "Me",
    "to": [{"names": ["Ann"]}],
    "body": {"type": "plain", "text": "Hi"},
}
ROOMS = NOTE | {"readers": [{"names": ["Ann"], "room": "1"}, {"names": ["Bo"], "room": "2"}]}
DRAWING = NOTE | {"drawing": "x"}
BROKEN = NOTE | {"loud": "9"}
SECRET = NOTE | {"content": {"author": "Me", "words": "Hi", "style": "3"}}
Save = Callable[..., str]


@pytest.fixture
def save(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Save:
    """Save a value as a file in the working directory, which is empty; its name."""
    monkeypatch.chdir(tmp_path)

    def write(name: str, *values: object) -> str:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text("".join(f"{json.dumps(value)}\n" for value in values), "utf-8")
        return name

    return write


def migrate(*arguments: str, to: str = "memo-v2", stdin: bytes = b"") -> Outcome:
    return run("migrate", *arguments, "--to", to, "--schemas", CONTRACTS, stdin=stdin)


def read(out: str) -> list[Any]:
    return [json.loads(line) for line in out.splitlines()]


def list_files(folder: str) -> list[str]:
    return sorted(
        path.relative_to(folder).as_posix() for path in Path(folder).rglob("*") if path.is_file()
    )


def test_payloads_are_lines_and_findings_go_to_standard_error(save: Save) -> None:
    outcome = migrate(save("a.json", DRAWING))
    assert (outcome.status, read(outcome.out)) == (0, [MEMO])
    assert outcome.err == (
        "a.json:1:106: warning NO911 a memo has no drawing\n"
        "1 request, 1 payload for memo-v2@1.0.0: 1 warning\n"
    )


def test_characters_stand_for_themselves_on_standard_output_as_in_files(save: Save) -> None:
    name = save("a.json", NOTE | {"content": {"author": "Me", "words": "é 😀 \ud800"}})
    migrate(name, "--output", "out", "--force")
    line, text = migrate(name, "--force").out, Path("out/a.json").read_text("utf-8")
    assert 'text": "é 😀 \\ud800"' in line
    assert 'text": "é 😀 \\ud800"' in text


@pytest.mark.parametrize("name", ["a.json", "a.jsonc", "a.ndjson"])
def test_files_folders_globs_and_standard_input_are_read(save: Save, name: str) -> None:
    save(f"in/{name}", NOTE)
    for arguments in ([f"in/{name}"], ["in"], [f"in/*{name[1:]}"]):
        assert read(migrate(*arguments).out) == [MEMO]
    stdin = json.dumps(NOTE).encode()
    assert read(migrate("-", "--stdin-filename", name, stdin=stdin).out) == [MEMO]


def test_each_line_of_a_file_is_a_request_with_its_place(save: Save) -> None:
    outcome = migrate(save("a.ndjson", NOTE, BROKEN, DRAWING))
    assert (outcome.status, read(outcome.out)) == (1, [MEMO, MEMO])
    assert outcome.err.startswith("a.ndjson:2:103: error NO101")
    assert "a.ndjson:3:106: warning NO911" in outcome.err


def test_files_keep_their_names_and_are_numbered_where_they_become_several(save: Save) -> None:
    save("in/sub/a.json", NOTE)
    save("in/b.json", ROOMS)
    save("in/c.ndjson", NOTE, ROOMS)
    save("d.json", NOTE)
    outcome = migrate("in", "d.json", "--output", "out")
    assert (outcome.status, outcome.out) == (0, "")
    assert list_files("out") == ["b-1.json", "b-2.json", "c.ndjson", "d.json", "sub/a.json"]
    assert json.loads(Path("out/sub/a.json").read_text("utf-8")) == MEMO
    assert read(Path("out/c.ndjson").read_text("utf-8"))[0] == MEMO
    assert len(read(Path("out/c.ndjson").read_text("utf-8"))) == 3


@pytest.mark.usefixtures("save")
def test_standard_input_becomes_a_file() -> None:
    stdin = json.dumps(NOTE).encode()
    migrate("-", "--output", "out", stdin=stdin)
    migrate("-", "--output", "named", "--stdin-filename", "x/y.json", stdin=stdin)
    migrate("-", "--output", "lines", stdin=b"%b\n%b" % (stdin, stdin))
    folders = ("out", "named", "lines")
    assert [list_files(folder) for folder in folders] == [
        ["stdin.json"], ["y.json"], ["stdin.ndjson"],
    ]  # fmt: skip


@pytest.mark.usefixtures("save")
def test_standard_input_may_have_a_request_on_each_line() -> None:
    stdin = b"\n%b\n\n%b\n" % (json.dumps(NOTE).encode(), json.dumps(DRAWING).encode())
    outcome = migrate("-", stdin=stdin)
    assert (outcome.status, read(outcome.out)) == (0, [MEMO, MEMO])
    assert outcome.err.startswith("<stdin>:4:106: warning NO911")
    assert read(migrate("-", stdin=json.dumps(NOTE, indent=1).encode()).out) == [MEMO]


@pytest.mark.parametrize("value", [BROKEN, SECRET], ids=["invalid", "refused"])
def test_a_folder_appears_whole_or_not_at_all(save: Save, value: object) -> None:
    save("in/a.json", NOTE)
    save("in/b.json", value)
    outcome = migrate("in", "--output", "out")
    assert outcome.status == 1
    assert outcome.err.endswith("; nothing was written\n")
    assert list_files(".") == ["in/a.json", "in/b.json"]


def test_a_forced_folder_has_what_can_be_written(save: Save) -> None:
    save("in/a.json", BROKEN)
    save("in/b.json", SECRET)
    outcome = migrate("in", "--output", "out", "--force")
    assert (outcome.status, list_files("out")) == (1, ["a.json"])
    assert outcome.err.endswith(
        "; 1 request not written, the rest is written despite the errors, as --force asks "
        "(exit status 1)\n"
    )


@pytest.mark.parametrize(
    ("values", "options", "told"),
    [
        ([NOTE], (), "nothing to tell"),
        ([NOTE, SECRET], (), "; 1 request not written"),
        ([SECRET], (), "; nothing was written"),
        ([SECRET], ("--force",), "; nothing was written, not even with --force"),
        ([NOTE], ("--force",), "nothing to tell"),
        (
            [BROKEN],
            ("--force",),
            "; written despite the errors, as --force asks (exit status 1)",
        ),
    ],
)
def test_the_last_line_says_what_was_written(
    save: Save, values: list[object], options: tuple[str, ...], told: str
) -> None:
    outcome = migrate(save("a.ndjson", *values), *options)
    assert outcome.err.endswith(f"{told}\n")
    assert outcome.status == int(values != [NOTE])


def test_a_line_that_cannot_be_read_counts_as_a_request_that_is_not_written(save: Save) -> None:
    save("a.ndjson", NOTE)
    with Path("a.ndjson").open("a", encoding="utf-8") as file:
        file.write('{"kind": "note", \n')
    outcome = migrate("a.ndjson")
    assert (outcome.status, read(outcome.out)) == (1, [MEMO])
    last = "2 requests, 1 payload for memo-v2@1.0.0: 1 error; 1 request not written\n"
    assert outcome.err.endswith(last)


def test_what_has_no_effect_is_shown_once_a_run_and_reported_each_time(save: Save) -> None:
    idle = NOTE | {"extra": "", "more": None}
    name = save("a.ndjson", idle, idle, NOTE | {"extra": [], "drawing": "x"})
    save("b.json", idle)
    outcome = migrate(name, "b.json", "--report", "json=report.json")
    told = [line.split(": ")[1].split()[1] for line in outcome.err.splitlines()[:-1]]
    assert told == ["NO906"] * 3 + ["NO911"]
    assert outcome.err.endswith(": 1 warning, 7 notes, 4 of them as above and not shown again\n")
    report = json.loads(Path("report.json").read_text("utf-8"))
    assert [one["rule"] for one in report["findings"]].count("NO906") == 7
    assert report["files"] == 2


def test_with_strict_a_warning_is_enough_to_write_nothing(save: Save) -> None:
    save("a.json", NOTE)
    save("b.json", DRAWING)
    assert read(migrate("a.json", "--strict").out) == [MEMO]
    outcome = migrate("a.json", "b.json", "--strict")
    assert (outcome.status, outcome.out) == (1, "")
    assert outcome.err.endswith("; nothing was written\n")
    assert migrate("a.json", "b.json", "--strict", "--output", "out").status == 1
    assert not Path("out").exists()


@pytest.mark.parametrize(("value", "status"), [(NOTE, 0), (DRAWING, 0), (BROKEN, 1), (SECRET, 1)])
def test_check_reports_on_standard_output_and_writes_nothing(
    save: Save, value: object, status: int
) -> None:
    name = save("a.json", value)
    full = migrate(name, "--check")
    concise = migrate(name, "--check", "--format", "concise")
    [report] = [json.loads(migrate(name, "--check", "--format", "json").out)]
    assert full.status == concise.status == status
    assert list_files(".") == ["a.json"]
    rules = [finding["rule"] for finding in report["findings"]]
    assert [line.split()[2] for line in concise.out.splitlines()] == rules
    assert all(f"[{rule}]" in full.out for rule in rules)
    assert list(report) == ["version", "contract", "to", "files", "findings", "summary"]
    assert (report["contract"], report["to"]) == ("note-v1@1.0.0", "memo-v2@1.0.0")


@pytest.mark.parametrize("style", FORMATS)
def test_report_has_the_findings_of_the_run_with_their_rules(save: Save, style: str) -> None:
    outcome = migrate(save("a.json", DRAWING), "--report", f"{style}=report")
    assert read(outcome.out) == [MEMO]
    assert "NO911" in Path("report").read_text("utf-8")


def test_reports_say_that_requests_were_migrated_and_to_what(save: Save) -> None:
    name = save("a.json", DRAWING)
    migrate(name, "--report", "junit=junit.xml", "--report", "sarif=report.sarif")
    suite = 'name="contractkit migrate note-v1@1.0.0 to memo-v2@1.0.0"'
    assert suite in Path("junit.xml").read_text("utf-8")
    [log] = json.loads(Path("report.sarif").read_text("utf-8"))["runs"]
    assert log["automationDetails"]["id"] == "contractkit/note-v1@1.0.0-to-memo-v2@1.0.0/"


def test_diff_shows_each_value_beside_what_became_of_it(save: Save) -> None:
    outcome = migrate(save("a.json", ROOMS | {"drawing": "x"}), "--diff")
    assert outcome.out == (
        "a.json: payload 1 of 2\n"
        '/kind "note"             | /sort "memo"\n'
        '/readers/0/names/0 "Ann" | /to/0/names/0 "Ann"\n'
        '/readers/0/room "1"      | /room "1"\n'
        '/content/author "Me"     | /from "Me"\n'
        '/content/words "Hi"      | /body/text "Hi"\n'
        '/drawing "x"             | - NO911\n'
        '                         | /body/type "plain"\n'
        "a.json: payload 2 of 2\n"
        '/kind "note"            | /sort "memo"\n'
        '/readers/1/names/0 "Bo" | /to/0/names/0 "Bo"\n'
        '/readers/1/room "2"     | /room "2"\n'
        '/content/author "Me"    | /from "Me"\n'
        '/content/words "Hi"     | /body/text "Hi"\n'
        '                        | /body/type "plain"\n'
    )
    nothing = migrate(save("b.json", SECRET), "--diff").out
    assert nothing == (
        "b.json: nothing is written\n"
        '/kind "note"             | -\n'
        '/readers/0/names/0 "Ann" | -\n'
        '/content/author "Me"     | -\n'
        '/content/words "Hi"      | -\n'
        '/content/style "3"       | - NO912\n'
    )


def test_diff_shows_a_long_value_whole(save: Save, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    words = "x" * 250 + "y"
    out = migrate(save("a.json", NOTE | {"extra": words}), "--diff").out
    assert f'\n/extra "{words}" | - NO904\n' in out


def test_unsafe_goes_by_the_settings_of_the_tenant(save: Save) -> None:
    save("tenant.json", {"titles": True})
    name = save("a.json", NOTE)
    assert migrate(name, "--tenant", "tenant.json").status == 1
    outcome = migrate(name, "--tenant", "tenant.json", "--unsafe")
    assert (outcome.status, read(outcome.out)) == (0, [MEMO | {"to": [{"names": ["Dr Ann"]}]}])


@pytest.mark.parametrize(
    ("arguments", "to", "told"),
    [
        (["a.json"], "memo-v3", "unknown contract 'memo-v3': did you mean 'memo-v2'?"),
        (["a.json"], "memo-v2@9.0.0", "unknown version of memo-v2 '9.0.0'"),
        (["a.json"], "note-v1", "--to names the contract that the requests are of: note-v1"),
        (["a.json", "--contract", "memo-v2"], "card-v1", "unknown way from memo-v2 to 'card-v1'"),
        (["a.json", "--output", "in"], "memo-v2", "in: is not empty; name a new or an empty fol"),
        (["a.json", "--output", "a.json"], "memo-v2", "a.json: is not a folder"),
        (["in/a.json", "a.json", "--output", "out"], "memo-v2", "in/a.json and a.json would both"),
        (["a.json", "--check", "--diff"], "memo-v2", "--check and --diff exclude each other"),
        (["a.json", "--check", "--output", "out"], "memo-v2", "--check and --output exclude"),
        (["a.json", "--force", "--strict"], "memo-v2", "--force and --strict exclude each other"),
        (["a.json", "--diff", "--redact"], "memo-v2", "--diff shows the values"),
        (["a.json", "--report", "json=a.json"], "memo-v2", "--report would overwrite a.json"),
        (["none.json"], "memo-v2", "none.json: no such file"),
        (["answer.json"], "memo-v2", "answer.json: is the message “answer” of note-v1@1.0.0"),
        (["other.json"], "memo-v2", "other.json: cannot tell which message this is"),
        (["a.har"], "memo-v2", "a.har: is a recording or a collection of requests"),
    ],
)
def test_wrong_use_is_told_in_one_line(
    save: Save, arguments: list[str], to: str, told: str
) -> None:
    save("a.json", NOTE)
    save("in/a.json", NOTE)
    save("answer.json", {"received": True})
    save("other.json", {"x": 1})
    save("a.har", {"log": {"entries": []}})
    before = list_files(".")
    outcome = migrate(*arguments, to=to)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith(f"contractkit: error: {told}")
    assert list_files(".") == before


def test_what_is_no_request_is_passed_over_in_a_folder(save: Save) -> None:
    save("a.json", NOTE)
    save("answer.json", {"received": True})
    save("other.json", {"x": 1})
    save("a.har", {"log": {"entries": []}})
    outcome = migrate(".")
    assert (outcome.status, read(outcome.out)) == (0, [MEMO])
    assert outcome.err.endswith("3 files passed over: no requests\n")


def test_findings_show_no_values_where_they_are_to_be_redacted(save: Save) -> None:
    name = save(
        "a.json", NOTE | {"due": "2026-13-13T00:00:00Z", "content": {"author": "+4", "words": "Hi"}}
    )
    assert "2026" in migrate(name).err
    outcome = migrate(name, "--redact", "--check")
    assert "2026" not in outcome.out
    assert "+4" not in outcome.out


def test_rules_that_a_project_does_not_report_count_all_the_same(save: Save) -> None:
    save("long.json", NOTE | {"content": {"author": "Me", "words": "x" * 61}})
    save("broken.json", BROKEN)
    Path("contractkit.toml").write_text('select = ["NO2"]\n', "utf-8")
    assert (migrate("long.json").status, migrate("long.json").out) == (1, "")
    assert "NO902" in migrate("long.json").err
    assert "NO101" in migrate("broken.json").err


REQUESTS = {
    "v1.json": {
        "deliverychannel": "sms",
        "destination": [{"msisdn": ["+447700900101"]}],
        "channels": {"sms": {"senderid": "ACME", "text": "Hello"}},
    },
    "v2.json": {
        "channel": "sms",
        "from": "ACME",
        "to": [{"msisdn": ["+447700900101"]}],
        "content": {"type": "text", "text": "Hello"},
    },
    "sms.json": {"from": "ACME", "to": "+447700900101", "content": "Hello"},
}


@pytest.mark.parametrize("contract", [(), ("--contract", "send-message-v1")])
def test_requests_of_other_contracts_are_passed_over_or_refused(
    save: Save, contract: tuple[str, ...]
) -> None:
    for name, value in REQUESTS.items():
        save(name, value)
    outcome = run("migrate", ".", "--to", "send-message-v2", *contract)
    assert (outcome.status, read(outcome.out)) == (0, [REQUESTS["v2.json"]])
    assert outcome.err.endswith("2 files passed over: no requests\n")
    for name in ("v2.json", "sms.json"):
        outcome = run("migrate", name, "--to", "send-sms-v1", *contract)
        assert outcome.out == ""
        assert outcome.status == (1 if contract else 2)
        assert outcome.err.startswith(name if contract else f"contractkit: error: {name}: is the")


def test_lines_of_other_contracts_are_refused(save: Save) -> None:
    save("a.ndjson", *REQUESTS.values())
    outcome = run("migrate", "a.ndjson", "--to", "send-message-v2")
    assert (outcome.status, read(outcome.out)) == (2, [REQUESTS["v2.json"]])
    assert "a.ndjson:2: is the message “request” of send-message-v2@1.0.0" in outcome.err

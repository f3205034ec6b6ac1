"""What `contractkit lint` looks at: folders, globs, lines, templates, recordings."""

import json
import os
from pathlib import Path

import pytest

from contractkit.linting.inputs import LARGEST, LARGEST_RECORDING
from tests.cli.program import run
from tests.linting.recordings.making import URL, make_collection, make_entry, make_har, make_item
from tests.sample_payloads import plain, plain_sms

GOOD = json.dumps(plain())
BAD = json.dumps(plain_sms(senderid=""))
PASSED = "passed over: no message of the contract"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(files: dict[str, str]) -> None:
    for name, text in files.items():
        os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
        Path(name).write_text(text, encoding="utf-8")


def linted(*arguments: str) -> list[str]:
    """The files in which something was found, each once."""
    lines = run("lint", "--format", "concise", *arguments).out.splitlines()
    return list(dict.fromkeys(line.partition(":")[0] for line in lines))


REPOSITORY = {
    ".git/info/exclude": "local.json\n",
    ".gitignore": "# what is made\nmade/\n*.gen.json\n!\n\\\n/top.json\n",
    "local.json": BAD,
    "top.json": BAD,
    "made/a.json": BAD,
    "made/.gitignore": "hidden.json\n",
    "made/hidden.json": BAD,
    "own.json": BAD,
    "x.gen.json": BAD,
    "sub/top.json": BAD,
    "sub/.gitignore": "!keep.gen.json\nbuilt\n",
    "sub/keep.gen.json": BAD,
    "sub/other.gen.json": BAD,
    "sub/built/a.json": BAD,
    "sub/deep/keep.gen.json": BAD,
    "sub/deep/built/a.json": BAD,
}
SUB = ["sub/keep.gen.json", "sub/top.json", "sub/deep/keep.gen.json"]


@pytest.mark.parametrize(
    ("paths", "found"),
    [
        (["."], ["./own.json", *(f"./{path}" for path in SUB)]),
        (["sub"], SUB),
        (["sub/deep"], SUB[2:]),
        (["made"], ["made/a.json"]),
        (["sub/built"], ["sub/built/a.json"]),
        (["x.gen.json", "made/a.json"], ["x.gen.json", "made/a.json"]),
        (
            ["**/*.json"],
            ["own.json", "sub/deep/keep.gen.json", "sub/keep.gen.json", "sub/top.json"],
        ),
        (["made/*.json"], []),
        (["./sub/*.json"], ["./sub/keep.gen.json", "./sub/top.json"]),
    ],
)
def test_folders_and_globs_leave_out_what_git_ignores(paths: list[str], found: list[str]) -> None:
    write(REPOSITORY)
    assert linted(*paths) == found


def test_files_of_git_above_the_repository_do_not_count() -> None:
    write({".gitignore": "*.json\n", "inner/.git/HEAD": "", "inner/a.json": BAD})
    assert linted("inner") == ["inner/a.json"]


def test_without_a_repository_the_files_of_the_folder_count() -> None:
    write({".gitignore": "a.json\n", "sub/.gitignore": "b.json\n", "sub/a.json": BAD})
    write({"sub/b.json": BAD, "a.json": BAD})
    assert linted(".") == []
    assert linted("sub") == ["sub/a.json"]


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (["--exclude", "sub/", "."], ["./own.json"]),
        (["--exclude", "*.json", "."], []),
        (["--exclude", "*.json", "--exclude", "!own.json", "."], ["./own.json"]),
        (["--exclude", "/top.json", "sub/top.json", "top.json"], ["sub/top.json"]),
        (["--exclude", "top.json", "sub/top.json", "top.json", "own.json"], ["own.json"]),
        (["--exclude", "sub/deep", "**/*.json"], ["own.json", "sub/keep.gen.json", "sub/top.json"]),
        (["--exclude", "sub", "sub"], []),
    ],
)
def test_exclude_always_holds(options: list[str], found: list[str]) -> None:
    write(REPOSITORY)
    assert linted(*options) == found


def test_exclude_of_a_file_is_relative_to_it_and_of_the_command_line_to_here() -> None:
    write({"contractkit.toml": 'exclude = ["/sub/a.json"]', "sub/a.json": BAD, "sub/b.json": BAD})
    os.chdir("sub")
    assert linted() == ["./b.json"]
    assert linted("a.json", "b.json") == ["b.json"]
    assert linted("--exclude", "/b.json") == ["./a.json"]


def test_a_pattern_that_says_nothing_is_wrong_usage() -> None:
    outcome = run("lint", "--exclude", "!")
    assert outcome.status == 2
    assert outcome.err == (
        "contractkit: error: '!' is not a pattern of file names as in .gitignore\n"
    )


OTHERS = {
    "package.json": '{"name": "x", "description": "y", "type": "module", "version": "1"}',
    "tsconfig.json": '{\n  // note\n  "compilerOptions": {},\n}',
    "numbers.json": "[1, 2, 3]",
    "text.json": '"x"',
    "empty-list.json": "[]",
    "mail.json": '{"from": "a", "to": "b", "content": "c"}',
    "mapping.json": '{"request": {}, "response": {}}',
    "people.json": '[{"name": "x", "text": "y", "id": 1}]',
    "events.jsonl": '\n{"ts": 1}\n{"ts": 2}\n',
    "other.har": json.dumps(make_har(make_entry(BAD, url="https://example.com/"))),
    "list.har": "[]",
    "other.postman_collection.json": json.dumps(make_collection(make_item(BAD, "https://x.org"))),
}


def test_other_files_of_a_folder_are_passed_over_and_counted() -> None:
    write(OTHERS)
    outcome = run("lint")
    assert (outcome.status, outcome.out) == (0, "")
    assert outcome.err.splitlines() == [
        "0 files checked: nothing to judge",
        f"{len(OTHERS)} files {PASSED}",
    ]
    assert json.loads(run("lint", "--format", "json").out)["files"] == 0


@pytest.mark.parametrize(
    "text",
    [
        BAD,
        f"[{BAD}]",
        f"// note\n{GOOD}",
        '{"destination": []}',
        '{"deliverychannel": "sms", "channels": {}, "a": 1, "b": 2, "c": 3, "d": 4}',
        '{"senderid": "A", "text": "x"}',
        '{"response": []}',
        '{"deliveryInfoNotification": {}}',
        '{"DeliveryChannel": "sms", "Destination": []}',
        "{",
        "",
    ],
)
def test_what_is_a_message_or_broken_is_judged_in_a_folder_too(text: str) -> None:
    write({"a.json": text})
    assert linted() == ["./a.json"]


@pytest.mark.parametrize("name", [one for one in OTHERS if not one.startswith(("other.", "list."))])
def test_a_name_or_a_kind_on_the_command_line_asks_for_a_judgement(name: str) -> None:
    write({name: OTHERS[name]})
    assert run("lint", name).status in {1, 2}
    assert run("lint", "--kind", "request", ".").status == 1


@pytest.mark.parametrize(("name", "status"), [("a.jsonc", 0), ("A.JSONC", 0), ("a.json", 1)])
def test_comments_are_allowed_where_the_name_says_so(name: str, status: int) -> None:
    write({name: f"// note\n{GOOD[:-1]},}}"})
    assert run("lint", name).status == status


def test_each_line_is_a_payload() -> None:
    lines = f"{GOOD}\n\n{BAD}\r\n{{\n{BAD}"
    write({"a.ndjson": lines, "b.jsonl": GOOD})
    outcome = run("lint", "--format", "concise", "a.ndjson", "b.jsonl")
    column = BAD.index('""') + 1
    assert [line.rpartition(": error")[0] for line in outcome.out.splitlines()] == [
        f"a.ndjson:3:{column}",
        "a.ndjson:4:2",
        f"a.ndjson:5:{column}",
    ]
    assert outcome.err.startswith("2 files checked: 3 errors\n")
    name = "--stdin-filename=x.ndjson"
    piped = run("lint", "--format", "concise", name, "-", stdin=lines.encode())
    assert piped.out == outcome.out.replace("a.ndjson", "x.ndjson")


def test_a_file_of_lines_that_cannot_be_read_is_told() -> None:
    write({"binary.jsonl": "\0\0\0"})
    Path("binary.jsonl").write_bytes(b"\x7fELF\x00\xff\xfe\x80")
    outcome = run("lint", "missing.ndjson", "binary.jsonl")
    assert outcome.status == 2
    assert outcome.err.splitlines()[:2] == [
        "contractkit: error: missing.ndjson: no such file",
        "contractkit: error: binary.jsonl: is a binary file, not JSON text",
    ]


NUMBER = "+447700900123"


@pytest.mark.parametrize(
    ("written", "options", "status"),
    [
        ("{{to}}", [], 1),
        *((one, ["--templates"], 0) for one in ("{{to}}", "${to}", "$(to)", "{{ a.b | c }}")),
        *((one, ["--templates"], 1) for one in ("{to}", "%to%", "{{}}", "+44{{to}}", "{{a}}{{b}}")),
        ("%to%", ["--templates", "--template-pattern", "%…%"], 0),
        ("%to%", ["--templates", "--template-pattern", "%...%"], 0),
        ("__TO_WHOM__", ["--templates", "--template-pattern", "__…__"], 0),
        ("{{to}}", ["--templates", "--template-pattern", "%…%"], 1),
        ("{{to}}", ["--templates", "--template-pattern", "%…%", "--template-pattern", "{{…}}"], 0),
        ("{{to}}", ["--template-pattern", "{{…}}"], 1),
        ("{{to}}", ["--templates", "--template-pattern", "…"], 2),
        ("{{to}}", ["--templates", "--template-pattern", "to"], 2),
    ],
)
def test_placeholder_stands_for_a_string(written: str, options: list[str], status: int) -> None:
    write({"a.json": GOOD.replace(NUMBER, written)})
    assert run("lint", *options, "a.json").status == status


@pytest.mark.parametrize(
    ("written", "options", "status"),
    [
        *((one, [], 1) for one in ("{{to}}", "${to}", "$(to)", "<to>", "%to%")),
        *((one, ["--templates"], 0) for one in ("{{to}}", "${to}", "$(to)")),
        *((one, ["--templates"], 1) for one in ("<to>", "%to%", '{{"a":1}}')),
        ("<to>", ["--templates", "--template-pattern", "<…>"], 0),
        ("%to%", ["--templates", "--template-pattern", "%…%"], 0),
        ("{{to}}", ["--templates", "--template-pattern", "%…%"], 1),
        ("{%to%}", ["--templates", "--template-pattern", "{%…%}"], 0),
    ],
)
def test_placeholder_without_quotes_stands_for_any_value(
    written: str, options: list[str], status: int
) -> None:
    write({"a.json": GOOD.replace(f'"{NUMBER}"', written)})
    assert run("lint", *options, "a.json").status == status


def test_requests_of_a_recording_are_judged_in_their_places() -> None:
    write({"a.har": json.dumps(make_har(make_entry(BAD, method="GET")), indent=1)})
    outcome = run("lint", "--format", "concise", "a.har")
    lines = Path("a.har").read_text(encoding="utf-8").splitlines()
    places = [tuple(map(int, line.split(":")[1:3])) for line in outcome.out.splitlines()]
    assert [lines[row - 1][column - 1 :][:4] for row, column in places] == ['"GET', '\\"\\"']
    assert outcome.status == 1
    piped = run("lint", "--stdin-filename", "b.har", "-", stdin=Path("a.har").read_bytes())
    assert "b.har:" in piped.out


@pytest.mark.parametrize("name", ["c.postman_collection.json", "c.json"])
def test_a_collection_is_known_by_its_name_or_its_shape(name: str) -> None:
    write({name: json.dumps(make_collection(make_item(BAD)))})
    assert linted(".") == [f"./{name}"]
    assert linted("--kind", "request", name) == [name]


def test_a_payload_that_speaks_of_recordings_is_a_payload() -> None:
    text = "schema.getpostman.com/json/collection/"
    write({"a.json": json.dumps(plain_sms(senderid="", text=text))})
    assert linted("a.json") == ["a.json"]


def test_a_recording_without_a_request_to_the_api_is_a_note() -> None:
    write({"a.har": json.dumps(make_har(make_entry(BAD, url="https://example.com/")))})
    outcome = run("lint", "a.har")
    assert (outcome.status, outcome.out) == (0, "")
    assert outcome.err.splitlines()[0] == ("contractkit: note: a.har: no request to this API in it")


@pytest.mark.parametrize("fix", [["--fix"], ["--unsafe-fixes"]])
def test_recordings_and_what_is_passed_over_are_never_changed(fix: list[str]) -> None:
    files = OTHERS | {"a.har": json.dumps(make_har(make_entry(BAD.replace("sms", "SMS"), url=URL)))}
    write(files)
    run("lint", *fix, ".")
    run("lint", *fix, "a.har")
    assert {name: Path(name).read_text(encoding="utf-8") for name in files} == files


@pytest.mark.parametrize(
    ("name", "size", "words"),
    [
        ("a.har", LARGEST_RECORDING, "is larger than 64 MiB, too large to be read"),
        ("a.json", LARGEST, "is larger than 16 MiB, too large to be a payload"),
    ],
)
def test_a_file_that_is_too_large_is_told(name: str, size: int, words: str) -> None:
    with open(name, "wb") as file:
        file.truncate(size + 1)
    outcome = run("lint", name)
    assert outcome.status == 2
    assert outcome.err.splitlines()[0] == f"contractkit: error: {name}: {words}"

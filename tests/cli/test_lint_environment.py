"""`lint` and the environments of Postman: files beside a collection, and `--environment`."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.program import run
from tests.linting.recordings.making import make_collection, make_entry, make_har, make_item, write
from tests.sample_payloads import plain

TO = "+447700900123"
QUOTED = json.dumps(plain()).replace(TO, "{{to}}")
COLLECTION, DEV, PROD = (
    "send.postman_collection.json",
    "dev.postman_environment.json",
    "prod.postman_environment.json",
)
GLOBALS = "workspace.postman_globals.json"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path(COLLECTION).write_bytes(write(make_collection(make_item(QUOTED))))
    return tmp_path


def write_environment(path: str, *values: Any, **members: Any) -> None:
    """An environment with these values for `to`, the last of which counts."""
    entries = [{"key": "to", "value": value, "enabled": True} for value in values]
    Path(path).parent.mkdir(exist_ok=True)
    Path(path).write_bytes(write({"name": path, "values": entries} | members))


def find(*arguments: str) -> list[dict[str, Any]]:
    outcome = run("lint", "--format", "json", *(arguments or (COLLECTION,)))
    assert outcome.status in (0, 1), outcome.err
    findings: list[dict[str, Any]] = json.loads(outcome.out)["findings"]
    return findings


def rules(*arguments: str) -> list[str]:
    return [finding["rule"] for finding in find(*arguments)]


def test_an_environment_beside_the_collection_gives_the_values() -> None:
    assert rules() == []
    write_environment(DEV, "07700900123")
    [finding] = find()
    assert finding["rule"] == "SM112"
    [place] = finding["related"]
    lines = Path(DEV).read_text("utf-8").splitlines()
    assert (place["file"], place["message"]) == (DEV, "the value of “to”")
    line = lines[place["line"] - 1]
    assert line[place["column"] - 1 : place["end_column"] - 1] == '"07700900123"'


def test_the_full_report_says_where_the_value_stands() -> None:
    write_environment("sub/" + DEV, "07700900123")
    Path(COLLECTION).rename("sub/" + COLLECTION)
    out = run("lint", "sub").out
    assert f"  see:  sub/{DEV}:6:13 the value of “to”\n" in out
    assert out.count("SM112") == out.count("the value of “to”") == 1


def test_each_of_several_environments_counts() -> None:
    write_environment(DEV, TO)
    assert rules() == []
    write_environment(PROD, "07700900123")
    [finding] = find()
    assert [place["file"] for place in finding["related"]] == [PROD]
    write_environment(DEV, "0770")
    assert rules() == ["SM112", "SM112"]
    write_environment(DEV, "07700900123")
    assert rules() == ["SM112"]


def test_what_is_wrong_whatever_the_environment_is_said_once() -> None:
    raw = QUOTED.replace('"senderid": "ACME", ', "")
    Path(COLLECTION).write_bytes(write(make_collection(make_item(raw))))
    for name in "abc":
        write_environment(f"{name}.postman_environment.json", TO)
    assert rules() == ["SM108"]


def test_the_option_takes_the_place_of_the_files_beside() -> None:
    write_environment(DEV, "07700900123")
    write_environment("elsewhere/any name.json", TO)
    assert rules("--environment", "elsewhere/any name.json", COLLECTION) == []
    assert rules("--environment", DEV, COLLECTION) == ["SM112"]


def test_a_configuration_file_names_an_environment() -> None:
    write_environment("conf/a.json", "07700900123")
    Path("conf/contractkit.toml").write_text('environment = "a.json"\n', "utf-8")
    assert rules("--config", "conf/contractkit.toml", COLLECTION) == ["SM112"]


@pytest.mark.parametrize(
    ("members", "found"),
    [
        ({"_postman_variable_scope": "environment"}, ["SM112"]),
        ({"_postman_exported_using": "Postman/11.0.0", "color": None}, ["SM112"]),
        ({"values": [{"key": "to", "value": "0770", "enabled": False}]}, []),
        ({"values": [{"key": "to", "value": ""}]}, []),
        ({"values": [None, "x", {}, {"key": "to", "value": "0770"}]}, ["SM112"]),
        ({"values": []}, []),
        ({"values": {}}, []),
        ({"values": None}, []),
    ],
)
def test_shapes_of_an_environment(members: dict[str, Any], found: list[str]) -> None:
    write_environment(DEV, "07700900123", **members)
    assert rules() == found


def test_an_environment_one_level_down_is_read() -> None:
    inner = {"id": "1", "values": [{"key": "to", "value": "0770"}]}
    Path(DEV).write_bytes(write({"environment": inner}))
    [finding] = find()
    assert finding["related"][0]["file"] == DEV


def test_globals_count_less_than_the_collection() -> None:
    write_environment(GLOBALS, "07700900123")
    assert rules() == ["SM112"]
    write_environment(DEV, TO)
    assert rules() == []
    Path(DEV).unlink()
    value = make_collection(make_item(QUOTED), variable=[{"key": "to", "value": TO}])
    Path(COLLECTION).write_bytes(write(value))
    assert rules() == []
    write_environment("g.json", "07700900123", _postman_variable_scope="globals")
    assert rules("--environment", "g.json", COLLECTION) == []


@pytest.mark.parametrize("text", ["", "{", "[]", "7", '{"values": 1}', '{"environment": [1]}'])
def test_an_environment_that_is_none_is_told_where_it_was_named(text: str) -> None:
    Path(DEV).write_text(text, "utf-8")
    assert rules() == []
    outcome = run("lint", "--environment", DEV, COLLECTION)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith(f"contractkit: error: {DEV}: is no Postman environment")


def test_an_environment_that_is_missing_is_told() -> None:
    outcome = run("lint", "--environment", "none.json", COLLECTION)
    assert outcome.status == 2
    assert "none.json" in outcome.err


def test_environments_are_no_payloads() -> None:
    write_environment(DEV, "07700900123")
    outcome = run("lint", "--format", "concise", ".")
    assert outcome.out.count("\n") == 1
    outcome = run("lint", DEV)
    assert outcome.status == 0
    assert f"contractkit: note: {DEV}: gives values to the variables" in outcome.err


def test_an_environment_that_is_no_json_is_told_when_its_folder_is_linted() -> None:
    Path(DEV).write_text('{"values": [', "utf-8")
    assert rules(".") == ["JT006"]


def test_several_processes_find_the_same() -> None:
    write_environment(DEV, "07700900123")
    for name in "abcdef":
        Path(f"{name}.postman_collection.json").write_bytes(Path(COLLECTION).read_bytes())
    assert rules(".", "--jobs", "2") == ["SM112"] * 7
    assert rules(".", "--jobs", "2", "--environment", DEV) == ["SM112"] * 7


def test_a_collection_from_standard_input_has_those_beside_its_name() -> None:
    write_environment("sub/" + DEV, "07700900123")
    data = Path(COLLECTION).read_bytes()
    outcome = run("lint", "-", "--stdin-filename", f"sub/{COLLECTION}", stdin=data)
    assert outcome.status == 1
    assert run("lint", "-", "--stdin-filename", COLLECTION, stdin=data).status == 0


def test_a_recording_has_no_variables() -> None:
    write_environment(DEV, "07700900123")
    Path("a.har").write_bytes(write(make_har(make_entry(QUOTED))))
    [finding] = find("a.har")
    assert finding["message"].startswith('"{{to}}"')


def test_a_report_does_not_take_the_place_of_an_environment() -> None:
    write_environment(DEV, TO)
    outcome = run("lint", COLLECTION, "--environment", DEV, "--output", f"json={DEV}")
    assert outcome.status == 2


def test_a_redacted_report_shows_no_value() -> None:
    write_environment(DEV, "07700900123")
    outcome = run("lint", "--redact", COLLECTION)
    assert outcome.status == 1
    assert "07700900123" not in outcome.out


def test_sarif_names_the_other_file() -> None:
    write_environment(DEV, "07700900123")
    report = json.loads(run("lint", "--format", "sarif", COLLECTION).out)
    [place] = report["runs"][0]["results"][0]["relatedLocations"]
    assert place["physicalLocation"]["artifactLocation"]["uri"] == DEV

"""codes.json says what each status of an answer means, shortly where many operations have it."""

import json
from pathlib import Path

import yaml

from tests.importing.making import make


def make_many(tmp_path: Path, count: int, **responses: str) -> dict[str, dict[str, str]]:
    answers = {status.strip("_"): {"description": words} for status, words in responses.items()}
    paths = {f"/p{index}": {"get": {"responses": answers}} for index in range(count)}
    info = {"title": "x", "version": "1"}
    made = make(tmp_path, yaml.safe_dump({"openapi": "3.0.0", "info": info, "paths": paths}))
    codes: dict[str, dict[str, str]] = json.loads(
        (made.folder.parent / "codes.json").read_text(encoding="utf-8")
    )["answer"]
    return codes


def test_a_status_has_the_words_of_the_document(tmp_path: Path) -> None:
    codes = make_many(tmp_path, 1, _404="Nobody\n knows it.", _429="", default="Anything else.")
    assert codes["404"] == {
        "description": "Nobody knows it",
        "meaning": "Nobody knows it (GET /p0).",
        "source": "api.yaml",
    }
    assert codes["429"]["description"] == "Too Many Requests"
    assert codes["default"]["description"] == "Anything else"


def test_of_many_operations_a_few_are_named(tmp_path: Path) -> None:
    meaning = make_many(tmp_path, 20, _404="Nobody knows it.")["404"]["meaning"]
    assert meaning.endswith("GET /p12, GET /p13 and 14 more operations).")

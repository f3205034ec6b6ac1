"""The JSON-Schema-Test-Suite: its schemas and values, with the verdict on each.

It stands in the source archive of jsonschema, from where `pip` fetches it; CONTRACTKIT_SUITE is
another folder that has it, with `tests` inside.
"""

import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

# What only schemas need that are made plain when they are taken over.
NOT_PLAIN = ('"$id"', "$anchor", "$dynamic", "$recursive", "localhost:1234", "$vocabulary")
OTHER_DIALECTS = ("json-schema.org/draft-0", "draft/2019-09", "#foo")


@dataclass(frozen=True)
class Case:
    """One value with the verdict on it, and where that stands in the suite."""

    schema: Any
    value: Any
    valid: bool
    name: str


def fetch_suite(folder: Path) -> Path:
    """The folder of the suite's tests."""
    known = os.environ.get("CONTRACTKIT_SUITE")
    if known:
        return Path(known) / "tests"
    archive = f"jsonschema=={version('jsonschema')}"
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "-q")
    options = ("--no-deps", "--no-binary", "jsonschema", "-d", str(folder))
    subprocess.run([*pip, "download", *options, archive], check=True, capture_output=True)
    [found] = folder.glob("*.tar.gz")
    with tarfile.open(found) as file:
        file.extractall(folder, filter="data")
    return next(folder.glob("*/json/tests"))


def read_cases(tests: Path, dialect: str, part: str = "") -> Iterator[Case]:
    """The cases of one dialect: its required part, or `optional`, `optional/format`."""
    for file in sorted((tests / dialect / part).glob("*.json")):
        for group in json.loads(file.read_text("utf-8")):
            if is_plain(group["schema"]):
                for test in group["tests"]:
                    name = f"{file.stem}: {group['description']}: {test['description']}"
                    yield Case(group["schema"], test["data"], test["valid"], name)


def read_all_cases(tests: Path, dialect: str) -> Iterator[Case]:
    """The cases of the required part, those with schemas that are not plain too."""
    for file in sorted((tests / dialect).glob("*.json")):
        for group in json.loads(file.read_text("utf-8")):
            for test in group["tests"]:
                name = f"{file.stem}: {group['description']}: {test['description']}"
                yield Case(group["schema"], test["data"], test["valid"], name)


def read_remotes(tests: Path) -> dict[str, Any]:
    """The documents that schemas of the suite refer to, by URI."""
    folder = tests.parent / "remotes"
    return {
        f"http://localhost:1234/{file.relative_to(folder).as_posix()}": json.loads(
            file.read_text("utf-8")
        )
        for file in folder.rglob("*.json")
    }


def is_plain(schema: Any) -> bool:
    """Whether a schema needs nothing that is resolved when it is taken over."""
    written = json.dumps(schema)
    return not any(word in written for word in (*NOT_PLAIN, *OTHER_DIALECTS))

"""A clean lint imports what it needs to say yes, and nothing that only a finding needs."""

import os
import subprocess
import sys

import pytest

from contractkit.contract import load
from contractkit.examples import load_examples

NEEDED = {
    "contractkit",
    "contractkit.check",
    "contractkit.judging.clean",
    "contractkit.cli",
    "contractkit.cli.findings",
    "contractkit.cli.lint",
    "contractkit.cli.settings",
    "contractkit.cli.tally",
    "contractkit.cli.main",
    "contractkit.cli.options",
    "contractkit.contract",
    "contractkit.errors",
    "contractkit.inputs",
    "contractkit.inputs.files",
    "contractkit.jsontext",
    "contractkit.jsontext.plain",
    "contractkit.judging",
    "contractkit.judging.keywords",
    "contractkit.judging.outside",
    "contractkit.judging.sufficient",
    "contractkit.layers",
    "contractkit.linting",
    "contractkit.linting.choices",
    "contractkit.linting.judge",
    "contractkit.linting.records",
    "contractkit.settings",
    "contractkit.settings.finding",
    "contractkit.settings.names",
    "contractkit.settings.records",
    "contractkit.settings.resolve",
    "contractkit.pointer",
    "contractkit.judging.options",
    "contractkit.judging.recognise",
    "contractkit.judging.selection",
    "contractkit.judging.names",
}
COSTLY = {
    "csv",
    "difflib",
    "glob",
    "hypothesis",
    "importlib.metadata",
    "jsonschema",
    "pathlib",
    "referencing",
    "shutil",
    "tempfile",
    "textwrap",
    "unicodedata",
}
PROGRAM = """
import sys
before = set(sys.modules)
from contractkit.cli import main
try:
    main(sys.argv[1:])
finally:
    print(*(set(sys.modules) - before), sep="\\n")
"""


@pytest.fixture(scope="module", params=["full", "concise"])
def imported(request: pytest.FixtureRequest) -> set[str]:
    """The modules that linting a clean file imports, beyond those of a bare interpreter."""
    clean = next(
        example.path
        for example in load_examples(load())
        if example.suite == "request" and not example.findings
    )
    run = subprocess.run(
        [sys.executable, "-S", "-c", PROGRAM, "lint", "--format", request.param, clean],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert "nothing found" in run.stderr, run.stderr
    return set(run.stdout.split())


def test_clean_lint_imports_these_modules_of_contractkit_and_no_other(imported: set[str]) -> None:
    assert {name for name in imported if name.split(".")[0] == "contractkit"} == NEEDED


def test_clean_lint_imports_nothing_costly(imported: set[str]) -> None:
    assert imported & COSTLY == set()

"""A clean lint imports what it needs to say yes, and nothing that only a finding needs."""

import os
import subprocess
import sys

import pytest

from contractkit.contracts.examples import load_examples
from contractkit.contracts.loading import load

NEEDED = {
    "contractkit",
    "contractkit.validation.check",
    "contractkit.validation.contract_choice",
    "contractkit.validation.fast_validator",
    "contractkit.cli",
    "contractkit.cli.lint_output",
    "contractkit.cli.lint",
    "contractkit.cli.lint_settings",
    "contractkit.cli.lint_summary",
    "contractkit.cli.lint_texts",
    "contractkit.cli.main",
    "contractkit.cli.options",
    "contractkit.contracts",
    "contractkit.contracts.contract",
    "contractkit.contracts.loading",
    "contractkit.contracts.subschemas",
    "contractkit.errors",
    "contractkit.linting.inputs",
    "contractkit.jsontext",
    "contractkit.jsontext.plain",
    "contractkit.validation",
    "contractkit.validation.custom_keywords",
    "contractkit.validation.dialects",
    "contractkit.validation.fast_keywords",
    "contractkit.validation.sufficient_schemas",
    "contractkit.contracts.schemas",
    "contractkit.linting",
    "contractkit.linting.file_options",
    "contractkit.linting.linter",
    "contractkit.linting.reports",
    "contractkit.linting.results",
    "contractkit.linting.settings",
    "contractkit.linting.settings.config_file",
    "contractkit.linting.settings.resolving",
    "contractkit.pointers",
    "contractkit.validation.options",
    "contractkit.validation.recognition",
    "contractkit.contracts.similar_names",
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

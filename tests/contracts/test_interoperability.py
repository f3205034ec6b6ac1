"""The schemas that `contractkit schema` prints judge the example files alike everywhere."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from contractkit.cli import main
from contractkit.contracts.examples import Example, load_examples
from contractkit.contracts.fields import list_keyword_rules, walk_subschemas
from contractkit.contracts.loading import Contract, find_message, load_schema
from tests.contracts.traceability import all_versions

HERE = os.path.dirname(os.path.abspath(__file__))
NODE = shutil.which("node")
MESSAGES = [
    pytest.param(contract, message, id=f"{contract}-{message}")
    for contract in all_versions()
    for message in contract.messages
]
Validator = Callable[[str, list[str]], set[str]]


def refuse_with_check_jsonschema(schema: str, files: list[str]) -> set[str]:
    """The files that check-jsonschema refuses."""
    command = [sys.executable, "-m", "check_jsonschema", "-o", "json", "--schemafile", schema]
    done = subprocess.run([*command, *files], capture_output=True, encoding="utf-8", check=False)
    report = json.loads(done.stdout)
    assert not report.get("parse_errors")
    return {one["filename"] for one in report["errors"]}


def refuse_with_ajv(schema: str, files: list[str]) -> set[str]:
    """The files that ajv refuses in its strict mode, in which it takes no keyword of ours."""
    done = subprocess.run(
        [str(NODE), os.path.join(HERE, "ajv.mjs")],
        input=json.dumps([schema, *files]),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout))


VALIDATORS = [
    refuse_with_check_jsonschema,
    pytest.param(
        refuse_with_ajv,
        marks=pytest.mark.skipif(
            NODE is None or not os.path.isdir(os.path.join(HERE, "node_modules", "ajv")),
            reason="needs node, and ajv: npm ci --prefix tests/contracts",
        ),
    ),
]


def is_refused(example: Example, normative: set[str]) -> bool:
    """Whether what is found in an example is said by a normative schema."""
    return any(rule in normative for rule, _ in example.findings)


@pytest.mark.parametrize("validator", VALIDATORS)
@pytest.mark.parametrize(("contract", "message"), MESSAGES)
def test_printed_schema_refuses_the_same_files_elsewhere(
    contract: Contract,
    message: str,
    validator: Validator,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["schema", str(contract), "--message", message])
    schema = tmp_path / "schema.json"
    schema.write_text(capsys.readouterr().out, encoding="utf-8")
    own = [one for one in load_examples(contract) if one.suite == message]
    file = find_message(contract, message)["schema"]
    normative = {
        rule
        for _, inner, _ in walk_subschemas(load_schema(contract, file))
        for rule in list_keyword_rules(inner)
    }
    judged = [one for one in own if one.verdict != "invalid" or is_refused(one, normative)]
    expected = {one.path for one in judged if is_refused(one, normative)}
    assert expected
    assert len(expected) < len(judged)
    assert validator(str(schema), [one.path for one in judged]) == expected

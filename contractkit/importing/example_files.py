"""The examples of a document as files, each judged at once."""

import csv
import glob
import io
import json
import os
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from contractkit.contracts.examples import FINDINGS_TABLE
from contractkit.contracts.loading import Contract
from contractkit.findings import Finding, judge
from contractkit.importing.documents.notes import Notes
from contractkit.importing.drafts import Draft, ExampleValue
from contractkit.validation.equal_values import key_of


def write_examples(folder: str, draft: Draft, contract: Contract, notes: Notes) -> None:
    """Write each example into the folder of its verdict, and what is found in the bad ones."""
    rows: dict[str, list[tuple[str, str, str]]] = {}
    for written in draft.examples:
        example, findings = _read_as_meant(contract, written, notes)
        verdict = str(judge(findings))
        file = f"{verdict}/{example.name}.json"
        path = os.path.join(folder, example.message, file)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8", errors="backslashreplace") as out:
            json.dump(example.value, out, ensure_ascii=False, indent=2)
            out.write("\n")
        rows.setdefault(example.message, []).extend(
            (file, finding.rule, finding.pointer or "") for finding in findings
        )
        for finding in findings[:1]:
            text = f"the example breaks {finding.rule}: {finding.message}"
            notes.add("example", example.site, text)
    for message, found in rows.items():
        _write_table(os.path.join(folder, message, FINDINGS_TABLE), found)


def _read_as_meant(
    contract: Contract, example: ExampleValue, notes: Notes
) -> tuple[ExampleValue, Sequence[Finding]]:
    """The example, or the JSON in a string that is wrong as one; and what is found in it."""
    findings = _judge(contract, example)
    value = _read_inner(example.value) if findings else example.value
    if value is example.value:
        return example, findings
    inner = replace(example, value=value)
    notes.add("read as meant", example.site, "the example is JSON in a string; read as the JSON")
    return inner, _judge(contract, inner)


def _read_inner(value: Any) -> Any:
    """The object or array of which a value is the JSON text; any other value itself."""
    if not isinstance(value, str) or value[:1] not in ("{", "["):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _judge(contract: Contract, example: ExampleValue) -> Sequence[Finding]:
    from contractkit.validation.check import check

    return check(example.value, example.message, contract=contract)


def _write_table(path: str, rows: list[tuple[str, str, str]]) -> None:
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerows([("file", "rule", "pointer"), *sorted(rows)])
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(table.getvalue())


def read_examples(folder: str) -> dict[tuple[str, str], Any]:
    """The examples in the folder of a version, as they were written: by message and name."""
    found = {}
    for path in glob.glob(os.path.join(glob.escape(folder), "*", "*", "*.json")):
        message = os.path.basename(os.path.dirname(os.path.dirname(path)))
        name = os.path.basename(path).removesuffix(".json")
        with open(path, encoding="utf-8") as file:
            found[message, name] = json.load(file)
    return found


def are_same_examples(written: dict[tuple[str, str], Any], draft: Draft) -> bool:
    """Whether the examples of a draft are those that were written of an earlier one."""
    values = {(example.message, example.name): example.value for example in draft.examples}
    return values.keys() == written.keys() and all(
        key_of(written[key]) in (key_of(value), key_of(_read_inner(value)))
        for key, value in values.items()
    )

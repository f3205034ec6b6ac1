"""The exported types let every valid example through, and no wrong kind, lack or misspelling."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, ValidationError

from contractkit.contracts.loading import Contract, find_message, load, load_schema
from contractkit.export import export
from contractkit.export.naming import name_message
from contractkit.export.samples import pick_samples
from contractkit.export.types import list_types
from tests.contracts.test_interoperability import HERE
from tests.export.payloads import read_examples

TSC = os.path.join(HERE, "node_modules", "typescript", "bin", "tsc")
NODE = shutil.which("node")
WRONG: Any = {"odd": [{}]}
# What has to be there only in some cases, and whose names are free: no type says that.
CONDITIONS = {"if", "then", "else", "anyOf", "oneOf", "dependencies"}
CONDITIONAL = {"/steps"}
FREE = ("/labels/", "/whatever/", "/substitutions/")
Judge = Callable[[str, list[ValidationError]], bool]
JUDGES: dict[str, Judge] = {
    "misspelt": lambda place, _: not any(free in place for free in FREE),
    "missing": lambda place, broken: (
        place not in CONDITIONAL
        and any(one.validator == "required" and is_always_wrong(one) for one in broken)
    ),
    "wrong": lambda _, broken: any(map(is_always_wrong, broken)),
}
Value = tuple[str, Any]
Write = Callable[[int, str, Any], str]


def is_always_wrong(error: ValidationError) -> bool:
    """Whether what is wrong does not depend on anything else."""
    return CONDITIONS.isdisjoint(error.absolute_schema_path)


def list_valid(contract: Contract) -> list[Value]:
    """Every valid example, with the name of its type."""
    return [
        (name_message(contract, message), value)
        for message in contract.messages
        for value in read_examples(contract, message, "valid")
    ]


def list_wrong(contract: Contract) -> list[Value]:
    """Good examples, each with one property that is of a wrong kind, misspelt or missing."""
    found: list[Value] = []
    for message in contract.messages:
        file = find_message(contract, message)["schema"]
        validator = Draft7Validator(load_schema(contract, file))
        for sample in pick_samples(contract, message).values():
            for kind, place, value in spoil(sample["value"]):
                if JUDGES[kind](place, list(validator.iter_errors(value))):
                    found.append((name_message(contract, message), value))
    return list({json.dumps(one): one for one in found}.values())


def spoil(value: Any, place: str = "") -> Iterator[tuple[str, str, Any]]:
    """What one change makes of a value: its kind, the pattern of its place, the whole value."""
    if isinstance(value, dict):
        for name, inner in value.items():
            at, rest = f"{place}/{name}", {key: one for key, one in value.items() if key != name}
            yield "misspelt", at, {**rest, f"{name}x": inner}
            yield "missing", at, rest
            yield "wrong", at, {**rest, name: WRONG}
            yield from ((kind, to, {**rest, name: one}) for kind, to, one in spoil(inner, at))
    elif isinstance(value, list):
        at = f"{place}/*"
        yield "wrong", at, [*value, WRONG]
        for number, inner in enumerate(value):
            for kind, to, one in spoil(inner, at):
                yield kind, to, [*value[:number], one, *value[number + 1 :]]


def write_python(number: int, name: str, value: Any) -> str:
    return f"value{number}: messages.{name} = {value!r}"


def write_typescript(number: int, name: str, value: Any) -> str:
    return f"export const value{number}: messages.{name} = {json.dumps(value)};"


def write_module(path: Path, head: str, write: Write, values: list[Value]) -> dict[int, Value]:
    """Write a module that gives each value its type; the values by the number of their line."""
    lines = [write(number, name, value) for number, (name, value) in enumerate(values)]
    path.write_text("\n".join([head, *lines, ""]), encoding="utf-8")
    return dict(enumerate(values, 2))


def run_mypy(folder: Path) -> str:
    options = ["--strict", "--config-file=", "--cache-dir=cache", "--explicit-package-bases"]
    modules = sorted(str(path.relative_to(folder)) for path in folder.glob("*/*.py"))
    command = [sys.executable, "-m", "mypy", *options, *modules]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, cwd=folder)
    assert not done.stderr
    return done.stdout


def run_tsc(folder: Path) -> str:
    files = sorted(str(path) for path in folder.glob("*/*.ts"))
    options = [
        "--noEmit",
        "--strict",
        "--pretty",
        "false",
        "--typeRoots",
        "none",
        "--target",
        "es2022",
    ]
    command = [str(NODE), TSC, *options, "--moduleResolution", "node", *files]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, cwd=folder)
    assert not done.stderr
    return done.stdout


TOOLS = [
    pytest.param("python", "py", "from . import messages", write_python, run_mypy, id="mypy"),
    pytest.param(
        *("typescript", "ts", 'import * as messages from "./messages";', write_typescript, run_tsc),
        id="tsc",
        marks=pytest.mark.skipif(
            NODE is None or not os.path.isfile(TSC),
            reason="needs node, and typescript: npm ci --prefix tests/contracts",
        ),
    ),
]


@pytest.mark.parametrize(("style", "suffix", "head", "write", "run"), TOOLS)
def test_types_tell_right_from_wrong(
    contracts: dict[str, Contract],
    style: str,
    suffix: str,
    head: str,
    write: Write,
    run: Callable[[Path], str],
    tmp_path: Path,
) -> None:
    wrong: dict[tuple[str, int], Value] = {}
    for name, contract in contracts.items():
        folder = tmp_path / re.sub(r"\W", "_", name)
        folder.mkdir()
        (folder / f"messages.{suffix}").write_text(export(contract, style), encoding="utf-8")
        right = list_valid(contract)
        assert len(right) >= 5
        write_module(folder / f"right.{suffix}", head, write, right)
        lines = write_module(folder / f"wrong.{suffix}", head, write, list_wrong(contract))
        assert len(lines) >= 20
        wrong |= {(folder.name, line): value for line, value in lines.items()}
    out = run(tmp_path)
    refused = re.findall(rf"(\w+)[/\\](\w+)\.{suffix}(?::|\()(\d+).*error", out)
    assert {file for _, file, _ in refused} == {"wrong"}, out
    places = {(folder, int(line)) for folder, _, line in refused}
    assert [value for place, value in wrong.items() if place not in places] == []


def test_the_python_module_runs(contract: Contract) -> None:
    names: dict[str, Any] = {"__name__": "types"}
    exec(compile(export(contract, "python"), "types.py", "exec"), names)  # noqa: S102 - our own text
    for one in list_types(contract):
        assert one.name in names
        for member in one.members or ():
            kinds = names[one.name].__required_keys__, names[one.name].__optional_keys__
            assert (member.name in kinds[0], member.name in kinds[1]) == (
                member.mandatory,
                not member.mandatory,
            )


@pytest.mark.parametrize("style", ["typescript", "python"])
def test_nothing_is_of_any_type(contract: Contract, style: str) -> None:
    code = [line.partition("#")[0] for line in export(contract, style).splitlines()]
    assert not [line for line in code if re.search(r"(?<!\* )\b[Aa]ny\b(?=[;\],)])", line)]
    assert max(map(len, export(contract, style).splitlines())) <= 110


@pytest.mark.parametrize(
    ("style", "declared"),
    [
        ("typescript", "export type SendMessageAPIV1RequestBatch = SendMessageAPIV1Request[];"),
        ("python", "SendMessageAPIV1RequestBatch: TypeAlias = list[SendMessageAPIV1Request]"),
    ],
)
def test_a_batch_has_a_type_where_the_contract_knows_batches(style: str, declared: str) -> None:
    assert declared in export(load(), style)
    for other in ("send-message-v1@1.1.0", "send-message-v2", "send-sms-v1"):
        assert "Batch" not in export(load(other), style)

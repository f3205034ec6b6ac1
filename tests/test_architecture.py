"""The shape of the engine: imports go downwards, it knows no API, only the commands print."""

import ast
import json
import re
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "contractkit"
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(ROOT.rglob("*.py"))
    if not path.is_relative_to(ROOT / "_schemas")
}
FOLDERS = sorted({path.parent.relative_to(ROOT).as_posix() for path in MODULES.values()})

# The top of the package, from the top down: each imports only what stands below it.
LAYERS = (
    "__main__",  # `python -m contractkit`
    "cli",  # one module a command; the only place that prints and exits
    "pytest_plugin",  # hooks and fixtures, and what stands behind them
    "fuzzclient",  # judging a client
    "fuzz",  # judging an implementation
    "emulator",  # the reference server
    "httpserver",  # a WSGI application on a port, with limits
    "compare",  # two versions of a contract
    "export",  # a contract in the formats of other tools
    "migrate",  # requests of one contract rewritten for another
    "linting",  # files to findings: inputs, recordings, settings, fixes, report formats
    "importing",  # documents of others to contracts
    "reporting",  # what the reports of several commands share
    "strategies",  # the door to the Hypothesis strategies
    "payloads",  # payloads from schemas: valid ones and broken ones
    "__init__",  # the public names
    "validation",  # a payload to findings
    "contracts",  # what a contract says
    "jsontext",  # JSON text: values, positions, faults
    "findings",  # the records of what was found
    "pointers",  # JSON Pointers
    "errors",  # everything that is raised on purpose
)
MOST_ENTRIES = 23
LONGEST_MODULE = 300
LONGEST_FUNCTION = 40

GENERIC = {
    "Description", "body", "carrier", "channels", "code", "content", "contentType", "description",
    "destination", "domain", "error", "expiry", "from", "id", "message", "options", "parameters",
    "response", "status", "template", "text", "to", "type",
}  # fmt: skip


def imported(path: Path) -> Iterator[str]:
    """The modules of the package that a module imports, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (
                alias.name.removeprefix("contractkit.")
                for alias in node.names
                if alias.name.startswith("contractkit.")
            )
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("contractkit"):
            package = str(node.module).removeprefix("contractkit").removeprefix(".")
            for alias in node.names:
                name = f"{package}.{alias.name}".removeprefix(".")
                yield name if name in MODULES else package or "__init__"


def imports_among(folder: str) -> dict[str, set[str]]:
    """Which entry of a folder imports which other one, for all that stands below each."""
    prefix = "" if folder == "." else folder.replace("/", ".") + "."
    edges: dict[str, set[str]] = {}
    for module, path in MODULES.items():
        if module.startswith(prefix):
            entry = module.removeprefix(prefix).partition(".")[0]
            others = [
                name.removeprefix(prefix) for name in imported(path) if name.startswith(prefix)
            ]
            edges.setdefault(entry, set()).update(
                {other.partition(".")[0] for other in others} - {entry}
            )
    return edges


def test_the_top_of_the_package_is_the_list_of_layers() -> None:
    entries = {path.name for path in ROOT.iterdir()} - {"__pycache__", "_schemas", "_fixtures"}
    assert {entry.removesuffix(".py") for entry in entries} == {*LAYERS, "py.typed"}
    assert len(entries) <= MOST_ENTRIES


@pytest.mark.parametrize("entry", LAYERS)
def test_a_layer_imports_only_what_stands_below_it(entry: str) -> None:
    below = LAYERS[LAYERS.index(entry) + 1 :]
    assert imports_among(".")[entry] - set(below) == set()


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_imports_in_a_folder_go_one_way(folder: str) -> None:
    """No two modules import each other, and no folder reaches back: its entries have an order."""
    TopologicalSorter(imports_among(folder)).prepare()


def property_names(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        properties = value.get("properties")
        if isinstance(properties, dict):
            yield from properties
        for inner in value.values():
            yield from property_names(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from property_names(inner)


def words_of_the_apis() -> set[str]:
    schemas = ROOT.parent / "schemas"
    files = [json.loads(file.read_text("utf-8")) for file in schemas.rglob("*.schema.json")]
    names = {name for file in files for name in property_names(file)}
    return (names - GENERIC) | {"sms", "phone", "webex", "e164", "7000", "7003", "1001"}


@pytest.mark.parametrize("word", sorted(words_of_the_apis()))
def test_the_engine_knows_no_word_of_the_apis(word: str) -> None:
    spoken = [
        name
        for name, path in MODULES.items()
        if re.search(rf"(?<![a-z]){word}(?![a-z])", path.read_text("utf-8"), re.IGNORECASE)
    ]
    assert spoken == []


@pytest.mark.parametrize("module", [name for name in MODULES if not name.startswith("cli")])
def test_only_the_command_line_prints_or_exits(module: str) -> None:
    source = MODULES[module].read_text(encoding="utf-8")
    if module == "__main__":
        return
    assert not re.search(r"\bprint\(|sys\.exit|click|raise SystemExit|sys\.std(out|err)", source)


@pytest.mark.parametrize("module", MODULES)
def test_modules_and_functions_are_short(module: str) -> None:
    source = MODULES[module].read_text(encoding="utf-8")
    assert source.count("\n") <= LONGEST_MODULE
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < LONGEST_FUNCTION, node.name

"""The shape of the engine: imports go downwards, it knows no API, only the commands print."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "contractkit"
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(ROOT.rglob("*.py"))
    if not path.is_relative_to(ROOT / "_schemas")
}

# From the top down; a module imports only what stands below it (or in its own package).
LAYERS = (
    "__main__",
    "cli",
    "pytest_plugin",
    "pytesting",
    "fuzzclient",
    "fuzz",
    "fuzz.reports",
    "fuzz.reports.junit",
    "fuzz.reports.json",
    "fuzz.reports.html",
    "fuzz.reports.text",
    "fuzz.reports.shown",
    "fuzz.reports.indent",
    "fuzz.run",
    "fuzz.shrinking",
    "fuzz.greeting",
    "fuzz.campaign",
    "fuzz.admission",
    "fuzz.patience",
    "fuzz.causes",
    "fuzz.ledger",
    "fuzz.coverage",
    "fuzz.replay",
    "fuzz.report",
    "fuzz.curl",
    "fuzz.options",
    "fuzz.phases",
    "fuzz.sweeps",
    "fuzz.receipts",
    "fuzz.listening",
    "fuzz.oracles",
    "fuzz.safety",
    "fuzz.probes",
    "fuzz.answers",
    "fuzz.targets",
    "fuzz.sending",
    "fuzz.logins",
    "fuzz.tokens",
    "fuzz.secrets",
    "fuzz.keys",
    "fuzz.records",
    "emulator",
    "diffing",
    "reports",
    "fixing",
    "linting",
    "linting.judge",
    "linting.ndjson",
    "linting.lines",
    "linting.recorded",
    "linting.choices",
    "linting.names",
    "linting.jobs",
    "linting.records",
    "recordings",
    "inputs",
    "settings",
    "generate",
    "strategies",
    "cases",
    "drawing",
    "mutations",
    "textmutations",
    "building",
    "exporting",
    "exporting.openapi",
    "exporting.callbacks",
    "exporting.security",
    "exporting.samples",
    "exporting.components",
    "exporting.jsonschema",
    "exporting.modern",
    "exporting.typescript",
    "exporting.python",
    "exporting.wording",
    "exporting.declarations",
    "exporting.naming",
    "exporting.shapes",
    "explanations",
    "check",
    "judging.closely",
    "judging.compose",
    "fixing.proposing",
    "fixing.renaming",
    "fixing.values",
    "fixing.faults",
    "judging.words",
    "judging.causes",
    "judging.versions",
    "judging.options",
    "judging.recognise",
    "judging.lookalikes",
    "judging.templates",
    "judging.violations",
    "judging.clean",
    "judging.outside",
    "judging.sufficient",
    "judging.selection",
    "judging.validators",
    "judging.keywords",
    "judging.redact",
    "judging.suggest",
    "judging.names",
    "judging",
    "portable",
    "codes",
    "repeats",
    "examples",
    "rules",
    "fields",
    "layers",
    "contract",
    "jsontext",
    "pointer",
    "finding",
    "serving",
    "connections",
    "bodies",
    "deadlines",
    "errors",
)

GENERIC = {
    "Description", "body", "carrier", "channels", "code", "description", "destination", "domain",
    "options", "response", "text", "type",
}  # fmt: skip


def imported(path: Path) -> Iterator[str]:
    """The modules of the package that a module imports, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("contractkit."):
            yield str(node.module).removeprefix("contractkit.")


def layer(module: str) -> int:
    while module and module not in LAYERS:
        module = module.rpartition(".")[0]
    return LAYERS.index(module)


@pytest.mark.parametrize("module", [name for name in MODULES if name != "__init__"])
def test_a_module_imports_only_what_stands_below_it(module: str) -> None:
    def own(other: str) -> bool:
        return other.partition(".")[0] == module.partition(".")[0]

    upwards = [
        other
        for other in imported(MODULES[module])
        if layer(other) < layer(module) or (layer(other) == layer(module) and not own(other))
    ]
    assert upwards == []


def test_every_layer_is_a_module() -> None:
    tops = {name.partition(".")[0] for name in MODULES} - {"__init__"}
    assert {name.partition(".")[0] for name in LAYERS} == tops


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


def words_of_the_api() -> set[str]:
    schemas = ROOT.parent / "schemas" / "send-message-v1"
    files = [json.loads(file.read_text("utf-8")) for file in schemas.rglob("*.schema.json")]
    names = {name for file in files for name in property_names(file)}
    return (names - GENERIC) | {"sms", "phone", "webex", "e164", "7000", "7003", "1001"}


@pytest.mark.parametrize("word", sorted(words_of_the_api()))
def test_the_engine_knows_no_word_of_the_api(word: str) -> None:
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
    assert source.count("\n") <= 200
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno <= 40, node.name

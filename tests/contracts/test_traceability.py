"""Every statement has rules, every rule has a statement, and what is generated is up to date."""

import os
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from contractkit.contracts.examples import FINDINGS_TABLE
from contractkit.contracts.loading import (
    Contract,
    find_fixtures_folder,
    find_shipped_folder,
    read_json,
)
from contractkit.contracts.rules import load_all_rules
from contractkit.validation.check import check_document
from contractkit.validation.options import CheckOptions
from tests.contracts.digests import digest, recorded
from tests.contracts.rendering import find_renderers, seal_versions
from tests.contracts.traceability import (
    Trace,
    all_versions,
    find_sample,
    load_traces,
    read_traceability,
    traced_contracts,
)
from tests.contracts.versions import find_version_files


def list_below(folder: str, ending: str = "") -> list[str]:
    """The paths of the files below a folder."""
    return [
        os.path.join(place, name)
        for place, _, names in sorted(os.walk(folder))
        for name in sorted(names)
        if name.endswith(ending)
    ]


HOME = find_shipped_folder()
FIXTURES = find_fixtures_folder(HOME)
TRACES = [(contract, trace) for contract in traced_contracts() for trace in load_traces(contract)]
SAMPLES = [
    (contract, sample)
    for contract in traced_contracts()
    for sample in read_traceability(contract)["samples"]
]
OUTSIDE = [one for contract in traced_contracts() for one in read_traceability(contract)["outside"]]
KNOWN = {rule for contract in all_versions() for rule in load_all_rules(contract)}
RULES = [(contract, rule) for contract in traced_contracts() for rule in load_all_rules(contract)]
ROOT = os.path.dirname(HOME)
PAGES = list_below(HOME, ".md") + [
    os.path.join(ROOT, page) for page in ("CONTRIBUTING.md", "README.md")
]
RENDERERS = find_renderers() | find_version_files(HOME)
LINK = re.compile(r"\]\(([^)#]+)\)")
SAMPLE = "SAMPLE"


def name(value: object) -> str | None:
    """A readable id of a test's parameter."""
    if isinstance(value, Trace):
        return value.id
    if isinstance(value, Contract):
        return str(value)
    if isinstance(value, dict):
        return os.path.basename(str(value.get("file", value.get("section", value.get("page", "")))))
    return os.path.relpath(value, HOME) if isinstance(value, str) and "/" in value else None


@pytest.mark.parametrize(("contract", "trace"), TRACES, ids=name)
def test_statement_has_rules_that_exist(contract: Contract, trace: Trace) -> None:
    assert trace.statement
    assert trace.rules
    assert set(trace.rules) <= set(load_all_rules(contract))
    assert len(set(trace.rules)) == len(trace.rules)


@pytest.mark.parametrize("contract", traced_contracts(), ids=str)
def test_statement_is_listed_once(contract: Contract) -> None:
    traces = load_traces(contract)
    assert len({trace.id for trace in traces}) == len(traces)
    assert len({(trace.place, trace.statement) for trace in traces}) == len(traces)


@pytest.mark.parametrize(("contract", "rule"), RULES, ids=name)
def test_rule_has_a_statement(contract: Contract, rule: str) -> None:
    assert any(rule in trace.rules for trace in load_traces(contract))


@pytest.mark.parametrize("statement", OUTSIDE, ids=name)
def test_statement_without_rules_has_a_reason(statement: dict[str, str]) -> None:
    place, said = ("section", "statement") if "section" in statement else ("page", "fact")
    assert statement[place]
    assert statement[said]
    assert statement["why"].endswith(".")


@pytest.mark.parametrize(("contract", "sample"), SAMPLES, ids=name)
def test_sample_is_recognised_and_gives_what_its_row_lists(
    contract: Contract, sample: dict[str, Any]
) -> None:
    with open(find_sample(contract, sample), "rb") as file:
        data = file.read()
    published = check_document(data, contract, CheckOptions())
    assert published.message == sample["message"]
    assert sorted({one.rule for one in published.findings}) == sample["as_published"]
    filled = check_document(data, contract, CheckOptions(jsonc=True, templates=True))
    found = [{"rule": one.rule, "pointer": one.pointer} for one in filled.findings]
    assert found == sample["filled_in"]


@pytest.mark.parametrize("path", list(RENDERERS), ids=name)
def test_generated_file_is_up_to_date(path: str) -> None:
    with open(path, encoding="utf-8") as file:
        assert file.read() == RENDERERS[path](), "run python -m tests.contracts.rendering"


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_links_lead_to_files(path: str) -> None:
    with open(path, encoding="utf-8") as file:
        links = LINK.findall(file.read())
    folder = os.path.dirname(path)
    local = [link for link in links if not link.startswith("https:")]
    assert [link for link in local if not os.path.exists(os.path.join(folder, link))] == []


@pytest.mark.parametrize("table", list_below(FIXTURES, FINDINGS_TABLE), ids=name)
def test_row_of_findings_names_a_file_and_a_rule(table: str) -> None:
    with open(table, encoding="utf-8") as file:
        header, *rows = file.read().splitlines()
    assert header == "file,rule,pointer"
    assert rows
    assert len(set(rows)) == len(rows)
    named = [row.split(",") for row in rows]
    folder = os.path.dirname(table)
    assert [file for file, *_ in named if not os.path.exists(os.path.join(folder, file))] == []
    assert {rule for _, rule, *_ in named} <= KNOWN


def test_fixture_is_in_a_suite_and_is_named_after_a_rule() -> None:
    samples = {
        find_sample(contract, one)
        for contract in all_versions()
        for one in read_traceability(contract)["samples"]
    }
    for path in list_below(FIXTURES):
        rule = os.path.basename(path).partition("-")[0]
        verdict_folder = os.path.dirname(path)
        if os.path.basename(path) != FINDINGS_TABLE and path not in samples:
            assert rule in KNOWN or rule == SAMPLE, path
            assert os.path.exists(os.path.join(os.path.dirname(verdict_folder), FINDINGS_TABLE)), (
                path
            )
            assert os.path.basename(verdict_folder) in ("valid", "doubtful", "invalid"), path


@pytest.mark.parametrize("contract", all_versions(), ids=str)
def test_version_has_the_digest_of_the_catalogue(contract: Contract) -> None:
    assert recorded(contract) == digest(contract.folder), "a released version never changes"


def test_sealing_writes_a_missing_digest_and_never_replaces_one(tmp_path: Path) -> None:
    home = str(tmp_path / "schemas")
    shutil.copytree(HOME, home)
    catalog = Path(home, "catalog.json")
    contract = all_versions(home)[0]
    sealed = digest(contract.folder)
    catalog.write_text(re.sub(r'"sha256": "\w*"', '"sha256": ""', catalog.read_text("utf-8")))
    assert seal_versions(home) == []
    assert recorded(contract) == sealed
    Path(contract.folder, "contract.json").write_text("{}")
    assert str(contract) in seal_versions(home)[0]
    versions = read_json(str(catalog))["contracts"][contract.name]["versions"]
    assert versions[contract.version] == {"sha256": sealed}

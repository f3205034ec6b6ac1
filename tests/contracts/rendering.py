"""Writes what follows from the data: `python -m tests.contracts.rendering`.

- the files of a version that is made from another (the catalogue's `from`), from its changes.json;
- the section `## Examples` of every rule page, from the example files;
- the section `## Traceability` of a contract's README.md, from its traceability.json;
- MIGRATING.md of a contract with a folder `migrate`, from `## Field by field` on;
- the section `## Rules` of the README.md of the rules that all contracts share, from their pages;
- the digest of a version in catalog.json, where it is empty. One that is there is never replaced.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from contractkit.contracts.examples import Example, find_examples
from contractkit.contracts.loading import SHARED_RULES, Contract, find_shipped_folder, read_catalog
from contractkit.contracts.migrations import list_targets
from contractkit.contracts.rules import Rule, load_all_rules
from tests.contracts.digests import digest, recorded
from tests.contracts.moving import PAGE, list_sections
from tests.contracts.traceability import (
    Trace,
    all_versions,
    find_sample,
    load_traces,
    read_traceability,
    traced_contracts,
)
from tests.contracts.versions import find_version_files

MOST_SHOWN = 6
NOTICE = "<!-- Everything below is written by `python -m tests.contracts.rendering`. -->"
RELEASED = """\
{contract} is released, and its files have changed since.
Undo the change in {folder}, and make it in a new version: schemas/README.md says how.
(A version that nobody has used yet can be sealed again: set its sha256 in catalog.json to "".)"""


def find_renderers() -> dict[str, Callable[[], str]]:
    """What makes the text of each generated file, by path."""
    renderers: dict[str, Callable[[], str]] = {}
    for contract in traced_contracts():
        for rule in load_all_rules(contract).values():
            section = partial(_list_examples, contract, rule)
            renderers.setdefault(rule.path, partial(_replace, rule.path, "Examples", section))
        readme = os.path.join(contract.home, contract.name, "README.md")
        section = partial(_list_traces, contract, readme)
        renderers[readme] = partial(_replace, readme, "Traceability", section)
        if list_targets(contract):
            page = os.path.join(contract.home, contract.name, PAGE)
            renderers[page] = partial(
                _replace, page, "Field by field", partial(list_sections, contract)
            )
    for name in SHARED_RULES:
        readme = os.path.join(find_shipped_folder(), name, "README.md")
        section = partial(_list_shared_rules, readme)
        renderers[readme] = partial(_replace, readme, "Rules", section)
    return renderers


def _replace(path: str, title: str, section: Callable[[], Iterator[str]]) -> str:
    """The file's text with everything from the section's heading on replaced."""
    with open(path, encoding="utf-8") as file:
        kept = file.read().partition(f"\n## {title}\n")[0].rstrip("\n")
    return "\n".join([kept, "", f"## {title}", "", NOTICE, "", *section()]) + "\n"


def _list_examples(contract: Contract, rule: Rule) -> Iterator[str]:
    good, bad = find_examples(contract, rule.id)
    yield from ["Found in:", "", *_list_links(bad, rule.path), ""]
    yield from ["Not found in:", "", *_list_links(good, rule.path)]


def _list_links(examples: list[Example], page: str) -> Iterator[str]:
    for example in examples[:MOST_SHOWN]:
        yield f"- [{_word_name(example)}]({_link(example.path, page)})"
    if len(examples) > MOST_SHOWN:
        yield f"- and {len(examples) - MOST_SHOWN} more"


def _word_name(example: Example) -> str:
    return example.name.partition("-")[2].rpartition(".")[0].replace("-", " ")


def _list_traces(contract: Contract, readme: str) -> Iterator[str]:
    yield "### Statements and the rules that keep them"
    yield ""
    yield "| | Where | Statement | Rules and their examples |"
    yield "|---|---|---|---|"
    for trace in load_traces(contract):
        yield _word_trace(contract, trace, readme)
    data = read_traceability(contract)
    if data["samples"]:
        yield from ["", "### Samples", "", *_list_samples(contract, data["samples"], readme)]
    yield from ["", "### Statements that no payload can break", ""]
    yield "| Where | Statement | Why |"
    yield "|---|---|---|"
    for one in data["outside"]:
        quoted = f"“{one['statement']}”" if "statement" in one else one["fact"]
        place = one["section"] if "statement" in one else one["page"]
        yield f"| {place} | {_cell(quoted)} | {_cell(one['why'])} |"


def _list_samples(contract: Contract, samples: list[dict[str, Any]], readme: str) -> Iterator[str]:
    yield "| Section | File | Found as it is published | Found with `--jsonc --templates` |"
    yield "|---|---|---|---|"
    for sample in samples:
        path = find_sample(contract, sample)
        published = ", ".join(sample["as_published"])
        filled = "<br>".join(f"{one['rule']} at `{one['pointer']}`" for one in sample["filled_in"])
        link = f"[{os.path.basename(path)}]({_link(path, readme)})"
        yield f"| {sample['section']} | {link} | {published} | {filled} |"


def _word_trace(contract: Contract, trace: Trace, readme: str) -> str:
    rules = "<br>".join(_word_rule(contract, rule, readme) for rule in trace.rules)
    return f"| {trace.id} | {_cell(trace.place)} | {_cell(trace.statement)} | {rules} |"


def _word_rule(contract: Contract, rule: str, readme: str) -> str:
    page = load_all_rules(contract)[rule].path
    return f"[{rule}]({_link(page, readme)}): {_count_examples(contract, rule, readme)}"


def _count_examples(contract: Contract, rule: str, readme: str) -> str:
    """How many bad and good examples there are, each number a link to the shortest."""
    good, bad = find_examples(contract, rule)
    counted = ((bad, "bad"), (good, "good"))
    return ", ".join(
        f"[{len(examples)} {word}]({_link(examples[0].path, readme)})"
        for examples, word in counted
        if examples
    )


def _list_shared_rules(readme: str) -> Iterator[str]:
    contract = traced_contracts()[0]
    yield "| Rule | Severity | Verdict | Source | Examples |"
    yield "|---|---|---|---|---|"
    for rule in load_all_rules(contract).values():
        if rule.path.startswith(os.path.dirname(readme) + os.sep):
            name = f"[{rule.id}]({_link(rule.path, readme)}) {_cell(rule.title)}"
            count = _count_examples(contract, rule.id, readme)
            yield f"| {name} | {rule.severity} | {rule.verdict} | {rule.source} | {count} |"


def _cell(text: str) -> str:
    """Text that stands in a table as it is."""
    return text.replace("|", "\\|").replace("<", "&lt;")


def _link(path: str, source: str) -> str:
    return os.path.relpath(path, os.path.dirname(source)).replace(os.sep, "/")


def seal_versions(home: str) -> list[str]:
    """Write the digests that are still missing; return what to tell of those that do not fit."""
    catalog, broken = read_catalog(home), []
    for contract in all_versions(home):
        found = digest(contract.folder)
        if not recorded(contract):
            entry = catalog["contracts"][contract.name]["versions"][contract.version]
            entry["sha256"] = found
        elif recorded(contract) != found:
            broken.append(RELEASED.format(contract=contract, folder=contract.folder))
    path = os.path.join(home, "catalog.json")
    write_file(path, json.dumps(catalog, indent=2, ensure_ascii=False) + "\n")
    return broken


def write_file(path: str, text: str) -> None:
    """Write a text file, with LF on every system."""
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)


def main() -> int:
    """Write every file; 1 where a released version has changed."""
    for find in (partial(find_version_files, find_shipped_folder()), find_renderers):
        for path, render in find().items():
            os.makedirs(os.path.dirname(path), exist_ok=True)
            write_file(path, render())
    broken = seal_versions(find_shipped_folder())
    sys.stderr.writelines(f"{one}\n" for one in broken)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())

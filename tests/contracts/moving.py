"""Writes MIGRATING.md of a contract from the data of its folder `migrate` and from its examples."""

import json
import os
from collections.abc import Iterator
from typing import Any

from contractkit.contracts.counterparts import describe, load_cases
from contractkit.contracts.examples import Example, load_examples
from contractkit.contracts.loading import Contract, read_catalog, read_json
from contractkit.contracts.migrations import list_targets, read_migration
from contractkit.contracts.rules import load_migration_rules
from contractkit.linting.reports.concise import write_concise
from contractkit.migrate.texts import write_payload
from tests.migrate.migrating import find_way, list_payloads, migrate_data

PAGE, NOTHING = "MIGRATING.md", "nothing"
SHOWN = {
    "SAMPLE-send-sms": "The sample of the specification",
    "SAMPLE-smartlink": "Its sample with a smartlink",
    "SM932-three-numbers": "Three numbers",
    "SM914-flash": "A flash message",
    "SM925-flash": "A flash message",
}
KINDS = {"answers": "Answer by answer", "notifications": "Notification by notification"}


def list_sections(contract: Contract) -> Iterator[str]:
    """The lines of the page from the heading “Field by field” on, without it."""
    maps = {target: read_migration(contract, target) for target in list_targets(contract)}
    titles = [str(data["title"]) for data in maps.values()]
    yield from _start_table(["In a request", *titles])
    for pattern in _list_patterns(maps):
        cells = [_word_field(contract, data, pattern) for data in maps.values()]
        yield _row([f"`{pattern}`", *cells])
    yield from _list_constants(maps)
    for kind, heading in KINDS.items():
        yield from ["", f"## {heading}", ""]
        yield from _start_table(["Case", *_list_titles(contract)])
        yield from _list_cases(contract, kind)
    yield from ["", "## What changes for a client", ""]
    yield from _list_members(contract)
    yield from ["", "## What is told, and what to do", ""]
    yield from _list_rules(contract)
    yield from ["", "## Examples"]
    yield from _list_examples(contract)


def _list_titles(contract: Contract) -> list[str]:
    contracts = read_catalog(contract.home)["contracts"]
    names = [contract.name, *list_targets(contract)]
    return [str(contracts[name]["title"]) for name in names]


def _start_table(heads: list[str]) -> list[str]:
    return [_row(heads), "|---" * len(heads) + "|"]


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _list_sources(entry: dict[str, Any]) -> list[str]:
    sources = entry.get("from", [])
    return [sources] if isinstance(sources, str) else list(sources)


def _list_patterns(maps: dict[str, dict[str, Any]]) -> list[str]:
    """The places of values that any of the files speaks of, in their order; no containers."""
    transfers = [one for data in maps.values() for one in data["transfers"]]
    places = [source for one in transfers for source in _list_sources(one)]
    places += [loss["at"] for data in maps.values() for loss in data["losses"]]
    return [
        place
        for place in dict.fromkeys(places)
        if not any(other.startswith(f"{place}/") for other in places)
    ]


def _word_field(contract: Contract, data: dict[str, Any], pattern: str) -> str:
    """Where a value goes, what it becomes, and the rules that tell of it."""
    taken = [one for one in data["transfers"] if pattern in _list_sources(one)]
    parts = []
    for one in taken:
        changes = [
            f"{_value(before)} → {_value(after)}"
            for before, after in one.get("values", ())
            if before != after
        ]
        parts.append(f"`{one['to']}`" + (f": {', '.join(changes)}" if changes else ""))
    told = [
        one[key]["rule"]
        for one in taken
        for key in ("otherwise", "required", "placeholder", "changed")
        if key in one
    ]
    told += [rule["rule"] for one in taken for rule in one.get("instead", ())]
    told += [loss["rule"] for loss in data["losses"] if loss["at"] == pattern]
    told += [
        loss["rule"]
        for loss in data["losses"]
        if pattern.startswith(f"{loss['at']}/") and not loss.get("refuse")
    ]
    links = ", ".join(_link(contract, rule) for rule in dict.fromkeys(told))
    where = "; ".join(dict.fromkeys(parts)) or NOTHING
    return f"{where} ({links})" if links else where


def _value(value: object) -> str:
    return f"`{json.dumps(value)}`"


def _link(contract: Contract, rule: str) -> str:
    page = os.path.basename(load_migration_rules(contract)[rule].path)
    return f"[{rule}](rules/{page})"


def _list_constants(maps: dict[str, dict[str, Any]]) -> Iterator[str]:
    """What the result says though the request does not."""
    yield ""
    for data in maps.values():
        for one in data["transfers"]:
            if "absent" in one and one.get("from"):
                yield (
                    f"Where a request has no `{one['from']}`, `{one['to']}` of {data['title']} is "
                    f"{_value(one['absent'])}."
                )


def _list_cases(contract: Contract, kind: str) -> Iterator[str]:
    names = [contract.name, *list_targets(contract)]
    for case in load_cases(contract):
        if case.kind == kind:
            codes = f" ({', '.join(case.codes)})" if case.codes else ""
            said = [describe(case.counterparts[name]) for name in names]
            yield _row([case.about + codes, *said])


def _list_members(contract: Contract) -> Iterator[str]:
    path = os.path.join(contract.home, contract.name, "migrate", "answers.json")
    names = [contract.name, *list_targets(contract)]
    yield from _start_table(["", *_list_titles(contract)])
    for member in read_json(path)["members"]:
        yield _row([member["about"], *(member["in"][name] for name in names)])


def _list_rules(contract: Contract) -> Iterator[str]:
    yield from _start_table(["Rule", "Severity", "What to do"])
    for rule in load_migration_rules(contract).values():
        name = f"{_link(contract, rule.id)} {rule.title}"
        yield _row([name, rule.severity, " ".join(rule.fix.split())])


def _list_examples(contract: Contract) -> Iterator[str]:
    """The shown examples, each with what `contractkit migrate` writes and tells."""
    for example in load_examples(contract):
        suite, _, target = example.suite.partition(os.sep)
        if suite == "migrate" and example.name.removesuffix(".json") in SHOWN:
            yield from _show_example(contract, example, target)


def _show_example(contract: Contract, example: Example, target: str) -> Iterator[str]:
    with open(example.path, "rb") as file:
        data = file.read()
    migrated = migrate_data(data, find_way(str(contract), target))
    title = read_migration(contract, target)["title"]
    words = SHOWN[example.name.removesuffix(".json")]
    yield from ["", f"### {words}, for {title}", "", "```json", data.decode().rstrip()]
    yield from ["```", "", "becomes"]
    for payload in list_payloads(migrated):
        yield from ["", "```json", write_payload(payload, pretty=True), "```"]
    told = write_concise(migrated.linted).replace("x.json:", "request.json:").rstrip()
    if told:
        yield from ["", "and this is told:", "", "```text", told, "```"]

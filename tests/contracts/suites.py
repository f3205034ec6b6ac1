"""The suites of example files, each with the contract and the rules that it is judged with."""

import os
from collections.abc import Iterator
from dataclasses import replace

from contractkit.contracts.examples import Example, load_examples
from contractkit.contracts.loading import Contract, load, load_default
from contractkit.findings import Finding
from contractkit.linting.recordings import check_recording
from contractkit.linting.settings import Settings
from contractkit.validation.check import check_document
from contractkit.validation.options import CheckOptions, read_selection
from tests.contracts.traceability import all_versions
from tests.migrate.migrating import find_way, migrate_data

RECORDINGS, MIGRATIONS, FORCED, TEMPLATES = "recordings", "migrate", "forced", "templates"


def judged_with(contract: Contract, example: Example) -> tuple[Contract, CheckOptions]:
    """The contract and the options that an example's place asks for."""
    message, _, special = example.suite.replace(os.sep, "/").partition("/")
    kind = message if message in contract.messages else "request"
    for setting, overlay in contract.data["tenant"].items():
        if f"{special}.schema.json" == overlay["schema"]:
            return load(str(contract), tenant={setting: overlay["example"]}), CheckOptions(kind)
    for rule, extra in contract.data["optional"].items():
        if f"{special}.schema.json" == extra["schema"]:
            return contract, CheckOptions(kind, selection=read_selection(contract, [rule]))
    return contract, CheckOptions(kind)


def is_migration(example: Example) -> bool:
    """Whether an example is a request to rewrite for another contract."""
    return example.suite.startswith(MIGRATIONS + os.sep)


def find_migration_findings(contract: Contract, suite: str, data: bytes) -> tuple[Finding, ...]:
    """What is told when a request is rewritten for the contract that its suite is named after.

    In a suite of a tenant's setting, as --unsafe does; in that of forced ones, as --force does; in
    that of templates with --templates.
    """
    _, target, *special = suite.split(os.sep)
    settings = {
        setting: overlay["example"]
        for setting, overlay in contract.data["tenant"].items()
        if overlay["schema"] == f"{'/'.join(special)}.schema.json"
    }
    way = find_way(str(contract), target, tenant=settings)
    way = replace(way, unsafe=bool(settings), force=special == [FORCED])
    settings_of_run = Settings(templates=special == [TEMPLATES])
    return migrate_data(data, way, settings_of_run).linted.findings


def find_findings(
    contract: Contract, example: Example, options: CheckOptions
) -> tuple[Finding, ...]:
    """What is found in an example: a payload, a recording of requests, or one to migrate."""
    with open(example.path, "rb") as file:
        data = file.read()
    if is_migration(example):
        return find_migration_findings(contract, example.suite, data)
    if example.suite != RECORDINGS:
        return check_document(data, contract, options).findings
    recorded = check_recording(data, contract, options)
    assert recorded
    assert recorded.requests
    return recorded.findings


def all_examples() -> Iterator[tuple[Contract, Example]]:
    """Every example of every version, inherited ones too, and of the rules of JSON text.

    Those of JSON text are payloads of the default contract: no other judges what they say.
    """
    for contract in all_versions():
        for example in load_examples(contract):
            own = (*contract.messages, RECORDINGS, MIGRATIONS)
            if example.suite.partition(os.sep)[0] in own or (contract.name == load_default().name):
                yield contract, example

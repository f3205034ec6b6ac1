"""`contractkit new`: a contract from an OpenAPI document or a JSON Schema."""

import os
from collections.abc import Iterator

import click

from contractkit.cli.options import take_session
from contractkit.contracts.loading import read_catalog
from contractkit.importing.contract_folder import NOTES_FILE
from contractkit.importing.creation import Created, create_contract
from contractkit.importing.documents.note_texts import has_more, write_notes

FOLDER = "contracts"


@click.command("new")
@click.argument("name", metavar="NAME")
@click.option("--from", "source", required=True, metavar="FILE", help="OpenAPI 3 or a JSON Schema.")
@click.option(
    "--operation",
    "operations",
    multiple=True,
    metavar='"METHOD /PATH"',
    help="Only this operation; repeatable.",
)
@click.option("--update", is_flag=True, help="Make a new version of the contract.")
@take_session
def new_command(
    name: str, source: str, operations: tuple[str, ...], update: bool, schemas: str | None
) -> int:
    """Write a contract from an OpenAPI document (3.0, 3.1) or a JSON Schema, in JSON or YAML.

    It is written to the folder that --schemas names, else to `contracts` in the working folder.
    """
    home = schemas or FOLDER
    created = create_contract(name, source, home, operations, update=update)
    for line in _describe(created, home):
        click.echo(line)
    return 0


def _describe(created: Created, home: str) -> Iterator[str]:
    contract, draft = created.contract, created.draft
    counts = (
        _count(len(draft.data.get("requests", ())), "operation"),
        _count(len(contract.messages), "message"),
        _count(len(draft.pages), "rule"),
        _count(len(draft.examples), "example"),
    )
    if not created.is_new:
        yield f"nothing differs from {contract}; no version is written"
        return
    yield f"{contract} is written to {home}: {', '.join(count for count in counts if count)}"
    yield from write_notes(created.notes)
    if has_more(created.notes):
        yield from ["", f"All places are in {os.path.join(contract.folder, NOTES_FILE)}"]
    if created.earlier:
        older = f"{contract.name}@{created.earlier}"
        yield from ["", f"Next: contractkit diff {older} {contract} --schemas {home}"]
        return
    is_default = read_catalog(home)["default"] == contract.name
    option = f"--schemas {home}" if is_default else f"--contract {contract.name} --schemas {home}"
    yield from ["", f"Next: contractkit lint FILE {option}"]
    if "operation" in draft.data or "requests" in draft.data:
        yield f"      contractkit fuzz URL {option}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}" if number else ""

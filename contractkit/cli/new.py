"""`contractkit new`: a contract from an OpenAPI document or a JSON Schema."""

from collections.abc import Iterator

import click

from contractkit.cli.options import take_session
from contractkit.importing.creation import Created, create_contract

FOLDER = "contracts"
HEADINGS = {
    "problem": "Mistakes of the document:",
    "read as meant": "Read as it is meant, not as it stands:",
    "left out": "Not taken over:",
    "example": "Examples that break a rule:",
}


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
    yield f"{contract} is written to {home}: {', '.join(count for count in counts if count)}"
    for kind, heading in HEADINGS.items():
        notes = [note for note in created.notes if note.kind == kind]
        if notes:
            yield from ["", heading, *(f"  {note}" for note in notes)]
    option = f"--contract {contract.name} --schemas {home}"
    yield from ["", f"Next: contractkit rules {option}", f"      contractkit fuzz URL {option}"]


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}" if number else ""

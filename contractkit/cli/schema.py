"""`contractkit schema`: the JSON Schema of a message, for any other tool."""

import json

import click

from contractkit.cli.options import choose_message, take_contract, take_operation
from contractkit.contracts.loading import load
from contractkit.contracts.schemas import make_portable


@click.command("schema")
@click.argument("name", required=False, metavar="[NAME[@VERSION]]")
@click.option("--message", metavar="MESSAGE", help="A message of the contract, if not its first.")
@take_operation
@take_contract
def schema_command(
    name: str | None,
    message: str | None,
    operation: str | None,
    contract: str | None,
    schemas: str | None,
) -> int:
    """Print the normative schema of a message, without this project's own keywords."""
    loaded = load(name or contract, schemas=schemas, operation=operation)
    portable = make_portable(loaded, message or choose_message(loaded))
    click.echo(json.dumps(portable, indent=2, ensure_ascii=False))
    return 0

"""`contractkit schema`: the JSON Schema of a message, for any other tool."""

import json

import click

from contractkit.cli.options import take_contract
from contractkit.contract import load
from contractkit.portable import make_portable


@click.command("schema")
@click.argument("name", required=False, metavar="[NAME[@VERSION]]")
@click.option("--message", default="request", metavar="MESSAGE", help="request, response …")
@take_contract
def schema_command(
    name: str | None, message: str, contract: str | None, schemas: str | None
) -> int:
    """Print the normative schema of a message (draft-07), without this project's own keywords."""
    loaded = load(name or contract, schemas=schemas)
    click.echo(json.dumps(make_portable(loaded, message), indent=2, ensure_ascii=False))
    return 0

"""`contractkit export`: a contract in the formats of other tools."""

import click

from contractkit.cli.options import take_contract
from contractkit.contracts.loading import load
from contractkit.export import FORMATS, export
from contractkit.reporting.files import write_whole


@click.command("export")
@click.argument("name", required=False, metavar="[NAME[@VERSION]]")
@click.option("--format", "style", type=click.Choice(FORMATS), required=True)
@click.option("--output", metavar="FILE", help="Write to this file, not to standard output.")
@take_contract
def export_command(
    name: str | None, style: str, output: str | None, contract: str | None, schemas: str | None
) -> int:
    """Print a contract as OpenAPI 3.1, as one JSON Schema 2020-12, or as types.

    The types are TypeScript's interfaces or Python's TypedDicts.
    """
    text = export(load(name or contract, schemas=schemas), style)
    if output is None:
        click.echo(text, nl=False)
    else:
        write_whole(output, text)
    return 0

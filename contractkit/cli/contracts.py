"""`contractkit contracts`: which contracts and versions there are."""

import json

import click

from contractkit.cli.options import take_contract
from contractkit.contracts.loading import load, read_catalog


@click.command("contracts")
@click.option("--format", "style", type=click.Choice(("text", "json")), default="text")
@take_contract
def contracts_command(style: str, contract: str | None, schemas: str | None) -> int:
    """List the contracts and their versions, the default marked with *."""
    catalog = read_catalog(schemas)
    wanted = load(contract, schemas=schemas).name if contract else None
    members = [
        {
            "name": name,
            "title": entry["title"],
            "versions": list(entry["versions"]),
            "default": entry["default"],
            "is_default": name == catalog["default"],
        }
        for name, entry in catalog["contracts"].items()
        if wanted in (None, name)
    ]
    if style == "json":
        click.echo(json.dumps(members, indent=2, ensure_ascii=False))
        return 0
    for member in members:
        for version in member["versions"]:
            mark = " *" if member["is_default"] and version == member["default"] else ""
            click.echo(f"{member['name']}@{version}  {member['title']}{mark}")
    return 0

"""`contractkit contracts`: which contracts and versions there are."""

import json

import click

from contractkit.contract import read_catalog


@click.command("contracts")
@click.option("--format", "style", type=click.Choice(("text", "json")), default="text")
@click.option("--schemas", metavar="DIR", help="Another folder of contracts.")
def contracts_command(style: str, schemas: str | None) -> int:
    """List the contracts and their versions, the defaults marked with *."""
    catalog = read_catalog(schemas)
    members = [
        {
            "name": name,
            "title": entry["title"],
            "versions": list(entry["versions"]),
            "default": entry["default"],
            "is_default": name == catalog["default"],
        }
        for name, entry in catalog["contracts"].items()
    ]
    if style == "json":
        click.echo(json.dumps(members, indent=2, ensure_ascii=False))
        return 0
    for member in members:
        for version in member["versions"]:
            mark = " *" if member["is_default"] and version == member["default"] else ""
            click.echo(f"{member['name']}@{version}  {member['title']}{mark}")
    return 0

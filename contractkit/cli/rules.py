"""`contractkit rules`: the catalogue of rules."""

import json

import click

from contractkit.cli.options import take_contract
from contractkit.contracts.loading import load
from contractkit.contracts.rules import Rule, load_all_rules, load_migration_rules


@click.command("rules")
@click.option("--format", "style", type=click.Choice(("text", "json")), default="text")
@take_contract
def rules_command(style: str, contract: str | None, schemas: str | None) -> int:
    """List the rules, those of JSON text first."""
    chosen = load(contract, schemas=schemas)
    rules, of_migrate = load_all_rules(chosen).values(), load_migration_rules(chosen)
    if style == "json":
        members = [_to_member(rule) for rule in rules]
        click.echo(json.dumps(members, indent=2, ensure_ascii=False))
    else:
        for rule in rules:
            mark = "" if rule.on else " (off by default)"
            mark = " (told by migrate)" if rule.id in of_migrate else mark
            click.echo(f"{rule.id:<6} {rule.severity:<8} {rule.title}{mark}")
    return 0


def _to_member(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.id,
        "slug": rule.slug,
        "title": rule.title,
        "severity": rule.severity,
        "verdict": rule.verdict,
        "default": rule.on,
        "source": rule.citation,
        "why": rule.why,
        "help": rule.fix,
    }

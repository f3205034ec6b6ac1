"""`contractkit explain`: a rule, a code, or a field, in words."""

import click

from contractkit.cli.options import take_contract
from contractkit.contracts.explanations import explain
from contractkit.contracts.loading import load


@click.command("explain")
@click.argument("subject", metavar="RULE|CODE|POINTER")
@take_contract
def explain_command(subject: str, contract: str | None, schemas: str | None) -> int:
    """Explain a rule by its id, an answer or delivery code, or a field (by pointer or name)."""
    click.echo(explain(subject, load(contract, schemas=schemas)), nl=False)
    return 0

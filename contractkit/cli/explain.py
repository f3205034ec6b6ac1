"""`contractkit explain`: a rule, a code, or a field, in words."""

from contextlib import suppress

import click

from contractkit.cli.options import take_contract
from contractkit.contracts.explanations import explain
from contractkit.contracts.loading import load, read_catalog
from contractkit.errors import UnknownNameError


@click.command("explain")
@click.argument("subject", metavar="RULE|CODE|POINTER")
@take_contract
def explain_command(subject: str, contract: str | None, schemas: str | None) -> int:
    """Explain a rule by its id, an answer or delivery code, or a field (by pointer or name)."""
    try:
        text = explain(subject, load(contract, schemas=schemas))
    except UnknownNameError:
        text = _explain_elsewhere(subject, schemas) if contract is None else ""
        if not text:
            raise
    click.echo(text, nl=False)
    return 0


def _explain_elsewhere(subject: str, schemas: str | None) -> str:
    """What the contracts that are not the default one say of a subject; "" for nothing."""
    catalog = read_catalog(schemas)
    texts = []
    for name, entry in catalog["contracts"].items():
        if name != catalog["default"]:
            with suppress(UnknownNameError):
                text = explain(subject, load(name, schemas=schemas))
                texts.append(f"In {entry['title']}:\n\n{text}")
    return "\n".join(texts)

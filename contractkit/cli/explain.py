"""`contractkit explain`: a rule, a code, or a field, in words."""

from contextlib import suppress

import click

from contractkit.cli.options import take_contract
from contractkit.contracts.explanations import explain, tell_other_fields
from contractkit.contracts.loading import Contract, load, load_other_contracts
from contractkit.errors import UnknownNameError


@click.command("explain")
@click.argument("subject", metavar="RULE|CODE|POINTER")
@take_contract
def explain_command(subject: str, contract: str | None, schemas: str | None) -> int:
    """Explain a rule by its id, an answer or delivery code, or a field (by pointer or name)."""
    chosen = load(contract, schemas=schemas)
    try:
        text = explain(subject, chosen)
        others = "" if contract else tell_other_fields(subject, chosen)
        text = f"{text}\n{others}" if others else text
    except UnknownNameError:
        text = _explain_elsewhere(subject, chosen) if contract is None else ""
        if not text:
            raise
    click.echo(text, nl=False)
    return 0


def _explain_elsewhere(subject: str, default: Contract) -> str:
    """What the contracts that are not the default one say of a subject; "" for nothing."""
    texts = []
    for other in load_other_contracts(default):
        with suppress(UnknownNameError):
            texts.append(f"In {other.data['title']}:\n\n{explain(subject, other)}")
    return "\n".join(texts)

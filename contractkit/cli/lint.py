"""`contractkit lint`: judge payload files and explain what is wrong with them."""

from collections.abc import Iterable, Iterator

import click

from contractkit.cli.findings import FORMATS, write_findings
from contractkit.cli.options import read_tenant, split_words, take_contract
from contractkit.cli.tally import Tally, count_file, find_status, summarise
from contractkit.contract import load
from contractkit.errors import UnreadableInputError
from contractkit.inputs import read_inputs
from contractkit.linting import Linted, lint_inputs
from contractkit.linting.choices import choose_options
from contractkit.settings import Settings


@click.command("lint")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--kind", metavar="KIND", help="auto, or a message of the contract.")
@click.option(
    "--format", "style", type=click.Choice(FORMATS), default="full", help="How to report."
)
@click.option("--strict", is_flag=True, default=None, help="Exit with 1 for warnings too.")
@click.option(
    "--select",
    multiple=True,
    metavar="RULES",
    help="Only these rules: ids or beginnings, with commas.",
)
@click.option("--ignore", multiple=True, metavar="RULES", help="Not these rules: the same.")
@click.option("--jsonc", is_flag=True, default=None, help="Allow comments and trailing commas.")
@click.option("--templates", is_flag=True, default=None, help="Let “{{…}}” stand for any string.")
@click.option(
    "--redact", is_flag=True, default=None, help="Keep personal values out of the report."
)
@click.option("--tenant", metavar="FILE", help="A JSON file with the tenant's settings.")
@click.option("--stdin-filename", default="<stdin>", metavar="NAME", help="The name to show for -.")
@take_contract
def lint_command(paths: tuple[str, ...], style: str, stdin_filename: str, **given: object) -> int:
    """Judge payload files and explain what is wrong.

    PATH is a file, a folder, a glob, or - for standard input; without one, this folder.
    """
    settings = _resolve(given)
    contract = load(settings.contract, schemas=settings.schemas, tenant=settings.tenant)
    choose = choose_options(contract, settings)
    inputs = read_inputs(paths or (".",), stdin_filename)
    tally = Tally()
    files = _count(lint_inputs(inputs, contract, choose), tally)
    write_findings(files, style, contract, redact=settings.redact)
    if style != "json":
        click.echo(summarise(tally), err=True)
    return find_status(tally, strict=settings.strict)


def _resolve(given: dict[str, object]) -> Settings:
    """The settings of this run: what the command line says, defaults for the rest."""
    words = {name: tuple(split_words(given.pop(name))) for name in ("select", "ignore")}  # type: ignore[arg-type]
    tenant = read_tenant(given.pop("tenant"))  # type: ignore[arg-type]
    said = {name: value for name, value in given.items() if value is not None}
    return Settings(**said, **words, tenant=tenant)  # type: ignore[arg-type]


def _count(results: Iterable[Linted | UnreadableInputError], tally: Tally) -> Iterator[Linted]:
    """Count what comes, tell what could not be read, and let the judged files through."""
    for result in results:
        if isinstance(result, UnreadableInputError):
            tally["unreadable"] += 1
            click.echo(f"contractkit: error: {result}", err=True)
            continue
        count_file(tally, result)
        yield result

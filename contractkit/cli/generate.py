"""`contractkit generate`: payloads from the schemas, valid or with a known violation."""

import sys
from collections.abc import Iterable, Iterator
from itertools import islice

import click

from contractkit.cli.options import (
    WholeNumber,
    choose_message,
    read_shard,
    read_tenant,
    take_contract,
    take_operation,
)
from contractkit.contracts.loading import Contract, find_message, load
from contractkit.contracts.rules import find_rule
from contractkit.errors import UnfitRuleError
from contractkit.findings import Verdict
from contractkit.payloads.boundary_suite import boundary_suite, shard
from contractkit.payloads.cases import Case, is_json, to_line, write_files
from contractkit.payloads.sampling import generate_cases
from contractkit.payloads.text_mutations import TEXT_MUTATIONS

FORMATS = ("ndjson", "json", "files")
USUAL_COUNT, LONG_COUNT = 100, 1000


@click.command("generate")
@click.option("--message", metavar="MESSAGE", help="A message of the contract, if not its first.")
@click.option("--valid", is_flag=True, help="Payloads that must be accepted.")
@click.option("--invalid", is_flag=True, help="Payloads that must be refused.")
@click.option("--doubtful", is_flag=True, help="Payloads that may be accepted or refused.")
@click.option("--boundary", is_flag=True, help="The boundary suite: every limit, from both sides.")
@click.option("--rule", metavar="ID", help="Only what breaks this rule.")
@click.option(
    "--count",
    type=WholeNumber(min=1),
    metavar="N",
    help="How many (100; the whole boundary suite).",
)
@click.option("--seed", default="0", metavar="S", help="The same seed gives the same payloads.")
@click.option("--format", "style", type=click.Choice(FORMATS), default="ndjson")
@click.option("--output", metavar="DIR", help="The folder to write files to: new, or empty.")
@click.option("--annotate", is_flag=True, help="Write each with its verdict, rules and pointer.")
@click.option("--shard", "part", metavar="I/N", help="Only part I of N.")
@click.option("--tenant", metavar="FILE", help="A JSON file with the tenant's settings.")
@take_operation
@take_contract
def generate_command(
    message: str | None,
    valid: bool,
    invalid: bool,
    doubtful: bool,
    boundary: bool,
    rule: str | None,
    count: int | None,
    seed: str,
    style: str,
    output: str | None,
    annotate: bool,
    part: str | None,
    tenant: str | None,
    operation: str | None,
    contract: str | None,
    schemas: str | None,
) -> int:
    """Write payloads: valid ones, or ones that break a rule and nothing else.

    Without a kind: what the rule makes of a payload, or else valid ones.
    """
    if (style == "files") != (output is not None):
        raise click.UsageError("--format files and --output DIR go together")
    kind = _choose_kind(valid=valid, invalid=invalid, doubtful=doubtful, boundary=boundary)
    loaded = load(contract, schemas=schemas, tenant=read_tenant(tenant), operation=operation)
    message = message or choose_message(loaded)
    if rule and rule.upper() in TEXT_MUTATIONS and not (annotate or output):
        raise UnfitRuleError(rule, "what breaks it is not JSON; add --annotate, or --format files")
    find_message(loaded, message)
    shards = read_shard(part)
    cases = _choose_cases(loaded, message, kind, rule, seed, count)
    cases = shard(cases, *shards) if shards else cases
    if output is not None:
        written = write_files(_show_progress(cases, count), output)
        click.echo(f"{written} files written to {output}", err=True)
    else:
        _print_cases(_show_progress(cases, count), annotate=annotate, array=style == "json")
    return 0


def _choose_kind(**flags: bool) -> str | None:
    """The one kind of payloads that is asked for; None where none is."""
    kinds = [kind for kind, is_set in flags.items() if is_set]
    if len(kinds) > 1:
        raise click.UsageError(f"--{kinds[0]} and --{kinds[1]} do not go together")
    return kinds[0] if kinds else None


def _choose_cases(
    contract: Contract,
    message: str,
    kind: str | None,
    rule: str | None,
    seed: str,
    count: int | None,
) -> Iterable[Case]:
    rule = find_rule(contract, rule).id if rule else None
    if kind == "boundary":
        suite = boundary_suite(contract, message)
        return islice((case for case in suite if rule is None or rule in case.rules), count)
    verdict = Verdict(kind) if kind else None
    if rule:
        own = find_rule(contract, rule).verdict
        if (verdict or own) is not own or own is Verdict.VALID:
            wanted = verdict or Verdict.INVALID
            raise UnfitRuleError(rule, f"breaking it makes a payload {own}, not {wanted}")
        verdict = own
    cases = generate_cases(contract, message, verdict or Verdict.VALID, rule, seed)
    return islice(cases, count or USUAL_COUNT)


def _show_progress(cases: Iterable[Case], count: int | None) -> Iterator[Case]:
    """The cases, with a progress bar on standard error where somebody waits for many."""
    if not sys.stderr.isatty() or (count or 0) < LONG_COUNT or sys.stdout.isatty():
        yield from cases
        return
    with click.progressbar(cases, length=count, file=sys.stderr, label="generating") as shown:
        yield from shown


def _print_cases(cases: Iterable[Case], *, annotate: bool, array: bool) -> None:
    left_out, first = 0, True
    if array:
        click.echo("[", nl=False)
    for case in cases:
        line = to_line(case, annotate=annotate)
        if line is None:
            left_out += not is_json(case)
        elif array:
            click.echo(f"{'' if first else ','}\n{line}", nl=False)
            first = False
        else:
            click.echo(line)
    if array:
        click.echo("\n]")
    if left_out:
        click.echo(
            f"{left_out} payloads that are not JSON left out; --annotate shows them", err=True
        )

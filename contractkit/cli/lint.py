"""`contractkit lint`: judge payload files and explain what is wrong with them."""

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial

import click

from contractkit.cli.options import read_tenant, split_words, take_contract
from contractkit.contract import Contract, find_message, load
from contractkit.errors import UnreadableInputError
from contractkit.inputs import read_inputs
from contractkit.judging.options import Options
from contractkit.judging.selection import read_selection
from contractkit.lint import Linted, lint_inputs

SEVERITIES = ("error", "warning", "note")
FORMATS = ("full", "concise", "json")
UNREADABLE = 2
WIDEST = 100


@click.command("lint")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--kind", default="auto", metavar="KIND", help="auto, or a message of the contract.")
@click.option(
    "--format", "style", type=click.Choice(FORMATS), default="full", help="How to report."
)
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings too.")
@click.option(
    "--select",
    multiple=True,
    metavar="RULES",
    help="Only these rules: ids or beginnings, with commas.",
)
@click.option("--ignore", multiple=True, metavar="RULES", help="Not these rules: the same.")
@click.option("--jsonc", is_flag=True, help="Allow comments and trailing commas.")
@click.option("--templates", is_flag=True, help="Let “{{…}}” stand for any string.")
@click.option("--redact", is_flag=True, help="Keep personal values out of the report.")
@click.option("--tenant", metavar="FILE", help="A JSON file with the tenant's settings.")
@click.option("--stdin-filename", default="<stdin>", metavar="NAME", help="The name to show for -.")
@take_contract
def lint_command(
    paths: tuple[str, ...],
    kind: str,
    style: str,
    strict: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    jsonc: bool,
    templates: bool,
    redact: bool,
    tenant: str | None,
    stdin_filename: str,
    contract: str | None,
    schemas: str | None,
) -> int:
    """Judge payload files and explain what is wrong.

    PATH is a file, a folder, a glob, or - for standard input; without one, this folder.
    """
    loaded = load(contract, schemas=schemas, tenant=read_tenant(tenant))
    if kind != "auto":
        find_message(loaded, kind)
    selection = read_selection(loaded, split_words(select), split_words(ignore))
    options = Options(kind, jsonc, templates, redact, selection)
    inputs = read_inputs(paths or (".",), stdin_filename)
    tally: Counter[str] = Counter()
    files = _count(lint_inputs(inputs, loaded, options), tally)
    _write(files, style, loaded, redact)
    if style != "json":
        click.echo(_summarise(tally), err=True)
    return _status(tally, strict)


def _count(
    results: Iterator[Linted | UnreadableInputError], tally: Counter[str]
) -> Iterator[Linted]:
    """Count what comes, tell what could not be read, and let the judged files through."""
    for result in results:
        if isinstance(result, UnreadableInputError):
            tally["unreadable"] += 1
            click.echo(f"contractkit: error: {result}", err=True)
            continue
        tally["files"] += 1
        tally.update(finding.severity for finding in result.findings)
        yield result


def _write(files: Iterator[Linted], style: str, contract: Contract, redact: bool) -> None:
    if style == "json":
        from contractkit.reports.json import write_json

        click.echo(write_json(files, contract), nl=False)
        return
    write = _choose_writer(style, redact)
    for linted in files:
        if linted.findings:
            click.echo(write(linted), nl=False)


def _choose_writer(style: str, redact: bool) -> Callable[[Linted], str]:
    """A function that words one file; its module is imported for the first finding only."""

    def write(linted: Linted) -> str:
        if style == "concise":
            from contractkit.reports.concise import write_concise

            return write_concise(linted)
        import shutil

        from contractkit.reports.full import write_full

        width = min(shutil.get_terminal_size().columns, WIDEST)
        return write_full(linted, width=width, paint=_choose_paint(), redact=redact)

    return write


def _choose_paint() -> Callable[..., str]:
    if sys.stdout.isatty() and not os.environ.get("NO_COLOR"):
        return click.style
    return partial(_leave_plain)


def _leave_plain(text: str, **_: object) -> str:
    return text


def _summarise(tally: Counter[str]) -> str:
    counts = [_plural(tally[kind], kind) for kind in SEVERITIES if tally[kind]]
    found = ", ".join(counts) or ("nothing found" if tally["files"] else "nothing to judge")
    unread = f", {_plural(tally['unreadable'], 'input')} not read" if tally["unreadable"] else ""
    return f"{_plural(tally['files'], 'file')} checked: {found}{unread}"


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _status(tally: Counter[str], strict: bool) -> int:
    if tally["unreadable"]:
        return UNREADABLE
    return int(bool(tally["error"] or (strict and tally["warning"])))

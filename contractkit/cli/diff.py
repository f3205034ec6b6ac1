"""`contractkit diff`: what differs between two versions of a contract."""

import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain
from typing import Any

import click

from contractkit.cli.options import take_contract
from contractkit.contracts.loading import load, read_catalog

FORMATS = ("text", "json", "markdown")


@click.command("diff")
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option("--format", "style", type=click.Choice(FORMATS), default="text")
@take_contract
def diff_command(
    before: str, after: str, style: str, contract: str | None, schemas: str | None
) -> int:
    """Show what differs from contract version A to B, and what that does to payloads.

    A and B are NAME@VERSION, or VERSION alone of the contract that --contract names, or else of the
    default one. Every difference that payloads can show comes with one that shows it.
    """
    from contractkit.compare import compare
    from contractkit.compare.reports.json import render_json
    from contractkit.compare.reports.markdown import render_markdown
    from contractkit.compare.reports.text import render_text

    renders = {"text": render_text, "json": render_json, "markdown": render_markdown}
    names = [_complete(name, contract, schemas) for name in (before, after)]
    old, new = (load(name, schemas=schemas) for name in names)
    difference = compare(old, new, share=_share_out)
    click.echo(renders[style](difference), nl=False)
    return 0


def _share_out(tasks: list[Any], run: Callable[[Any], Iterable[Any]]) -> Iterator[Any]:
    """Do tasks in as many processes as there are processors; on a terminal, with a bar."""
    from contractkit.linting.jobs import BATCH, count_processors, run_in_processes

    run_whole = partial(_run_whole, run)
    done = run_in_processes(tasks, run_whole, lambda _: BATCH, count_processors())
    if not sys.stderr.isatty():
        yield from chain.from_iterable(done)
        return
    with click.progressbar(done, len(tasks), "comparing", file=sys.stderr) as bar:
        yield from chain.from_iterable(bar)


def _run_whole(run: Callable[[Any], Iterable[Any]], task: Any) -> Iterator[list[Any]]:
    yield list(run(task))


def _complete(name: str, contract: str | None, schemas: str | None) -> str:
    """`NAME@VERSION` for what stands on the command line; a contract's name is its default."""
    catalog = read_catalog(schemas)
    if "@" in name or name in catalog["contracts"]:
        return name
    base = (contract or catalog["default"]).partition("@")[0]
    versions = catalog["contracts"].get(base, {}).get("versions", {})
    return f"{base}@{name}" if name in versions or name[:1].isdecimal() else name

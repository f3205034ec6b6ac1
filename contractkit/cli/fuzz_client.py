"""`contractkit fuzz-client`: judge a client by what it does with the answers it gets."""

import shutil
import sys
from typing import TYPE_CHECKING, Any

import click

from contractkit.cli.options import (
    need_extra,
    read_report_file,
    read_tenant,
    split_list,
    take_contract,
)
from contractkit.contracts.loading import Contract, load
from contractkit.reporting.files import write_whole

if TYPE_CHECKING:
    from contractkit.fuzzclient import Options, Report

FORMATS = ("json", "junit", "html")
WIDEST, INTERRUPTED = 100, 130


@click.command("fuzz-client", context_settings={"allow_interspersed_args": False})
@click.argument("command", nargs=-1, type=click.UNPROCESSED, metavar="-- COMMAND...")
@click.option("--key", metavar="K", help="The key that the client is given; made up by default.")
@click.option("--seed", default="0", metavar="S", help="The same seed gives the same answers.")
@click.option(
    "--max-answers",
    type=click.IntRange(min=1),
    default=100,
    metavar="N",
    help="At most so many answers (100).",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0.1),
    default=10.0,
    metavar="SECONDS",
    help="For one send of the client (10).",
)
@click.option(
    "--max-retries",
    type=click.IntRange(min=0),
    default=3,
    metavar="N",
    help="How often it may try again what was not accepted (3).",
)
@click.option(
    "--exit-map",
    "exits",
    multiple=True,
    metavar="STATUS=MEANING",
    help="accepted, failed or nothing; * for all others; with commas.",
)
@click.option(
    "--stdin-lines",
    is_flag=True,
    help="Run it once: one line in, one send, one line out with its status.",
)
@click.option(
    "--report", "reports", multiple=True, metavar="FORMAT=FILE", help="json, junit or html."
)
@click.option("--replay", metavar="FILE", help="Only the failures of a json report, once more.")
@click.option("--tenant", metavar="FILE", help="A JSON file with the tenant's settings.")
@take_contract
def fuzz_client_command(
    command: tuple[str, ...],
    reports: tuple[str, ...],
    tenant: str | None,
    contract: str | None,
    schemas: str | None,
    **given: Any,
) -> int:
    """Run a client again and again, and judge what it does with good, bad and broken answers.

    {url} and {key} in COMMAND stand for the URL that it is to send to and its key; both are in its
    environment too, as CONTRACTKIT_URL and CONTRACTKIT_KEY. Its exit status says whether its
    request was accepted: 0 if so.
    """
    need_extra("fuzz-client", "urllib3", "werkzeug", "jwt", "jinja2")
    if not command:
        raise click.UsageError("fuzz-client takes the command of the client, behind --")
    loaded = load(contract, schemas=schemas, tenant=read_tenant(tenant))
    files = [read_report_file(one, FORMATS) for one in reports]
    report = _run(command, loaded, _read_options(given), given["replay"])
    from contractkit.fuzzclient.reports import write_report

    try:
        for style, path in files:
            write_whole(path, write_report(report, style))
    finally:
        _show(report)
    return _status(report)


def _run(
    command: tuple[str, ...], contract: Contract, options: "Options", again: str | None
) -> "Report":
    from contractkit.cli.progress import show_line
    from contractkit.fuzzclient import replay, run

    if again is not None:
        from contractkit.fuzzclient.replay import read_replay

        return replay(command, read_replay(again), contract=contract, options=options)
    with show_line() as show:
        return run(
            command,
            contract=contract,
            options=options,
            watcher=lambda one: show(
                f"{one.part}: {one.server.answers:,} of {options.answers:,} answers",
                sum(1 for _ in one.causes.list_failures()),
            ),
        )


def _read_options(given: dict[str, Any]) -> "Options":
    from contractkit.fuzzclient import Options

    return Options(
        seed=given["seed"],
        answers=given["max_answers"],
        timeout=given["timeout"],
        retries=given["max_retries"],
        exits=tuple(split_list(given["exits"])),
        lines=given["stdin_lines"],
        key=given["key"],
    )


def _show(report: "Report") -> None:
    from contractkit.fuzzclient.reports.text import write

    width = min(shutil.get_terminal_size().columns, WIDEST)
    text = write(report, width).encode("utf-8", "backslashreplace").decode()
    click.echo(text, nl=False)
    sys.stdout.flush()


def _status(report: "Report") -> int:
    from contractkit.fuzz.run import INTERRUPTED as WORDS

    if report.stopped == WORDS:
        return INTERRUPTED
    return int(bool(report.failures))

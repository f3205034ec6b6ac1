"""`contractkit fuzz-client`: judge a client by what it does with the answers it gets."""

from typing import TYPE_CHECKING, Any

import click

from contractkit.cli.fuzz_reports import finish_run, read_report_options, take_report_options
from contractkit.cli.options import (
    Number,
    WholeNumber,
    need_extra,
    read_tenant,
    split_list,
    take_contract,
)
from contractkit.contracts.loading import Contract, load

if TYPE_CHECKING:
    from contractkit.fuzzclient import Options, Report


@click.command("fuzz-client", context_settings={"allow_interspersed_args": False})
@click.argument("command", nargs=-1, type=click.UNPROCESSED, metavar="-- COMMAND...")
@click.option("--key", metavar="K", help="The key that the client is given; else one is made up.")
@click.option("--seed", default="0", metavar="S", help="The same seed gives the same answers.")
@click.option(
    "--max-answers",
    type=WholeNumber(min=1),
    default=100,
    metavar="N",
    help="Stop after this many answers (100).",
)
@click.option(
    "--timeout",
    type=Number(min=0.1),
    default=10.0,
    metavar="SECONDS",
    help="The time for one send of the client, in seconds (10).",
)
@click.option(
    "--max-retries",
    type=WholeNumber(min=0),
    default=3,
    metavar="N",
    help="How often the client may retry what was not accepted (3).",
)
@click.option(
    "--exit-map",
    "exits",
    multiple=True,
    metavar="STATUS=MEANING",
    help="The meaning of exit statuses, separated by commas: accepted, failed or nothing; "
    "* stands for all other statuses.",
)
@click.option(
    "--stdin-lines",
    is_flag=True,
    help="Start the client once: it reads a line, sends, and prints a line with its status.",
)
@take_report_options
@take_contract
def fuzz_client_command(
    command: tuple[str, ...],
    tenant: str | None,
    contract: str | None,
    schemas: str | None,
    **parameters: Any,
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
    reporting = read_report_options(parameters)
    report = _run(command, loaded, _read_options(parameters), parameters["replay"])
    return finish_run("contractkit.fuzzclient.reports", report, reporting)


def _run(
    command: tuple[str, ...], contract: Contract, options: "Options", replayed: str | None
) -> "Report":
    from contractkit.cli.progress import show_line
    from contractkit.fuzzclient import replay, run

    if replayed is not None:
        from contractkit.fuzzclient.replay import read_replay

        return replay(command, read_replay(replayed), contract=contract, options=options)
    with show_line() as show:
        return run(
            command,
            contract=contract,
            options=options,
            watcher=lambda campaign: show(
                f"{campaign.part}: {campaign.server.answers:,} of {options.answers:,} answers",
                campaign.causes.count(),
            ),
        )


def _read_options(parameters: dict[str, Any]) -> "Options":
    from contractkit.fuzzclient import Options

    return Options(
        seed=parameters["seed"],
        answers=parameters["max_answers"],
        failures=parameters["max_failures"],
        timeout=parameters["timeout"],
        retries=parameters["max_retries"],
        exits=tuple(split_list(parameters["exits"])),
        lines=parameters["stdin_lines"],
        key=parameters["key"],
    )

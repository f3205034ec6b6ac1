"""`contractkit fuzz`: judge an implementation by its answers."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from contractkit.cli.fuzz_app import (
    AppOptions,
    open_named_app,
    read_app_options,
    take_app_options,
)
from contractkit.cli.fuzz_reports import finish_run, read_report_options, take_report_options
from contractkit.cli.options import (
    Number,
    WholeNumber,
    need_extra,
    read_shard,
    read_tenant,
    split_list,
    take_contract,
    take_operation,
)
from contractkit.contracts.loading import Contract, load, load_other_contracts

if TYPE_CHECKING:
    from contractkit.fuzz import Options, Report
    from contractkit.fuzz.campaign import Campaign
    from contractkit.fuzz.sending import Target

POSITIVE = Number(min=0.01)


@click.command("fuzz")
@click.argument("url", required=False)
@take_app_options
@click.option(
    "--key",
    envvar="CONTRACTKIT_KEY",
    metavar="K",
    help="The service key; by default that in CONTRACTKIT_KEY.",
)
@click.option(
    "--jwt-secret", metavar="SECRET", help="The secret that the target's tokens are signed with."
)
@click.option(
    "--header",
    "headers",
    multiple=True,
    metavar="'NAME: VALUE'",
    help="Send this header with every request.",
)
@click.option("--seed", default="0", metavar="S", help="The same seed sends the same requests.")
@click.option(
    "--max-requests",
    type=WholeNumber(min=1),
    metavar="N",
    help="Stop after this many requests (1000, or all that are telling).",
)
@click.option(
    "--time",
    "seconds",
    type=POSITIVE,
    metavar="SECONDS",
    help="Stop sending after this time, in seconds.",
)
@click.option(
    "--request-timeout",
    type=POSITIVE,
    default=5.0,
    metavar="SECONDS",
    help="The time for one request, in seconds (5).",
)
@click.option(
    "--workers",
    type=WholeNumber(1, 64),
    default=1,
    metavar="N",
    help="How many requests are sent at the same time (1).",
)
@click.option("--rate", type=POSITIVE, metavar="N", help="Send at most N requests a second.")
@click.option(
    "--phase",
    "phases",
    multiple=True,
    metavar="NAMES",
    help="Run only these phases, separated by commas.",
)
@click.option("--rule", metavar="ID", help="Send only what is about this rule.")
@click.option("--shard", "part", metavar="I/N", help="Send only part I of N of the requests.")
@click.option(
    "--wait",
    type=Number(min=0),
    metavar="SECONDS",
    help="Wait until the target answers, at most this time, in seconds.",
)
@click.option("--receipts", is_flag=True, help="Listen for notifications, and judge them.")
@click.option(
    "--receipt-wait",
    type=Number(min=0),
    default=5.0,
    metavar="SECONDS",
    help="How long to wait for notifications, in seconds (5).",
)
@click.option(
    "--allow-late-refusal",
    is_flag=True,
    help="Let the target accept invalid numbers and lengths and refuse them later.",
)
@click.option(
    "--allow-remote",
    multiple=True,
    metavar="HOST",
    help="Allow this host, which is not on this machine.",
)
@click.option(
    "--any-value", is_flag=True, help="Send a remote host also values that may reach people."
)
@click.option("--cacert", metavar="FILE", help="A file with the certificates to trust.")
@click.option("--proxy", metavar="URL", help="Send through this proxy.")
@take_report_options
@take_operation
@take_contract
def fuzz_command(
    url: str | None,
    tenant: str | None,
    operation: str | None,
    contract: str | None,
    schemas: str | None,
    wait: float | None,
    **parameters: Any,
) -> int:
    """Send requests that test every limit of the contract to URL, and judge the answers.

    Without a URL and without --app, the built-in emulator is fuzzed.
    """
    need_extra("fuzz", "urllib3", "werkzeug", "jwt", "jinja2")
    # Hypothesis, which shrinks, keeps what it learns of modules; not in the user's folder.
    home = os.path.join(tempfile.gettempdir(), "contractkit-hypothesis")
    os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", home)
    loaded = load(contract, schemas=schemas, tenant=read_tenant(tenant), operation=operation)
    reporting, app = read_report_options(parameters), read_app_options(parameters)
    if url and contract is None:
        _hint_at_other_contract(loaded, url)
    with _open_target(loaded, url, app, parameters) as target:
        options = _read_options(target.url, parameters)
        if wait is not None:
            from contractkit.fuzz.run import wait_until_up

            wait_until_up(target, loaded, options, wait)
        report = _run(target, loaded, options, parameters["replay"])
    report = replace(report, app=app.words if app else ())
    return finish_run("contractkit.fuzz.reports", report, reporting)


@contextmanager
def _open_target(
    contract: Contract, url: str | None, app: AppOptions | None, parameters: dict[str, Any]
) -> Iterator["Target"]:
    """The target at a URL, an application, or the emulator, whose key is put into the options."""
    from contractkit.fuzz.run import check_fitness
    from contractkit.fuzz.targets import open_url

    check_fitness(contract)
    with ExitStack() as stack:
        if app is not None:
            yield stack.enter_context(open_named_app(app, contract))
            return
        if url is None:
            from contractkit.emulator import emulate

            names = ("key", "jwt_secret")
            secrets = {name: parameters[name] for name in names if parameters[name] is not None}
            emulator = stack.enter_context(emulate(contract, seed=parameters["seed"], **secrets))
            url, parameters["key"] = emulator.url, emulator.key
        timeout, cacert, proxy = (
            parameters["request_timeout"],
            parameters["cacert"],
            parameters["proxy"],
        )
        target = open_url(url, timeout=timeout, cacert=cacert, proxy=proxy)
        yield stack.enter_context(closing(target))


def _hint_at_other_contract(default: Contract, url: str) -> None:
    """Say on standard error where the path of the URL is that of another contract."""
    path = url.partition("?")[0].rstrip("/")
    own = default.data.get("operation", {}).get("path")
    if default.whole or "requests" in default.data or (own and path.endswith(own)):
        return
    for other in load_other_contracts(default):
        own = other.data.get("operation", {}).get("path")
        if own and path.endswith(own):
            hint = f"{own} is the path of {other}: --contract {other.name} fuzzes by that one"
            click.echo(f"contractkit: warning: {hint}, this run is by {default}", err=True)


def _run(
    target: "Target", contract: Contract, options: "Options", replayed: str | None
) -> "Report":
    from contractkit.cli.progress import show_line
    from contractkit.fuzz.run import fuzz_target, replay

    if replayed is not None:
        from contractkit.fuzz.replay import read_replay

        return replay(target, contract, options, read_replay(replayed))

    def name_phase(campaign: "Campaign") -> str:
        return f"{campaign.contract.request} {campaign.phase}".strip()

    with show_line() as show:
        return fuzz_target(
            target,
            contract,
            options,
            lambda campaign: show(
                f"{name_phase(campaign)}: {campaign.sender.sent:,} of "
                f"{campaign.options.most_requests:,} requests",
                campaign.causes.count(),
            ),
        )


def _read_options(url: str, parameters: dict[str, Any]) -> "Options":
    from contractkit.fuzz import Options, Secrets
    from contractkit.fuzz.targets.urls import REMOTE_RATE, check_host, is_loopback

    addresses = [url, *([parameters["proxy"]] if parameters["proxy"] else [])]
    for address in addresses:
        check_host(address, parameters["allow_remote"])
    remote = not all(map(is_loopback, addresses))
    if remote and parameters["receipts"]:
        raise click.UsageError(
            "--receipts listens on this machine, which a remote target cannot reach"
        )
    rate = parameters["rate"] or (REMOTE_RATE if remote else None)
    options = Options(
        seed=parameters["seed"],
        requests=parameters["max_requests"],
        seconds=parameters["seconds"],
        phases=tuple(split_list(parameters["phases"])),
        rule=parameters["rule"],
        shard=read_shard(parameters["part"]) or (1, 1),
        workers=parameters["workers"],
        rate=rate,
        failures=parameters["max_failures"],
        receipts=parameters["receipts"],
        receipt_wait=parameters["receipt_wait"],
        late=parameters["allow_late_refusal"],
        safe_only=remote and not parameters["any_value"],
        secrets=Secrets(
            parameters["key"],
            parameters["jwt_secret"],
            tuple(map(_read_header, parameters["headers"])),
        ),
    )
    if remote:
        values = "any values" if parameters["any_value"] else "only values that reach nobody"
        warning = f"{url} is not on this machine and may act on the requests; sending {values}"
        click.echo(f"contractkit: warning: {warning}, at most {rate:g} requests a second", err=True)
    return options


def _read_header(text: str) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    sound = name.strip() and colon and text.isascii() and text.isprintable()
    if not sound or " " in name.strip():
        raise click.UsageError(f"--header takes 'NAME: VALUE', not {text!r}")
    return name.strip(), value.strip()

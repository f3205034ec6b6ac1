"""`contractkit fuzz`: judge an implementation by its answers."""

import os
import shutil
import sys
import tempfile
from typing import TYPE_CHECKING, Any

import click

from contractkit.cli.fuzz_target import open_target
from contractkit.cli.options import (
    need_extra,
    read_report_file,
    read_shard,
    read_tenant,
    split_list,
    take_contract,
)
from contractkit.contracts.loading import Contract, load
from contractkit.reporting.files import write_whole

if TYPE_CHECKING:
    from contractkit.fuzz import Options, Report
    from contractkit.fuzz.sending import Target

FORMATS = ("json", "junit", "html")
WIDEST, INTERRUPTED = 100, 130


@click.command("fuzz")
@click.argument("url", required=False)
@click.option("--key", envvar="CONTRACTKIT_KEY", metavar="K", help="The key; or CONTRACTKIT_KEY.")
@click.option("--jwt-secret", metavar="SECRET", help="What the target's tokens are signed with.")
@click.option(
    "--header", "headers", multiple=True, metavar="'NAME: VALUE'", help="For all requests."
)
@click.option("--seed", default="0", metavar="S", help="The same seed sends the same requests.")
@click.option(
    "--max-requests",
    type=click.IntRange(min=1),
    default=1000,
    metavar="N",
    help="At most so many requests (1000).",
)
@click.option(
    "--time",
    "seconds",
    type=click.FloatRange(min=0.01),
    metavar="SECONDS",
    help="The most that it may take.",
)
@click.option(
    "--request-timeout",
    type=click.FloatRange(min=0.01),
    default=5.0,
    metavar="SECONDS",
    help="For one request (5).",
)
@click.option(
    "--workers", type=click.IntRange(1, 64), default=1, metavar="N", help="Requests at a time (1)."
)
@click.option(
    "--rate", type=click.FloatRange(min=0.01), metavar="N", help="At most N requests a second."
)
@click.option("--phase", "phases", multiple=True, metavar="NAMES", help="Only these, with commas.")
@click.option("--rule", metavar="ID", help="Only what is about this rule.")
@click.option("--shard", "part", metavar="I/N", help="Only part I of N.")
@click.option(
    "--wait", type=click.FloatRange(min=0), metavar="SECONDS", help="For the target to be up."
)
@click.option("--receipts", is_flag=True, help="Listen for notifications, and judge them.")
@click.option(
    "--receipt-wait",
    type=click.FloatRange(min=0),
    default=5.0,
    metavar="SECONDS",
    help="For the notifications to come (5).",
)
@click.option(
    "--report", "reports", multiple=True, metavar="FORMAT=FILE", help="json, junit or html."
)
@click.option("--replay", metavar="FILE", help="Only the failures of a json report, once more.")
@click.option(
    "--allow-late-refusal",
    is_flag=True,
    help="Let the target accept invalid numbers and lengths and refuse them later.",
)
@click.option(
    "--allow-remote", multiple=True, metavar="HOST", help="Fuzz this host, of all others."
)
@click.option("--any-value", is_flag=True, help="Send to that host also what may reach people.")
@click.option("--cacert", metavar="FILE", help="The certificates to trust.")
@click.option("--proxy", metavar="URL", help="A proxy to go through.")
@click.option("--tenant", metavar="FILE", help="A JSON file with the tenant's settings.")
@take_contract
def fuzz_command(
    url: str | None,
    tenant: str | None,
    contract: str | None,
    schemas: str | None,
    wait: float | None,
    reports: tuple[str, ...],
    **given: Any,
) -> int:
    """Send requests at every edge of the contract to URL, and judge the answers.

    Without a URL, the built-in emulator is fuzzed.
    """
    need_extra("fuzz", "urllib3", "werkzeug", "jwt", "jinja2")
    # Hypothesis, which shrinks, keeps what it learns of modules; not in the user's folder.
    home = os.path.join(tempfile.gettempdir(), "contractkit-hypothesis")
    os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", home)
    loaded = load(contract, schemas=schemas, tenant=read_tenant(tenant))
    files = [read_report_file(one, FORMATS) for one in reports]
    with open_target(loaded, url, given) as target:
        options = _read_options(target.url, given)
        if wait is not None:
            from contractkit.fuzz.run import wait_until_up

            wait_until_up(target, loaded, options, wait)
        report = _run(target, loaded, options, given["replay"])
    from contractkit.fuzz.reports import write_report

    try:
        for style, path in files:
            write_whole(path, write_report(report, style))
    finally:
        _show(report)
    return _status(report)


def _run(target: "Target", contract: Contract, options: "Options", again: str | None) -> "Report":
    from contractkit.cli.progress import watch
    from contractkit.fuzz.run import fuzz_target, replay

    if again is not None:
        from contractkit.fuzz.replay import read_replay

        return replay(target, contract, options, read_replay(again))
    with watch(options.requests) as watcher:
        return fuzz_target(target, contract, options, watcher)


def _read_options(url: str, given: dict[str, Any]) -> "Options":
    from contractkit.fuzz import Options, Secrets
    from contractkit.fuzz.targets.urls import REMOTE_RATE, check_host, is_loopback

    ways = [url, *([given["proxy"]] if given["proxy"] else [])]
    for way in ways:
        check_host(way, given["allow_remote"])
    remote = not all(map(is_loopback, ways))
    if remote and given["receipts"]:
        raise click.UsageError(
            "--receipts listens on this machine, which a remote target cannot reach"
        )
    rate = given["rate"] or (REMOTE_RATE if remote else None)
    options = Options(
        seed=given["seed"],
        requests=given["max_requests"],
        seconds=given["seconds"],
        phases=tuple(split_list(given["phases"])),
        rule=given["rule"],
        shard=read_shard(given["part"]) or (1, 1),
        workers=given["workers"],
        rate=rate,
        receipts=given["receipts"],
        receipt_wait=given["receipt_wait"],
        late=given["allow_late_refusal"],
        safe_only=remote and not given["any_value"],
        secrets=Secrets(
            given["key"], given["jwt_secret"], tuple(map(_read_header, given["headers"]))
        ),
    )
    if remote:
        what = "anything" if given["any_value"] else "only values that reach nobody"
        words = f"{url} is not on this machine and may act on what it is sent: {what}"
        click.echo(f"contractkit: warning: {words}, at most {rate:g} requests a second", err=True)
    return options


def _read_header(text: str) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    sound = name.strip() and colon and text.isascii() and text.isprintable()
    if not sound or " " in name.strip():
        raise click.UsageError(f"--header takes 'NAME: VALUE', not {text!r}")
    return name.strip(), value.strip()


def _show(report: "Report") -> None:
    from contractkit.fuzz.reports.text import write

    width = min(shutil.get_terminal_size().columns, WIDEST)
    text = write(report, width).encode("utf-8", "backslashreplace").decode()
    click.echo(text, nl=False)
    sys.stdout.flush()


def _status(report: "Report") -> int:
    from contractkit.fuzz.run import INTERRUPTED as WORDS

    if report.stopped == WORDS:
        return INTERRUPTED
    return int(bool(report.failures))

"""`contractkit emulate`: serves the operation of a contract until it is stopped."""

import secrets
import signal
import sys
import threading
import webbrowser
from typing import TYPE_CHECKING, Any

import click

from contractkit.cli.options import WholeNumber, read_tenant, take_contracts
from contractkit.contracts.authentication import list_all_ways
from contractkit.contracts.loading import load_for_tenant
from contractkit.errors import ContractkitError

if TYPE_CHECKING:
    from contractkit.emulator import Emulator


@click.command("emulate")
@click.option("--host", default="127.0.0.1", metavar="HOST", help="The address to listen on.")
@click.option(
    "--port",
    type=WholeNumber(0, 65535),
    default=0,
    metavar="N",
    help="The port to listen on; 0 takes a free port.",
)
@click.option(
    "--key", envvar="CONTRACTKIT_KEY", metavar="K", help="The key that requests must carry."
)
@click.option(
    "--jwt-secret", metavar="SECRET", help="Accept tokens that are signed with this secret."
)
@click.option("--hub-secret", metavar="SECRET", help="Sign notifications with this secret.")
@click.option("--seed", metavar="S", help="The same seed gives the same ids.")
@click.option(
    "--allow-notify",
    multiple=True,
    metavar="HOST",
    help="Send notifications to this host too, not only to this machine.",
)
@click.option("--control", is_flag=True, help="Serve the control interface under /_contractkit/.")
@click.option("--ui", is_flag=True, help="Serve a page with the requests under /_contractkit/.")
@click.option("--open", "open_page", is_flag=True, help="Open this page in the browser.")
@click.option(
    "--allow-host",
    "allow_hosts",
    multiple=True,
    metavar="NAME",
    help="Serve the page under this name too, not only under addresses and localhost.",
)
@click.option(
    "--refusal-status",
    type=click.Choice(("200", "400")),
    help="The HTTP status of a refusal, where the contract does not say it; 200 without.",
)
@click.option(
    "--late-refusal", is_flag=True, help="Refuse by notification where the contract allows it."
)
@click.option(
    "--notification-form",
    metavar="MESSAGE",
    help="The form of notifications, where the contract has several.",
)
@click.option("--tenant", metavar="FILE", help="A JSON file with the tenant's settings.")
@click.option("--quiet", is_flag=True, help="Write no log.")
@take_contracts
def emulate_command(
    key: str | None,
    seed: str | None,
    refusal_status: str | None,
    tenant: str | None,
    quiet: bool,
    open_page: bool,
    contracts: tuple[str, ...],
    schemas: str | None,
    **options: Any,
) -> int:
    """Serve the operation: judge requests, answer them and send notifications.

    The first line of the output is the URL to send to; of several contracts each has a line. Each
    request is logged on standard error. With --ui the last line is the URL of the page.
    """
    options["ui"] |= open_page
    loaded = load_for_tenant(contracts or (None,), read_tenant(tenant), schemas=schemas)
    stop = threading.Event()
    options["seed"] = secrets.token_hex() if seed is None else seed
    options["refusal_status"] = int(refusal_status) if refusal_status else None
    if key is not None:
        options["key"] = key
    with _start(loaded, log=None if quiet else sys.stderr, **options) as emulator:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        if key is None and not quiet and any(map(list_all_ways, loaded)):
            click.echo(f"contractkit: the key is {emulator.key}; --key sets another", err=True)
        click.echo("\n".join(emulator.urls.values()))
        if emulator.page_url:
            click.echo(f"Inbox: {emulator.page_url}")
        if emulator.page_url and open_page:
            webbrowser.open(emulator.page_url)
        stop.wait()
    return 0


def _start(*settings: Any, **options: Any) -> "Emulator":
    try:
        import jwt  # noqa: F401  needed when the first token comes

        from contractkit.emulator import emulate
    except ModuleNotFoundError as error:
        if str(error.name).startswith("contractkit"):
            raise
        package = str(error.name).partition(".")[0]
        raise ContractkitError(
            f"emulate needs {package}: pip install 'contractkit[fuzz]'"
        ) from error
    return emulate(*settings, **options)

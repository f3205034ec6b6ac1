"""`contractkit fuzz --app`: a WSGI or ASGI application that runs in this process, by its name."""

import os
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, redirect_stdout, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from contractkit.cli.options import group_options
from contractkit.contracts.loading import Contract
from contractkit.contracts.requests import find_common_path, list_requests

if TYPE_CHECKING:
    from contractkit.fuzz.sending import Target

HOST = "http://localhost"
# What is for URLs only: a call needs no connection, and cannot be stopped.
FOR_URLS = {
    "url": "a URL",
    "wait": "--wait",
    "request_timeout": "--request-timeout",
    "cacert": "--cacert",
    "proxy": "--proxy",
    "allow_remote": "--allow-remote",
    "any_value": "--any-value",
}

take_app_options = group_options(
    click.option(
        "--app",
        metavar="MODULE:NAME",
        help="Fuzz this WSGI or ASGI application, without a server.",
    ),
    click.option("--factory", is_flag=True, help="NAME of --app is a function that makes it."),
    click.option(
        "--mount", metavar="PATH", help="The path of the operation in --app, if not the contract's."
    ),
)


@dataclass(frozen=True, slots=True)
class AppOptions:
    """The name of an application, whether it is that of a factory, and its path, if given."""

    name: str
    factory: bool
    mount: str | None

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the command that name it."""
        factory = ("--factory",) if self.factory else ()
        mount = ("--mount", self.mount) if self.mount else ()
        return ("--app", self.name, *factory, *mount)


def read_app_options(given: dict[str, Any]) -> AppOptions | None:
    """Take the options of this module out of those given. Raises UsageError."""
    name, factory, mount = (given.pop(option) for option in ("app", "factory", "mount"))
    if name is None:
        if factory or mount:
            raise click.UsageError(f"{'--factory' if factory else '--mount'} needs --app")
        return None
    source = click.get_current_context().get_parameter_source
    for option, words in FOR_URLS.items():
        if source(option) is ParameterSource.COMMANDLINE:
            raise click.UsageError(f"--app excludes {words}: nothing is sent over a network")
    if mount is not None and not mount.startswith("/"):
        raise click.UsageError(f"--mount takes a path such as /api/messages, not {mount!r}")
    return AppOptions(name, factory, mount)


@contextmanager
def open_named_app(options: AppOptions, contract: Contract) -> Iterator["Target"]:
    """The application as a target; what it prints meanwhile goes to standard error.

    The current folder is the first where its module is looked for. Raises TargetError.
    """
    from contractkit.fuzz.targets import open_app
    from contractkit.fuzz.targets.importing import import_app

    folder = os.getcwd()
    sys.path.insert(0, folder)
    try:
        with redirect_stdout(sys.stderr):
            app = import_app(options.name, factory=options.factory)
            path = options.mount or find_common_path(list_requests(contract)[0])
            with closing(open_app(app, f"{HOST}{path}")) as target:
                yield target
    finally:
        with suppress(ValueError):  # the application may have taken it away
            sys.path.remove(folder)

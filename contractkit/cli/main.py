"""The program: finds the command, runs it, and turns what it raises into a line and a status.

Exit status: 0 clean; 1 an error was found; 2 usage, configuration or input that could not be
read; 3 an internal error; 130 interrupted; 141 the reader of the output went away.
"""

import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from contractkit import __version__
from contractkit.cli.options import Session
from contractkit.errors import ContractkitError

COMMANDS = {
    "lint": "Judge payload files and explain what is wrong.",
    "generate": "Write payloads: valid ones, or ones that break a known rule.",
    "new": "Make a contract of an OpenAPI document or a JSON Schema.",
    "explain": "Explain a rule, a code or a field.",
    "rules": "List the rules.",
    "contracts": "List the contracts and their versions.",
    "schema": "Print the JSON Schema of a message.",
    "export": "Print a contract in the formats of other tools.",
    "diff": "Show what differs between two versions of a contract.",
    "migrate": "Rewrite requests of one contract as requests of another.",
    "emulate": "Serve the operation, as a server of the API would.",
    "fuzz": "Judge an implementation by its answers.",
    "fuzz-client": "Judge a client by what it does with answers.",
}
USAGE, INTERNAL, INTERRUPTED, CLOSED_PIPE = 2, 3, 130, 141
# So many objects are made before garbage is collected; it is 700 unless told otherwise.
GARBAGE = 20_000


class _EarlyEnd(Exception):
    """The run ended early, without a fault of the program: a line for the user, an exit status."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.message, self.status = message, status


class _Commands(click.Group):
    """A group that imports a command's module only when the command runs or is described."""

    def invoke(self, ctx: click.Context) -> object:
        # click handles these two in its own way, which prints or exits differently.
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise _EarlyEnd("contractkit: interrupted", INTERRUPTED) from None
        except BrokenPipeError:
            raise _EarlyEnd("", CLOSED_PIPE) from None

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        name = cmd_name.replace("-", "_")
        module = import_module(f"contractkit.cli.{name}")
        command: click.Command = getattr(module, f"{name}_command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=_Commands,
    no_args_is_help=False,
    help="Contract testing for an HTTP API: lint, generate, fuzz and emulate.",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="contractkit")
def program() -> None:
    """The group of all commands."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its status."""
    # A run makes much that is kept, or freed at once, and hardly any cycles.
    gc.set_threshold(GARBAGE)
    session = Session()
    try:
        status = program.main(
            arguments, prog_name="contractkit", standalone_mode=False, obj=session
        )
        sys.stdout.flush()
    except (click.exceptions.Exit, SystemExit) as leaving:
        status = getattr(leaving, "exit_code", getattr(leaving, "code", 0))
    except click.ClickException as error:
        status = _report_usage_error(error.format_message(), error)
    except ContractkitError as error:
        status = _report_usage_error(str(error))
    except _EarlyEnd as end:
        status = _report(end.message, end.status) if end.message else end.status
    except BrokenPipeError:
        status = CLOSED_PIPE
    except OSError as error:
        status = _report_usage_error(f"the output could not be written: {error.strerror}")
        _silence_stdout()
    except Exception as error:
        if session.debug:
            raise
        message = f"{type(error).__name__}: {error}".splitlines()[0]
        status = _report(f"contractkit: internal error: {message}; --debug shows where", INTERNAL)
    if status == CLOSED_PIPE:
        _silence_stdout()
    sys.exit(status if isinstance(status, int) else 0)


def _report_usage_error(message: str, error: click.ClickException | None = None) -> int:
    context = getattr(error, "ctx", None)
    hint = f" (see {context.command_path} --help)" if context else ""
    return _report(f"contractkit: error: {' '.join(message.split())}{hint}", USAGE)


def _report(message: str, status: int) -> int:
    click.echo(message, err=True)
    return status


def _silence_stdout() -> None:
    """Keep Python from writing to the closed pipe once more when it exits."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

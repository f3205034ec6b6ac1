"""The settings of a lint run: their options, and `--show-config`, which shows what applies."""

import json
import os
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import click

from contractkit.cli.options import read_tenant, split_list
from contractkit.contracts.loading import Contract
from contractkit.linting.settings import Resolved
from contractkit.linting.settings.resolving import resolve

if TYPE_CHECKING:
    from contractkit.linting.settings.keys import Key

DEFAULT = "default"
Command = TypeVar("Command", bound=Callable[..., Any])

OPTIONS = (
    click.option("--kind", metavar="KIND", help="What the files are: auto, or a message."),
    click.option("--strict/--no-strict", default=None, help="Exit with 1 for warnings too."),
    click.option(
        "--select",
        multiple=True,
        metavar="RULES",
        help="Only these rules: ids or beginnings, with commas.",
    ),
    click.option(
        "--ignore",
        multiple=True,
        metavar="RULES",
        help="Leave out these rules: ids or beginnings, with commas.",
    ),
    click.option("--jsonc/--no-jsonc", default=None, help="Allow comments and trailing commas."),
    click.option(
        "--templates/--no-templates", default=None, help="Let placeholders stand for values."
    ),
    click.option(
        "--template-pattern",
        "template_patterns",
        multiple=True,
        metavar="PATTERN",
        help="What a placeholder looks like, with … for its name.",
    ),
    click.option(
        "--exclude",
        multiple=True,
        metavar="PATTERN",
        help="Leave out these files: patterns as in .gitignore.",
    ),
    click.option(
        "--redact/--no-redact", default=None, help="Keep personal values out of the report."
    ),
    click.option("--tenant", metavar="FILE", help="A JSON file with the tenant's settings."),
    click.option(
        "--baseline", metavar="FILE", help="The file of accepted findings, which are not reported."
    ),
    click.option(
        "--max-findings", type=click.IntRange(min=1), metavar="N", help="How many findings to show."
    ),
    click.option(
        "--jobs", type=click.IntRange(min=1), metavar="N", help="How many processes to use."
    ),
    click.option(
        "--config", metavar="FILE", help="The configuration file to use, instead of a search."
    ),
    click.option("--no-config", is_flag=True, help="Use no configuration file."),
)


def take_settings(command: Command) -> Command:
    """Give a command the options of this module."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def resolve_settings(given: Mapping[str, Any]) -> Resolved:
    """The settings of a run, from all that the command line gives for them.

    An option that is None or () was not given. Raises ConfigurationError, UnreadableInputError.
    """
    options = {name: value for name, value in given.items() if value is not None and value != ()}
    file, search = options.pop("config", None), not options.pop("no_config", False)
    if file and not search:
        raise click.UsageError("--config and --no-config exclude each other")
    for name in {"select", "ignore"} & options.keys():
        options[name] = tuple(split_list(options[name]))
    if "template_patterns" in options:
        options["template_patterns"] = _read_patterns(options["template_patterns"])
    if "tenant" in options:
        options["tenant"] = read_tenant(options["tenant"])
    return resolve(options, file, search=search)


def _read_patterns(patterns: tuple[str, ...]) -> tuple[str, ...]:
    """The patterns of placeholders, read as those of a file."""
    from contractkit.linting.settings.shapes import UnfitValueError, read_placeholders

    try:
        return read_placeholders(list(patterns), "--template-pattern")
    except UnfitValueError as error:
        raise click.UsageError(str(error)) from error


def write_config(resolved: Resolved, contract: Contract, style: str, width: int) -> str:
    """The settings: one JSON object for `json`, else TOML that a file may hold, a key a line."""
    if style == "json":
        return _write_json(resolved, contract)
    from contractkit.linting.settings.keys import KEYS

    about = f"from {resolved.file}" if resolved.file else "no configuration file"
    lines = [f"# {about}"]
    for key in KEYS:
        lines += _write_key(key, resolved, contract, width)
    return "\n".join(lines) + "\n"


def _write_json(resolved: Resolved, contract: Contract) -> str:
    from contractkit.linting.settings.keys import KEYS

    settings = {
        key.name: {
            "value": _find_value(key, resolved, contract),
            "from": resolved.origins.get(key.field, DEFAULT),
        }
        for key in KEYS
    }
    report = {"version": 1, "file": resolved.file, "settings": settings}
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def _find_value(key: "Key", resolved: Resolved, contract: Contract) -> Any:
    """The value of a key as a file would have it; None where it has none."""
    value = getattr(resolved.settings, key.field)
    if key.field == "contract":
        return str(contract)
    if key.path and value is not None:
        return os.path.normpath(value)
    if key.table:
        return {
            name: list(inner) if isinstance(inner, tuple) else inner
            for name, inner in dict(value).items()
        }
    return list(value) if isinstance(value, tuple) else value


def _write_key(key: "Key", resolved: Resolved, contract: Contract, width: int) -> Iterator[str]:
    from contractkit.linting.settings.shapes import join_keys

    value = _find_value(key, resolved, contract)
    origin = resolved.origins.get(key.field, DEFAULT)
    if value is None:
        yield f"# {key.name} is not set"
    elif isinstance(value, dict) and value:
        for name, inner in value.items():
            yield from _write_line(join_keys(key.name, name), inner, origin, width)
    else:
        yield from _write_line(key.name, value, origin, width)


def _write_line(name: str, value: Any, origin: str, width: int) -> Iterator[str]:
    from contractkit.linting.settings.shapes import write_value

    line = f"{name} = {write_value(value)}  # {origin}"
    if len(line) <= width or not isinstance(value, list):
        yield line
        return
    yield f"{name} = [  # {origin}"
    yield from (f"    {write_value(item)}," for item in value)
    yield "]"

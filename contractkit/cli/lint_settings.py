"""The options of `lint` that a configuration file may set as well."""

from collections.abc import Mapping
from typing import Any

import click

from contractkit.cli.options import WholeNumber, group_options, read_tenant, split_list
from contractkit.linting.settings import Resolved
from contractkit.linting.settings.resolving import resolve

take_reading = group_options(
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
)
take_files = group_options(
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
)
take_config = group_options(
    click.option(
        "--config", metavar="FILE", help="The configuration file to use, instead of a search."
    ),
    click.option("--no-config", is_flag=True, help="Use no configuration file."),
)
take_settings = group_options(
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
    take_reading,
    click.option(
        "--environment",
        metavar="FILE",
        help="The environment of Postman collections, instead of those beside them.",
    ),
    take_files,
    click.option(
        "--baseline", metavar="FILE", help="The file of accepted findings, which are not reported."
    ),
    click.option(
        "--max-findings", type=WholeNumber(min=1), metavar="N", help="How many findings to show."
    ),
    click.option(
        "--jobs",
        metavar="N",
        help="How many processes to use; auto (the default) takes more for much data only.",
    ),
    take_config,
)


def resolve_settings(parameters: Mapping[str, Any]) -> Resolved:
    """The settings of a run, from all that the command line gives for them.

    An option that is None or () was not given. Raises ConfigurationError, UnreadableInputError.
    """
    options = {
        name: value for name, value in parameters.items() if value is not None and value != ()
    }
    file, search = options.pop("config", None), not options.pop("no_config", False)
    if file and not search:
        raise click.UsageError("--config and --no-config exclude each other")
    for name in {"select", "ignore"} & options.keys():
        options[name] = tuple(split_list(options[name]))
    if "template_patterns" in options:
        options["template_patterns"] = _read_patterns(options["template_patterns"])
    if "jobs" in options:
        options["jobs"] = _read_jobs(options["jobs"])
    if "tenant" in options:
        options["tenant"] = read_tenant(options["tenant"])
    return resolve(options, file, search=search)


def _read_jobs(text: str) -> int | str:
    """A number of processes, read as that of a file."""
    from contractkit.linting.settings.shapes import UnfitValueError, read_jobs

    try:
        return read_jobs(int(text) if text.isdecimal() else text, "--jobs")
    except UnfitValueError as error:
        raise click.UsageError(str(error)) from error


def _read_patterns(patterns: tuple[str, ...]) -> tuple[str, ...]:
    """The patterns of placeholders, read as those of a file."""
    from contractkit.linting.settings.shapes import UnfitValueError, read_placeholders

    try:
        return read_placeholders(list(patterns), "--template-pattern")
    except UnfitValueError as error:
        raise click.UsageError(str(error)) from error

"""How each file is judged: the settings that hold for all, and those that hold for its name."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from contractkit.contracts.loading import Contract, find_message
from contractkit.linting.settings import Settings
from contractkit.validation.options import AUTO, CheckOptions, read_selection

if TYPE_CHECKING:
    from contractkit.linting.inputs import Input
    from contractkit.linting.inputs.lines import LineInput

JSONC_ENDING = ".jsonc"
Choose = Callable[[str], CheckOptions]


def choose_options(contract: Contract, settings: Settings) -> Choose:
    """A function from the name of a file to the way it is judged. Raises UnknownNameError."""
    if settings.kind != AUTO:
        find_message(contract, settings.kind)
    selection = read_selection(contract, settings.select, settings.ignore)
    options = CheckOptions(
        settings.kind,
        settings.jsonc,
        settings.templates,
        settings.redact,
        selection,
        patterns=settings.template_patterns,
    )
    if settings.kinds or settings.per_file_ignores:
        from contractkit.linting.file_names import choose_by_name

        return choose_by_name(settings, options)
    return lambda _: options


def options_for(one: "Input | LineInput", choose: Choose) -> CheckOptions:
    """The way an input is judged: by its name, and by whether anybody named it.

    A file that was only met in a folder is judged if it is certainly a message.
    """
    options = choose(one.name)
    if one.name.lower().endswith(JSONC_ENDING):
        options = replace(options, jsonc=True)
    return replace(options, strict_recognition=True) if one.found else options

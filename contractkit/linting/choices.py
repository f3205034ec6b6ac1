"""How each file is judged: the settings that hold for all, and those that hold for its name."""

from collections.abc import Callable

from contractkit.contract import Contract, find_message
from contractkit.judging.options import AUTO, Options
from contractkit.judging.selection import read_selection
from contractkit.settings import Settings

Choose = Callable[[str], Options]


def choose_options(contract: Contract, settings: Settings) -> Choose:
    """A function from the name of a file to the way it is judged. Raises UnknownNameError."""
    if settings.kind != AUTO:
        find_message(contract, settings.kind)
    selection = read_selection(contract, settings.select, settings.ignore)
    options = Options(settings.kind, settings.jsonc, settings.templates, settings.redact, selection)
    return lambda _: options

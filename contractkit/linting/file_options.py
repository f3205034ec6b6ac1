"""How each file is judged: the options that hold for all files, and those for its name."""

import os
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeVar

from contractkit.contracts.loading import Contract, find_message
from contractkit.linting.settings import Settings
from contractkit.validation.options import AUTO, CheckOptions, Selection, read_selection

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

    from contractkit.linting.inputs import Input
    from contractkit.linting.lines import LineInput

JSONC_ENDING = ".jsonc"
Value = TypeVar("Value")
ChooseOptions = Callable[[str], CheckOptions]


def choose_options(contract: Contract, settings: Settings) -> ChooseOptions:
    """A function from the name of a file to its options. Raises UnknownNameError."""
    if settings.kind != AUTO:
        find_message(contract, settings.kind)
    options = CheckOptions(
        settings.kind,
        settings.jsonc,
        settings.templates,
        settings.redact,
        read_selection(contract, settings.select, settings.ignore),
        patterns=settings.template_patterns,
        any_contract=settings.contract is None,
    )
    if settings.kinds or settings.per_file_ignores:
        return _choose_by_name(settings, options)
    return lambda _: options


def _choose_by_name(settings: Settings, options: CheckOptions) -> ChooseOptions:
    """A function from the name of a file to its options: a message and rules to leave out.

    Names are paths from the working directory; patterns are those of .gitignore, relative to the
    settings' `root`.
    """
    kinds = _compile(settings.kinds)
    ignores = _compile(settings.per_file_ignores)

    def choose(name: str) -> CheckOptions:
        path = os.path.relpath(name, settings.root or os.curdir).replace(os.sep, "/")
        kind = next((kind for spec, kind in kinds if spec.match_file(path)), options.kind)
        ignored = tuple(
            rule.upper() for spec, rules in ignores if spec.match_file(path) for rule in rules
        )
        selection = Selection(options.selection.select, options.selection.ignore + ignored)
        return options._replace(kind=kind, selection=selection)

    return choose


def _compile(table: Iterable[tuple[str, Value]]) -> "list[tuple[GitIgnoreSpec, Value]]":
    from pathspec import GitIgnoreSpec

    return [(GitIgnoreSpec.from_lines([pattern]), value) for pattern, value in table]


def options_for(source: "Input | LineInput", choose: ChooseOptions) -> CheckOptions:
    """The options for an input: those for its name, and whether somebody named it.

    A file that was only met in a folder is judged if it is certainly a message.
    """
    options = choose(source.name)
    if source.name.lower().endswith(JSONC_ENDING):
        options = options._replace(jsonc=True)
    return options._replace(strict_recognition=True) if source.found else options

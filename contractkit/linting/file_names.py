"""How a file is judged by its name: its message, and the rules that are not for it.

Patterns are those of .gitignore.
"""

import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from contractkit.linting.settings import Settings
from contractkit.validation.options import CheckOptions, Selection

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

Value = TypeVar("Value")
Choose = Callable[[str], CheckOptions]


def choose_by_name(settings: Settings, options: CheckOptions) -> Choose:
    """A function from the name of a file to the options for it; `options` hold for all others.

    Names are paths from the working directory, patterns are relative to the settings' `root`.
    """
    kinds = _compile(settings.kinds)
    ignores = _compile(settings.per_file_ignores)

    def choose(name: str) -> CheckOptions:
        path = os.path.relpath(name, settings.root or os.curdir).replace(os.sep, "/")
        kind = next((kind for spec, kind in kinds if spec.match_file(path)), options.kind)
        more = tuple(
            rule.upper() for spec, rules in ignores if spec.match_file(path) for rule in rules
        )
        selection = Selection(options.selection.select, options.selection.ignore + more)
        return replace(options, kind=kind, selection=selection)

    return choose


def _compile(table: Iterable[tuple[str, Value]]) -> "list[tuple[GitIgnoreSpec, Value]]":
    from pathspec import GitIgnoreSpec

    return [(GitIgnoreSpec.from_lines([pattern]), value) for pattern, value in table]

"""`lint --fix` and `lint --diff`: files fixed before they are judged, or what would be done shown.

The text of standard input goes, fixed, to standard output; the report then goes to standard error.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TextIO

import click

from contractkit.cli.lint_summary import Tally, find_status, plural
from contractkit.contracts.loading import Contract
from contractkit.errors import UnreadableInputError, UnwrittenFileError
from contractkit.linting.file_options import ChooseOptions, options_for
from contractkit.linting.fixing import Fixed, fix_text
from contractkit.linting.inputs import AnyInput, Input, LineInput
from contractkit.linting.linter import may_hold_requests


def fix_inputs(
    inputs: Iterable[AnyInput],
    contract: Contract,
    choose: ChooseOptions,
    tally: Tally,
    *,
    unsafe: bool,
    out: TextIO,
) -> Iterator[AnyInput]:
    """Fix each input and let through what became of it; files that change are replaced.

    The text of standard input goes to `out`.
    """
    for one in inputs:
        if not isinstance(one, Input):
            _note_lines(one, out)
            yield one
            continue
        fixed = _fix(one, contract, choose, unsafe=unsafe)
        if one.from_stdin:
            click.echo(fixed.data, file=out, nl=False)
        elif fixed.count and not _replace(one, fixed.data, tally):
            yield one
            continue
        tally["fixed"] += fixed.count
        yield replace(one, data=fixed.data)


def _note_lines(one: AnyInput, out: TextIO | None = None) -> None:
    """Say that a file of lines is not fixed; from standard input it would have to go to `out`."""
    if isinstance(one, LineInput):
        if out and one.from_stdin:
            raise click.UsageError("--fix takes one payload from standard input, not one a line")
        words = "a file of a payload a line is not fixed"
        click.echo(f"contractkit: note: {one.name}: {words}", err=True)


def _fix(one: Input, contract: Contract, choose: ChooseOptions, *, unsafe: bool) -> Fixed:
    """A text fixed; one that may hold requests in place of being one stays as it is."""
    if may_hold_requests(one):
        return Fixed(one.data)
    return fix_text(one.data, contract, options_for(one, choose), unsafe=unsafe)


def _replace(one: Input, data: bytes, tally: Tally) -> bool:
    from contractkit.linting.fixed_files import replace_file

    try:
        replace_file(one.name, one.data, data)
    except UnwrittenFileError as error:
        tally["unwritten"] += 1
        click.echo(f"contractkit: error: {error}", err=True)
        return False
    return True


def show_fixes(
    inputs: Iterable[AnyInput],
    contract: Contract,
    choose: ChooseOptions,
    *,
    unsafe: bool,
    redact: bool,
) -> int:
    """Print what would change, as a diff, and change nothing. The exit status: 1 for changes."""
    from contractkit.linting.fixed_files import write_diff

    if redact:
        raise click.UsageError("--diff shows the lines of the files, which --redact forbids")
    tally = Tally()
    for one in inputs:
        if isinstance(one, UnreadableInputError):
            tally["unreadable"] += 1
            click.echo(f"contractkit: error: {one}", err=True)
        elif isinstance(one, Input):
            fixed = _fix(one, contract, choose, unsafe=unsafe)
            tally["fixed"] += fixed.count
            tally["error"] += bool(fixed.count)
            click.echo(write_diff(one.name, one.data, fixed.data), nl=False)
        else:
            _note_lines(one)
    files, fixes = plural(tally["error"], "file"), plural(tally["fixed"], "finding")
    told = f"{files} would change: {fixes} fixed" if tally["error"] else "nothing would change"
    click.echo(told, err=True)
    return find_status(tally, strict=False)

"""`lint --fix` and `lint --diff`: fixes files before they are judged, or shows what would change.

The text of standard input goes, fixed, to standard output; the report then goes to standard error.
"""

from collections.abc import Iterable, Iterator
from typing import TextIO

import click

from contractkit.cli.lint_summary import Tally, find_status, plural, report_error
from contractkit.contracts.loading import Contract
from contractkit.errors import UnreadableInputError, UnwrittenFileError
from contractkit.linting.file_options import ChooseOptions, options_for
from contractkit.linting.fixed_files import replace_file, write_diff
from contractkit.linting.fixing import Fixed, fix_text
from contractkit.linting.inputs import AnyInput, Input
from contractkit.linting.lines import LineInput
from contractkit.linting.linter import may_hold_requests

RECORDING = "recording or a collection of requests"


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
    for source in inputs:
        if not isinstance(source, Input):
            if isinstance(source, LineInput) and source.from_stdin:
                raise click.UsageError(
                    "--fix takes one payload from standard input, not one on each line"
                )
            _note_unfixed(source)
            yield source
            continue
        fixed = _fix(source, contract, choose, unsafe=unsafe)
        if source.from_stdin:
            click.echo(fixed.data, file=out, nl=False)
        elif fixed.count:
            try:
                replace_file(source.name, source.data, fixed.data)
            except UnwrittenFileError as error:
                report_error(error, tally, "unwritten")
                yield source
                continue
        tally["fixed"] += fixed.count
        yield source._replace(data=fixed.data)


def _note_unfixed(source: AnyInput) -> None:
    """Say of a file with a payload on each line, a recording and a collection: it stays."""
    if isinstance(source, LineInput | Input):
        kind = "file with a payload on each line" if isinstance(source, LineInput) else RECORDING
        note = f"a {kind} is not fixed"
        click.echo(f"contractkit: note: {source.name}: {note}", err=True)


def _fix(source: Input, contract: Contract, choose: ChooseOptions, *, unsafe: bool) -> Fixed:
    """A text after its fixes; one that may hold requests stays as it is."""
    if may_hold_requests(source):
        _note_unfixed(source)
        return Fixed(source.data)
    return fix_text(source.data, contract, options_for(source, choose), unsafe=unsafe)


def show_fixes(
    inputs: Iterable[AnyInput],
    contract: Contract,
    choose: ChooseOptions,
    *,
    unsafe: bool,
    redact: bool,
) -> int:
    """Print what would change, as a diff, and change nothing. The exit status: 1 for changes."""
    if redact:
        raise click.UsageError("--diff shows the lines of the files, which --redact forbids")
    tally = Tally()
    for source in inputs:
        if isinstance(source, UnreadableInputError):
            report_error(source, tally, "unreadable")
        elif isinstance(source, Input):
            fixed = _fix(source, contract, choose, unsafe=unsafe)
            tally["fixed"] += fixed.count
            tally["error"] += bool(fixed.count)
            click.echo(write_diff(source.name, source.data, fixed.data), nl=False)
        else:
            _note_unfixed(source)
    files, fixes = plural(tally["error"], "file"), plural(tally["fixed"], "finding")
    changes = f"{files} would change: {fixes} fixed" if tally["error"] else "nothing would change"
    click.echo(changes, err=True)
    return find_status(tally, strict=False)

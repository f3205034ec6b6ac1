"""Finds the files of a folder or a glob, without those that .gitignore or a pattern leaves out."""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from glob import glob
from typing import TYPE_CHECKING

from contractkit.errors import PatternError, UnreadableInputError, describe_os_error

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

NEVER_READ = frozenset({"node_modules", "__pycache__"})
FILE, REPOSITORY = ".gitignore", ".git"
EXCLUDE = os.path.join(REPOSITORY, "info", "exclude")
SLASH = "ps_d"
PathTest = Callable[[str], bool]
PathOrError = str | UnreadableInputError
Scope = tuple[str, "GitIgnoreSpec"]


def find_files(
    path: str, endings: tuple[str, ...], is_excluded: PathTest | None = None
) -> list[PathOrError]:
    """The files of a folder or a glob, sorted, or the error that there are none.

    In a folder only files with one of the `endings` count. `is_excluded` says of a file, or of a
    folder with a slash behind it, that it is left out.
    """
    if not os.path.isdir(path):
        return list(_find_matches(path, is_excluded)) or [
            UnreadableInputError(path, "no file matches")
        ]
    found = list(_walk(path, endings, is_excluded or (lambda _: False)))
    shown = ", ".join(f"*{ending}" for ending in endings)
    return found or [UnreadableInputError(path, f"no payload files ({shown}) in this folder")]


def _walk(folder: str, endings: tuple[str, ...], is_excluded: PathTest) -> Iterator[PathOrError]:
    errors: list[PathOrError] = []

    def collect(error: OSError) -> None:
        errors.append(UnreadableInputError(str(error.filename), describe_os_error(error)))

    git = GitIgnores(folder)
    for parent, folders, files in os.walk(folder, onerror=collect):
        yield from errors
        errors.clear()
        folders[:] = [
            name
            for name in sorted(folders)
            if not name.startswith(".") and name not in NEVER_READ
            if not is_excluded(os.path.join(parent, name, ""))
            if not git.ignores(parent, name, is_folder=True)
        ]
        for name in sorted(name for name in files if name.lower().endswith(endings)):
            path = os.path.join(parent, name)
            if os.path.isfile(path) and not (is_excluded(path) or git.ignores(parent, name)):
                yield path
    yield from errors


def _find_matches(pattern: str, is_excluded: PathTest | None) -> Iterator[str]:
    by_folder: dict[str, GitIgnores] = {}
    named = set(pattern.split(os.sep))
    for path in sorted(glob(pattern, recursive=True)):
        if NEVER_READ & (set(path.split(os.sep)) - named):
            continue
        if os.path.isfile(path) and not (is_excluded and is_excluded(path)):
            folder, name = os.path.split(path)
            folder = folder or os.curdir
            if folder not in by_folder:
                by_folder[folder] = GitIgnores(folder)
            git = by_folder[folder]
            if not git.ignores_start and not git.ignores(folder, name):
                yield path


class GitIgnores:
    """The .gitignore files that hold in a folder and below.

    Those above it count up to the top of its repository, unless the folder is itself left out: who
    names it wants it all the same. `ignores_start` says that it is.
    """

    def __init__(self, start: str) -> None:
        """Find the files above the folder `start`."""
        start = os.path.abspath(start)
        top = _find_repository(start)
        self._top, self._scopes = top or start, dict[str, tuple[Scope, ...]]()
        self.ignores_start = top is not None and self._ignores_path_to_start(start, top)
        if self.ignores_start:
            self._top, self._scopes = start, {}

    def ignores(self, parent: str, name: str, *, is_folder: bool = False) -> bool:
        """Whether the file, or the folder, of that name in the folder `parent` is left out."""
        parent = os.path.abspath(parent)
        path = os.path.join(parent, name)
        for folder, spec in reversed(self._list_scopes(parent)):
            relative = os.path.relpath(path, folder).replace(os.sep, "/")
            decision = _decide(spec, f"{relative}/" if is_folder else relative)
            if decision is not None:
                return decision
        return False

    def _list_scopes(self, folder: str) -> tuple[Scope, ...]:
        """The files that hold in a folder, the outermost first."""
        if folder not in self._scopes:
            is_top = folder == self._top
            outer = () if is_top else self._list_scopes(os.path.dirname(folder))
            own = (_read_scope(folder, file) for file in ([EXCLUDE, FILE] if is_top else [FILE]))
            self._scopes[folder] = outer + tuple(scope for scope in own if scope)
        return self._scopes[folder]

    def _ignores_path_to_start(self, start: str, top: str) -> bool:
        """Whether a folder on the way from the top of the repository to the start is left out."""
        parent = top
        for name in os.path.relpath(start, top).split(os.sep) if start != top else ():
            if self.ignores(parent, name, is_folder=True):
                return True
            parent = os.path.join(parent, name)
        return False


def _find_repository(folder: str) -> str | None:
    """The top of the repository that a folder is in."""
    while not os.path.exists(os.path.join(folder, REPOSITORY)):
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above
    return folder


def _read_scope(folder: str, file: str) -> Scope | None:
    try:
        with open(os.path.join(folder, file), encoding="utf-8", errors="replace") as opened:
            lines = opened.read().splitlines()
    except OSError:
        return None
    return folder, _compile([line for line in lines if _is_pattern(line)])


def _decide(spec: "GitIgnoreSpec", path: str) -> bool | None:
    """What the last pattern that matches the path itself says; None where none does.

    A pattern for a folder above was applied there. For pathspec it matches all that is inside, and
    has a group for the slash behind the folder.
    """
    for pattern in reversed(list(spec.patterns)):
        matches = pattern.regex.finditer(path) if pattern.regex else ()
        if any(_is_for_path(match, path) for match in matches):
            return pattern.include
    return None


def _is_for_path(match: re.Match[str], path: str) -> bool:
    """Whether the match is for the path itself; that of a folder ends in a slash.

    Else it is for a folder above, or only for what is inside this one.
    """
    if match.groupdict().get(SLASH):
        return match.end(SLASH) == len(path)
    return not (path.endswith("/") and match.end() == len(path))


def _compile(patterns: Iterable[str]) -> "GitIgnoreSpec":
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(patterns)


def _is_pattern(line: str) -> bool:
    try:
        return bool(_compile([line]))
    except ValueError:
        return False


def compile_exclusion(patterns: Iterable[str], root: str) -> PathTest:
    """A function that says of a path whether the patterns leave it out; a folder ends in a slash.

    The patterns are those of .gitignore, relative to the folder `root`. Raises PatternError.
    """
    chosen = list(patterns)
    for pattern in chosen:
        if not _is_pattern(pattern):
            raise PatternError(pattern)
    spec = _compile(chosen)

    def is_excluded(path: str) -> bool:
        slash = "/" if path.endswith(("/", os.sep)) else ""
        relative = os.path.relpath(path, root or os.curdir).replace(os.sep, "/")
        return spec.match_file(relative + slash)

    return is_excluded

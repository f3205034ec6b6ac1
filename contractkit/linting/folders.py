"""Finds the files of a folder or a glob, without those that .gitignore leaves out."""

import os
from collections.abc import Callable, Iterator
from glob import glob

from contractkit.errors import UnreadableInputError, describe_os_error
from contractkit.linting.ignoring import GitIgnores

NEVER_READ = frozenset({"node_modules", "__pycache__"})
PathTest = Callable[[str], bool]
Found = str | UnreadableInputError


def find_files(
    path: str, endings: tuple[str, ...], is_excluded: PathTest | None = None
) -> list[Found]:
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


def _walk(folder: str, endings: tuple[str, ...], is_excluded: PathTest) -> Iterator[Found]:
    errors: list[Found] = []

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

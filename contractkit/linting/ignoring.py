"""What is left out of folders: by the .gitignore files of a repository, and by patterns."""

import os
import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from contractkit.errors import PatternError

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

FILE, REPOSITORY = ".gitignore", ".git"
EXCLUDE = os.path.join(REPOSITORY, "info", "exclude")
SLASH = "ps_d"
Scope = tuple[str, "GitIgnoreSpec"]


class GitIgnores:
    """The .gitignore files that hold in a folder and below.

    Those above it count up to the top of its repository, unless the folder is itself left out: who
    names it wants it all the same. `ignore_start` says that it is.
    """

    def __init__(self, folder: str) -> None:
        """Find the files above the folder."""
        start = os.path.abspath(folder)
        top = _find_repository(start)
        self._top, self._scopes = top or start, dict[str, tuple[Scope, ...]]()
        self.ignore_start = top is not None and self._ignores_a_folder_on_the_way(start, top)
        if self.ignore_start:
            self._top, self._scopes = start, {}

    def ignore(self, place: str, name: str, *, folder: bool = False) -> bool:
        """Whether a file, or a folder, of that name in a folder is left out."""
        place = os.path.abspath(place)
        path = os.path.join(place, name)
        for home, spec in reversed(self._list_scopes(place)):
            inside = os.path.relpath(path, home).replace(os.sep, "/")
            found = _decide(spec, f"{inside}/" if folder else inside)
            if found is not None:
                return found
        return False

    def _list_scopes(self, place: str) -> tuple[Scope, ...]:
        """The files that hold in a folder, the outermost first."""
        if place not in self._scopes:
            outer: tuple[Scope, ...] = ()
            files = [FILE]
            if place == self._top:
                files = [EXCLUDE, FILE]
            else:
                outer = self._list_scopes(os.path.dirname(place))
            read = (_read_scope(place, file) for file in files)
            self._scopes[place] = outer + tuple(scope for scope in read if scope)
        return self._scopes[place]

    def _ignores_a_folder_on_the_way(self, start: str, top: str) -> bool:
        inside = os.path.relpath(start, top).split(os.sep) if start != top else []
        place = top
        for name in inside:
            if self.ignore(place, name, folder=True):
                return True
            place = os.path.join(place, name)
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
    """What the last pattern that speaks of a path says; None where none does.

    A pattern that speaks of a folder above has had its say there. For pathspec it speaks of all
    that is inside, and has a group for the slash behind the folder.
    """
    for pattern in reversed(list(spec.patterns)):
        matches = pattern.regex.finditer(path) if pattern.regex else ()
        if any(_is_about(match, path) for match in matches):
            return pattern.include
    return None


def _is_about(match: re.Match[str], path: str) -> bool:
    """Whether a pattern that matches so speaks of the very path; that of a folder ends in a slash.

    Else it speaks of a folder above, or only of what is inside this one.
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


def compile_exclusion(patterns: Iterable[str], root: str) -> Callable[[str], bool]:
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
        inside = os.path.relpath(path, root or os.curdir).replace(os.sep, "/")
        return spec.match_file(inside + slash)

    return is_excluded

"""Writes a new folder of files in one step: whole, or not at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from contractkit.errors import OutputFolderError


@dataclass(frozen=True, slots=True)
class DraftFolder:
    """A folder that is being filled, at `path`; `target` is where it is to appear."""

    path: str
    target: str

    def write(self, name: str, data: bytes, *, append: bool = False) -> None:
        """Write a file, by its path below the folder, or add to it."""
        path = os.path.join(self.path, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "ab" if append else "wb") as file:
            file.write(data)

    def publish(self) -> None:
        """Let the folder appear."""
        os.replace(self.path, self.target)


@contextmanager
def draft_folder(folder: str) -> Iterator[DraftFolder]:
    """A draft of a folder that is new or empty; unless it is published, nothing appears.

    Raises OutputFolderError.
    """
    if os.path.isdir(folder) and os.listdir(folder):
        raise OutputFolderError(folder, "is not empty")
    if os.path.exists(folder) and not os.path.isdir(folder):
        raise OutputFolderError(folder, "is not a folder")
    home = os.path.dirname(os.path.abspath(folder))
    if not os.path.isdir(home):
        raise OutputFolderError(folder, "stands in no folder that exists")
    with tempfile.TemporaryDirectory(dir=home, prefix=".contractkit-") as draft:
        whole = os.path.join(draft, "whole")
        os.mkdir(whole)
        yield DraftFolder(whole, folder)

"""The digest of a version: once it stands in the catalogue, the version's files never change."""

import os
from hashlib import sha256

from contractkit.contracts.loading import Contract, read_catalog


def digest(folder: str) -> str:
    """SHA-256 over the sorted relative paths and the bytes of all files in a folder, in hex.

    Hidden files do not count. Line ends are taken as LF: a checkout on any system has the same
    digest.
    """
    total = sha256()
    for path in sorted(_list_files(folder)):
        with open(os.path.join(folder, path), "rb") as file:
            content = file.read().replace(b"\r\n", b"\n")
        total.update(f"{path}\0{len(content)}\0".encode() + content)
    return total.hexdigest()


def recorded(contract: Contract) -> str:
    """The digest that the catalogue holds for a version; empty while it is not released."""
    versions = read_catalog(contract.home)["contracts"][contract.name]["versions"]
    return str(versions[contract.version]["sha256"])


def _list_files(folder: str) -> list[str]:
    return [
        os.path.relpath(os.path.join(place, name), folder).replace(os.sep, "/")
        for place, _, names in os.walk(folder)
        for name in names
        if not name.startswith(".")
    ]

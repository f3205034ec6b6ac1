"""Writes a contract into a folder of contracts: whole, or not at all."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import orjson

from contractkit.contracts.loading import Contract, load, read_json
from contractkit.errors import DocumentError, OutputFolderError
from contractkit.importing.documents.note_texts import write_notes
from contractkit.importing.documents.notes import Notes
from contractkit.importing.drafts import Draft
from contractkit.importing.example_files import write_examples
from contractkit.importing.parameter_examples import tell_wrong_parameters

CATALOG, CODES, FIXTURES, NOTES_FILE = "catalog.json", "codes.json", "fixtures", "notes.txt"


def write_contract(home: str, draft: Draft, version: str, notes: Notes) -> Contract:
    """Write a version of a contract, with its examples judged, and load it."""
    with _draft_home(home) as whole:
        catalog = _extend_catalog(home, draft, version)
        _write_files(whole, draft, version)
        _write_json(os.path.join(whole, CATALOG), catalog)
        _copy_other_pages(home, whole, draft)
        contract = load(f"{draft.name}@{version}", schemas=whole)
        write_examples(os.path.join(whole, FIXTURES, draft.name, version), draft, contract, notes)
        tell_wrong_parameters(draft, contract, notes)
        _write_notes(os.path.join(whole, draft.name, version, NOTES_FILE), notes)
        _publish(whole, home, draft, version)
    return load(f"{draft.name}@{version}", schemas=home)


@contextmanager
def _draft_home(home: str) -> Iterator[str]:
    """A folder to fill, in that of the contracts or beside it, which disappears afterwards."""
    if os.path.exists(home) and not os.path.isdir(home):
        raise OutputFolderError(home, "is not a folder")
    above = home if os.path.isdir(home) else os.path.dirname(os.path.abspath(home))
    if not os.path.isdir(above):
        raise OutputFolderError(home, "stands in no folder that exists")
    try:
        with tempfile.TemporaryDirectory(dir=above, prefix=".contractkit-") as draft:
            whole = os.path.join(draft, "whole")
            os.mkdir(whole)
            yield whole
    except PermissionError as error:
        raise OutputFolderError(home, "may not be written") from error


def read_home_catalog(home: str) -> dict[str, Any]:
    """The catalogue of a folder of contracts; an empty one where there is none."""
    path = os.path.join(home, CATALOG)
    if not os.path.isfile(path):
        return {"contracts": {}}
    catalog: dict[str, Any] = read_json(path)
    return catalog


def _extend_catalog(home: str, draft: Draft, version: str) -> dict[str, Any]:
    catalog = read_home_catalog(home)
    entry = catalog["contracts"].get(draft.name, {"versions": {}})
    entry = {
        "title": draft.title,
        "default": version,
        "versions": {**entry["versions"], version: {"sha256": ""}},
    }
    contracts = {**catalog["contracts"], draft.name: entry}
    return {"default": catalog.get("default", draft.name), "contracts": contracts}


def _write_files(whole: str, draft: Draft, version: str) -> None:
    folder = os.path.join(whole, draft.name, version)
    rules = os.path.join(whole, draft.name, "rules")
    for path in (folder, rules):
        os.makedirs(path)
    _write_json(os.path.join(folder, "contract.json"), draft.data)
    for file, schema in draft.schemas.items():
        _write_json(os.path.join(folder, file), schema)
    for page in draft.pages:
        with open(os.path.join(rules, page.file), "w", encoding="utf-8") as out:
            out.write(page.write())
    if draft.codes:
        _write_json(os.path.join(whole, draft.name, CODES), draft.codes)


def _copy_other_pages(home: str, whole: str, draft: Draft) -> None:
    """Keep the pages of rules that the new version lacks, for the older versions."""
    old = os.path.join(home, draft.name, "rules")
    new = os.path.join(whole, draft.name, "rules")
    written = {page.id for page in draft.pages}
    for file in os.listdir(old) if os.path.isdir(old) else ():
        if file.partition("-")[0] not in written:
            shutil.copyfile(os.path.join(old, file), os.path.join(new, file))


def _write_json(path: str, value: Any) -> None:
    with open(path, "wb") as file:
        file.write(to_json_text(value))


def to_json_text(value: Any) -> bytes:
    """A value as indented JSON text; quickly, unless it has what only Python's own json writes."""
    try:
        return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    except orjson.JSONEncodeError:  # a number or a text that is no Unicode
        text = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
        return text.encode("utf-8", "backslashreplace")


def _write_notes(path: str, notes: Notes) -> None:
    lines = list(write_notes(notes.found, few=None))
    if lines:
        with open(path, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write("\n".join(lines[1:]) + "\n")


def _publish(whole: str, home: str, draft: Draft, version: str) -> None:
    """Let the contract appear: all of it, or nothing where a file is in the way.

    What the catalogue names is there before it says so.
    """
    if not os.path.isdir(home):
        os.replace(whole, home)
        return
    parts = [
        (draft.name, version),
        (FIXTURES, draft.name, version),
        (draft.name, "rules"),
        (draft.name, CODES),
        (CATALOG,),
    ]
    done: list[tuple[str, str]] = []
    try:
        for names in parts:
            source, target = os.path.join(whole, *names), os.path.join(home, *names)
            if os.path.exists(source):
                old = os.path.join(os.path.dirname(whole), f"old-{len(done)}")
                _set_aside(target, old)
                done.append((target, old))
                os.replace(source, target)
    except OSError:
        for target, old in reversed(done):
            _put_back(target, old)
        for folder in (draft.name, os.path.join(FIXTURES, draft.name), FIXTURES):
            with suppress(OSError):  # it is not empty, or was never there
                os.rmdir(os.path.join(home, folder))
        raise


def _set_aside(target: str, old: str) -> None:
    """Make room for a file or folder: what stands there, if anything, goes to `old`."""
    os.makedirs(os.path.dirname(target), exist_ok=True)
    if os.path.exists(target):
        os.replace(target, old)


def _put_back(target: str, old: str) -> None:
    if os.path.isdir(target):
        shutil.rmtree(target)
    elif os.path.exists(target):
        os.remove(target)
    if os.path.exists(old):
        os.replace(old, target)


def refuse_taken_name(home: str, name: str, path: str) -> None:
    """Raise DocumentError where a contract, or a folder of the name, is there already."""
    if name in read_home_catalog(home)["contracts"]:
        reason = f"{home} has a contract {name!r} already; --update makes a new version of it"
        raise DocumentError(path, reason)
    if os.path.exists(os.path.join(home, name)):
        raise OutputFolderError(os.path.join(home, name), "exists already")

"""A version that says what it changes: its files are written from those of the version before.

Where the catalogue names a version's `from`, that version's `changes.json` holds, by file, a JSON
Merge Patch (RFC 7396) of the older version's file. Every published file is whole in itself: what
two versions share is written once, in the older one, and copied.
"""

import json
import os
from collections.abc import Callable
from functools import partial
from typing import Any

from contractkit.contracts.loading import read_catalog, read_json

CHANGES = "changes.json"


def find_version_files(home: str) -> dict[str, Callable[[], str]]:
    """What makes the text of each file of each version that is made from another, by path."""
    found: dict[str, Callable[[], str]] = {}
    for name, entry in read_catalog(home)["contracts"].items():
        for version, about in entry["versions"].items():
            if "from" in about:
                found |= _find_files(os.path.join(home, name), about["from"], version)
    return found


def _find_files(folder: str, older: str, newer: str) -> dict[str, Callable[[], str]]:
    files = list_files(os.path.join(folder, older)) | set(read_changes(folder, newer))
    return {
        os.path.join(folder, newer, file): partial(_render_file, folder, older, newer, file)
        for file in sorted(files)
    }


def list_files(folder: str) -> set[str]:
    """The JSON files of a version, as paths below its folder; not what it changes."""
    return {
        os.path.relpath(os.path.join(place, name), folder).replace(os.sep, "/")
        for place, _, names in os.walk(folder)
        for name in names
        if name.endswith(".json") and name != CHANGES
    }


def read_changes(folder: str, version: str) -> dict[str, Any]:
    """The patches of a version, by file."""
    changes: dict[str, Any] = read_json(os.path.join(folder, version, CHANGES))
    return changes


def _render_file(folder: str, older: str, newer: str, file: str) -> str:
    path = os.path.join(folder, older, file)
    before = read_json(path) if os.path.exists(path) else {}
    after = merge(before, read_changes(folder, newer).get(file, {}))
    if "$id" in after:
        after["$id"] = after["$id"].replace(f":{older}:", f":{newer}:")
    return json.dumps(after, indent=2, ensure_ascii=False) + "\n"


def merge(value: Any, patch: Any) -> Any:
    """The value with a JSON Merge Patch applied: null removes, objects merge, all else replaces."""
    if not isinstance(patch, dict):
        return patch
    merged = dict(value) if isinstance(value, dict) else {}
    for name, change in patch.items():
        if change is None:
            merged.pop(name, None)
        else:
            merged[name] = merge(merged.get(name), change)
    return merged

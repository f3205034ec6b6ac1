"""The version that a newer document takes the place of: its rules keep their ids."""

import json
import os
from dataclasses import dataclass
from typing import Any

from contractkit.contracts.loading import read_json
from contractkit.contracts.rules import list_rule_pages, read_rule_id
from contractkit.errors import DocumentError, UnknownNameError
from contractkit.importing.contract_folder import read_home_catalog
from contractkit.importing.drafts import Draft
from contractkit.importing.request_schemas import describe_requests
from contractkit.importing.version_numbers import find_small_step, find_step, raise_number

_PLACE = "place: "


@dataclass(frozen=True, slots=True)
class EarlierVersion:
    """The newest version of a contract: its number, its files, the ids of its rules by place."""

    version: str
    data: dict[str, Any]
    schemas: dict[str, dict[str, Any]]
    places: dict[str, str]


def read_earlier_version(home: str, name: str) -> EarlierVersion:
    """The newest version of a contract that was made of a document.

    Raises UnknownNameError, and DocumentError for one that was written by hand.
    """
    known = read_home_catalog(home)["contracts"]
    if name not in known:
        raise UnknownNameError("contract", name, known)
    version = list(known[name]["versions"])[-1]
    pages = list_rule_pages(os.path.join(home, name, "rules"))
    places = {place: read_rule_id(page) for page in pages if (place := _read_place(page))}
    if not places:
        path = os.path.join(home, name)
        raise DocumentError(path, "was not made of a document; --update has no ids to keep")
    folder = os.path.join(home, name, version)
    files = [file for file in sorted(os.listdir(folder)) if file.endswith(".schema.json")]
    schemas = {file: read_json(os.path.join(folder, file)) for file in files}
    return EarlierVersion(
        version, read_json(os.path.join(folder, "contract.json")), schemas, places
    )


def _read_place(page: str) -> str:
    with open(page, encoding="utf-8") as file:
        for line in file:
            if line.startswith(_PLACE):
                place: str = json.loads(line.removeprefix(_PLACE))
                return place
            if line.startswith("## "):
                break
    return ""


def number_version(earlier: EarlierVersion, draft: Draft) -> str | None:
    """The number of the version that a draft is; None where it is the same as the earlier one."""
    before, after = ({"contract.json": {**one.data, "source": None}} for one in (earlier, draft))
    steps = [
        find_step(_list_judging(earlier), _list_judging(draft)),
        find_small_step(before, after),
    ]
    found = [step for step in steps if step is not None]
    return raise_number(earlier.version, min(found)) if found else None


def _list_judging(version: EarlierVersion | Draft) -> dict[str, dict[str, Any]]:
    """The schemas of the messages by file, and those of the requests beside their bodies."""
    return {**version.schemas, **describe_requests(version.data)}

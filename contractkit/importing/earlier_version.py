"""The version that a newer document takes the place of: its rules keep their ids."""

import json
import os
from dataclasses import dataclass
from typing import Any

from contractkit.contracts.loading import read_json
from contractkit.contracts.rules import list_rule_pages, read_rule_id
from contractkit.errors import DocumentError, UnknownNameError
from contractkit.importing.contract_folder import CODES, FIXTURES, read_home_catalog
from contractkit.importing.drafts import Draft
from contractkit.importing.example_files import are_same_examples, read_examples
from contractkit.importing.request_schemas import describe_requests
from contractkit.importing.version_numbers import find_small_step, find_step, raise_number

_PLACE = "place: "


@dataclass(frozen=True, slots=True)
class EarlierVersion:
    """The newest version of a contract: its number, its files, the ids of its rules by place.

    `codes` is codes.json, `examples` are the values by message and name.
    """

    version: str
    data: dict[str, Any]
    schemas: dict[str, dict[str, Any]]
    places: dict[str, str]
    codes: dict[str, Any]
    examples: dict[tuple[str, str], Any]


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
    codes = os.path.join(home, name, CODES)
    return EarlierVersion(
        version=version,
        data=read_json(os.path.join(folder, "contract.json")),
        schemas=schemas,
        places=places,
        codes=read_json(codes) if os.path.isfile(codes) else {},
        examples=read_examples(os.path.join(home, FIXTURES, name, version)),
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
    if not _has_same_words(earlier, draft):
        steps.append(2)
    found = [step for step in steps if step is not None]
    return raise_number(earlier.version, min(found)) if found else None


def _list_judging(version: EarlierVersion | Draft) -> dict[str, dict[str, Any]]:
    """The schemas of the messages by file, and those of the requests beside their bodies."""
    return {**version.schemas, **describe_requests(version.data)}


def _has_same_words(earlier: EarlierVersion, draft: Draft) -> bool:
    """Whether the examples are the same, and what is said of each code, whoever says so."""
    before, after = (
        {code: {**said, "source": ""} for code, said in codes.get("answer", {}).items()}
        for codes in (earlier.codes, draft.codes or earlier.codes)
    )
    return before == after and are_same_examples(earlier.examples, draft)

"""From a document to a written contract: `create_contract` is what the command runs."""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from contractkit.contracts.loading import SHARED_RULES, Contract, load
from contractkit.contracts.rules import list_rule_pages, read_rule_id
from contractkit.errors import ContractkitError, DocumentError
from contractkit.importing.contract_folder import (
    FIXTURES,
    read_home_catalog,
    refuse_taken_name,
    write_contract,
)
from contractkit.importing.documents.dialects import (
    LISTED_SCHEMAS,
    NAMED_SCHEMAS,
    ONE_SCHEMA,
    find_dialect,
)
from contractkit.importing.documents.document import Document
from contractkit.importing.documents.library import Library, open_file
from contractkit.importing.documents.notes import Note, Notes
from contractkit.importing.drafts import Draft
from contractkit.importing.earlier_version import (
    EarlierVersion,
    number_version,
    read_earlier_version,
)
from contractkit.importing.json_schemas import draft_from_schema
from contractkit.importing.rules.rule_ids import RuleIds, choose_prefix
from contractkit.importing.schemas.keyword_values import ASSERTIONS

FIRST_VERSION = "1.0.0"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
RESERVED = (*SHARED_RULES, FIXTURES)
SHARED_PREFIXES = ("JT", "RC")
_SCHEMA_WORDS = ("$ref", "$schema", *ASSERTIONS, *NAMED_SCHEMAS, *LISTED_SCHEMAS, *ONE_SCHEMA)


@dataclass(frozen=True, slots=True)
class Created:
    """A contract that was written, and what is to be told of it.

    `earlier` is the number of the version before; without `is_new` nothing differs from it, and
    nothing was written.
    """

    contract: Contract
    draft: Draft
    notes: tuple[Note, ...]
    earlier: str = ""
    is_new: bool = True


def create_contract(
    name: str, path: str, home: str, operations: Iterable[str] = (), *, update: bool = False
) -> Created:
    """Write a contract of a document into a folder of contracts; with `update` a new version.

    Raises UnreadableInputError, DocumentError, OutputFolderError, UnknownNameError.
    """
    _check_name(name)
    earlier = read_earlier_version(home, name) if update else None
    if earlier is None:
        refuse_taken_name(home, name, path)
    notes, wanted = Notes(), list(operations)
    if earlier is not None and not wanted:
        wanted = earlier.data.get("source", {}).get("operations", [])
    draft = _read_draft(name, path, notes, _choose_ids(home, name, earlier), wanted)
    version = number_version(earlier, draft) if earlier else FIRST_VERSION
    if version is None and earlier is not None:
        same = load(f"{name}@{earlier.version}", schemas=home)
        return Created(same, draft, tuple(notes.found), earlier.version, is_new=False)
    contract = write_contract(home, draft, version or FIRST_VERSION, notes)
    return Created(contract, draft, tuple(notes.found), earlier.version if earlier else "")


def _choose_ids(home: str, name: str, earlier: EarlierVersion | None) -> RuleIds:
    if earlier is None:
        return RuleIds(choose_prefix(name, _list_prefixes(home, name)), {})
    first = next(iter(earlier.places.values()))
    return RuleIds(re.sub(r"\d+$", "", first), earlier.places)


def _read_draft(name: str, path: str, notes: Notes, ids: RuleIds, operations: list[str]) -> Draft:
    library = Library(folder=os.path.dirname(path) or ".")
    document, uri = open_file(path)
    draft = make_draft(name, document, uri, library, notes, ids, tuple(operations))
    draft.data["source"] = {"document": os.path.basename(path)}
    if operations:
        draft.data["source"]["operations"] = list(operations)
    return draft


def _check_name(name: str) -> None:
    if name in RESERVED or not NAME.fullmatch(name):
        raise ContractkitError(
            f"{name!r} is no name of a contract: letters, digits, “-”, “_” and “.” make one"
        )


def _list_prefixes(home: str, name: str) -> set[str]:
    """How the ids of the rules of all other contracts in the folder begin."""
    others = [other for other in read_home_catalog(home)["contracts"] if other != name]
    pages = [
        page for other in others for page in list_rule_pages(os.path.join(home, other, "rules"))
    ]
    return {re.sub(r"\d+$", "", read_rule_id(page)) for page in pages} | set(SHARED_PREFIXES)


def make_draft(
    name: str,
    document: Document,
    uri: str,
    library: Library,
    notes: Notes,
    ids: RuleIds,
    operations: tuple[str, ...],
) -> Draft:
    """The contract of a document. Raises DocumentError, UnknownNameError."""
    value = document.value
    _refuse_other_documents(document)
    if "openapi" in value:
        from contractkit.importing.openapi.contract import draft_from_openapi

        return draft_from_openapi(name, document, uri, library, notes, ids, operations)
    if operations:
        raise DocumentError(document.path, "is a JSON Schema, which has no operations")
    return draft_from_schema(name, document, uri, library, notes, ids)


def _refuse_other_documents(document: Document) -> None:
    """Raise DocumentError for what is neither OpenAPI 3 nor a JSON Schema."""
    value: Any = document.value
    if not isinstance(value, dict):
        raise DocumentError(document.path, "is neither an OpenAPI document nor a JSON Schema")
    if "swagger" in value:
        command = f"npx swagger2openapi {document.path} -o openapi.yaml"
        raise DocumentError(document.path, f"is Swagger 2.0; `{command}` makes OpenAPI 3.0 of it")
    if "asyncapi" in value:
        raise DocumentError(document.path, "is an AsyncAPI document, which says nothing of HTTP")
    if "openapi" in value:
        if not str(value["openapi"]).startswith("3."):
            reason = f"is OpenAPI {value['openapi']!r}; 3.0 and 3.1 are read"
            raise DocumentError(document.path, reason)
        return
    declared = value.get("$schema")
    if isinstance(declared, str) and "json-schema.org" in declared and not find_dialect(declared):
        reason = f"is of the dialect {declared}; draft-04 to 2020-12 are read"
        raise DocumentError(document.path, reason)
    if not any(keyword in value for keyword in _SCHEMA_WORDS):
        names = ", ".join(f"“{key}”" for key in list(value)[:3])
        reason = f"is neither an OpenAPI document nor a JSON Schema (it has {names or 'nothing'})"
        raise DocumentError(document.path, reason)

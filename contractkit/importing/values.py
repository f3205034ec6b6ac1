"""Schemas that stand in no file: their plain form, and a contract of one."""

import os
from collections.abc import Mapping
from typing import Any

from contractkit.contracts.loading import Contract
from contractkit.importing.contract_folder import write_contract
from contractkit.importing.documents.dialects import BY_NAME, DRAFT_2020
from contractkit.importing.documents.document import hold_value
from contractkit.importing.documents.library import Library
from contractkit.importing.documents.notes import Notes
from contractkit.importing.json_schemas import convert_schema, draft_from_schema
from contractkit.importing.rules.rule_ids import RuleIds
from contractkit.importing.rules.schema_rules import RuleBook

NAME, PATH, PREFIX = "schema", "schema", "XX"


def import_schema(
    value: Any, *, retrieve: Mapping[str, Any] | None = None, dialect: str = DRAFT_2020.name
) -> dict[str, Any]:
    """The plain form of a schema in draft 2020-12, with `x-rules`.

    `retrieve` has the documents that references may name, by URI; `dialect` (`draft-04` …
    `2020-12`) is that of a schema without `$schema`.
    """
    book = RuleBook(RuleIds(PREFIX, {}), PATH)
    library, document = Library(given=retrieve or {}), hold_value(value, PATH)
    return convert_schema(document, "", library, Notes(), book, BY_NAME[dialect])


def make_contract(
    folder: str,
    value: Any,
    *,
    retrieve: Mapping[str, Any] | None = None,
    dialect: str = DRAFT_2020.name,
    formats: str = "errors",
) -> Contract:
    """Write a contract with one message, of a schema, into a new folder of contracts.

    `formats` is what contract.json says of formats: errors, advice or nothing.
    """
    library, notes = Library(given=retrieve or {}), Notes()
    document = hold_value(value, PATH)
    ids = RuleIds(PREFIX, {})
    draft = draft_from_schema(
        NAME, document, "", library, notes, ids, BY_NAME[dialect], refuse=False
    )
    draft.data["formats"] = formats
    draft.examples.clear()
    return write_contract(os.path.abspath(folder), draft, "1.0.0", notes)

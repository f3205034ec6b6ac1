"""Makes contracts of documents that others wrote: OpenAPI 3.0 and 3.1, and JSON Schemas.

- `documents` reads JSON and YAML, with the line of every value; nothing is fetched;
- `schemas` turns schemas of every dialect into one plain form, and tells their mistakes;
- `rules` gives every asserting keyword a rule, and writes its page;
- `openapi` and `json_schemas` make a draft of a contract, each of its kind of document;
- `creation` makes a contract of a document, `contract_folder` writes it;
- `values` does so for a schema that stands in no file.
"""

from contractkit.importing.values import import_schema, make_contract

__all__ = ["import_schema", "make_contract"]

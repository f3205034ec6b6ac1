"""Makes contracts of documents that others wrote: OpenAPI 3.0 and 3.1, and JSON Schemas.

- `documents` reads JSON and YAML, with the line of every value; `library` finds what references
  lead to; nothing is fetched;
- `conversion` turns schemas of every dialect into one plain form; `modern_keywords` and
  `openapi_keywords` know the words of the dialects, `patterns` what is wrong with a pattern;
- `schema_rules` gives every asserting keyword a rule, `rule_pages` writes its page;
- `creation` makes a contract of a document, `contract_folder` writes it.
- `values` does so for a schema that stands in no file.
"""

from contractkit.importing.values import import_schema, make_contract

__all__ = ["import_schema", "make_contract"]

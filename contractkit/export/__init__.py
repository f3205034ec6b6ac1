"""A contract in the formats of other tools: OpenAPI, JSON Schema, TypeScript, Python."""

from contractkit.contracts.loading import Contract

FORMATS = ("openapi", "jsonschema", "typescript", "python")


def export(contract: Contract, style: str) -> str:
    """The text of a contract in one of FORMATS, with a line break at its end.

    Raises ContractkitError where the contract lacks what the format describes.
    """
    from importlib import import_module

    module = import_module(f"contractkit.export.{style}")
    text: str = module.export(contract)
    return text

"""Makes contracts of documents in tests, and looks at what became of them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema

from contractkit.importing.creation import create_contract
from contractkit.importing.documents.notes import Note

URI = "https://json-schema.org/draft/2020-12/schema"


@dataclass(frozen=True)
class Made:
    """A contract that was made: its folder, what contract.json says, and what was told."""

    folder: Path
    data: Mapping[str, Any]
    notes: tuple[Note, ...]

    def schema(self, message: str = "request", kind: str = "schema") -> Any:
        """A schema of a message."""
        file = self.data["messages"][message][kind]
        return json.loads((self.folder / file).read_text(encoding="utf-8"))

    def accepts(self, value: object, message: str = "request", kind: str = "schema") -> bool:
        """Whether the schema of a message lets a value be, as another validator reads it."""
        schema = self.schema(message, kind)
        jsonschema.Draft202012Validator.check_schema(schema)
        return jsonschema.Draft202012Validator(schema).is_valid(value)

    def told(self, kind: str) -> list[str]:
        """What was told of one kind, without the path of the file."""
        return [
            f"{note.place.rpartition('/api.yaml:')[2] or note.place}: {note.text}"
            for note in self.notes
            if note.kind == kind
        ]


def make(
    folder: Path, text: str, *operations: str, name: str = "api", update: bool = False
) -> Made:
    """Make a contract of a document."""
    path = folder / "api.yaml"
    path.write_text(text, encoding="utf-8")
    home = folder / "contracts"
    made = create_contract(name, str(path), str(home), operations, update=update)
    return Made(Path(made.contract.folder), made.contract.data, made.notes)


def wrap(schema: str, components: str = "", version: str = "3.0.3") -> str:
    """A document of one operation with this request, in YAML of the flow style."""
    return f"""\
openapi: {version}
info: {{title: An API, version: "1"}}
paths:
  /things:
    post:
      requestBody:
        required: true
        content: {{application/json: {{schema: {schema}}}}}
      responses:
        "200": {{description: Taken.}}
{components}"""


def define(**schemas: str) -> str:
    """The components of a document, with these schemas."""
    listed = "".join(f"    {name}: {schema}\n" for name, schema in schemas.items())
    return f"components:\n  schemas:\n{listed}"


def refer(name: str) -> str:
    """A reference to a schema of the components."""
    return f"{{$ref: '#/components/schemas/{name}'}}"

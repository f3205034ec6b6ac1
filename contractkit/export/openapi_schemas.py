"""The schemas of an OpenAPI document: the messages, and the kinds of an answer."""

from typing import Any

from contractkit.contracts.loading import Contract, Schema, find_message, load_schema
from contractkit.contracts.requests import list_requests
from contractkit.export.jsonschema import modernise

PLACE = "#/components/schemas/"
KINDS = {"acceptance": "accepted", "refusal": "refused"}
JSON_TYPE = "application/json"


def list_components(contract: Contract) -> dict[str, Schema]:
    """The schemas by name: `MESSAGE`, `MESSAGE.DEFINITION`, `MESSAGE-accepted`, `-refused`."""
    found: dict[str, Schema] = {}
    for message in contract.messages:
        schema = load_schema(contract, find_message(contract, message)["schema"])
        modern = modernise(schema, PLACE + message, f"{PLACE}{message}.")
        found[message] = modern.schema
        found |= {
            f"{message}.{name}": definition for name, definition in modern.definitions.items()
        }
    for view in list_requests(contract):
        found |= _list_answer_kinds(view)
    return found


def _list_answer_kinds(contract: Contract) -> dict[str, Schema]:
    """The answer's schema with what makes it an acceptance or a refusal."""
    answers = contract.data.get("answers", {})
    message = answers.get("message")
    return {
        f"{message}-{kind}": {
            "title": f"{message}: {kind}",
            "allOf": [refer(message), modernise(answers[key]).schema],
        }
        for key, kind in KINDS.items()
        if message and key in answers
    }


def refer(component: str) -> dict[str, str]:
    """A reference to a component."""
    return {"$ref": PLACE + component}


def write_content(schema: Schema, samples: dict[str, Any]) -> dict[str, Any]:
    """The content of a JSON body: its schema, and examples if there are any."""
    examples = {"examples": samples} if samples else {}
    return {JSON_TYPE: {"schema": schema, **examples}}

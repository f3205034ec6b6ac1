"""JSON text with a line a member, its tokens left as they are: equal names, escapes, digits."""

import json
import re

TOKENS = re.compile(r'"(?:[^"\\]|\\.)*"|[{\[]\s*[}\]]|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
DEEPEST, INDENT = 40, "  "


def indent_json(text: str) -> str | None:
    """The text with line breaks and indents; None where it is no JSON, or nested too deep."""
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return None
    depth, parts = 0, list[str]()
    for token in TOKENS.findall(text):
        depth += (token in ("{", "[")) - (token in ("}", "]"))
        if depth > DEEPEST:
            return None
        parts.append(_lay_out(token, f"\n{INDENT * depth}"))
    return "".join(parts)


def _lay_out(token: str, line: str) -> str:
    """A token with the space around it; `line` is a line break with the indent behind it."""
    match token:
        case "{" | "[" | ",":
            return f"{token}{line}"
        case "}" | "]":
            return f"{line}{token}"
        case ":":
            return ": "
        case _ if token[0] in "{[":
            return f"{token[0]}{token[-1]}"
    return token

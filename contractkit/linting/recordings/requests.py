"""A request as a recording or a collection holds it, and where in the file each part stands."""

from dataclasses import dataclass
from typing import Any

# The first digits of the status of an answer that is the API's own.
JUDGED_STATUS = ("2", "4")


@dataclass(frozen=True, slots=True)
class LocatedText:
    """A text that is a string of the file, and the pointer of that string.

    `base64`: the string is the encoded form of the text.
    """

    pointer: str
    string: str
    base64: bool = False


@dataclass(frozen=True, slots=True)
class Header:
    """One header that is sent, and the pointer of its value."""

    name: str
    value: str
    pointer: str


@dataclass(frozen=True, slots=True)
class SavedRequest:
    """One request, with the answers that are kept beside it.

    `pointer` is that of the request, `method`, `url` and the rest have their own; `headers_pointer`
    is where a header that is missing would stand. `body` is None where the file has none: there was
    none if `has_no_body`, else nobody knows. `form` names the form of a body that is no text, such
    as `formdata`. `authenticated` is True where credentials may come from elsewhere.
    `has_variables`: the texts may have placeholders.
    """

    pointer: str
    method: LocatedText
    url: LocatedText
    headers: tuple[Header, ...]
    headers_pointer: str
    body: LocatedText | None = None
    has_no_body: bool = False
    form: LocatedText | None = None
    authenticated: bool = False
    answers: tuple[LocatedText, ...] = ()
    has_variables: bool = False


def get_member(value: Any, name: str) -> Any:
    """The member of that name, None where there is none or the value is no object."""
    return value.get(name) if isinstance(value, dict) else None


def get_items(value: Any) -> list[Any]:
    """The items of an array, none where the value is no array."""
    return value if isinstance(value, list) else []

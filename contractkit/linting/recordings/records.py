"""A request as a recording holds it, and where in the file each part of it stands."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """A text that is a string of the file: its pointer there, and what the string means.

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
class Sent:
    """One request, with the answers that are kept beside it.

    `pointer` is that of the request, `method`, `url` and the rest have their own; `headers_pointer`
    is where a header that is missing would stand. `body` is None where the file has none: there was
    none if `bodiless`, else nobody knows. `form` names the form of a body that is no text, such as
    `formdata`. `signed` is True where credentials may come from elsewhere. `variables`: the texts
    may have placeholders.
    """

    pointer: str
    method: Text
    url: Text
    headers: tuple[Header, ...]
    headers_pointer: str
    body: Text | None = None
    bodiless: bool = False
    form: Text | None = None
    signed: bool = False
    answers: tuple[Text, ...] = ()
    variables: bool = False

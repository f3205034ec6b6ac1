"""A request as a recording or a collection holds it, and where in the file each part stands."""

from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from contractkit.linting.recordings.variables import LONE_SURROGATE, Variable, Variables


@dataclass(frozen=True, slots=True)
class LocatedText:
    """A text that is a string of the file, and the pointer of that string.

    `base64`: the string is the encoded form of the text. `variables`: those whose values are filled
    in.
    """

    pointer: str
    string: str
    base64: bool = False
    variables: tuple[Variable, ...] = ()


@dataclass(frozen=True, slots=True)
class Header:
    """One header that is sent, the pointer of its value, and the variables that are filled in."""

    name: str
    value: str
    pointer: str
    variables: tuple[Variable, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleViolation:
    """A rule that a request or an answer breaks, the pointer of the place, and the message."""

    rule: str
    pointer: str
    message: str


@dataclass(frozen=True, slots=True)
class SavedAnswer:
    """An answer that is kept: `status` is None where the file does not say it.

    `pointer` is that of what holds the text, `status_pointer` that of the status. `text` is None
    where the file has none. `size` is the number of bytes of the body, as the file says it, and
    `remarks` are what the tool that wrote the file says about the answer and the body.
    """

    pointer: str
    status_pointer: str
    status: int | None
    text: LocatedText | None
    size: int | None = None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SavedRequest:
    """One request, with the answers that are kept beside it.

    `pointer` is that of the request, `method`, `url` and the rest have their own; `headers_pointer`
    is where a header that is missing would stand. `body` is None where the file has none: there was
    none if `has_no_body`, else `lost_body` says why it is not there. `form` names the form of a
    body that is no text, such as `formdata`. `authenticated` is True where credentials may come
    from elsewhere. `has_variables`: the texts may have placeholders; `variables` are those that are
    known. `strips_comments`: comments in the body are not sent.
    """

    pointer: str
    method: LocatedText
    url: LocatedText
    headers: tuple[Header, ...]
    headers_pointer: str
    body: LocatedText | None = None
    has_no_body: bool = False
    lost_body: RuleViolation | None = None
    form: LocatedText | None = None
    authenticated: bool = False
    answers: tuple[SavedAnswer, ...] = ()
    has_variables: bool = False
    variables: Variables = field(default_factory=dict)
    strips_comments: bool = False


def find_used_variables(request: SavedRequest) -> Mapping[str, tuple[Variable, ...]]:
    """The variables that are filled in around the body, by the pointer of the place."""
    texts: tuple[LocatedText | Header, ...] = (request.method, request.url, *request.headers)
    return {text.pointer: text.variables for text in texts if text.variables}


def find_headers(headers: Iterable[Header], name: str) -> Iterator[Header]:
    """The headers of a name, which is written in lower case."""
    return (header for header in headers if header.name.lower() == name)


def decode_text(text: LocatedText) -> bytes | None:
    """The bytes of a text; None where they are not what they are said to be.

    A lone surrogate is a fault of the file around the text, which it cannot leave as itself.
    """
    if not text.base64:
        return LONE_SURROGATE.sub("\ufffd", text.string).encode()
    try:
        return b64decode(text.string, validate=False)
    except ValueError:
        return None

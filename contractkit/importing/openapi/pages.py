"""The pages of rules that no schema has: how a request is sent, and how it is answered."""

from contractkit.importing.openapi.parameters import Parameter
from contractkit.importing.openapi.reader import Reader
from contractkit.importing.rules.rule_pages import RulePage
from contractkit.importing.rules.schema_rules import name_file, name_place

_UNREAD = "A request that is sent otherwise reaches nothing, or is not read."
# By what is wrong: the title, why it matters, and how to put it right.
_WORDS = {
    "method": (
        "The request has a method of the document",
        _UNREAD,
        "Send the method that the document has for the path.",
    ),
    "path": (
        "The request is sent to a path of the document",
        _UNREAD,
        "Send it to a path of the document.",
    ),
    "contentType": (
        "The body is sent as what it is",
        _UNREAD,
        "Send the content type of the document, such as application/json.",
    ),
    "credentials": (
        "The request says who sends it",
        "Who is not known is refused.",
        "Send the credentials that the document asks for.",
    ),
    "status": (
        "The answer has a status of the document",
        "Who sends the request knows these statuses alone.",
        "Answer with a status of the document, or add this one to it.",
    ),
}


def make_operation_pages(reader: Reader, *, has_body: bool) -> dict[str, RulePage]:
    """The pages of the rules of how an operation is sent, by what `operation.rules` calls them."""
    return {
        about: _make_page(reader, about) for about in _WORDS if has_body or about != "contentType"
    }


def _make_page(reader: Reader, about: str) -> RulePage:
    title, why, fix = _WORDS[about]
    place = f"# operation {about}"
    source = f"{name_file(reader.book, reader.root)}, /paths"
    return RulePage(
        reader.book.ids.find(place), title, "error", place, source, f"{title}.", why, fix
    )


def make_parameter_page(reader: Reader, parameter: Parameter) -> RulePage:
    """The page of the rule that a parameter is there."""
    words = parameter.words
    title = f"{words[0].upper()}{words[1:]} is sent"
    site = parameter.site
    root = reader.roots.get((site.document.path, f"{site.pointer}/schema"))
    name = root.name.removesuffix("/schema") if root and root.name else ""
    place = f"{f'#{name}' if name else name_place(reader.book, site)} required"
    return RulePage(
        reader.book.ids.find(place),
        title,
        "error",
        place,
        f"{name_file(reader.book, site)}, line {site.line}, {site.pointer}",
        f"{title}.",
        "Without it nobody knows what the request is about, and it is refused.",
        f"Send {words}.",
    )

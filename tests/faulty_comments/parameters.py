"""Whether the parameters of a request keep the rules of the document."""

from dataclasses import dataclass

from tests.faulty_checks import check_choice, check_different, check_text, demand
from tests.faulty_comments.judging import KINDS, check_slug, is_handle
from tests.faulty_document import Request
from tests.faulty_parameters import one, one_integer, read_integer

LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Search:
    """What listComments is asked for."""

    depth: int
    limit: int
    newest_first: bool
    kinds: list[str]
    author: str | None


def read_search(request: Request, fault: str) -> Search:
    """The parameters of listComments."""
    order, author = one(request, "order"), one(request, "author")
    kinds = request.all_of("kind")
    for kind in kinds:
        check_choice(kind, "kind", KINDS)
    check_different(kinds, "kind")
    if order is not None and fault != "takes any order":
        check_choice(order, "order", ("oldest", "newest"))
    if author is not None:
        check_text(author, "author", form=is_handle)
    deepest = 11 if fault == "takes a depth of eleven" else 10
    return Search(
        one_integer(request, "depth", 0, deepest, default=10),
        one_integer(request, "limit", 1, 50, default=20),
        order == "newest",
        kinds,
        author,
    )


def read_slug(request: Request, fault: str) -> str:
    """The article in the path."""
    slug = request.parameters["slug"]
    check_slug(slug, fault)
    return slug


def read_number(request: Request, fault: str) -> int:
    """The number of a comment in the path."""
    text = request.parameters["comment_id"]
    is_long = text.isascii() and text.isdecimal() and int(text[:1000]) > LARGEST
    if fault == "crashes on identifiers of more than 64 bits" and is_long:
        raise OverflowError(text)
    demand(holds=not is_long, otherwise="comment_id has more than 64 bits")
    return read_integer(text, "comment_id", 1, LARGEST)

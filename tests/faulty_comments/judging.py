"""Whether a body keeps the rules of the document; the first level of comments is 0."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from tests.faulty_checks import (
    BreachError,
    check_choice,
    check_different,
    check_flag,
    check_integer,
    check_list,
    check_members,
    check_number,
    check_text,
    demand,
)
from tests.faulty_document import is_number
from tests.faulty_formats import is_date_time, is_email, is_uri

HANDLE = re.compile(r"[a-z][a-z0-9_]{2,15}")
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LOOSE_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.IGNORECASE | re.ASCII)
REACTION = re.compile(r"[a-z_]+")
LOOSE_REACTION = re.compile(r"[A-Za-z_]+")

Check = Callable[[Any, str, int], None]


def check_draft(draft: Any, fault: str, level: int = 0) -> None:
    """A CommentDraft, with the replies in it."""
    if fault == "crashes on a body that is a list" and level == 0 and isinstance(draft, list):
        raise TypeError(draft)
    anonymous = fault == "takes a reply without an author" and level > 0
    check_members(draft, "a comment", ["content"] if anonymous else ["author", "content"])
    deepest = 3 if fault == "refuses replies below the third level" else None
    demand(holds=deepest is None or level < deepest, otherwise="there are too many levels")
    for name, check in MEMBERS.items():
        if name in draft:
            check(draft[name], fault, level)


def check_replies(value: Any, fault: str, level: int) -> None:
    if fault == "crashes on replies of null to a reply" and level > 0:
        len(value)
    most = None if fault == "takes five replies to a reply" and level > 0 else 4
    check_list(value, "replies", 1 if fault == "refuses an empty list of replies" else 0, most)
    for reply in value:
        check_draft(reply, fault, level + 1)


def check_author(value: Any, fault: str, level: int) -> None:
    check_members(value, "the author", (), ("handle", "email", "name"))
    if fault != "takes authors without handle and email":
        known = "handle" in value or "email" in value
        demand(holds=known, otherwise="the author has neither handle nor email")
    if "handle" in value:
        loose = fault == "takes any handle in replies to replies" and level > 1
        check_text(value["handle"], "handle", form=None if loose else is_handle)
    if "email" in value:
        check_text(value["email"], "email", most=254, form=is_email)
    if "name" in value:
        check_text(value["name"], "name", 1, 60)


def is_handle(text: str) -> bool:
    return bool(HANDLE.fullmatch(text))


def is_slug(text: str) -> bool:
    return bool(SLUG.fullmatch(text))


def check_slug(value: Any, fault: str) -> None:
    loose = fault == "takes capitals in a slug"
    check_text(value, "slug", most=60, form=is_loose_slug if loose else is_slug)


def is_loose_slug(text: str) -> bool:
    return bool(LOOSE_SLUG.fullmatch(text))


def check_content(value: Any, fault: str, level: int) -> None:
    """Content, by its kind."""
    demand(holds=isinstance(value, dict), otherwise="the content is no object")
    kind = value.get("kind")
    if isinstance(kind, str) and kind in KINDS:
        KINDS[kind](value, fault, level)
    elif fault != "takes content of any kind" or not isinstance(kind, str):
        raise BreachError("the content is of no kind that is known")


def check_text_content(value: Any, fault: str, level: int) -> None:
    extra = ["page"] if fault == "takes a text with a page" else []
    check_members(value, "a text", ["text"], ["kind", "text", "mentions", *extra])
    blank = fault == "takes an empty text in replies to replies" and level > 1
    check_text(value["text"], "text", 0 if blank else 1, 400)
    if fault == "counts a text in UTF-16":
        size = len(value["text"].encode("utf-16-le", "surrogatepass")) // 2
        demand(holds=size <= 400, otherwise="text is too long")
    if "mentions" in value:
        check_list(value["mentions"], "mentions", 0, 5)
        for handle in value["mentions"]:
            check_text(handle, "a mention", form=is_handle)
        check_different(value["mentions"], "mentions")


def check_picture(value: Any, fault: str, _: int) -> None:
    required = [] if fault == "takes pictures without a URL" else ["url"]
    check_members(value, "a picture", required, ("kind", "url", "alt", "width"))
    if "url" in value:
        check_text(value["url"], "url", form=is_uri)
    if value.get("alt") is not None:
        check_text(value["alt"], "alt", most=120)
    if "width" in value:
        check_integer(
            value["width"], "width", 0 if fault == "takes pictures of no width" else 1, 8000
        )


def check_poll(value: Any, fault: str, level: int) -> None:
    check_members(
        value, "a poll", ["question", "options"], ("kind", "question", "options", "closes_at")
    )
    check_text(value["question"], "question", 3, 200)
    check_list(value["options"], "options", 1 if fault == "takes a poll of one option" else 2, 5)
    for option in value["options"]:
        check_text(option, "an option", 1, 40)
    if fault != "takes a poll with an option twice in replies" or level == 0:
        check_different(value["options"], "options")
    if "closes_at" in value:
        check_text(value["closes_at"], "closes_at", form=is_date_time)


def check_quote(value: Any, fault: str, level: int) -> None:
    check_members(value, "a quote", ["of"], ("kind", "of", "page"))
    quoted = value["of"]
    check_members(quoted, "what is quoted", ["author", "content"], ("author", "content"))
    check_author(quoted["author"], fault, level)
    check_quoted_content(quoted["content"], fault, level)
    if "page" in value:
        check_integer(value["page"], "page", 1, 9999)


def check_quoted_content(value: Any, fault: str, level: int) -> None:
    if fault == "takes any content in a quote":
        return
    if isinstance(value, dict):
        if fault == "crashes on a quote in a quote" and value.get("kind") == "quote":
            raise RecursionError(value)
        mentions = value.get("mentions")
        if fault == "takes a mention twice in a quote" and isinstance(mentions, list):
            value = {**value, "mentions": without_doubles(mentions)}
    check_content(value, fault, level)


def without_doubles(values: list[Any]) -> list[Any]:
    """The values in their order, each once."""
    return [value for at, value in enumerate(values) if value not in values[:at]]


def check_mood(value: Any, fault: str, level: int) -> None:
    if value is not None or (fault == "refuses a mood of null in replies" and level > 0):
        check_choice(value, "mood", ("calm", "angry"))


def check_pinned(value: Any, fault: str, _: int) -> None:
    if fault != "takes words for pinned" or value not in ("true", "false"):
        check_flag(value, "pinned")


def check_score(value: Any, fault: str, level: int) -> None:
    check_number(value, "score", -2, 2)
    if fault != "takes scores between the steps in replies" or level == 0:
        whole = value % Decimal("0.5") == 0
        demand(holds=whole, otherwise="score is no multiple of 0.5")


def check_tags(value: Any, fault: str, _: int) -> None:
    check_list(value, "tags", 0, 4)
    for tag in value:
        check_text(tag, "a tag", 0 if fault == "takes a tag of no characters" else 1, 20)
    check_different(value, "tags")


def check_reactions(value: Any, fault: str, _: int = 0) -> None:
    """Reactions to a comment."""
    check_members(value, "reactions", ())
    least, most = fault != "takes no reactions", 6 if fault == "takes six reactions" else 5
    demand(holds=least <= len(value) <= most, otherwise="these are too many reactions, or none")
    for name, count in value.items():
        check_reaction(name, count, fault)


def check_reaction(name: str, count: Any, fault: str) -> None:
    form = LOOSE_REACTION if fault == "takes reactions in capitals" else REACTION
    demand(
        holds=len(name) <= 20 and bool(form.fullmatch(name)),
        otherwise=f"no reaction is called {name!r}",
    )
    if not name.startswith("mod_"):
        least = 0 if fault == "takes reactions that nobody gave" else 1
        check_integer(count, name, least, 1_000_000)
    elif fault != "takes flags of moderators that are counts" or not is_number(count):
        check_flag(count, name)


def check_source(value: Any, fault: str, _: int) -> None:
    check_members(value, "the source", (), ("url", "article"))
    if fault != "takes a source with a URL and an article":
        demand(holds=len(value) < 2, otherwise="the source is in two places")
    if fault != "takes an empty source":
        demand(holds=len(value) > 0, otherwise="the source is nowhere")
    if "url" in value:
        check_text(value["url"], "url", form=is_uri)
    if "article" in value:
        check_slug(value["article"], "")


def check_attachments(value: Any, fault: str, level: int) -> None:
    check_list(value, "attachments", 0, 3)
    for attachment in value:
        if isinstance(attachment, str):
            loose = fault == "takes any text as an attachment of a reply" and level > 0
            check_text(attachment, "an attachment", form=None if loose else is_uri)
        else:
            check_file(attachment, fault)


def check_file(value: Any, fault: str) -> None:
    check_members(value, "a file", ["name", "size"], ("name", "size"))
    check_text(value["name"], "name", 1, 80)
    check_integer(value["size"], "size", 0, 10485759 + (fault == "takes files of ten megabytes"))


KINDS: dict[str, Check] = {
    "text": check_text_content,
    "picture": check_picture,
    "poll": check_poll,
    "quote": check_quote,
}
MEMBERS: dict[str, Check] = {
    "author": check_author,
    "content": check_content,
    "mood": check_mood,
    "pinned": check_pinned,
    "score": check_score,
    "tags": check_tags,
    "reactions": check_reactions,
    "source": check_source,
    "attachments": check_attachments,
    "replies": check_replies,
}

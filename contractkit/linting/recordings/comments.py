"""Comments in the raw body of a Postman collection, which Postman leaves out where it is JSON.

Since version 7.32 of its runtime (March 2023), Postman takes them out before it sends the body.
"""

import re
from collections.abc import Iterable

from contractkit.linting.recordings.requests import Header, find_headers

JSON_LANGUAGE = "json"
JSON_TYPE = re.compile(r"application/(?:\S+\+)?json")
COMMENT = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\Z)|(//[^\n]*+|/\*.*?(?:\*/|\Z))', re.DOTALL)
NOT_WHITE = re.compile(r"[^ \t\r\n]")
Stretch = tuple[int, int]


def strips_comments(language: object, headers: Iterable[Header]) -> bool:
    """Whether Postman takes comments out of a raw body, by its language, or else its type."""
    if language:
        return language == JSON_LANGUAGE
    return any(JSON_TYPE.match(header.value) for header in find_headers(headers, "content-type"))


def blank_comments(text: str) -> tuple[str, tuple[Stretch, ...]]:
    """The text with white space in place of its comments, and where these are."""
    comments: list[Stretch] = []

    def blank(match: re.Match[str]) -> str:
        if match[1] is None:
            return match[0]
        comments.append(match.span())
        return NOT_WHITE.sub(" ", match[0])

    return COMMENT.sub(blank, text), tuple(comments)

"""The server: its operations, and what they say."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from tests.faulty_checks import BreachError
from tests.faulty_comments.faults import FAULTS
from tests.faulty_comments.judging import check_draft, check_reactions
from tests.faulty_comments.parameters import read_number, read_search, read_slug
from tests.faulty_comments.tree import Tree, cut, depth_of, walk
from tests.faulty_document import (
    JSON,
    Answer,
    Request,
    Running,
    check_fault,
    read_json_body,
    run,
    say,
)

KEY = "comments-token-2b7e"
DEEPEST = 200
FIRST = {
    "author": {"handle": "ada_b"},
    "content": {"kind": "text", "text": "Who rings it?"},
    "reactions": {"like": 2},
    "replies": [
        {
            "author": {"email": "charles@comments.example"},
            "content": {"kind": "text", "text": "I do."},
            "reactions": {"like": 1},
            "replies": [
                {"author": {"handle": "ada_b"}, "content": {"kind": "text", "text": "Thanks."}}
            ],
        }
    ],
}


@dataclass(slots=True)
class Magazine:
    """The state of one server; what changes is guarded by `lock`."""

    fault: str
    tree: Tree = field(default_factory=Tree)
    lock: threading.Lock = field(default_factory=threading.Lock)


Operation = Callable[[Magazine, Request], Answer]


def start(fault: str = "", port: int = 0) -> Running:
    """Start the server with one fault, or as it should be; closed where its context ends."""
    check_fault(fault, FAULTS)
    magazine = Magazine(fault)
    magazine.tree.add(FIRST, magazine.tree.threads.setdefault("on-bells", []))
    routes = {way: partial(answer, operation, magazine) for way, operation in OPERATIONS.items()}
    return run(routes, "/api/v2", KEY, port)


def answer(operation: Operation, magazine: Magazine, request: Request) -> Answer:
    """What an operation says to those who have the token, and keep the rules."""
    scheme, _, token = str(request.headers.get("Authorization", "")).partition(" ")
    known = bool(token) if magazine.fault == "takes any token" else token == KEY
    if scheme.lower() != "bearer" or not known:
        return refuse(401, "There is no token, or a wrong one.", WWW_Authenticate="Bearer")
    try:
        with magazine.lock:
            return operation(magazine, request)
    except BreachError as breach:
        return refuse(422, f"{breach}.")


def add_comment(magazine: Magazine, request: Request) -> Answer:
    slug = read_slug(request, magazine.fault)
    draft, refusal = read_body(request)
    if refusal:
        return refusal
    check_draft(draft, magazine.fault)
    thread = magazine.tree.threads.setdefault(slug, [])
    return say(201, tell(magazine.tree.add(draft, thread), magazine.fault))


def list_comments(magazine: Magazine, request: Request) -> Answer:
    slug = read_slug(request, magazine.fault)
    search = read_search(request, magazine.fault)
    thread = magazine.tree.threads.get(slug, [])
    found = [
        comment
        for comment in thread
        if (not search.kinds or comment["content"].get("kind") in search.kinds)
        and search.author in {None, comment["author"].get("handle")}
    ]
    if search.newest_first:
        found.reverse()
    comments = [
        tell(comment, magazine.fault) for comment in cut(found[: search.limit], search.depth)
    ]
    total = sum(1 for _ in walk(thread))
    return say(200, {"article": slug, "comments": comments, "total": total})


def get_comment(magazine: Magazine, request: Request) -> Answer:
    number = read_number(request, magazine.fault)
    if number not in magazine.tree.index:
        return refuse_unknown(magazine, number)
    comment, _ = magazine.tree.index[number]
    return say(200, tell(comment, magazine.fault))


def delete_comment(magazine: Magazine, request: Request) -> Answer:
    number = read_number(request, magazine.fault)
    return Answer(204) if magazine.tree.remove(number) else refuse_unknown(magazine, number)


def set_reactions(magazine: Magazine, request: Request) -> Answer:
    number = read_number(request, magazine.fault)
    reactions, refusal = read_body(request)
    if refusal:
        return refusal
    check_reactions(reactions, magazine.fault)
    if number not in magazine.tree.index:
        return refuse(404, "There is no such comment.")
    comment, _ = magazine.tree.index[number]
    comment["reactions"] = reactions
    plain = magazine.fault == "tells the reactions as plain text"
    return say(200, reactions, "text/plain" if plain else JSON)


def tell(comment: dict[str, Any], fault: str, level: int = 0) -> dict[str, Any]:
    """A comment as the server tells it."""
    told = {**comment, "replies": [tell(one, fault, level + 1) for one in comment["replies"]]}
    if fault == "tells replies to replies without their identifiers" and level > 1:
        del told["id"]
    if (
        fault == "tells counts of reactions to replies as text"
        and level > 0
        and "reactions" in told
    ):
        told["reactions"] = {name: str(count) for name, count in told["reactions"].items()}
    content = told["content"]
    if fault == "tells a quote's kind in capitals" and content["kind"] == "quote":
        told["content"] = {**content, "kind": "Quote"}
    return told


def read_body(request: Request) -> tuple[Any, Answer | None]:
    """The value of a body, or the answer to one that cannot be read."""
    value, refusal = read_json_body(request, refuse)
    if depth_of(value) > DEEPEST:
        return None, refuse(400, f"The body is nested deeper than {DEEPEST} levels.")
    return value, refusal


def refuse(status: int, message: str, **headers: str) -> Answer:
    """A Problem."""
    return say(status, {"code": f"comments-{status}", "message": message}, **headers)


def refuse_unknown(magazine: Magazine, number: int) -> Answer:
    deleted = magazine.fault == "answers 410 for what was deleted" and number <= magazine.tree.last
    return refuse(410 if deleted else 404, "There is no such comment.")


OPERATIONS: dict[tuple[str, str], Operation] = {
    ("POST", "/articles/{slug}/comments"): add_comment,
    ("GET", "/articles/{slug}/comments"): list_comments,
    ("GET", "/comments/{comment_id}"): get_comment,
    ("DELETE", "/comments/{comment_id}"): delete_comment,
    ("PUT", "/comments/{comment_id}/reactions"): set_reactions,
}

"""Requests that show what is right and wrong at the comments, and each of the faults."""

from typing import Any

from tests.faulty_calls import Call, examples, read_document
from tests.faulty_comments import DOCUMENT, KEY

DOCUMENTED = read_document(DOCUMENT)
THREAD_PATH, REACTIONS_PATH = "/articles/{slug}/comments", "/comments/{comment_id}/reactions"
SHORT, THREAD = examples(DOCUMENTED, THREAD_PATH, "post")
(REACTIONS,) = examples(DOCUMENTED, REACTIONS_PATH, "put")
OWN = {"Authorization": f"Bearer {KEY}"}
BELLS = "/articles/on-bells/comments"
POLL = {"kind": "poll", "question": "Why?", "options": ["a", "b"]}
PICTURE = {"kind": "picture", "url": "a:b"}
TEXT = {"kind": "text", "text": "x"}
FIVE_REACTIONS = dict.fromkeys("abcde", 1)
NUMBERS = ["0", "-1", "1.5", "one", "01", "9" * 30]


LONG_HOST = ".".join(["b" * 63, "b" * 63, "b" * 61])
LONGEST_ADDRESS = f"{'a' * 64}@{LONG_HOST}"


def without(value: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: inner for name, inner in value.items() if name not in names}


def said(content: Any) -> dict[str, Any]:
    """A comment with some content."""
    return {**SHORT, "content": content}


def quoted(content: Any) -> dict[str, Any]:
    """A comment that quotes some content."""
    return said({"kind": "quote", "of": {"author": {"handle": "ada"}, "content": content}})


def by(**author: Any) -> dict[str, Any]:
    return {**SHORT, "author": author}


def reacted(**counts: Any) -> dict[str, Any]:
    return {**SHORT, "reactions": counts}


def below(comment: Any, levels: int) -> Any:
    """A comment with another one some levels below it."""
    for _ in range(levels):
        comment = {**SHORT, "replies": [comment]}
    return comment


def add(body: Any, slug: str = "on-bells", **headers: str) -> Call:
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Call("POST", f"/articles/{slug}/comments", body, named)


def react(body: Any, number: int | str = 1) -> Call:
    return Call("PUT", f"/comments/{number}/reactions", body)


def read(number: int | str) -> Call:
    return Call("GET", f"/comments/{number}")


def listed(query: str) -> Call:
    return Call("GET", f"{BELLS}?{query}")


RIGHT_COMMENTS: list[Any] = [
    by(email=LONGEST_ADDRESS), {**SHORT, "source": {"article": "x" * 60}},
    said({**PICTURE, "alt": "é" * 120}),
    said({**TEXT, "mentions": [f"abc{n}" for n in range(5)]}), {**SHORT, "tags": [*"abcd"]},
    SHORT, THREAD, {**SHORT, "unknown": 1, "id": "x"}, said({"kind": "text", "text": "🔔" * 400}),
    said({**TEXT, "mentions": []}), said({**PICTURE, "alt": None, "width": 8000}),
    said({**PICTURE, "width": 1.0}), said({**POLL, "options": [*"abcde"]}),
    quoted(TEXT), quoted(quoted(quoted(PICTURE)["content"])["content"]), by(email='"a b"@c'),
    by(handle="abc"), by(handle="a" + "_" * 15, email="a@b", name="é" * 60),
    {**SHORT, "mood": None}, {**SHORT, "score": -2}, {**SHORT, "score": 0.5}, {**SHORT, "tags": []},
    {**SHORT, "source": {"url": "a:b"}}, {**SHORT, "attachments": []}, {**SHORT, "replies": []},
    {**SHORT, "attachments": ["a:b", {"name": "x", "size": 0}, {"name": "x", "size": 10485759}]},
    reacted(**FIVE_REACTIONS), reacted(like=1_000_000, mod_=True), reacted(**{"a" * 20: 1}),
    reacted(like=1.0),
    {**SHORT, "replies": [SHORT] * 4}, *(below(THREAD, levels) for levels in (1, 2, 3, 30)),
]  # fmt: skip
WRONG_COMMENTS: list[Any] = [
    by(email=f"{LONGEST_ADDRESS}b"), {**SHORT, "source": {"article": "x" * 61}},
    [], "text", {}, [SHORT], without(SHORT, "author"), without(SHORT, "content"), by(),
    by(name="Ada"),
    by(handle="ab"), by(handle="Ada"), by(handle="ada\n"), by(handle="a" * 17),
    by(handle="ada", x=1),
    by(email="ada"), by(handle="ada", name=""), by(handle=None, email="a@b"), said("text"),
    said({}),
    said({"kind": "song"}), said({"text": "x"}), said({"kind": None, "text": "x"}),
    said({**TEXT, "page": 1}), said({"kind": "text", "text": ""}),
    said({"kind": "text", "text": 1}),
    said({"kind": "text", "text": "🔔" * 401}), said({**TEXT, "mentions": ["ada", "ada"]}),
    said({**TEXT, "mentions": ["a"]}), said({**TEXT, "mentions": [f"abc{n}" for n in range(6)]}),
    said({"kind": "picture"}), said({**PICTURE, "url": "b"}), said({**PICTURE, "width": 0}),
    said({**PICTURE, "width": 8001}), said({**PICTURE, "alt": "x" * 121}),
    said(without(POLL, "options")),
    said({**POLL, "options": ["a"]}), said({**POLL, "options": [*"abcdef"]}),
    said({**POLL, "options": ["a", "a"]}), said({**POLL, "closes_at": "soon"}),
    said({**POLL, "question": "is"}), said({"kind": "quote"}), quoted({}),
    quoted(quoted({})["content"]),
    quoted({**TEXT, "mentions": ["ada", "ada"]}), said({**quoted(TEXT)["content"], "page": 0}),
    {**SHORT, "mood": "glad"}, {**SHORT, "pinned": "true"}, {**SHORT, "pinned": None},
    {**SHORT, "score": 0.25}, {**SHORT, "score": 2.5}, {**SHORT, "score": "1"},
    {**SHORT, "tags": [""]}, {**SHORT, "tags": ["a", "a"]}, {**SHORT, "tags": [*"abcde"]},
    {**SHORT, "source": {}}, {**SHORT, "source": {"url": "a:b", "article": "x"}},
    {**SHORT, "source": {"article": "X"}}, {**SHORT, "attachments": ["file"]},
    {**SHORT, "attachments": [{"name": "x", "size": 10485760}]}, {**SHORT, "attachments": [1]},
    {**SHORT, "attachments": ["a:b"] * 4}, reacted(), reacted(**FIVE_REACTIONS, f=1),
    reacted(Like=1), reacted(like=0), reacted(like=1_000_001),
    reacted(like=True), reacted(mod_seen=1), reacted(**{"a" * 21: 1}),
    {**SHORT, "replies": None}, {**SHORT, "replies": [SHORT] * 5}, {**SHORT, "replies": {}},
]  # fmt: skip
RIGHT_QUERIES = [
    "", "depth=0", "depth=10", "depth=1.0", "order=newest", "kind=text", "kind=text&kind=poll",
    "author=ada_b", "limit=50", "other=1",
]  # fmt: skip
WRONG_QUERIES = [
    "depth=-1", "depth=11", "depth=", "depth=x", "depth=1&depth=2", "order=", "order=liked",
    "kind=", "kind=text,poll", "kind=text&kind=text", "kind=song", "author=A", "limit=0",
    "limit=51",
]  # fmt: skip
OTHER_CALLS = [
    (add(None), 400),
    (add(b"null"), 422),
    (add(b"{"), 400),
    (add(b"[" * 201 + b"]" * 201), 400),
    (add(b"[" * 200 + b"]" * 200), 422),
    (add(SHORT, Content_Type="text/plain"), 415),
    (add(SHORT, Authorization=""), 401),
    (add(SHORT, Authorization=KEY), 401),
    (add(SHORT, Authorization=f"Bearer {KEY}x"), 401),
    (add(SHORT, Authorization=f"bearer {KEY}"), 201),
    (add(SHORT, "x" * 60), 201),
    (add(SHORT, "x" * 61), 422),
    (add(SHORT, "On-bells"), 422),
    (add(SHORT, "on--bells"), 422),
    (add(SHORT, "on-bells%0A"), 422),
    (Call("GET", "/articles/unheard/comments"), 200),
    (Call("GET", "/articles/Unheard/comments"), 422),
    (read(1), 200),
    (read("1.0"), 200),
    (read(10**18), 404),
    *((read(number), 422) for number in NUMBERS),
    (react(REACTIONS), 200),
    (react(FIVE_REACTIONS), 200),
    (react({}), 422),
    (react(FIVE_REACTIONS | {"f": 1}), 422),
    (react({}, 10**18), 422),
    (react(REACTIONS, 10**18), 404),
    (react(REACTIONS, "x"), 422),
    (react(b"{"), 400),
    (Call("DELETE", "/comments/x"), 422),
    (Call("DELETE", f"/comments/{10**18}"), 404),
    (Call("PATCH", "/comments/1"), 405),
    (Call("GET", "/comments"), 404),
]
ANONYMOUS = without(SHORT, "author")
# For each fault: the request that shows it, the right status, and that of the fault.
STATUSES: dict[str, tuple[Call, int, int]] = {
    "takes authors without handle and email": (add(by(name="Ada")), 422, 201),
    "takes content of any kind": (add(said({"kind": "song"})), 422, 201),
    "takes a text with a page": (add(said({**TEXT, "page": 1})), 422, 201),
    "takes pictures without a URL": (add(said({"kind": "picture"})), 422, 201),
    "takes pictures of no width": (add(said({**PICTURE, "width": 0})), 422, 201),
    "takes a poll of one option": (add(said({**POLL, "options": ["a"]})), 422, 201),
    "takes a source with a URL and an article": (
        add({**SHORT, "source": {"url": "a:b", "article": "x"}}), 422, 201,
    ),
    "takes an empty source": (add({**SHORT, "source": {}}), 422, 201),
    "takes words for pinned": (add({**SHORT, "pinned": "true"}), 422, 201),
    "takes files of ten megabytes": (
        add({**SHORT, "attachments": [{"name": "x", "size": 10485760}]}), 422, 201,
    ),
    "takes a tag of no characters": (add({**SHORT, "tags": [""]}), 422, 201),
    "takes a reply without an author": (add(below(ANONYMOUS, 1)), 422, 201),
    "takes scores between the steps in replies": (add(below({**SHORT, "score": 0.1}, 1)), 422, 201),
    "takes any text as an attachment of a reply": (
        add(below({**SHORT, "attachments": ["x"]}, 1)), 422, 201,
    ),
    "takes a poll with an option twice in replies": (
        add(below(said({**POLL, "options": ["a", "a"]}), 1)), 422, 201,
    ),
    "takes five replies to a reply": (add(below({**SHORT, "replies": [SHORT] * 5}, 1)), 422, 201),
    "takes an empty text in replies to replies": (
        add(below(said({"kind": "text", "text": ""}), 2)), 422, 201,
    ),
    "takes any handle in replies to replies": (add(below(by(handle="A"), 2)), 422, 201),
    "takes any content in a quote": (add(quoted({})), 422, 201),
    "takes a mention twice in a quote": (
        add(quoted({**TEXT, "mentions": ["ada", "ada"]})), 422, 201,
    ),
    "takes reactions in capitals": (react({"Like": 1}), 422, 200),
    "takes flags of moderators that are counts": (react({"mod_seen": 1}), 422, 200),
    "takes reactions that nobody gave": (react({"like": 0}), 422, 200),
    "takes no reactions": (react({}), 422, 200),
    "takes six reactions": (react(FIVE_REACTIONS | {"f": 1}), 422, 200),
    "refuses replies below the third level": (add(below(SHORT, 3)), 201, 422),
    "refuses an empty list of replies": (add({**SHORT, "replies": []}), 201, 422),
    "refuses a mood of null in replies": (add(below({**SHORT, "mood": None}, 1)), 201, 422),
    "counts a text in UTF-16": (add(said({"kind": "text", "text": "🔔" * 201})), 201, 422),
    "crashes on a quote in a quote": (add(quoted(quoted(TEXT)["content"])), 201, 500),
    "crashes on replies of null to a reply": (add(below({**SHORT, "replies": None}, 1)), 422, 500),
    "crashes on a body that is a list": (add([]), 422, 500),
    "takes a depth of eleven": (listed("depth=11"), 422, 200),
    "takes any order": (listed("order=liked"), 422, 200),
    "takes capitals in a slug": (add(SHORT, "On-bells"), 422, 201),
    "crashes on identifiers of more than 64 bits": (read(2**63), 422, 500),
    "takes any token": (add(SHORT, Authorization="Bearer x"), 401, 201),
}  # fmt: skip
# Those that a shallower place does not show: there, the answer is that of the right server.
SHALLOW = {
    "takes a reply without an author": ANONYMOUS,
    "takes scores between the steps in replies": {**SHORT, "score": 0.1},
    "takes any text as an attachment of a reply": {**SHORT, "attachments": ["x"]},
    "takes a poll with an option twice in replies": said({**POLL, "options": ["a", "a"]}),
    "takes five replies to a reply": {**SHORT, "replies": [SHORT] * 5},
    "takes an empty text in replies to replies": below(said({"kind": "text", "text": ""}), 1),
    "takes any handle in replies to replies": below(by(handle="A"), 1),
    "takes a mention twice in a quote": said({**TEXT, "mentions": ["ada", "ada"]}),
    "refuses replies below the third level": below(SHORT, 2),
    "refuses a mood of null in replies": {**SHORT, "mood": None},
    "crashes on a quote in a quote": quoted(TEXT),
    "crashes on replies of null to a reply": {**SHORT, "replies": None},
}
# For each fault of what is said: the request, and the schema that the answer breaks.
ANSWERS: dict[str, tuple[Call, str]] = {
    "tells replies to replies without their identifiers": (add(below(SHORT, 2)), "Comment"),
    "tells counts of reactions to replies as text": (add(below(reacted(like=1), 1)), "Comment"),
    "tells a quote's kind in capitals": (add(quoted(TEXT)), "Comment"),
}
# Those that are shown otherwise.
OTHERS = {"tells the reactions as plain text", "answers 410 for what was deleted"}

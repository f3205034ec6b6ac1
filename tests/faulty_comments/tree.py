"""The comments that are kept: a tree below each article, and an index by number."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.faulty_comments.judging import MEMBERS

Comment = dict[str, Any]


@dataclass(slots=True)
class Tree:
    """Every list of replies is the one in which a comment of `index` is found."""

    threads: dict[str, list[Comment]] = field(default_factory=dict)
    index: dict[int, tuple[Comment, list[Comment]]] = field(default_factory=dict)
    last: int = 0

    def add(self, draft: Comment, siblings: list[Comment]) -> Comment:
        """Keep a comment with its replies; members that are not known are dropped."""
        self.last += 1
        replies: list[Comment] = []
        comment = {
            "id": self.last,
            "written_at": datetime.now(UTC).isoformat(timespec="seconds"),
            **{name: draft[name] for name in MEMBERS if name in draft},
            "replies": replies,
        }
        self.index[self.last] = comment, siblings
        siblings.append(comment)
        for reply in draft.get("replies", []):
            self.add(reply, replies)
        return comment

    def remove(self, number: int) -> bool:
        """Forget a comment and its replies; whether there was one."""
        if number not in self.index:
            return False
        comment, siblings = self.index[number]
        siblings.remove(comment)
        for inner in walk([comment]):
            del self.index[inner["id"]]
        return True


def walk(comments: list[Comment]) -> Iterator[Comment]:
    """The comments on all levels."""
    for comment in comments:
        yield comment
        yield from walk(comment["replies"])


def cut(comments: list[Comment], depth: int) -> list[Comment]:
    """The comments with some levels of replies."""
    return [
        {**comment, "replies": cut(comment["replies"], depth - 1) if depth else []}
        for comment in comments
    ]


def depth_of(value: Any) -> int:
    """How many arrays and objects of a JSON value are in each other."""
    depth, level = 0, [value]
    while level := [one for one in level if isinstance(one, dict | list)]:
        depth += 1
        level = [
            inner for one in level for inner in (one.values() if isinstance(one, dict) else one)
        ]
    return depth

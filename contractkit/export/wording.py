"""Lines of comments."""

import textwrap
from collections.abc import Iterable

WIDTH = 96


def wrap(words: Iterable[str], indent: str) -> list[str]:
    """Each text in lines that fit behind the indent; the first word of a text begins a line."""
    return [
        line
        for text in words
        for line in textwrap.wrap(
            text, WIDTH - len(indent), break_long_words=False, break_on_hyphens=False
        )
    ]

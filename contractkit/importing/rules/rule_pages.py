"""The pages of rules: what a keyword demands, why, and how to keep it, in plain words."""

import json
import re
import unicodedata
from dataclasses import dataclass

from contractkit.importing.rules.constraint_words import (
    describe_demand,
    describe_fix,
    describe_reason,
)
from contractkit.importing.rules.schema_rules import DIRECTIONS, SchemaRule

LONGEST_SLUG, LONGEST_QUOTE = 50, 800


@dataclass(frozen=True, slots=True)
class RulePage:
    """One page; `place` is what its id is kept for."""

    id: str
    title: str
    severity: str
    place: str
    source: str
    what: str
    why: str
    fix: str

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.id}-{make_slug(self.title)}.md"

    def write(self) -> str:
        """The page as Markdown."""
        head = [
            f"title: {_quote(self.title)}",
            f"severity: {self.severity}",
            f"source: {_quote(self.source)}",
            f"place: {_quote(self.place)}",
        ]
        sections = (
            f"## What it says\n\n{self.what}",
            f"## Why it matters\n\n{self.why}",
            f"## How to fix it\n\n{self.fix}",
        )
        return "---\n" + "\n".join(head) + "\n---\n\n" + "\n\n".join(sections) + "\n"


def make_page(rule: SchemaRule) -> RulePage:
    """The page of a keyword's rule."""
    value = rule.schema[rule.keyword]
    demand = describe_demand(rule.keyword, value, rule.name)
    title = f"{rule.subject} {demand}"
    title = title[0].upper() + title[1:]
    site = rule.site
    source = f"{rule.file}, line {site.line}, {site.pointer}"
    return RulePage(
        rule.id,
        title,
        "warning" if rule.keyword in DIRECTIONS else "error",
        rule.place,
        source,
        "\n\n".join([f"{title}.", *_quote_description(rule)]),
        describe_reason(rule.keyword),
        describe_fix(rule.keyword, value, rule.schema, rule.name),
    )


def _quote_description(rule: SchemaRule) -> list[str]:
    """What the document says of the place, as a quotation."""
    described = rule.schema
    if rule.keyword == "required":
        described = rule.schema.get("properties", {}).get(rule.name, rule.schema)
    texts = [described.get(key) for key in ("title", "description")]
    kept = [text.strip() for text in texts if isinstance(text, str) and text.strip()]
    if not kept:
        return []
    text = ": ".join(kept) if len(kept[0]) < LONGEST_SLUG else "\n\n".join(kept)
    text = text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…"
    return ["\n".join(f"> {line}".rstrip() for line in text.splitlines())]


def make_slug(title: str) -> str:
    """A title, or a name in CamelCase, as a part of a file's name."""
    title = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", title)
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return slug[:LONGEST_SLUG].rstrip("-") or "rule"


def _quote(text: str) -> str:
    return json.dumps(" ".join(text.split()), ensure_ascii=False)

"""Every relative link of the documentation leads to a file, and every anchor to a heading."""

import os
import re

import pytest

from tests.docs.pages import FENCE, PAGES, ROOT, read_page

LINKED = (*PAGES, "CONTRIBUTING.md", "schemas/README.md")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
NOT_IN_ANCHORS = re.compile(r"[^\w\- ]")


def list_anchors(page: str) -> set[str]:
    """The anchors of the headings of a page, as GitHub makes them."""
    headings = HEADING.findall(FENCE.sub("", read_page(page)))
    return {NOT_IN_ANCHORS.sub("", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", LINKED)
def test_relative_links_lead_to_files_and_headings(page: str) -> None:
    lost = []
    for link in LINK.findall(FENCE.sub("", read_page(page))):
        path, _, anchor = link.partition("#")
        target = os.path.normpath(os.path.join(os.path.dirname(page), path)) if path else page
        if link.startswith("https:"):
            continue
        if not (ROOT / target).exists() or (anchor and anchor not in list_anchors(target)):
            lost.append(link)
    assert lost == []


def test_every_page_is_linked_from_the_readme() -> None:
    linked = {link.partition("#")[0] for link in LINK.findall(read_page("README.md"))}
    assert set(PAGES) - linked == {"README.md"}

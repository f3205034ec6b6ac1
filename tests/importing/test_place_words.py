"""A place of a document is told in words that a reader of the document has seen."""

import pytest

from contractkit.importing.documents.dialects import DRAFT_2020
from contractkit.importing.documents.document import hold_value
from contractkit.importing.documents.sites import Site
from contractkit.importing.rules.place_words import Root, describe_site

ROOTS = {("api", "/paths/a/schema"): Root("the request")}


@pytest.mark.parametrize(
    ("pointer", "words"),
    [
        ("/paths/a/schema", "the request"),
        ("/paths/a/schema/properties/name", "“name” of the request"),
        ("/paths/a/schema/items", "an item of the request"),
        ("/paths/a/schema/items/properties/items", "“items” of an item of the request"),
        ("/paths/a/schema/prefixItems/1", "item 2 of the request"),
        ("/paths/a/schema/additionalProperties", "any other property of the request"),
        (
            "/paths/a/schema/patternProperties/^x/items",
            "an item of a property named like ^x of the request",
        ),
        ("/paths/a/schema/oneOf/1/properties/a", "“a” of the request (form 2)"),
        ("/paths/a/schema/allOf/0/then/properties/a", "“a” of the request"),
        ("/components/schemas/Pet", "Pet"),
        ("/components/schemas/Pet/properties/properties", "“properties” of Pet"),
        ("/components/schemas/Pet/properties/schemas/properties/a", "“a” of “schemas” of Pet"),
        ("/a/$defs/one/properties/b", "“b” of one"),
        (
            "/components/schemas/Pet/properties/a/properties/b/properties/c/properties/d",
            "“d” of “c” of “b”",
        ),
    ],
)
def test_a_place_in_words(pointer: str, words: str) -> None:
    site = Site(hold_value({}, "api"), pointer, {}, "", DRAFT_2020)
    assert describe_site(site, ROOTS) == words

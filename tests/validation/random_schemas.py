"""Strategies of schemas with every keyword of draft-07 and 2020-12, and of values beside them."""

from typing import Any

from hypothesis import strategies as st

from contractkit.contracts.loading import Schema
from contractkit.contracts.subschemas import LATEST, list_subschemas

NAMES = ["a", "b", "ab", "x-c"]
TEXTS = ["", "a", "b", "ab", "é", "😀", "x-c", "2020-01-01"]
NUMBERS: list[Any] = [0, 1, 1.0, -1, 2, 2.5, 0.3, 0.1, 10**20, True, False]
SCALARS: list[Any] = [None, *TEXTS, *NUMBERS]
TYPES = ["null", "boolean", "integer", "number", "string", "array", "object"]
PATTERNS = ["^a", "b$", r"^\w$", r"\d", "[^a]", "^x-", r"\p{L}"]

values: st.SearchStrategy[Any] = st.recursive(
    st.sampled_from(SCALARS),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4)
    ),
    max_leaves=8,
)
counts = st.integers(0, 3)
names = st.lists(st.sampled_from(NAMES), min_size=1, max_size=2, unique=True)

PLAIN: dict[str, st.SearchStrategy[Any]] = {
    "type": st.sampled_from(TYPES) | st.lists(st.sampled_from(TYPES), min_size=1, unique=True),
    "enum": st.lists(values, min_size=1, max_size=3),
    "const": values,
    "multipleOf": st.sampled_from([1, 2, 0.5, 0.1, 0.01, 3]),
    **dict.fromkeys(
        ["maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum"],
        st.sampled_from([0, 1, 1.5, 2]),
    ),
    **dict.fromkeys(
        ["maxLength", "minLength", "maxItems", "minItems", "maxProperties", "minProperties"], counts
    ),
    "pattern": st.sampled_from(PATTERNS),
    "uniqueItems": st.booleans(),
    "required": names,
}


def make_schemas(*, later: bool) -> st.SearchStrategy[Schema]:
    """Whole schemas of one dialect, with a definition that may come back to itself."""
    references = st.just({"$ref": "#/$defs/it" if later else "#/definitions/it"})
    plain = _pick(PLAIN, 2)
    inner = st.recursive(
        plain | references | st.just({}),
        lambda schemas: _pick(PLAIN | _nest(schemas, later=later), 3),
        max_leaves=6,
    )
    holder = "$defs" if later else "definitions"
    dialect = {"$schema": LATEST} if later else {}
    return st.builds(
        lambda whole, it: {**dialect, **whole, holder: {"it": it}},
        _pick(PLAIN | _nest(inner, later=later), 4),
        _pick(PLAIN | _nest(inner, later=later), 2),
    ).filter(ends)


def _pick(keywords: dict[str, st.SearchStrategy[Any]], most: int) -> st.SearchStrategy[Schema]:
    chosen = st.lists(st.sampled_from(sorted(keywords)), max_size=most, unique=True)
    return chosen.flatmap(lambda keys: st.fixed_dictionaries({key: keywords[key] for key in keys}))


def _nest(inner: st.SearchStrategy[Any], *, later: bool) -> dict[str, st.SearchStrategy[Any]]:
    """The keywords that hold schemas."""
    some = st.lists(inner, min_size=1, max_size=3)
    members = st.dictionaries(st.sampled_from(NAMES), inner, max_size=3)
    closed = inner | st.just(False)  # noqa: FBT003
    shared = {
        **dict.fromkeys(["allOf", "anyOf", "oneOf"], some),
        **dict.fromkeys(["not", "if", "then", "else", "contains", "propertyNames"], inner),
        "properties": members,
        "patternProperties": st.dictionaries(st.sampled_from(PATTERNS), inner, max_size=2),
        "additionalProperties": closed,
    }
    dependent = st.dictionaries(st.sampled_from(NAMES), names, max_size=2)
    if not later:
        return {
            **shared,
            "items": closed | some,
            "additionalItems": closed,
            "dependencies": st.one_of(
                dependent, st.dictionaries(st.sampled_from(NAMES), inner, max_size=2)
            ),
        }
    return {
        **shared,
        "items": closed,
        "prefixItems": some,
        "minContains": counts,
        "maxContains": counts,
        "dependentRequired": dependent,
        "dependentSchemas": members,
        "unevaluatedProperties": closed,
        "unevaluatedItems": closed,
        "$ref": st.just("#/$defs/it"),
    }


LEAVES: list[Schema] = [
    {"const": "a"}, {"const": "b"}, {"enum": ["a", 1]}, {"type": "string"}, {"maxLength": 1},
    {"type": "integer", "minimum": 1}, {"type": ["string", "null"]}, {"contains": {"const": 1}},
]  # fmt: skip


def make_choices(*, later: bool) -> st.SearchStrategy[Schema]:
    """Whole schemas of choices between objects that share names, inside one another."""
    holder = "$defs" if later else "definitions"
    leaf = st.sampled_from([*LEAVES, {"$ref": f"#/{holder}/it"}])
    closing = ["additionalProperties", *(["unevaluatedProperties"] if later else [])]

    def make_objects(inner: st.SearchStrategy[Schema]) -> st.SearchStrategy[Schema]:
        members = st.fixed_dictionaries(
            {"properties": st.dictionaries(st.sampled_from(NAMES), inner, max_size=3)},
            optional={
                "type": st.just("object"),
                "required": names,
                **dict.fromkeys(closing, st.just(False)),  # noqa: FBT003
            },
        )
        branches = st.lists(members | inner, min_size=1, max_size=3)
        return members | st.builds(
            lambda key, some, around: {**around, key: some},
            st.sampled_from(["oneOf", "anyOf"]),
            branches,
            members | st.just({}),
        )

    objects = make_objects(make_objects(leaf))
    dialect = {"$schema": LATEST} if later else {}
    return st.builds(
        lambda whole, it: {**dialect, **whole, holder: {"it": it}}, objects, make_objects(leaf)
    ).filter(ends)


IN_PLACE = frozenset(
    {"allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas", "dependencies"}
)


def ends(root: Schema) -> bool:
    """Whether the definition does not come back to itself at one and the same place."""
    (definition,) = (root.get("$defs") or root["definitions"]).values()
    pending = [definition]
    while pending:
        schema = pending.pop()
        if not isinstance(schema, dict):
            continue
        if "$ref" in schema:
            return False
        pending += [inner for path, inner in list_subschemas(schema) if path[0] in IN_PLACE]
    return True

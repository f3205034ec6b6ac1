"""What a fault says, and where: text → rule, the piece of text it marks, message."""

import pytest

from contractkit.jsontext import read

Reported = tuple[str, str, str]  # rule, marked text, message
NOTHING = "nothing that could be checked"
CASES: list[tuple[str, object, list[Reported]]] = [
    ('{"a": 1} // x', {"a": 1}, [("JT001", "// x", "`// x` is a comment, and JSON allows none")]),
    (
        '{"a": /* x */ 1}',
        {"a": 1},
        [("JT001", "/* x */", "`/* x */` is a comment, and JSON allows none")],
    ),
    ("# x\n1", 1, [("JT001", "# x", "`# x` is a comment, and JSON allows none")]),
    (
        "[1,]",
        [1],
        [
            (
                "JT002",
                ",",
                "nothing follows this comma; JSON allows none after the last member of an array",
            )
        ],
    ),
    (
        '{"a": 1, }',
        {"a": 1},
        [
            (
                "JT002",
                ",",
                "nothing follows this comma; JSON allows none after the last member of an object",
            )
        ],
    ),
    (
        "[1,,]",
        [1],
        [
            (
                "JT002",
                ",,",
                "nothing follows this comma; JSON allows none after the last member of an array",
            )
        ],
    ),
    (
        "['a']",
        ["a"],
        [("JT003", "'a'", "`'a'` is in single quotes; a JSON string has double quotes")],
    ),
    (
        "{'a': 1}",
        {"a": 1},
        [("JT003", "'a'", "`'a'` is in single quotes; a JSON string has double quotes")],
    ),
    ("{a: 1}", {"a": 1}, [("JT004", "a", "the property name `a` has no quotes")]),
    ("{a b: 1}", {"a b": 1}, [("JT004", "a b", "the property name `a b` has no quotes")]),
    ("{1: 1}", {"1": 1}, [("JT004", "1", "the property name `1` has no quotes")]),
    (
        "[word]",
        ["word"],
        [("JT004", "word", "`word` has no quotes; a string is written in double quotes")],
    ),
    (
        "[two words, 1]",
        ["two words", 1],
        [("JT004", "two words", "`two words` has no quotes; a string is written in double quotes")],
    ),
    (
        "[https://example.com/x]",
        ["https://example.com/x"],
        [
            (
                "JT004",
                "https://example.com/x",
                "`https://example.com/x` has no quotes; a string is written in double quotes",
            )
        ],
    ),
    ('[a", 1]', NOTHING, [("JT004", 'a"', "`a` has a closing quote, but no opening one")]),
    ("[1 2]", [1, 2], [("JT005", "", "a comma is missing between this value and the next")]),
    ("[1\n2]", [1, 2], [("JT005", "", "a comma is missing between this value and the next")]),
    (
        '{"a": 1 "b": 2}',
        {"a": 1, "b": 2},
        [("JT005", "", "a comma is missing between this property and the next")],
    ),
    (
        '{"a": 1 b: 2}',
        {"a": 1, "b": 2},
        [
            ("JT005", "", "a comma is missing between this property and the next"),
            ("JT004", "b", "the property name `b` has no quotes"),
        ],
    ),
    ("[1; 2]", [1, 2], [("JT005", ";", "a semicolon stands where a comma is expected")]),
    (
        '{"a": [1',
        NOTHING,
        [("JT006", "", "the document ends inside an array; 2 things are still open")],
    ),
    ('{"a"', NOTHING, [("JT006", "", "the document ends inside an object")]),
    ('"abc', NOTHING, [("JT006", "", "the document ends inside a string")]),
    (
        '["abc\\',
        NOTHING,
        [("JT006", "", "the document ends inside a string; 2 things are still open")],
    ),
    (
        "[1 /* x",
        NOTHING,
        [("JT006", "", "the document ends inside a comment; 2 things are still open")],
    ),
    (
        '{"a": 1, "a": 2}',
        {"a": 2},
        [("JT009", '"a"', "the property `a` appears twice in this object; the last one counts")],
    ),
    (
        '{"a": 1, "\\u0061": 2, "a": 3}',
        {"a": 3},
        [
            (
                "JT009",
                '"\\u0061"',
                "the property `a` appears twice in this object; the last one counts",
            ),
            ("JT009", '"a"', "the property `a` appears twice in this object; the last one counts"),
        ],
    ),
    (
        "\ufeff1",
        1,
        [("JT010", "\ufeff", "the text begins with a byte order mark, which JSON must not have")],
    ),
    (
        '["\\ud800"]',
        ["\ud800"],
        [("JT012", "\\ud800", "the escape `\\ud800` is only the first half of a surrogate pair")],
    ),
    (
        '["\\udc00x"]',
        ["\udc00x"],
        [("JT012", "\\udc00", "the escape `\\udc00` is only the second half of a surrogate pair")],
    ),
    (
        '{"\\ud800": 1}',
        {"\ud800": 1},
        [("JT012", "\\ud800", "the escape `\\ud800` is only the first half of a surrogate pair")],
    ),
    (
        "[01]",
        [1],
        [("JT014", "01", "`01` begins with a zero, which JSON does not allow")],
    ),
    (
        "[-01]",
        [-1],
        [("JT014", "-01", "`-01` begins with a zero, which JSON does not allow")],
    ),
    (
        "[+1]",
        [1],
        [("JT014", "+1", "`+1` begins with a plus sign, which JSON does not allow")],
    ),
    ("[.5]", [0.5], [("JT014", ".5", "`.5` has no digit before its decimal point")]),
    ("[-.5]", [-0.5], [("JT014", "-.5", "`-.5` has no digit before its decimal point")]),
    ("[1.]", [1.0], [("JT014", "1.", "`1.` has no digit after its decimal point")]),
    ("[1e]", ["1e"], [("JT014", "1e", "`1e` has no digit in its exponent")]),
    ("[1e+]", ["1e+"], [("JT014", "1e+", "`1e+` has no digit in its exponent")]),
    ("[0x1F]", [31], [("JT014", "0x1F", "`0x1F` is not decimal, as every JSON number is")]),
    (
        "[1_000]",
        [1000],
        [("JT014", "1_000", "`1_000` is not a JSON number; if it is text, it needs quotes")],
    ),
    ("[-]", ["-"], [("JT014", "-", "`-` has no digit after its sign")]),
    ("[-x]", ["-x"], [("JT014", "-x", "`-x` has no digit after its sign")]),
    (
        "[1-2]",
        ["1-2"],
        [("JT014", "1-2", "`1-2` is not a JSON number; if it is text, it needs quotes")],
    ),
    (
        "[12px]",
        ["12px"],
        [("JT014", "12px", "`12px` is not a JSON number; if it is text, it needs quotes")],
    ),
    (
        '["a\tb"]',
        ["a\tb"],
        [("JT015", "\t", "a tab (U+0009) stands unescaped in a string; write `\\t`")],
    ),
    (
        '["a\nb\tc"]',
        ["a\nb\tc"],
        [
            (
                "JT015",
                "\n",
                (
                    "a line break (U+000A) stands unescaped in a string; "
                    "write `\\n` (1 more such in this string)"
                ),
            )
        ],
    ),
    (
        '["a, 1]\n["b"]',
        NOTHING,
        [("JT015", '"a, 1]', 'the string `"a, 1]` is not closed before the line ends')],
    ),
    ('["\\x41"]', ["A"], [("JT016", "\\x41", "`\\x41` is not a JSON escape; write `\\u0041`")]),
    (
        '["\\\'"]',
        ["'"],
        [("JT016", "\\'", "`\\'` is not a JSON escape; a single quote needs no escape")],
    ),
    (
        '["\\u12"]',
        ["\\u12"],
        [("JT016", "\\u12", "the escape `\\u12` needs four hexadecimal digits")],
    ),
    (
        '["\\u{1F600}"]',
        ["😀"],
        [
            (
                "JT016",
                "\\u{1F600}",
                "`\\u{1F600}` is not a JSON escape; exactly four digits follow `\\u`",
            )
        ],
    ),
    (
        '["C:\\Windows"]',
        ["C:\\Windows"],
        [("JT016", "\\W", "`\\W` is not a JSON escape; a backslash itself is written `\\\\`")],
    ),
    (
        '["a\\\nb"]',
        ["a\\\nb"],
        [("JT016", "\\\n", "a backslash before a line break (U+000A) is not a JSON escape")],
    ),
    (
        "[True, FALSE, None, undefined, nil, NULL]",
        [True, False, None, None, None, None],
        [
            ("JT017", "True", "`True` is not JSON; it is written `true`"),
            ("JT017", "FALSE", "`FALSE` is not JSON; it is written `false`"),
            ("JT017", "None", "`None` is not JSON; it is written `null`"),
            ("JT017", "undefined", "`undefined` is not JSON; it is written `null`"),
            ("JT017", "nil", "`nil` is not JSON; it is written `null`"),
            ("JT017", "NULL", "`NULL` is not JSON; it is written `null`"),
        ],
    ),
    ('{"a" 1}', {"a": 1}, [("JT018", "", "a colon is missing after the name `a`")]),
    ('{"a" "b"}', {"a": "b"}, [("JT018", "", "a colon is missing after the name `a`")]),
    ('{"a" = 1}', {"a": 1}, [("JT018", "=", "`=` stands where a colon is expected")]),
    ('{"a" := 1}', {"a": 1}, [("JT018", ":=", "`:=` stands where a colon is expected")]),
    ('{"a" => 1}', {"a": 1}, [("JT018", "=>", "`=>` stands where a colon is expected")]),
    ('{"a"}', {"a": None}, [("JT018", "", "the property `a` has neither a colon nor a value")]),
    (
        '{"a", "b": 1}',
        {"a": None, "b": 1},
        [("JT018", "", "the property `a` has neither a colon nor a value")],
    ),
    (
        '{"a" "b": 1}',
        NOTHING,
        [("JT021", '"', '`"` stands where the colon after the name `a` is expected')],
    ),
    ("{} {}", NOTHING, [("JT019", "{}", "another document begins here, but a file holds one")]),
    (
        "{}\n{}",
        NOTHING,
        [("JT019", "{}", "another document begins here; this looks like several, one a line")],
    ),
    ("{\n}\n{\n}", NOTHING, [("JT019", "{", "another document begins here, but a file holds one")]),
    ("1 x", NOTHING, [("JT019", "x", "the document has ended, but `x` follows")]),
    ("{}}", {}, [("JT019", "}", "the document has ended, but `}` follows")]),
    ("{},", {}, [("JT019", ",", "the document has ended, but `,` follows")]),
    ("{};", {}, [("JT019", ";", "the document has ended, but `;` follows")]),
    ("", NOTHING, [("JT020", "", "the document is empty: there is no value in it")]),
    (" \n", NOTHING, [("JT020", "", "the document is empty: there is no value in it")]),
    ("[(]", NOTHING, [("JT021", "(", "`(` stands where a value is expected")]),
    ("[1)]", NOTHING, [("JT021", ")", "`)` stands where a comma or `]` is expected")]),
    (
        "{{}}",
        NOTHING,
        [("JT021", "{", "`{` stands where a property name in double quotes is expected")],
    ),
    (
        '{"a": "x "y" z"}',
        NOTHING,
        [
            (
                "JT021",
                "y",
                (
                    "`y` stands where a comma or `}` is expected; "
                    'a quote inside a string is written `\\"`'
                ),
            )
        ],
    ),
    (
        '{"a": ""x"}',
        NOTHING,
        [
            (
                "JT021",
                "x",
                (
                    "`x` stands where a comma or `}` is expected; "
                    'a quote inside a string is written `\\"`'
                ),
            )
        ],
    ),
    (
        '["a": 1]',
        NOTHING,
        [("JT021", ":", "a colon stands in an array; names and values belong in an object")],
    ),
    ('{"a": [1}', NOTHING, [("JT021", "}", "`}` stands where a comma or `]` is expected")]),
    ("[1, 2}", NOTHING, [("JT021", "}", "`}` stands where a comma or `]` is expected")]),
    ("]", NOTHING, [("JT021", "]", "`]` stands where a value is expected")]),
    (
        "[1,\xa02]",
        [1, 2],
        [("JT021", "\xa0", "U+00A0 NO-BREAK SPACE is not white space in JSON")],
    ),
    ("[`a`]", NOTHING, [("JT021", "`", "a backtick stands where a value is expected")]),
    ('{"a": }', {"a": None}, [("JT022", "", "a value is missing after this colon")]),
    ('{"a":, "b": 1}', {"a": None, "b": 1}, [("JT022", "", "a value is missing after this colon")]),
    ("[, 1]", [1], [("JT022", ",", "a value is missing before this comma")]),
    ("[1,, 2]", [1, 2], [("JT022", ",", "a value is missing before this comma")]),
    ("{,}", {}, [("JT022", ",", "a property is missing before this comma")]),
    ("[,]", [], [("JT022", ",", "a value is missing before this comma")]),
    (
        "[{{name}}]",
        ["{{name}}"],
        [
            (
                "JT023",
                "{{name}}",
                "the placeholder `{{name}}` has no quotes, so this is not JSON yet",
            )
        ],
    ),
    (
        "{{{name}}: 1}",
        {"{{name}}": 1},
        [
            (
                "JT023",
                "{{name}}",
                "the placeholder `{{name}}` has no quotes, so this is not JSON yet",
            )
        ],
    ),
    (
        "[${name}]",
        ["${name}"],
        [("JT023", "${name}", "the placeholder `${name}` has no quotes, so this is not JSON yet")],
    ),
    (
        "[<name>]",
        ["<name>"],
        [("JT023", "<name>", "the placeholder `<name>` has no quotes, so this is not JSON yet")],
    ),
    (
        "[“a”]",
        ["a"],
        [
            (
                "JT024",
                "“a”",
                "`a` is in typographic quotes; a JSON string has straight double quotes",
            )
        ],
    ),
    (
        "[‘a’]",
        ["a"],
        [
            (
                "JT024",
                "‘a’",
                "`a` is in typographic quotes; a JSON string has straight double quotes",
            )
        ],
    ),
    ('["a”]\n["b"]', NOTHING, [("JT024", "”", '`”` does not close a string that began with "')]),
    (
        "{“a”: 1}",
        {"a": 1},
        [
            (
                "JT024",
                "“a”",
                "`a` is in typographic quotes; a JSON string has straight double quotes",
            )
        ],
    ),
]


@pytest.mark.parametrize(("text", "value", "reported"), CASES, ids=[case[0] for case in CASES])
def test_message(text: str, value: object, reported: list[Reported]) -> None:
    document = read(text.encode())
    faults = document.faults
    assert [(f.rule, document.text[f.start : f.end], f.message) for f in faults] == reported
    assert document.complete == (value is not NOTHING)
    if document.complete:
        assert repr(document.value) == repr(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [("NaN", "nan"), ("[-Infinity]", "[-inf]"), ("[+inf]", "[inf]"), ("-1e999", "-inf")],
)
def test_a_number_that_is_not_finite_is_read_as_what_was_meant(text: str, value: str) -> None:
    document = read(text.encode())
    assert repr(document.value) == value
    assert [fault.rule for fault in document.faults] == ["JT008" if "e" in text else "JT007"]


RELATED = [
    ('{"a": [1, "b', [(10, "string"), (6, "array"), (0, "object")]),
    ("[1 /* x", [(3, "comment"), (0, "array")]),
    ("[" * 9, [(8, "array"), (7, "array"), (6, "array"), (5, "array"), (4, "array")]),
]


@pytest.mark.parametrize(("text", "places"), RELATED)
def test_a_truncated_document_names_what_is_open(text: str, places: list[tuple[int, str]]) -> None:
    (fault,) = read(text.encode()).faults
    expected = [(start, f"the {what} begins here") for start, what in places]
    assert [(place.start, place.message) for place in fault.related] == expected


def test_each_duplicate_is_related_to_the_first() -> None:
    faults = read(b'{"a": 1, "a": 2, "a": 3}').faults
    assert [[(place.start, place.end) for place in fault.related] for fault in faults] == [
        [(1, 4)],
        [(1, 4)],
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'["\xff\xfe"]', "the byte 0xFF (and 1 more after it) is not UTF-8"),
        ("[]".encode("utf-16"), "the document looks like UTF-16; JSON is exchanged in UTF-8"),
        ("[]".encode("utf-16-be"), "the document looks like UTF-16; JSON is exchanged in UTF-8"),
        ("[1]".encode("utf-32-le"), "the document looks like UTF-32; JSON is exchanged in UTF-8"),
        ("[1]".encode("utf-32"), "the document looks like UTF-32; JSON is exchanged in UTF-8"),
    ],
)
def test_bytes_that_are_not_utf_8(data: bytes, message: str) -> None:
    (fault,) = read(data).faults
    assert (fault.rule, fault.message) == ("JT011", message)


def test_a_replacement_character_stands_for_each_bad_byte() -> None:
    assert read(b'{"\xffa": "b\xe2\x82"}').value == {"\ufffda": "b\ufffd\ufffd"}


@pytest.mark.parametrize(
    ("data", "complete"),
    [
        (b"[" + b"01," * 10_000 + b"1]", True),
        (b"[" + b"01," * 10_001 + b"1]", False),
        (b'"' + rb"\x" * 15_000 + b'"', False),
    ],
)
def test_ten_thousand_faults_are_the_most(data: bytes, complete: bool) -> None:
    document = read(data)
    assert len(document.faults) == 10_000
    assert document.complete is complete


DEEP = 100_000


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("[" * DEEP + "]" * DEEP, ["JT013"]),
        ("[" * DEEP, ["JT013", "JT006"]),
        ('{"a":' * DEEP + "1" + "}" * DEEP, ["JT013"]),
        ("[" * 101 + '"]", {}' + "]" * 101 + " x", ["JT013", "JT019"]),
        ("[" * 100 + "[],[]" + "]" * 100, ["JT013"]),
        ("[" * 100 + "]" * 100, []),
    ],
    ids=["arrays", "open arrays", "objects", "a bracket in a string", "twice", "100 levels"],
)
def test_deep_nesting(text: str, rules: list[str]) -> None:
    document = read(text.encode())
    assert [fault.rule for fault in document.faults] == rules
    if document.complete:
        assert max(pointer.count("/") for pointer in document.nodes) <= 100


@pytest.mark.parametrize("text", ["[1, // x\n2]", "[1, 2,]", '/* x */ {"a": 1 , }', "[1, /**/]"])
def test_jsonc_has_comments_and_trailing_commas(text: str) -> None:
    document = read(text.encode(), jsonc=True)
    assert document.complete
    assert not document.faults


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("[1,,]", "JT022"),
        ("[,]", "JT022"),
        ("# x\n1", "JT001"),
        ("1 /* x", "JT006"),
        ("//", "JT020"),
    ],
)
def test_jsonc_has_nothing_else(text: str, rule: str) -> None:
    assert [fault.rule for fault in read(text.encode(), jsonc=True).faults] == [rule]

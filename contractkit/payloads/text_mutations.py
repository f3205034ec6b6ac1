"""Ways to break the JSON text of a valid payload, near misses first: one row per rule.

A row is a few edits of the text that the standard library writes for the payload. They are tries:
`break_text` reads each result again and drops what breaks nothing, or another rule.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import cycle
from typing import Any

from contractkit.jsontext import read

Span = tuple[int, int]
TextMutation = Callable[[object], Iterator[str | bytes]]

CONTENT = "@"  # in a piece: what stands at the place now, without its quotes


@dataclass(frozen=True, slots=True)
class Draft:
    """A value and its sound text, with the places of each kind in document order."""

    value: Any
    text: str
    places: Mapping[str, list[Span]]


Edit = Callable[[Draft], Iterator[str | bytes]]
TextEdit = Callable[[Draft], Iterator[str]]


def break_text(rule: str, value: object) -> Iterator[str | bytes]:
    """Texts of a value in which exactly one rule of JSON text is broken, near misses first.

    Bytes are no UTF-8; any other text is a string. Raises KeyError for an unknown rule.
    """
    texts = dict.fromkeys(TEXT_MUTATIONS[rule](value))
    return (text for text in texts if _list_broken_rules(text) == {rule})


def _list_broken_rules(text: str | bytes) -> set[str]:
    data = text.encode() if isinstance(text, str) else text
    return {fault.rule for fault in read(data).faults}


def _mutate(edits: tuple[Edit, ...], value: object) -> Iterator[str | bytes]:
    text = json.dumps(value)
    draft = Draft(value, text, _list_places(text))
    for edit in edits:
        yield from edit(draft)


def _list_places(text: str) -> dict[str, list[Span]]:
    nodes = list(read(text.encode()).nodes.values())
    values = [node.value for node in nodes]
    members = [(node.key, node.value) for node in nodes if node.key]
    ends = sorted(end for _, end in values)
    colons = [(end, end + 1) for (_, end), _ in members]
    commas = [(end, end + 1) for end in ends if text.startswith(",", end)]

    def begin_with(first: str) -> list[Span]:
        return [span for span in values if text[span[0]] in first]

    strings = begin_with('"')
    filled = [(start, end) for start, end in begin_with("[{") if end - start > len("[]")]
    return {
        "names": [key for key, _ in members],
        "properties": [(key[0], value[1]) for key, value in members],
        "values": [value for _, value in members],
        "strings": strings,
        "numerals": [span for span in strings if _content(text, span).lstrip("+").isdecimal()],
        "numbers": begin_with("-0123456789"),
        "literals": begin_with("tfn"),
        "scalars": begin_with('"-0123456789tfn'),
        "colons": colons,
        "commas": commas,
        "gaps": [*((end, end) for _, end in sorted(colons + commas)), (len(text), len(text))],
        "openers": [(start, start + 1) for start, _ in filled],
        "closers": [(end - 1, end) for _, end in filled],
        "start": [(0, 0)],
        "end": [(len(text), len(text))],
        "whole": [(0, len(text))],
    }


def _content(text: str, span: Span) -> str:
    written = text[slice(*span)]
    return written[1:-1] if written.startswith('"') else written


def _spread(places: list[Span]) -> list[Span]:
    """The last place, which is often the innermost, the first and the middle one."""
    return list(dict.fromkeys([*places[-1:], *places[:1], *places[len(places) // 2 :][:1]]))


def _put(kind: str, *pieces: str) -> TextEdit:
    """An edit that puts each piece at one of the places of a kind, which take turns."""

    def edit(draft: Draft) -> Iterator[str]:
        text, places = draft.text, _spread(draft.places[kind])
        for piece, (start, end) in zip(pieces, cycle(places), strict=False):
            new = piece.replace(CONTENT, _content(text, (start, end)))
            yield text[:start] + new + text[end:]

    return edit


def _add(*pieces: str) -> TextEdit:
    """An edit that adds each piece to the whole as one more member; a scalar gives way to it.

    What is there stays valid, so that no other rule saves a reader that lets this one pass.
    """

    def edit(draft: Draft) -> Iterator[str]:
        value, name = draft.value, "extra"
        while isinstance(value, dict) and name in value:
            name += "_"
        before = draft.text[:-1] + (", " if value else "")
        for piece in pieces:
            if isinstance(value, dict):
                yield f'{before}"{name}": {piece}}}'
            else:
                yield f"{before}{piece}]" if isinstance(value, list) else piece

    return edit


def _strip_names(draft: Draft) -> Iterator[str]:
    text = draft.text
    for start, end in reversed(draft.places["names"]):
        text = text[:start] + text[start + 1 : end - 1] + text[end:]
    yield text


def _cut(draft: Draft) -> Iterator[str]:
    yield draft.text[:-1]
    for kind, behind in (("strings", -1), ("colons", 0), ("commas", 0)):
        for _, end in draft.places[kind][-1:]:
            yield draft.text[: end + behind]


def _repeat(draft: Draft) -> Iterator[str]:
    """A property twice with equal values: its name spelled alike, then with an escape."""
    text = draft.text
    for start, end in _spread(draft.places["properties"])[:2]:
        yield f"{text[:end]}, {text[start:]}"
        first = text[start + 1]
        if first not in '\\"':
            yield f'{text[:start]}"\\u{ord(first):04x}{text[start + 2 : end]}, {text[start:]}'


def _misencode(draft: Draft) -> Iterator[bytes]:
    for text in _put("strings", '"@\udce9"', '"@\udc80"', '"\udced\udca0\udc80@"')(draft):
        yield text.encode("utf-8", "surrogateescape")
    for mark in ("", "\ufeff"):
        yield f"{mark}{draft.text}".encode("utf-16-le")


_EDITS: dict[str, tuple[Edit, ...]] = {
    "JT001": (_put("gaps", " // note", "/* note */", "# note\n", "\n// note\n"),),
    "JT002": (_put("closers", ",@", ", @", ",\n@"),),
    "JT003": (
        _put("names", "'@'"),
        _put("strings", "'@'"),
        lambda draft: iter([repr(draft.value)]),
    ),
    "JT004": (_put("names", "@"), _put("strings", '@"', "@", "@"), _strip_names),
    "JT005": (_put("commas", "", ";", "\n"),),
    "JT006": (_cut, _put("end", "/*")),
    "JT007": (_add("NaN", "Infinity", "-Infinity"), _put("scalars", "NaN", "-Infinity")),
    "JT008": (_add("1.7976931348623159e308", "-1e309", f"1{'0' * 309}"),),
    "JT009": (_repeat,),
    "JT010": (_put("start", "\ufeff", "\ufeff\n"),),
    "JT011": (_misencode,),
    "JT012": (_add(r'"\ud83d"', r'"\ude00"', r'"\ude00\ud83d"'), _put("strings", r'"@\ud83d"')),
    "JT013": tuple(_add("[" * depth + "]" * depth) for depth in (100, 101, 1000)),
    "JT014": (_put("numerals", "@"), _put("numbers", "0@", "+@"), _add("+1", "01", ".5", "0x10")),
    "JT015": (_put("strings", '"@\n@"'), _add('"\x1f"', '"\0"', '"\t"')),
    "JT016": (_put("strings", r'"@\x41"'), _add(r'"\x41"', r'"\'"', r'"\u004"', r'"\a"')),
    "JT017": (
        _put("literals", "True", "TRUE"),
        _add("None", "undefined", "True"),
        _put("scalars", "None"),
    ),
    "JT018": (_put("colons", "", "=", " =>", ":="),),
    "JT019": (_put("end", "}", ";"), _put("start", "{}\n"), _put("end", ",", "{}")),
    "JT020": (_put("whole", "", " ", "\r\n", "\t\n "),),
    "JT021": (_put("gaps", "\xa0", "\0", "\u200b"), _put("strings", '"@"@"'), _put("closers", ")")),
    "JT022": (_put("commas", ",,"), _put("openers", "@,"), _put("values", "", ""), _add("")),
    "JT023": (_add("{{value}}", "${value}", "<value>"), _put("scalars", "{{value}}")),
    "JT024": (_put("names", "“@”"), _put("strings", "“@”", "‘@’", '„@"'), _add("“”")),
    "JT025": (_put("whole", "payload=%7B%7D", "<payload/>", "---\npayload: {}\n", "payload"),),
}
TEXT_MUTATIONS: Mapping[str, TextMutation] = {
    rule: partial(_mutate, edits) for rule, edits in _EDITS.items()
}

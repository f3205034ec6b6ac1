"""How a text is sent in parts: in which encoding, and which piece of it in which part.

The encodings are data of the contract, the first that can encode the text counts. Two units of one
character are never in two parts, so a part may have a unit less than fits into it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from contractkit.contracts.encodings import Encoding
from contractkit.contracts.loading import Contract, load_default
from contractkit.contracts.views import load_view
from contractkit.pointers import resolve
from contractkit.validation.ecma_patterns import compile_pattern


@dataclass(frozen=True, slots=True)
class TextParts:
    """A text in parts: the name of the `encoding`, and the piece of the text in each part.

    `characters` and `units` say how long the text is, in Unicode code points and in what the
    encoding counts. `forced_by` are the characters, each once, that the encodings before this one
    lack. An empty text has no parts.
    """

    encoding: str
    characters: int
    units: int
    parts: tuple[str, ...]
    forced_by: tuple[str, ...] = ()


def split_text(text: str, *, contract: Contract | None = None) -> TextParts | None:
    """Split a text into the parts that it is sent in, by the contract or the default one.

    None where the contract does not say how texts are sent, or no encoding has all characters.
    Raises BrokenContractError.
    """
    view = load_view(contract or load_default())
    return encode(text, view.parts) if view else None


def encode(text: str, encodings: Sequence[Encoding], request: object = None) -> TextParts | None:
    """Split a text by the first encoding that can encode it and that fits its request."""
    forced_by: dict[str, None] = {}
    for encoding in encodings:
        lacking = _list_lacking(text, encoding)
        if not lacking and _fits(encoding, request):
            return _split(text, encoding, tuple(forced_by))
        forced_by |= dict.fromkeys(lacking)
    return None


def _list_lacking(text: str, encoding: Encoding) -> list[str]:
    """The characters that the encoding lacks, each once, as they come."""
    if encoding.alphabet is None:
        return []
    alphabet = compile_pattern(encoding.alphabet)
    if alphabet.search(text):
        return []
    return [character for character in dict.fromkeys(text) if not alphabet.search(character)]


def _fits(encoding: Encoding, request: object) -> bool:
    values = ((resolve(request, at), pattern) for at, pattern in encoding.unless.items())
    return not any(
        isinstance(value, str) and compile_pattern(pattern).search(value)
        for value, pattern in values
    )


def _split(text: str, encoding: Encoding, forced_by: tuple[str, ...]) -> TextParts:
    doubled = compile_pattern(encoding.twice).findall(text) if encoding.twice else []
    units = len(text) + len(doubled)
    if units <= encoding.single:
        parts: tuple[str, ...] = (text,) if text else ()
    else:
        parts = tuple(_fill_parts(text, frozenset(doubled), encoding.each))
    return TextParts(encoding.name, len(text), units, parts, forced_by)


def _fill_parts(text: str, doubled: frozenset[str], size: int) -> Iterator[str]:
    """The pieces of a text that fill one part after the other."""
    start, used = 0, 0
    for index, character in enumerate(text):
        taken = 2 if character in doubled else 1
        if used + taken > size:
            yield text[start:index]
            start, used = index, 0
        used += taken
    yield text[start:]

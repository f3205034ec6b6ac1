"""Texts that are longer or shorter in another form, and words that turn into others.

A form is what a program may make of a text before it counts, compares or stores it: normalised
(UAX #15), in capitals or small letters, escaped for HTML or JSON.
"""

from collections.abc import Iterator

# The characters that are more than one in a form, by the form.
LONGER = {
    "decomposed (NFD)": "é한",
    "composed (NFC)": "\u0958\U0001d160",
    "compatible (NFKC)": "½ﬃ",
    "compatible (NFKC), eighteen times as long": "ﷺ",
    "in capitals": "ß",
    "in small letters": "İ",
    "escaped for HTML": "&<",
    "escaped for JSON": '\n"\\',
    "in septets of GSM 03.38": "€",
}
# Fewer characters than they seem: composed, as one line break, as one sign, without what is unseen.
SHORTER = "e\u0301\r\n\u1112\u1161\u11ab\u200b👩\u200d👧\u00ad"
# Texts that a program may hand on otherwise than it got them.
FRAGILE = (
    "a\r\nb\r\n\r\nc\r\n",
    "\ra\rb\n\rc\r",
    "\ta\t\tb  c \t",
    "\x85a\x85b\x85",
    "\u2028a\u2029b\u2028\u2029",
    "\x01a\x08\x0bb\x0c\x1b[0m\x1c\x1e\x1f\x7fc\x80\x9f",
    "a\0b\0",
    "\ufeffa\u200bb\u200d\u00adc\u2060\u202ed\u202c\u00a0e\u3000",
    "a\\nb\\\\c\\u0041%41%0A+&amp;&#65;${a}{{b}}%s\\",
    "e\u0301é한\u1112\u1161\u11abÅ\u212b\u2126½ﬃﷺ１",
    "aAßẞİıſςΣŉǆ",
    "😀\U00010000\U0010ffff\uffff\ufffd\ue000",
)
# Other characters that are these: full-width and raised ones in the compatible form, others with
# cases folded or in capitals.
IMITATIONS = (
    {code: code + 0xFEE0 for code in range(ord("!"), ord("~") + 1)},
    str.maketrans("skSK", "ſ\u212aſ\u212a"),
    str.maketrans("sSi", "ſſı"),
    str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"),
)


def list_imitations(text: str) -> Iterator[str]:
    """Other texts that are the same as this one in some form."""
    others = dict.fromkeys(text.translate(table) for table in IMITATIONS)
    yield from (other for other in others if other != text)

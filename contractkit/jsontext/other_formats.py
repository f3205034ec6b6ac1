"""Recognise texts that are no JSON at all but something else: HTML, XML, YAML, a form and so on.

Each format is a row of `FORMATS`: what a text in it is called, how it begins, and what to do.
"""

import re
from dataclasses import dataclass

from contractkit.jsontext.display import show_text


@dataclass(frozen=True, slots=True)
class OtherFormat:
    """A format of a text: its name in a sentence, its beginning, and how to get to JSON from it."""

    noun: str
    beginning: re.Pattern[str]
    advice: str


def _row(noun: str, beginning: str, advice: str) -> OtherFormat:
    return OtherFormat(noun, re.compile(beginning, re.VERBOSE | re.IGNORECASE), advice)


_KEY = r"""(?: [a-z_][\w.-]* | "[^"\r\n]*" | '[^'\r\n]*' )"""
_BARE = "Give the JSON text itself, without what stands around it."
_DECODE = "Decode it first; what comes out can be judged."
_UNREADABLE = "Give the payload as JSON text in UTF-8."

FORMATS = (
    _row(
        "HTML",
        r"""<!doctype\s+html\b | <html\b
          | <(?: head|body|title|meta|link|script|style|div|p|span|pre|h[1-6]|center|table|ul|form
               | font|hr|br )\b[^<>]*> \s* \S""",
        "This is often the error page of a proxy, or of a wrong address: read it in a browser.",
    ),
    _row("program code", r"<\?php\b | <script\b", _BARE),
    _row(
        "an object of a program, turned into text",
        r"<[\w.$ ]+ (?: \s object \s at \s 0x | \s\[[^\]>]*\]> ) | \[object\ \w+\]",
        "Write the object as JSON: JSON.stringify in JavaScript, json.dumps in Python.",
    ),
    _row(
        "XML",
        r"""<\?xml\b | <!DOCTYPE\b | <!\[CDATA\[
          | <[a-z_][\w.:-]*
            (?: \s+ [\w.:-]+ \s* = \s* ["'] | \s* /> | > (?s:.)* </ | > \s* <[a-z] )""",
        "XML is not read: give the same payload as JSON.",
    ),
    _row(
        "an HTTP message",
        r"""HTTP/[0-9.]+\ [0-9]{3}\b | [A-Z]{3,7}\ \S+\ HTTP/[0-9]
          | (?: [a-z][\w-]*:[^\r\n]*\r?\n )+ \r?\n \s* [{\[<]""",
        "Give the body alone: what follows the first empty line.",
    ),
    _row(
        "a form in several parts (multipart/form-data)",
        r"--[^\s]+\r?\n content-[a-z-]+:",
        "A form is not read: send the payload as JSON, with `Content-Type: application/json`.",
    ),
    _row("a stream of events", r"(?: [a-z]+:[^\r\n]*\r?\n )* data:\s*[{\[]", _BARE),
    _row(
        "the inside of an object, without its braces",
        rf"{_KEY} [ \t]* : [^\r\n]* , [ \t]* (?: \r?\n | \Z ) | \"[^\"\r\n]*\" [ \t]* :",
        "Put the properties in braces: `{` before the first, `}` after the last.",
    ),
    _row(
        "YAML",
        rf"""%YAML\b | ---[ \t]* (?: [#\r\n] | \Z )
          | (?: -\ )? {_KEY} :
            (?: [ \t]* (?: [#&|>!*{{\['"\r\n] | \Z )
              | [ \t]+ \S+ [ \t]* (?: [#\r\n] | \Z )
              | [ \t][^\r\n]*\r?\n \s* (?: -\ | \#[^\r\n]*\r?\n | {_KEY}: ) )
          | -\ \S[^\r\n]* (?: \r?\n -\ | \s*\Z )""",
        "YAML is not read. Convert it first, for example: "
        "`yq -o=json order.yaml | contractkit lint --stdin-filename order.json -` "
        "(if yq does not know -o, it is the one in Python: `yq . order.yaml | …`).",
    ),
    _row("JSON that is URL-encoded", r"(?: %7B | %5B ) [^\s]* \Z", _DECODE),
    _row("a JSON Web Token", r"(?-i:eyJ[\w-]+\.eyJ)[\w-]+\.", _DECODE),
    _row("base64", r"(?-i: eyJ|ewo|W3s|Wwo|WyJ ) [a-z0-9+/_=\s-]{8,} \Z", _DECODE),
    _row(
        "a form (name=value)",
        r"""[^\s=&<>{}"'()]+ = (?![{\[]) [^\s&;]* (?: & [^\s=&]+ = [^\s&]* )* & ? \s* \Z""",
        "A form is not read: send the payload as JSON, with `Content-Type: application/json`.",
    ),
    _row("INI or TOML", r"\[[\w.\ -]+\] \s* [\w.-]+ \s* = | (?: [\w.]+=[^\r\n]*\r?\n ){2}", _BARE),
    _row("a command line", r"(?: [$%>]\ )? (?: curl|wget|https?|xh|invoke-\w+ )\ | \#!", _BARE),
    _row("Markdown", r"``` | ~~~", _BARE),
    _row(
        "program code",
        r"""(?: const|let|var|export|import|return|function|class|def|public|package )\ +[\w${*\"]
          | [a-z_][\w.$]* (?: \s* = \s* [{\["'] | \( ) | b["']""",
        _BARE,
    ),
    _row("a URL", r"[a-z][a-z0-9+.-]*://\S+ \s* \Z", "Give the JSON text, not where it is."),
    _row(
        "the name of a file",
        r"@? [\w.~ /\\:-]* \. json \s* \Z",
        "Give the JSON text, not the name of its file.",
    ),
    _row(
        "CSV",
        r"""(?! [^\r\n]* [,;\[{] \s*? \r?\n )
            [^\r\n{}\[\]:;,=\t]+ (?P<by>[,;\t]) [^\r\n{}:]+ \r?\n
            [^\r\n{}\[\]]* (?P=by) [^\r\n{}\[\]]+ (?: \r?\n | \Z )""",
        _BARE,
    ),
    _row("a PDF file", "%PDF-", _UNREADABLE),
    _row("a ZIP archive", "PK\x03\x04", _UNREADABLE),
    _row("data compressed with gzip", "\x1f\udc8b", _UNREADABLE),
    _row("an image", "\udc89PNG | GIF8[79]a | \udcff\udcd8\udcff", _UNREADABLE),
)
PLAIN_TEXT = _row(
    "plain text",
    r"""(?! (?:true|false|null) [ \t]* [\]},;"'{\[\r\n] )
        (?= [\w$@*+.!%&=-] ) [^{\["\r\n]*? [^\W\d_]{2}""",
    _BARE,
)

_BEFORE = re.compile(
    r"(?: [ \t\r\n\ufeff]+ | //[^\r\n]* | \#(?!!)[^\r\n]* | /\*(?s:.)*?\*/ | <!--(?s:.)*?--> )*+",
    re.VERBOSE,
)
_TITLE = re.compile(r"<title[^<>]*>\s*([^<]*[^<\s])", re.IGNORECASE)
_LONGEST_HEAD = 4096
_OPENS_CONTAINER = re.compile(r"\{|\[(?!object |[\w. -]+\]\s*[\w.-]+\s*=)")


def recognise_format(text: str, *, is_plain: bool = False) -> OtherFormat | None:
    """What a text is that is not JSON, by its beginning; None where it may be meant as JSON.

    `is_plain`: it begins with a word, so that it is plain text where it is nothing else.
    """
    start = find_beginning(text)
    head = text[start : start + _LONGEST_HEAD]
    if not head or _OPENS_CONTAINER.match(head):
        return None
    formats = (*FORMATS, PLAIN_TEXT) if is_plain else FORMATS
    return next((each for each in formats if each.beginning.match(head)), None)


def find_beginning(text: str) -> int:
    """The offset of what a text begins with: behind white space, comments and a byte order mark."""
    before = _BEFORE.match(text, 0, _LONGEST_HEAD)
    return before.end() if before else 0


def describe_format(text: str, found: OtherFormat) -> str:
    """The message for a text in another format; of a page of HTML with its title."""
    title = _TITLE.search(text, 0, _LONGEST_HEAD) if found.noun == "HTML" else None
    titled = f" (titled {show_text(title[1])})" if title else ""
    return f"the text begins like {found.noun}{titled}, not like JSON"

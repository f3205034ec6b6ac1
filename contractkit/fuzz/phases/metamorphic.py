"""The metamorphic phase: the same payload written differently must get the same verdict."""

import json
import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from contractkit.findings import Verdict
from contractkit.fuzz.dated_cases import move_dates
from contractkit.fuzz.probes import Setting, fullest, plainest, write_json
from contractkit.fuzz.records import Probe
from contractkit.payloads.cases import Case, is_json
from contractkit.payloads.sampling import generate_cases

NAME, AS_IT_IS = "metamorphic", "as it is"
STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
Rewriting = Callable[[Any], bytes]


def list_probes(setting: Setting) -> Iterator[Probe]:
    """Each payload as it is and in other writings, one group per payload, without end."""
    for number, case in enumerate(_list_cases(setting)):
        written = {write_json(case.payload): AS_IT_IS}
        for label, write in REWRITINGS.items():
            written.setdefault(write(case.payload), label)
        for body, label in written.items():
            marks = frozenset({label} if label != AS_IT_IS else ())
            yield setting.make_probe(
                NAME, case, body, group=f"meaning {number}", label=label, marks=marks
            )


def _list_cases(setting: Setting) -> Iterator[Case]:
    """Payloads of every verdict, those with many parts first, since order matters only there."""
    contract, message = setting.contract, setting.message
    yield fullest(contract, message)
    yield plainest(contract, message)
    streams = [
        generate_cases(contract, message, verdict, None, f"{setting.seed}:meaning:{verdict}")
        for verdict in (Verdict.VALID, Verdict.DOUBTFUL, Verdict.INVALID)
    ]
    while True:
        for stream in streams:
            yield from (move_dates(contract, case) for case in islice(stream, 1) if is_json(case))


def reverse_order(value: Any) -> Any:
    """The value with the members of all its objects in the opposite order."""
    if isinstance(value, dict):
        return {name: reverse_order(value[name]) for name in reversed(value)}
    return [reverse_order(item) for item in value] if isinstance(value, list) else value


def sort_order(value: Any) -> Any:
    """The value with the members of all its objects in the order of their names."""
    if isinstance(value, dict):
        return {name: sort_order(value[name]) for name in sorted(value)}
    return [sort_order(item) for item in value] if isinstance(value, list) else value


def _space_out(value: Any) -> bytes:
    text = write_json(value, indent="\t", separators=(" ,", " : "))
    return b"\r\n %b\r\n" % text.replace(b"\n", b"\r\n")


def _escape_all(value: Any) -> bytes:
    """Every character of every string and name as an escape of four digits."""
    return STRING.sub(lambda found: _escape(json.loads(found[0])), json.dumps(value)).encode()


def _escape(text: str) -> str:
    units = text.encode("utf-16-be", "surrogatepass")
    pairs = (int.from_bytes(units[at : at + 2], "big") for at in range(0, len(units), 2))
    return '"' + "".join(f"\\u{unit:04X}" for unit in pairs) + '"'


def _escape_slashes(value: Any) -> bytes:
    return write_json(value).replace(b"/", b"\\/")


REWRITINGS: dict[str, Rewriting] = {
    "members in the opposite order": lambda value: write_json(reverse_order(value)),
    "escapes for all that is not ASCII": lambda value: json.dumps(value).encode(),
    "white space everywhere": _space_out,
    "escapes for everything": _escape_all,
    "no white space": lambda value: json.dumps(value, separators=(",", ":")).encode(),
    "members in the order of their names": lambda value: write_json(sort_order(value)),
    "escaped slashes": _escape_slashes,
}

"""Names each finding by a fingerprint that stays when it moves and that no other finding has.

It is made of the file, the rule, the pointer without the numbers of items, and the message; no line
and no column. Equal findings of a file are numbered.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256

from contractkit.findings import Finding
from contractkit.linting.results import Linted
from contractkit.reporting.texts import make_relative

INDEX = re.compile(r"/\d+(?=/|$)")
ITEM = re.compile(r"\bitem \d+ of ")


def name_findings(files: Iterable[Linted]) -> Iterator[tuple[Linted, Finding, str]]:
    """Each finding with its file and its fingerprint, 32 hexadecimal digits."""
    seen: Counter[tuple[str, ...]] = Counter()
    for linted in files:
        for finding in linted.findings:
            pointer = "" if finding.pointer is None else f"#{INDEX.sub('/*', finding.pointer)}"
            message = ITEM.sub("item of ", finding.message)
            key = (make_relative(linted.name), finding.rule, pointer, message)
            seen[key] += 1
            yield linted, finding, _digest(*key, str(seen[key]))


def _digest(*parts: str) -> str:
    lengths = ",".join(str(len(part)) for part in parts)
    data = "\0".join((lengths, *parts)).encode("utf-8", "surrogatepass")
    return sha256(data).hexdigest()[:32]

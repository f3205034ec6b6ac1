"""What is doubtful in the requests of a client: told once each, and no failure."""

from collections.abc import Iterator
from dataclasses import replace

from contractkit.findings import Verdict
from contractkit.fuzzclient.records import Received, Warned
from contractkit.pointers import generalise


class Doubts:
    """The warnings so far, by rule and place."""

    def __init__(self) -> None:
        """None yet."""
        self._found: dict[tuple[str, str], Warned] = {}

    def note(self, request: Received) -> None:
        """Look at a request."""
        for one in request.judgement.findings if request.judgement else ():
            if one.verdict is not Verdict.DOUBTFUL:
                continue
            key = one.rule, generalise(one.pointer or "")
            warned = Warned(one.rule, one.pointer or "", one.message, one.help, one.source, 0)
            before = self._found.get(key, warned)
            self._found[key] = replace(before, count=before.count + 1)

    def list_warnings(self) -> Iterator[Warned]:
        """All of them, the first met first."""
        yield from self._found.values()

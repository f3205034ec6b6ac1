"""The filters of the list, as a browser sends them in the query."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from urllib.parse import urlencode

from contractkit.emulator.page.rows import NOT_JUDGED, Row
from contractkit.findings import Verdict

VERDICTS = (*map(str, reversed(Verdict)), NOT_JUDGED)


@dataclass(frozen=True, slots=True)
class Filters:
    """What the rows must have; an empty field asks for nothing."""

    verdict: str = ""
    rule: str = ""
    number: str = ""
    text: str = ""
    contract: str = ""

    @property
    def query(self) -> str:
        """The filters as a query, without what asks for nothing."""
        return urlencode({name: value for name, value in asdict(self).items() if value})

    def fits(self, row: Row) -> bool:
        """Whether a row has all that is asked for."""
        return (
            (not self.verdict or row.verdict == self.verdict)
            and (not self.rule or any(rule.startswith(self.rule) for rule in row.rules))
            and (not self.number or self.number in row.numbers)
            and (not self.text or self.text.casefold() in row.searched)
            and (not self.contract or row.contract == self.contract)
        )


def read_filters(query: Mapping[str, str]) -> Filters:
    """The filters in a query; what is no filter is left out."""
    return Filters(
        verdict=query.get("verdict", "") if query.get("verdict") in VERDICTS else "",
        rule=query.get("rule", "").strip().upper(),
        number=query.get("number", "").strip().lower(),
        text=" ".join(query.get("text", "").split()),
        contract=query.get("contract", ""),
    )


def select_rows(
    rows: Iterable[Row], filters: Filters, most: int, before: int | None = None
) -> tuple[list[Row], bool]:
    """The first rows that fit, of those before a number, and whether there are more."""
    fitting = (row for row in rows if (before is None or row.number < before) and filters.fits(row))
    selected = [row for row, _ in zip(fitting, range(most + 1), strict=False)]
    return selected[:most], len(selected) > most

"""What a value becomes on its way: by a table, by a conversion, by the words around a mention."""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta, timezone

from contractkit.migrate.mapping import Mentions
from contractkit.validation.custom_keywords import compile_mention

FIRST_YEAR = 1000  # an earlier one begins with a zero, which schemas of dates do not always take
_MOMENT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]([0-9]{2}:[0-9]{2})(:[0-9]{2})?(\.[0-9]+)?"
    r" ?([Zz]|[+-][0-9]{1,2}:?[0-9]{2})?"
)
_OFFSET = re.compile(r"([+-])([0-9]{1,2}):?([0-9]{2})")


class UnfitValueError(Exception):
    """A value that the result cannot say."""


def look_up(value: object, table: Iterable[tuple[object, object]]) -> object:
    """What a value becomes by a table. Raises UnfitValueError where the table lacks it."""
    for before, after in table:
        if type(before) is type(value) and before == value:
            return after
    raise UnfitValueError


def write_in_utc(value: object) -> object:
    """A date and time with `Z`; one without a zone is taken for one of UTC.

    Raises UnfitValueError for what is none.
    """
    match = _MOMENT.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise UnfitValueError
    day, time, seconds, fraction, zone = match.groups()
    try:
        moment = datetime.fromisoformat(f"{day}T{time}{seconds or ':00'}")
        moment = moment.replace(tzinfo=_read_zone(zone)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise UnfitValueError from error
    if moment.year < FIRST_YEAR:
        raise UnfitValueError
    return f"{moment.replace(tzinfo=None).isoformat()}{fraction or ''}Z"


def _read_zone(zone: str | None) -> timezone:
    offset = _OFFSET.fullmatch(zone or "")
    if offset is None:
        return UTC
    minutes = 60 * int(offset[2]) + int(offset[3])
    return timezone(timedelta(minutes=-minutes if offset[1] == "-" else minutes))


def write_as_string(value: object) -> object:
    """A number in quotes; anything else stays as it is."""
    return str(value) if type(value) in (int, float) else value


CONVERSIONS: dict[str, Callable[[object], object]] = {
    "": lambda value: value,
    "string": write_as_string,
    "utc": write_in_utc,
}


def rewrite_mentions(text: object, names: Iterable[object], mentions: Mentions) -> object:
    """A text with its mentions of names as the result writes them; other mentions stay."""
    if not isinstance(text, str):
        return text
    known = {str(name) for name in names}

    def rewrite(match: re.Match[str]) -> str:
        mention = match[1]
        for name in (mention, mention.removeprefix(mentions.prefix)):
            if name in known:
                return f"{mentions.opening}{mentions.new_prefix}{name}{mentions.closing}"
        return match[0]

    return compile_mention(mentions.opening, mentions.closing).sub(rewrite, text)

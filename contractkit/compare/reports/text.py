"""`--format text`: a difference for a terminal, at most 80 columns wide where its names let it."""

from collections.abc import Iterable, Iterator
from textwrap import wrap

from contractkit.compare.outline import Group, NumberedPayload, Outline, outline
from contractkit.compare.records import (
    BEST_FIRST,
    Difference,
    MessageDifference,
    RuleChange,
    Tally,
)
from contractkit.compare.wording import describe_message, describe_step, show

WIDTH, COLUMN, KIND = 80, 13, 10


def render_text(difference: Difference) -> str:
    """The whole difference; each payload is shown once, by its number."""
    lines = [f"{difference.before} → {difference.after}: {difference.step}"]
    lines += _fold(describe_step(difference), "  ")
    for message in difference.messages:
        lines += ["", describe_message(message)]
        lines += [] if message.kind else _write_message(message, outline(difference, message))
    if difference.rules:
        lines += ["", "rules", *(line for rule in difference.rules for line in _write_rule(rule))]
    if difference.settings:
        lines += ["", *_fold(f"contract.json also differs in {', '.join(difference.settings)}")]
    return "\n".join(lines) + "\n"


def _write_message(message: MessageDifference, outlined: Outline) -> Iterator[str]:
    yield from _write_table(message, outlined)
    for group in outlined.groups:
        yield ""
        yield from _write_group(group)
    if message.reworded:
        yield ""
        yield from _fold(f"{'reworded':{KIND}}{', '.join(message.reworded)}", "  ", KIND)
    for overlay, kind in message.overlays:
        yield from _fold(f"{kind:{KIND}}{overlay}, which is off by default: not tried", "  ", KIND)
    if outlined.payloads:
        yield ""
    for payload in outlined.payloads:
        yield from _write_payload(payload)


def _write_table(message: MessageDifference, outlined: Outline) -> Iterator[str]:
    old, new = outlined.versions
    yield from _fold(f"{message.tried} payloads: verdicts by {old} down, by {new} across", "  ")
    yield "  " + " " * 9 + "".join(f"{verdict:>{COLUMN}}" for verdict in BEST_FIRST)
    for before, row in outlined.table.items():
        yield f"  {before:9}" + "".join(f"{_write_tally(*entry):>{COLUMN}}" for entry in row)
    tallies = message.table.values()
    if any(tally.proved_empty for tally in tallies):
        yield "  never: the schemas prove that there is none"
    if any(not (tally.count or tally.proved_empty) for tally in tallies):
        yield "  0: none of these payloads, which proves nothing"


def _write_tally(tally: Tally, number: int | None) -> str:
    if tally.proved_empty and not tally.count:
        return "never"
    return f"{tally.count} #{number}" if number else str(tally.count)


def _write_group(group: Group) -> Iterator[str]:
    head = group.head
    yield f"  {head.kind:{KIND}}{head.pattern or 'the whole message'}"
    yield from _fold(head.words + _cite(head.numbers), "    ")
    for part in group.parts:
        words = f"{part.pattern}: {part.words}" if part.words else part.pattern
        yield from _fold(f"{part.kind:{KIND}}{words}{_cite(part.numbers)}", "    ", KIND)
    for party, effects in group.effects.items():
        if effects:
            yield from _fold(f"{party}: {'; '.join(effects)}", "    ")
    if not any(group.effects.values()):
        yield "    no effect on any verdict was seen"


def _cite(numbers: Iterable[int]) -> str:
    return "".join(f" #{number}" for number in numbers)


def _write_payload(payload: NumberedPayload) -> Iterator[str]:
    yield from _fold(f"#{payload.number} {payload.words}", "  ")
    yield from _fold(show(payload.payload), "     ")


def _write_rule(rule: RuleChange) -> list[str]:
    severities = dict.fromkeys(
        f"{state.severity}{'' if state.on else ' (off)'}"
        for state in (rule.before, rule.after)
        if state
    )
    text = f"{rule.kind:{KIND}}{rule.rule} {' → '.join(severities)}: {rule.title}"
    return _fold(text, "  ", KIND)


def _fold(text: str, indent: str = "", more: int = 0) -> list[str]:
    """The text on lines that are indented, all but the first by so many columns more."""
    return wrap(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent + " " * more,
        break_on_hyphens=False,
        break_long_words=False,
    )

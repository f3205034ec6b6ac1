"""A difference as text for a terminal, at most 80 columns wide where its names let it."""

from collections.abc import Iterator
from textwrap import wrap

from contractkit.compare.grouping import (
    Group,
    list_groups,
    list_own_rules,
    name_witness,
    number_witnesses,
)
from contractkit.compare.records import (
    BEST_FIRST,
    Change,
    Difference,
    MessageDifference,
    RuleChange,
    Tally,
    Witness,
)
from contractkit.compare.wording import (
    describe_change,
    describe_message,
    describe_step,
    name_versions,
    show,
)

WIDTH, COLUMN, KIND = 80, 13, 10
Numbers = dict[str, tuple[int, Witness]]


def render_text(difference: Difference) -> str:
    """The whole difference; each payload is shown once, by its number."""
    lines = [f"{difference.before} → {difference.after}: {difference.step}"]
    lines += _fold(describe_step(difference), "  ")
    for one in difference.messages:
        lines += ["", *_write_message(one, name_versions(difference))]
    if difference.rules:
        lines += ["", "rules", *(line for one in difference.rules for line in _write_rule(one))]
    if difference.settings:
        lines += ["", *_fold(f"contract.json also differs in {', '.join(difference.settings)}")]
    return "\n".join(lines) + "\n"


def _write_message(one: MessageDifference, versions: tuple[str, str]) -> Iterator[str]:
    yield describe_message(one)
    if one.kind:
        return
    numbers = number_witnesses(one)
    yield from _write_table(one, numbers, versions)
    for group in list_groups(one):
        yield ""
        yield from _write_group(group, one.sent_by, numbers)
    if one.reworded:
        yield ""
        yield from _fold(f"{'reworded':{KIND}}{', '.join(one.reworded)}", "  ", KIND)
    for overlay, kind in one.overlays:
        yield from _fold(f"{kind:{KIND}}{overlay}, which is off by default: not tried", "  ", KIND)
    if numbers:
        yield ""
    for number, witness in numbers.values():
        yield from _write_witness(number, witness, versions)


def _write_table(
    one: MessageDifference, numbers: Numbers, versions: tuple[str, str]
) -> Iterator[str]:
    old, new = versions
    yield from _fold(f"{one.tried} payloads: verdicts by {old} down, by {new} across", "  ")
    yield "  " + " " * 9 + "".join(f"{verdict:>{COLUMN}}" for verdict in BEST_FIRST)
    for before in BEST_FIRST:
        cells = (_write_tally(one.table[before, after], numbers) for after in BEST_FIRST)
        yield f"  {before:9}" + "".join(f"{cell:>{COLUMN}}" for cell in cells)
    if any(tally.proved_empty for tally in one.table.values()):
        yield "  never: the schemas prove that there is none"
    if any(not (tally.count or tally.proved_empty) for tally in one.table.values()):
        yield "  0: none of these payloads, which proves nothing"


def _write_tally(tally: Tally, numbers: Numbers) -> str:
    if tally.proved_empty and not tally.count:
        return "never"
    named = tally.witness and numbers.get(name_witness(tally.witness))
    return f"{tally.count} #{named[0]}" if named else str(tally.count)


def _write_group(group: Group, sent_by: str, numbers: Numbers) -> Iterator[str]:
    head = group.head
    yield f"  {head.kind:{KIND}}{head.pattern or 'the whole message'}"
    yield from _fold(f"{describe_change(head)}{_cite(head, numbers)}", "    ")
    for part in group.parts:
        words = part.pattern if part.is_property else f"{part.pattern}: {describe_change(part)}"
        yield from _fold(f"{part.kind:{KIND}}{words}{_cite(part, numbers)}", "    ", KIND)
    effects = group.list_effects(sent_by)
    for party, told in effects.items():
        if told:
            yield from _fold(f"{party}: {'; '.join(told)}", "    ")
    if not any(effects.values()):
        yield "    no effect on any verdict was seen"


def _cite(change: Change, numbers: Numbers) -> str:
    cited = [f"#{numbers[name_witness(one)][0]}" for one in change.witnesses]
    return f" {' '.join(cited)}" if cited else ""


def _write_witness(number: int, witness: Witness, versions: tuple[str, str]) -> Iterator[str]:
    rules = [", ".join(one) or "nothing" for one in list_own_rules(witness)]
    old, new = (f"{version} finds {one}" for version, one in zip(versions, rules, strict=True))
    yield from _fold(f"#{number} {' → '.join(witness.cell)}: {old}, {new}", "  ")
    yield from _fold(show(witness.payload), "     ")


def _write_rule(one: RuleChange) -> list[str]:
    states = (one.before, one.after)
    severities = dict.fromkeys(
        f"{state.severity}{'' if state.on else ' (off)'}" for state in states if state
    )
    return _fold(f"{one.kind:{KIND}}{one.rule} {' → '.join(severities)}: {one.title}", "  ", KIND)


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

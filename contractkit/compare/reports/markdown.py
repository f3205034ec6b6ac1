"""A difference as Markdown, for release notes and reviews."""

import json
import re
from collections.abc import Iterator

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
    RuleState,
    Tally,
    Witness,
)
from contractkit.compare.wording import (
    describe_change,
    describe_message,
    describe_step,
    name_versions,
)

SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|])")
Numbers = dict[str, tuple[int, Witness]]


def render_markdown(difference: Difference) -> str:
    """The whole difference; payloads are whole, in blocks at the end of their message."""
    lines = [
        f"# {difference.before} → {difference.after}: {difference.step}",
        "",
        _escape(describe_step(difference)),
    ]
    for one in difference.messages:
        lines += ["", *_write_message(one, name_versions(difference))]
    if difference.rules:
        lines += [
            "",
            "## Rules",
            "",
            "| | rule | before | after | title |",
            "|---|---|---|---|---|",
        ]
        lines += [_write_rule(one) for one in difference.rules]
    if difference.settings:
        listed = ", ".join(f"`{one}`" for one in difference.settings)
        lines += ["", "## contract.json", "", f"Also differs in {listed}."]
    return "\n".join(lines) + "\n"


def _write_message(one: MessageDifference, versions: tuple[str, str]) -> Iterator[str]:
    yield f"## {_escape(describe_message(one))}"
    if one.kind:
        return
    numbers = number_witnesses(one)
    yield ""
    yield from _write_table(one, numbers, versions)
    groups = list_groups(one)
    yield from [""] if groups else []
    for group in groups:
        yield from _write_group(group, one.sent_by, numbers)
    if one.reworded:
        yield ""
        yield f"Reworded: {', '.join(f'`{pattern}`' for pattern in one.reworded)}."
    for overlay, kind in one.overlays:
        yield ""
        yield f"{kind.capitalize()}: {_escape(overlay)}, which is off by default and was not tried."
    for number, witness in numbers.values():
        yield ""
        yield from _write_witness(number, witness, versions)


def _write_table(
    one: MessageDifference, numbers: Numbers, versions: tuple[str, str]
) -> Iterator[str]:
    old, new = versions
    yield f"{one.tried} payloads, by their verdicts; *never*: the schemas prove that there is none."
    yield ""
    yield f"| {old} ↓ {new} → | {' | '.join(BEST_FIRST)} |"
    yield "|---|---:|---:|---:|"
    for before in BEST_FIRST:
        cells = (_write_tally(one.table[before, after], numbers) for after in BEST_FIRST)
        yield f"| {before} | {' | '.join(cells)} |"


def _write_tally(tally: Tally, numbers: Numbers) -> str:
    if tally.proved_empty and not tally.count:
        return "*never*"
    named = tally.witness and numbers.get(name_witness(tally.witness))
    return f"{tally.count} ({named[0]})" if named else str(tally.count)


def _write_group(group: Group, sent_by: str, numbers: Numbers) -> Iterator[str]:
    head = group.head
    place = f"`{head.pattern}`" if head.pattern else "the whole message"
    yield f"- **{head.kind}** {place}: {_describe(head, numbers)}"
    for part in group.parts:
        words = "" if part.is_property else f": {_describe(part, numbers)}"
        yield f"  - {part.kind} `{part.pattern}`{words}"
    for party, told in group.list_effects(sent_by).items():
        if told:
            yield f"  - *{party}*: {'; '.join(told)}"


def _describe(change: Change, numbers: Numbers) -> str:
    cited = [str(numbers[name_witness(one)][0]) for one in change.witnesses]
    return _escape(describe_change(change)) + (f" (payload {', '.join(cited)})" if cited else "")


def _write_witness(number: int, witness: Witness, versions: tuple[str, str]) -> Iterator[str]:
    rules = [", ".join(one) or "nothing" for one in list_own_rules(witness)]
    old, new = (f"{version} finds {one}" for version, one in zip(versions, rules, strict=True))
    yield f"Payload {number}, {' → '.join(witness.cell)}: {old}, {new}."
    yield ""
    yield "```json"
    # Escapes keep what a page cannot show, such as half a character, as it is.
    yield json.dumps(witness.payload)
    yield "```"


def _write_rule(one: RuleChange) -> str:
    before, after = _write_state(one.before), _write_state(one.after)
    return f"| {one.kind} | {one.rule} | {before} | {after} | {_escape(one.title)} |"


def _write_state(state: RuleState | None) -> str:
    if state is None:
        return ""
    return f"{state.severity}, {state.verdict}{'' if state.on else ', off by default'}"


def _escape(text: str) -> str:
    return SPECIAL.sub(r"\\\1", text)

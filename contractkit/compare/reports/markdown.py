"""`--format markdown`: a difference for release notes and reviews."""

import json
import re
from collections.abc import Iterator

from contractkit.compare.outline import Group, Line, NumberedPayload, Outline, outline
from contractkit.compare.records import (
    BEST_FIRST,
    Difference,
    MessageDifference,
    RuleChange,
    RuleState,
    Tally,
)
from contractkit.compare.wording import describe_message, describe_step

SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|])")
RULES = ["", "## Rules", "", "| | rule | before | after | title |", "|---|---|---|---|---|"]


def render_markdown(difference: Difference) -> str:
    """The whole difference; payloads are whole, in blocks at the end of their message."""
    lines = [
        f"# {difference.before} → {difference.after}: {difference.step}",
        "",
        _escape(describe_step(difference)),
    ]
    for message in difference.messages:
        lines += ["", f"## {_escape(describe_message(message))}"]
        lines += [] if message.kind else _write_message(message, outline(difference, message))
    if difference.rules:
        lines += [*RULES, *(_write_rule(rule) for rule in difference.rules)]
    if difference.settings:
        keys = ", ".join(f"`{key}`" for key in difference.settings)
        lines += ["", "## contract.json", "", f"Also differs in {keys}."]
    return "\n".join(lines) + "\n"


def _write_message(message: MessageDifference, outlined: Outline) -> Iterator[str]:
    yield ""
    yield from _write_table(message, outlined)
    yield from [""] if outlined.groups else []
    for group in outlined.groups:
        yield from _write_group(group)
    if message.reworded:
        yield ""
        yield f"Reworded: {', '.join(f'`{pattern}`' for pattern in message.reworded)}."
    for overlay, kind in message.overlays:
        yield ""
        yield f"{kind.capitalize()}: {_escape(overlay)}, which is off by default and was not tried."
    for payload in outlined.payloads:
        yield ""
        yield from _write_payload(payload)


def _write_table(message: MessageDifference, outlined: Outline) -> Iterator[str]:
    old, new = outlined.versions
    yield (
        f"{message.tried} payloads, by their verdicts; *never*: the schemas prove that there is"
        " none."
    )
    yield ""
    yield f"| {old} ↓ {new} → | {' | '.join(BEST_FIRST)} |"
    yield "|---|---:|---:|---:|"
    for before, row in outlined.table.items():
        yield f"| {before} | {' | '.join(_write_tally(*entry) for entry in row)} |"


def _write_tally(tally: Tally, number: int | None) -> str:
    if tally.proved_empty and not tally.count:
        return "*never*"
    return f"{tally.count} ({number})" if number else str(tally.count)


def _write_group(group: Group) -> Iterator[str]:
    head = group.head
    place = f"`{head.pattern}`" if head.pattern else "the whole message"
    yield f"- **{head.kind}** {place}: {_describe(head)}"
    for part in group.parts:
        words = f": {_describe(part)}" if part.words else ""
        yield f"  - {part.kind} `{part.pattern}`{words}"
    for party, effects in group.effects.items():
        if effects:
            yield f"  - *{party}*: {'; '.join(effects)}"


def _describe(line: Line) -> str:
    cited = ", ".join(str(number) for number in line.numbers)
    return _escape(line.words) + (f" (payload {cited})" if cited else "")


def _write_payload(payload: NumberedPayload) -> Iterator[str]:
    yield f"Payload {payload.number}, {payload.words}."
    yield ""
    yield "```json"
    # Escapes keep what a page cannot show, such as half a character, as it is.
    yield json.dumps(payload.payload)
    yield "```"


def _write_rule(rule: RuleChange) -> str:
    before, after = _write_state(rule.before), _write_state(rule.after)
    return f"| {rule.kind} | {rule.rule} | {before} | {after} | {_escape(rule.title)} |"


def _write_state(state: RuleState | None) -> str:
    if state is None:
        return ""
    return f"{state.severity}, {state.verdict}{'' if state.on else ', off by default'}"


def _escape(text: str) -> str:
    return SPECIAL.sub(r"\\\1", text)

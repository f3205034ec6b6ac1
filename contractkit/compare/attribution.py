"""Which change a payload shows: what one version finds broken in it, and the other does not."""

from contractkit.compare.constraints import Constraint
from contractkit.compare.judgements import Breach, Judgement
from contractkit.compare.records import WORST_FIRST, Change, Kind
from contractkit.pointers import generalise, to_tokens


def is_shown(change: Change, before: Judgement, after: Judgement) -> bool:
    """Whether a change decides what two versions make of a payload.

    It does where one of them finds its constraint broken and the other does not, and the verdict is
    that on what breaks it.
    """
    worse = WORST_FIRST.index(after.verdict) < WORST_FIRST.index(before.verdict)
    here, there = (after, before) if worse else (before, after)
    constraint = change.after if worse else change.before
    guarded = change.guard if change.kind is (Kind.REMOVED if worse else Kind.ADDED) else None
    fresh = here.breaches - there.breaches
    if constraint and constraint.verdict is here.verdict:
        return any(_is_breach(constraint, one) for one in fresh)
    if guarded and guarded.verdict is here.verdict:
        return any(_is_guarded(guarded, change.pattern, one) for one in fresh)
    return False


def count_differences(before: Judgement, after: Judgement) -> int:
    """How much the versions find differently in a payload; the fewer, the plainer the cause."""
    return len(before.breaches ^ after.breaches)


def _is_breach(constraint: Constraint, breach: Breach) -> bool:
    rule, keyword, place, name = breach
    if (rule, keyword) != (constraint.rule, constraint.keyword):
        return False
    # What a keyword of our own finds broken stands inside the place that it judges.
    if keyword.startswith("x-"):
        return name == constraint.name or not constraint.name
    named = keyword != "required" or name == constraint.name
    return place == generalise(constraint.pattern) and named


def _is_guarded(guard: Constraint, pattern: str, breach: Breach) -> bool:
    """Whether a breach is that of the guard by the property itself, not by one around it."""
    rule, keyword, place, name = breach
    return (
        (rule, keyword) == (guard.rule, guard.keyword)
        and place == generalise(guard.pattern)
        and to_tokens(pattern)[-1] == name
        and pattern.rpartition("/")[0] == guard.pattern
    )

"""The answers that a client gets, as data: the classics, then every kind, then mixtures of them."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from contractkit.contracts.loading import Contract
from contractkit.fuzzclient.scenario import IN_ORDER, Planned, Scenario
from contractkit.fuzzclient.twists import SEVERAL, TWISTS, WORDS
from contractkit.fuzzclient.vocabulary import find_unseen_code, list_refusal_codes

ACCEPTED, REFUSED = Planned("acceptance"), Planned("refusal")
PLAIN = Scenario((ACCEPTED,))
NOTICES = ("late", "repeated", "in reverse")
HARMLESS = tuple(one for one in TWISTS if one not in ("retry after", "truncated", "stalled"))
MOST_TWISTS = 3


def accept(*twists: str) -> Scenario:
    """An acceptance with something special about it."""
    return Scenario((Planned("acceptance", twists=twists),))


def refuse(code: str = "", status: int = 200, *twists: str) -> Scenario:
    """A refusal."""
    return Scenario((Planned("refusal", status, code, twists),))


def fail(kind: str, status: int = 200, *twists: str) -> Scenario:
    """An answer that says neither, to every request."""
    return Scenario((Planned(kind, status, twists=twists),))


def recover(kind: str, status: int = 200, *twists: str) -> Scenario:
    """An answer that says neither, to the first request; whoever tries again is accepted."""
    return Scenario((Planned(kind, status, twists=twists), ACCEPTED))


CLASSICS = (
    PLAIN,
    refuse(),
    accept("extra members"),
    refuse("", 400),
    fail("error", 500),
    recover("dropped"),
    fail("hang"),
    fail("page"),
    recover("acceptance", 200, "truncated"),
    accept(SEVERAL),
)
KINDS = (
    recover("page", 502),
    recover("error", 429, "retry after"),
    fail("empty"),
    accept("long description"),
    accept("blank description"),
    accept("foreign description"),
    accept("other order"),
    accept("much white space"),
    accept("no white space"),
    accept("chunked"),
    accept("slow"),
    accept("gzip"),
    recover("reset"),
    recover("acceptance", 200, "truncated", "chunked"),
    fail("acceptance", 200, "stalled"),
    fail("page", 404),
    refuse("", 401, "extra members"),
    refuse("", 200, "long description"),
    refuse("", 200, "blank description", "chunked"),
    refuse("", 400, "foreign description", "gzip"),
    recover("empty", 500),
)


def list_scenarios(contract: Contract, seed: str) -> Iterator[tuple[str, Scenario]]:
    """Every scenario with the part of a run that it belongs to; the mixtures never end."""
    random = Random(f"{seed}:scenarios")  # noqa: S311  reproducible, not secret
    for scenario in CLASSICS:
        yield "classics", scenario
    unseen = find_unseen_code(contract, random)
    if unseen:
        yield "kinds", refuse(unseen)
    for way in NOTICES:
        yield "kinds", Scenario((ACCEPTED,), way)
    for scenario in KINDS:
        yield "kinds", scenario
    for code in list_refusal_codes(contract):
        yield "codes", refuse(code)
    while True:
        yield "mixtures", mix(random, ("", *list_refusal_codes(contract), *filter(None, [unseen])))


def mix(random: Random, codes: tuple[str, ...]) -> Scenario:
    """A scenario of several parts, drawn: what is slow to fail is not among them."""
    answers = [_draw_answer(random, codes)]
    if not answers[0].accepts and random.random() < 1 / 3:
        answers.append(Planned("acceptance", twists=_draw_twists(random)))
    notices = random.choice((*NOTICES, IN_ORDER, IN_ORDER, IN_ORDER))
    return Scenario(tuple(answers), notices if answers[-1].accepts else IN_ORDER)


def _draw_answer(random: Random, codes: tuple[str, ...]) -> Planned:
    twists = _draw_twists(random)
    kind = random.choice(("acceptance",) * 4 + ("refusal",) * 4 + ("error", "page", "empty"))
    if kind == "acceptance":
        cut = random.random() < 1 / 6
        return Planned(kind, twists=(*twists, "truncated") if cut else twists)
    if kind == "refusal":
        code = random.choice((*codes, codes[-1], codes[-1], codes[-1]))
        single = tuple(one for one in twists if one != SEVERAL)
        return Planned(kind, random.choice((200, 200, 400, 401, 403, 422)), code, single)
    status = random.choice((500, 502, 503, 404, 429))
    return Planned(kind, status, twists=("retry after",) if status in (429, 503) else ())


def _draw_twists(random: Random) -> tuple[str, ...]:
    """A few twists that change nothing; of the descriptions one."""
    drawn = set(random.sample(HARMLESS, random.randint(0, MOST_TWISTS)))
    words = [one for one in WORDS if one in drawn]
    return tuple(one for one in HARMLESS if one in drawn and one not in words[1:])


def adapt(scenario: Scenario, *, notified: bool, zipped: bool) -> Scenario:
    """A scenario without what makes no difference to a client that is not notified, or no gzip."""
    answers = scenario.answers
    if not zipped:
        answers = tuple(
            replace(one, twists=tuple(twist for twist in one.twists if twist != "gzip"))
            for one in answers
        )
    return Scenario(answers, scenario.notices if notified else IN_ORDER)

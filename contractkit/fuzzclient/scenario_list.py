"""The scenarios of a run, in order: the classics, then every kind, every code, then mixtures."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from random import Random

from contractkit.contracts.answer_statuses import read_answer_statuses
from contractkit.contracts.loading import Contract
from contractkit.emulator.answers import Ids, codes_of
from contractkit.findings import Verdict, judge
from contractkit.fuzzclient.answers import DESCRIPTIONS, MUTATIONS, SEVERAL, render
from contractkit.fuzzclient.listed_statuses import fit_statuses
from contractkit.fuzzclient.scenario import IN_ORDER, PlannedAnswer, Scenario
from contractkit.validation.check import check

ACCEPTED = PlannedAnswer("acceptance")
PLAIN = Scenario((ACCEPTED,))
ORDERS = ("late", "repeated", "in reverse")
HARMLESS = tuple(name for name in MUTATIONS if name not in ("retry after", "truncated", "stalled"))
MOST_MUTATIONS, MOST_TRIES = 3, 400
SERVER_ERRORS, TOO_MANY = range(500, 600), 429


def accept(*mutations: str) -> Scenario:
    """An acceptance with mutations."""
    return Scenario((PlannedAnswer("acceptance", mutations=mutations),))


def refuse(code: str = "", status: int = 200, *mutations: str) -> Scenario:
    """A refusal."""
    return Scenario((PlannedAnswer("refusal", status, code, mutations),))


def fail(kind: str, status: int = 200, *mutations: str) -> Scenario:
    """An answer that says neither, to every request."""
    return Scenario((PlannedAnswer(kind, status, mutations=mutations),))


def recover(kind: str, status: int = 200, *mutations: str) -> Scenario:
    """An answer that says neither, to the first request; whoever tries again is accepted."""
    return Scenario((PlannedAnswer(kind, status, mutations=mutations), ACCEPTED))


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
    for part, scenario in _list_scenarios(contract, seed):
        yield part, fit_statuses(contract, scenario)


def _list_scenarios(contract: Contract, seed: str) -> Iterator[tuple[str, Scenario]]:
    random = Random(f"{seed}:scenarios")  # noqa: S311  reproducible, not secret
    for scenario in CLASSICS:
        yield "classics", scenario
    unseen = find_unseen_code(contract, random)
    if unseen:
        yield "kinds", refuse(unseen)
    for order in ORDERS:
        yield "kinds", Scenario((ACCEPTED,), order)
    for scenario in KINDS:
        yield "kinds", scenario
    for scenario in _list_without_form(contract):
        yield "kinds", scenario
    for code in list_refusal_codes(contract):
        yield "codes", refuse(code)
    while True:
        yield "mixtures", mix(random, ("", *list_refusal_codes(contract), *filter(None, [unseen])))


def _list_without_form(contract: Contract) -> Iterator[Scenario]:
    """Answers without a body, with each status that needs none by the contract."""
    statuses = read_answer_statuses(contract)
    listed = (*statuses.bodiless, *statuses.unchecked) if statuses else ()
    for status in dict.fromkeys(listed):
        again = status in SERVER_ERRORS or status == TOO_MANY
        yield recover("empty", status) if again else fail("empty", status)


def mix(random: Random, codes: tuple[str, ...]) -> Scenario:
    """A scenario of several parts, drawn: what is slow to fail is not among them."""
    answers = [_draw_answer(random, codes)]
    if not answers[0].accepts and random.random() < 1 / 3:
        answers.append(PlannedAnswer("acceptance", mutations=_draw_mutations(random)))
    order = random.choice((*ORDERS, IN_ORDER, IN_ORDER, IN_ORDER))
    return Scenario(tuple(answers), order if answers[-1].accepts else IN_ORDER)


def _draw_answer(random: Random, codes: tuple[str, ...]) -> PlannedAnswer:
    mutations = _draw_mutations(random)
    kind = random.choice(("acceptance",) * 4 + ("refusal",) * 4 + ("error", "page", "empty"))
    if kind == "acceptance":
        cut = random.random() < 1 / 6
        return PlannedAnswer(kind, mutations=(*mutations, "truncated") if cut else mutations)
    if kind == "refusal":
        code = random.choice((*codes, codes[-1], codes[-1], codes[-1]))
        single = tuple(name for name in mutations if name != SEVERAL)
        return PlannedAnswer(kind, random.choice((200, 200, 400, 401, 403, 422)), code, single)
    status = random.choice((500, 502, 503, 404, 429))
    return PlannedAnswer(kind, status, mutations=("retry after",) if status in (429, 503) else ())


def _draw_mutations(random: Random) -> tuple[str, ...]:
    """A few harmless mutations; of those of the description at most one."""
    drawn = set(random.sample(HARMLESS, random.randint(0, MOST_MUTATIONS)))
    descriptions = [name for name in DESCRIPTIONS if name in drawn]
    return tuple(name for name in HARMLESS if name in drawn and name not in descriptions[1:])


def adapt(scenario: Scenario, *, notified: bool, gzip_allowed: bool) -> Scenario:
    """A scenario without what makes no difference to a client that is not notified, or no gzip."""
    answers = scenario.answers
    if not gzip_allowed:
        answers = tuple(
            replace(planned, mutations=tuple(name for name in planned.mutations if name != "gzip"))
            for planned in answers
        )
    return Scenario(answers, scenario.notifications if notified else IN_ORDER)


@lru_cache(maxsize=8)
def list_refusal_codes(contract: Contract) -> tuple[str, ...]:
    """The documented codes of refusals; the usual one, which needs no name, is not among them."""
    answers = contract.data["answers"]
    unnamed = (answers.get("accepted"), answers["otherwise"])
    return tuple(code for code in codes_of(contract, answers["context"]) if code not in unnamed)


def find_unseen_code(contract: Contract, random: Random) -> str | None:
    """A code that nobody documented and that a refusal may carry all the same; None if none is."""
    known = codes_of(contract, contract.data["answers"]["context"])
    for code in _vary(str(contract.data["answers"]["otherwise"]), random):
        if code not in known and _may_carry(contract, code):
            return code
    return None


def _vary(code: str, random: Random) -> Iterator[str]:
    for _ in range(MOST_TRIES):
        yield "".join(random.choice("0123456789") if char.isdigit() else char for char in code)


def _may_carry(contract: Contract, code: str) -> bool:
    answer = render(contract, PlannedAnswer("refusal", code=code), Ids(code), gzip_allowed=False)
    message = contract.data["answers"]["message"]
    return judge(check(answer.value, message, contract=contract)) is not Verdict.INVALID

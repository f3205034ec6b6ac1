"""The requests of one contract, fuzzed one after the other, with one report."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from contractkit.contracts.loading import Contract
from contractkit.contracts.requests import list_requests, takes_body
from contractkit.contracts.rules import load_rules
from contractkit.errors import ContractkitError, TargetError, UnbuildableError
from contractkit.fuzz.budgets import count_phases, find_need, limit, name_limit, share
from contractkit.fuzz.options import Options
from contractkit.fuzz.ranking import GROUPS, Group
from contractkit.fuzz.records import Failure
from contractkit.fuzz.reports import Report
from contractkit.reporting.texts import count_noun, name_first

# What only reads comes first, since it needs little; what may take away what others need, last.
READING, REMOVING = ("GET", "HEAD", "OPTIONS"), "DELETE"
# What is the same in all requests of a server, if it is wrong in several.
OF_ALL_REQUESTS = frozenset({"unauthenticated-accepted", "content-type"})
MOST_NAMED = 3
NOT_READ = "nothing that could be sent was found"
Run = Callable[[Contract, Options, Sequence[Report]], Report]


def fuzz_requests(contract: Contract, options: Options, run: Run) -> Report:
    """Fuzz each request of a contract.

    `run` takes one, its options, and the reports of those before it. What one leaves of the
    requests and the time is for those behind it. One of which nothing can be sent is left out, with
    the reason. Raises what `run` raises where there is only one.
    """
    views = _choose(contract, options)
    limited = limit(options, views)
    if len(views) == 1 and views[0] is contract:
        report = run(contract, limited, ())
    else:
        report = _fuzz_in_turn(contract, views, limited, run)
    return replace(report, skipped=report.skipped | name_limit(options, limited))


def _fuzz_in_turn(
    contract: Contract, views: Sequence[Contract], options: Options, run: Run
) -> Report:
    """Fuzz requests one after the other. Raises ContractkitError where nothing can be sent."""
    reports: list[tuple[Contract, Report]] = []
    left_out: dict[str, str] = {}
    for number, view in enumerate(views):
        own = share(options, [report for _, report in reports], views[number:])
        if own is None:
            left_out[view.request] = "what the options allow was used up before"
            continue
        try:
            report = run(view, own, [report for _, report in reports])
        except TargetError:
            raise
        except (ContractkitError, UnbuildableError) as error:
            reason = NOT_READ if isinstance(error, UnbuildableError) else str(error)
            left_out[view.request] = reason
            continue
        reports.append((view, report))
        if report.stopped and _ends_all(report):
            break
    if not reports:
        reasons = "; ".join(f"{name}: {reason}" for name, reason in left_out.items())
        raise ContractkitError(f"there is nothing to send ({reasons})")
    joined = join_reports(contract, options, reports)
    return replace(joined, skipped=joined.skipped | left_out)


def _choose(contract: Contract, options: Options) -> list[Contract]:
    """The requests that are tried, in the order in which they are."""
    views = order_requests(contract)
    if options.rule:
        having = [view for view in views if options.rule.upper() in load_rules(view)]
        views = having or views[:1]
    return views


def order_requests(contract: Contract) -> list[Contract]:
    """The requests of a contract in the order in which they are sent."""
    return sorted(list_requests(contract), key=_order)


def _order(view: Contract) -> tuple[bool, bool, bool, int]:
    """Those that need most come first: they show what is the same in all requests of a server."""
    method = str(view.data["operation"]["method"])
    return method == REMOVING, method not in READING, takes_body(view), -find_need(view)


def _ends_all(report: Report) -> bool:
    """Whether what ended one run ends those behind it too: whoever ran it wants no more."""
    return "interrupted" in report.stopped or "could not be reached" in report.stopped


def join_reports(
    contract: Contract, options: Options, reports: Sequence[tuple[Contract, Report]]
) -> Report:
    """One report of several requests, the gravest failures first."""
    every = [report for _, report in reports]
    failures = [
        replace(failure, request=view.request)
        for view, report in reports
        for failure in report.failures
    ]
    stopped = [f"{view.request}: {report.stopped}" for view, report in reports if report.stopped]
    return replace(
        every[0],
        contract=str(contract),
        requests=sum(report.requests for report in every),
        seconds=sum(report.seconds for report in every),
        failures=tuple(sorted(_join_alike(failures), key=_weigh)),
        rules=_add_rules(every),
        phases=dict(count_phases(every)),
        skipped=_join_skipped(reports),
        stopped="; ".join(stopped),
        secrets=options.secrets,
        titles={rule.id: rule.title for rule in load_rules(contract).values()},
    )


def _join_alike(failures: Sequence[Failure]) -> list[Failure]:
    """The failures, with one for what has the same cause in several requests."""
    joined: dict[object, list[Failure]] = {}
    for failure in failures:
        problem, label = failure.problem, failure.exchange.probe.label
        alike = problem.check in OF_ALL_REQUESTS
        key = (problem.check, problem.aspect, label) if alike else id(failure)
        joined.setdefault(key, []).append(failure)
    return [_tell_others(first, others) for first, *others in joined.values()]


def _tell_others(first: Failure, others: Sequence[Failure]) -> Failure:
    """A failure that says in how many further requests it is found, too."""
    if not others:
        return first
    seen = f"{first.problem.seen} (so it is in {count_noun(len(others), 'more operation')})"
    count = first.count + sum(failure.count for failure in others)
    return replace(first, problem=replace(first.problem, seen=seen), count=count)


def _weigh(failure: Failure) -> int:
    return GROUPS.index(Group(failure.group))


def _add_rules(reports: Sequence[Report]) -> dict[str, dict[str, int]]:
    """For each rule the payloads of all requests that kept and that broke it."""
    added: dict[str, dict[str, int]] = {}
    for report in reports:
        for rule, counts in report.rules.items():
            known = added.setdefault(rule, dict.fromkeys(counts, 0))
            for kind, count in counts.items():
                known[kind] += count
    return dict(sorted(added.items()))


def _join_skipped(reports: Sequence[tuple[Contract, Report]]) -> dict[str, str]:
    """What was left out: once where it was for all requests, else with these, or how many."""
    requests: dict[tuple[str, str], list[str]] = {}
    for view, report in reports:
        for pair in report.skipped.items():
            requests.setdefault(pair, []).append(view.request)
    return {
        name
        if len(of) == len(reports)
        else f"{name} of {name_first(of, MOST_NAMED, 'request')}": reason
        for (name, reason), of in requests.items()
    }

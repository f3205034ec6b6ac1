"""A run from its beginning to its report: on a URL, or on an application in this process."""

import dataclasses
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from contractkit.contracts.listed_answers import list_answer_messages, read_listed_answers
from contractkit.contracts.loading import Contract, load_default
from contractkit.contracts.requests import find_common_path, find_request, list_requests
from contractkit.contracts.rules import find_rule, load_rules
from contractkit.errors import BrokenContractError, TargetError
from contractkit.fuzz.addresses import find_address, find_base
from contractkit.fuzz.answers import is_unauthenticated
from contractkit.fuzz.base_paths import fit_paths
from contractkit.fuzz.budgets import list_shown
from contractkit.fuzz.campaign import Campaign, Watcher
from contractkit.fuzz.fresh_headers import name_fresh_headers
from contractkit.fuzz.listener import Listener
from contractkit.fuzz.logins import right_login
from contractkit.fuzz.options import Options
from contractkit.fuzz.phases import queries
from contractkit.fuzz.probes import Setting, plainest
from contractkit.fuzz.ranking import rank_failures
from contractkit.fuzz.records import Exchange, Fault
from contractkit.fuzz.replay import list_operations_asked, list_probes
from contractkit.fuzz.reports import Report
from contractkit.fuzz.request_filter import is_safe
from contractkit.fuzz.sending import Sender, Target
from contractkit.fuzz.several import fuzz_requests, join_reports, order_requests
from contractkit.fuzz.shrinking import shrink_failures
from contractkit.payloads.plain_answers import can_be_answered
from contractkit.reporting.texts import count_noun

NEEDED = ("operation", "answers")
POLL = 0.05
UNKNOWN_PATH = (404, 405)
NOT_YET = (Fault.UNREACHABLE, Fault.DROPPED, Fault.SILENT)
WITHOUT_BASE = "the target has the paths without it"
NO_ANSWER = "no value was found that the contract allows there"
INTERRUPTED, ENOUGH = "it was interrupted", "it had {} (--max-failures)"


def run(
    url: str | None = None,
    *,
    app: Callable[..., Any] | None = None,
    contract: Contract | None = None,
    options: Options | None = None,
    watcher: Watcher | None = None,
    timeout: float = 5.0,
) -> Report:
    """Fuzz a URL on this machine, or a WSGI or ASGI application, and report what is wrong with it.

    `timeout`: seconds for one request; a call of an application has no such limit, since it cannot
    be stopped. Raises TargetError where nothing answers at all, or the URL is not of this machine;
    UnknownNameError, BrokenContractError.
    """
    from contractkit.fuzz.targets import open_app, open_url
    from contractkit.fuzz.targets.urls import check_host, split_url

    contract = contract or load_default()
    if app is not None:
        path = find_common_path(list_requests(contract)[0])
        target = open_app(app, url or f"http://localhost{path}")
    elif url is not None:
        split_url(url)
        check_host(url, ())
        target = open_url(url, timeout=timeout)
    else:
        raise TypeError("run() takes a URL or an application")
    try:
        return fuzz_target(target, contract, options or Options(), watcher)
    finally:
        target.close()


def fuzz_target(
    target: Target, contract: Contract, options: Options, watcher: Watcher | None = None
) -> Report:
    """Fuzz an open target; the caller has made sure that it may be fuzzed.

    The requests of the contract come one after the other, and share what the options allow.
    """
    run_one = partial(_fuzz_request, target, watcher=watcher)
    fitted, base = fit_paths(target, contract, options)
    report = fuzz_requests(fitted, options, run_one)
    left_out = {f"{base} at the beginning of all paths": WITHOUT_BASE} if base else {}
    return dataclasses.replace(report, skipped=report.skipped | left_out)


def _fuzz_request(
    target: Target,
    contract: Contract,
    options: Options,
    earlier: Sequence[Report],
    watcher: Watcher | None,
) -> Report:
    """Fuzz one request of a contract; `earlier` are the reports of those before it."""
    with open_campaign(target, contract, options, watcher, earlier) as campaign:
        try:
            send_first_request(campaign)
            campaign.run_phases()
            campaign.judge_notifications()
            campaign.send_postponed()
            shrink_failures(campaign)
        except KeyboardInterrupt:
            campaign.stopped = campaign.stopped or INTERRUPTED
        return make_report(campaign)


def send_first_request(campaign: Campaign) -> None:
    """Send the plainest request, and stop the run where the URL or the credentials are wrong.

    Raises TargetError where the target asks for credentials and none are known.
    """
    contract, setting = campaign.contract, campaign.setting
    plain = plainest(contract, setting.message)
    exchange = campaign.retry(campaign.sender.send(setting.make_probe("greeting", plain)))
    if is_unauthenticated(contract, exchange.answer):
        known = setting.login.headers or setting.login.query
        if not (known or campaign.options.secrets.headers):
            reason = "asks for credentials; give them with --key"
            if not contract.whole:  # others may need none
                raise TargetError(campaign.sender.target.url, reason)
            campaign.stopped = f"it {reason}"
            return
        campaign.stopped = "the target does not take these credentials; are they right?"
    elif exchange.answer.status in UNKNOWN_PATH and not _may_be_missing(contract, exchange):
        campaign.stopped = f"it answers HTTP {exchange.answer.status}; is the path right?"
    campaign.handle(exchange)


def _may_be_missing(contract: Contract, exchange: Exchange) -> bool:
    """Whether an answer only says that there is nothing of the name that the path has."""
    listed = read_listed_answers(contract)
    return listed is not None and listed.is_by_state(exchange.answer.status)


def replay(
    target: Target, contract: Contract, options: Options, failures: list[dict[str, Any]]
) -> Report:
    """Send the failures of a JSON report again; the report has those that fail again."""
    by_request: dict[str, list[dict[str, Any]]] = {} if failures else {"": []}
    for failure in failures:
        by_request.setdefault(failure.get("operation", ""), []).append(failure)
    reports = [
        (view, _replay_request(target, view, options, own))
        for name, own in by_request.items()
        for view in [find_request(contract, name) if name else contract]
    ]
    return reports[0][1] if "" in by_request else join_reports(contract, options, reports)


def _replay_request(
    target: Target, contract: Contract, options: Options, failures: list[dict[str, Any]]
) -> Report:
    notified = any(probe["token"] for failure in failures for probe in failure["replay"])
    options = dataclasses.replace(options, receipts=options.receipts or notified)
    with open_campaign(target, contract, options) as campaign:
        probes = list_probes(campaign.setting, options.secrets, failures, campaign.listener)
        allowed = (probe for probe in probes if not options.safe_only or is_safe(contract, probe))
        try:
            campaign.send_all(campaign.take(allowed, campaign.requests_left))
            if not campaign.stopped and next(allowed, None) is not None:
                campaign.stopped = f"its {options.most_requests} requests were sent"
            if list_operations_asked(failures):
                campaign.run_phases((queries.NAME,))
            campaign.judge_notifications()
        except KeyboardInterrupt:
            campaign.stopped = campaign.stopped or INTERRUPTED
        return make_report(campaign, replayed=True)


@contextmanager
def open_campaign(
    target: Target,
    contract: Contract,
    options: Options,
    watcher: Watcher | None = None,
    earlier: Sequence[Report] = (),
) -> Iterator[Campaign]:
    """A campaign that is ready to run, with its listener if one is wanted.

    Its exchanges are numbered behind those of earlier ones of the same target.
    """
    check_fitness(contract)
    rule = find_rule(contract, options.rule).id if options.rule else None
    setting = Setting(
        contract,
        right_login(contract, options.secrets),
        options.seed,
        rule,
        find_address(contract, target.url),
        find_base(contract, target.url) or "",
        shown=list_shown(earlier),
    )
    fresh = name_fresh_headers(contract)
    sender = Sender(
        target,
        options.secrets,
        workers=options.workers,
        rate=options.rate,
        fresh=fresh,
        first=sum(report.requests for report in earlier) + 1,
    )
    with open_listener(contract, options) as listener:
        campaign = Campaign(contract, options, setting, sender, listener)
        campaign.watcher = watcher or campaign.watcher
        yield campaign


def make_report(campaign: Campaign, *, replayed: bool = False) -> Report:
    """The report of a campaign as it stands, the gravest failures first."""
    campaign.causes.settle(replayed=replayed)
    if campaign.cut:
        campaign.stopped = campaign.stopped or ENOUGH.format(
            count_noun(campaign.options.failures or 0, "failure")
        )
    return Report(
        contract=str(campaign.contract),
        target=campaign.sender.target.url,
        seed=campaign.options.seed,
        requests=campaign.sender.sent,
        seconds=campaign.seconds,
        failures=rank_failures(campaign.contract, campaign.causes.list_failures()),
        rules=campaign.coverage.summarise(),
        phases=campaign.counts,
        skipped=_list_left_out(campaign),
        stopped=campaign.stopped,
        secrets=campaign.options.secrets,
        titles={rule.id: rule.title for rule in load_rules(campaign.contract).values()},
    )


def _list_left_out(campaign: Campaign) -> dict[str, str]:
    """What was not sent or could not be judged, each with the reason."""
    left_out = campaign.request_filter.name_left_out()
    unjudged = {
        f"the form of answers that are “{message}”": NO_ANSWER
        for message in list_answer_messages(campaign.contract)
        if not can_be_answered(campaign.contract, message)
    }
    return campaign.skipped | left_out | campaign.acceptances.describe() | unjudged


def check_fitness(contract: Contract) -> None:
    """Refuse a contract that says nothing of an operation. Raises BrokenContractError."""
    for request in list_requests(contract):
        missing = [key for key in NEEDED if key not in request.data]
        if missing:
            reason = f"has no {missing[0]!r}, so there is nothing to fuzz"
            raise BrokenContractError(f"{contract.folder}/contract.json", reason)


@contextmanager
def open_listener(contract: Contract, options: Options) -> Iterator[Listener | None]:
    """A listener for notifications, if one is wanted and the contract knows any."""
    if not options.receipts or "callback" not in contract.data:
        yield None
        return
    from contractkit.httpserver.server import serve

    listener = Listener()
    with serve(listener.receive) as server:
        listener.url = server.url
        yield listener


def wait_until_up(target: Target, contract: Contract, options: Options, seconds: float) -> None:
    """Wait until a target answers anything at all. Raises TargetError when the time is over.

    A proxy may take connections before the target behind it has started. Where that is still so
    when the time is over, the run says what is wrong.
    """
    contract = order_requests(contract)[0]
    login, address = right_login(contract, options.secrets), find_address(contract, target.url)
    setting = Setting(contract, login, address=address)
    probe = setting.make_probe("wait", plainest(contract, setting.message))
    sender = Sender(target, options.secrets)
    until = time.monotonic() + seconds
    while (fault := sender.send(probe).answer.fault) in NOT_YET:
        if time.monotonic() > until:
            if fault is not Fault.UNREACHABLE:
                return
            raise TargetError(target.url, f"could not be reached within {seconds:g} s")
        time.sleep(POLL)

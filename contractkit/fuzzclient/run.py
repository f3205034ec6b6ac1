"""A run against a client from its beginning to its report; the scenarios of a report again."""

import shlex
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace

from contractkit.contracts.loading import Contract, load_default
from contractkit.errors import BrokenContractError, ContractkitError
from contractkit.fuzz.run import INTERRUPTED, check_fitness
from contractkit.fuzz.secrets import Secrets
from contractkit.fuzzclient.campaign import Campaign, Watcher
from contractkit.fuzzclient.listed_statuses import fit_statuses
from contractkit.fuzzclient.options import Options, read_exit_map
from contractkit.fuzzclient.oracles import Criteria
from contractkit.fuzzclient.ranking import rank_failures
from contractkit.fuzzclient.replay import Replayed
from contractkit.fuzzclient.reports import Report
from contractkit.fuzzclient.runner import Client, CommandRunner, LineRunner, Runner
from contractkit.fuzzclient.server import ScenarioServer, make_key

NEEDED = ("otherwise", "templates", "context")


def run(
    command: Sequence[str],
    *,
    contract: Contract | None = None,
    options: Options | None = None,
    watcher: Watcher | None = None,
) -> Report:
    """Run a client again and again against a server that tries it, and report what it does wrong.

    In the words of the command `{url}` and `{key}` are filled in; CONTRACTKIT_URL and
    CONTRACTKIT_KEY are in its environment. Raises TargetError where it cannot be started or sends
    nothing, ContractkitError for options that cannot be, BrokenContractError.
    """

    def play(campaign: Campaign) -> None:
        campaign.watcher = watcher or campaign.watcher
        campaign.run_parts()

    return _run_campaign(command, contract or load_default(), options or Options(), play)


def replay(
    command: Sequence[str],
    scenarios: Iterable[Replayed],
    *,
    contract: Contract | None = None,
    options: Options | None = None,
) -> Report:
    """Play the scenarios of an earlier report; the report has what fails in them now."""

    def play(campaign: Campaign) -> None:
        campaign.part = "replay"
        for replayed in scenarios:
            if campaign.has_enough():
                break
            campaign.criteria = replace(campaign.criteria, sends=replayed.sends)
            campaign.handle(fit_statuses(campaign.contract, replayed.scenario))

    return _run_campaign(command, contract or load_default(), options or Options(), play)


def check_contract(contract: Contract) -> None:
    """Refuse a contract that does not say how requests are answered. Raises BrokenContractError."""
    check_fitness(contract)
    missing = [key for key in NEEDED if key not in contract.data.get("answers", {})]
    if missing:
        reason = f"'answers' has no {missing[0]!r}, so there is nothing to answer with"
        raise BrokenContractError(f"{contract.folder}/contract.json", reason)


def _run_campaign(
    command: Sequence[str], contract: Contract, options: Options, play: Callable[[Campaign], None]
) -> Report:
    check_contract(contract)
    if not command:
        raise ContractkitError("there is no command to run; give the client's behind --")
    with _open(command, contract, options) as campaign:
        try:
            play(campaign)
        except KeyboardInterrupt:
            campaign.stopped = INTERRUPTED
        return _write(command, campaign)


@contextmanager
def _open(command: Sequence[str], contract: Contract, options: Options) -> Iterator[Campaign]:
    """A campaign that is ready to run, with its server and its client."""
    exits = read_exit_map(options.exits)
    key = make_key(options.seed) if options.key is None else options.key
    Secrets(key)  # refuses what no header can carry
    with closing(ScenarioServer(contract, key, options.seed, options.timeout)) as server:
        client = Client(command, server.url, key, exits, options.timeout)
        runner: Runner = LineRunner(client) if options.lines else CommandRunner(client)
        criteria = Criteria(contract, key, options.timeout, options.retries)
        with closing(runner):
            yield Campaign(contract, options, criteria, server, runner)


def _write(command: Sequence[str], campaign: Campaign) -> Report:
    for error in campaign.server.errors:  # a fault of the server is not one of the client
        raise error
    return Report(
        contract=campaign.contract,
        target=shlex.join(command),
        url=campaign.server.url,
        seed=campaign.options.seed,
        answers=campaign.server.answers,
        seconds=campaign.seconds,
        failures=rank_failures(campaign.causes.list_failures()),
        warnings=tuple(campaign.warnings.list_warnings()),
        rules=campaign.coverage.summarise(),
        parts=dict(campaign.parts),
        sends=campaign.criteria.sends,
        stopped=campaign.stopped,
        secrets=Secrets(campaign.criteria.key),
    )

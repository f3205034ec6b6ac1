"""Clients that are functions of this process: what they do is seen at once, and costs nothing."""

import http.client
import json
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from time import monotonic, sleep
from typing import Any
from urllib.parse import urlsplit

from contractkit.contracts.loading import Contract, load_default
from contractkit.fuzz.records import Fault
from contractkit.fuzzclient.campaign import Campaign
from contractkit.fuzzclient.live_run import LiveRun
from contractkit.fuzzclient.options import Options
from contractkit.fuzzclient.oracles import Criteria
from contractkit.fuzzclient.records import Claim, Ending
from contractkit.fuzzclient.server import ScenarioServer
from tests.sample_payloads import plain

KEY, SECONDS = "key-0123456789abcdef", 10.0
NO_ANSWER = (OSError, http.client.HTTPException)


@dataclass
class Line:
    """The way to the stage: a connection a request. What hangs is a timeout at once."""

    url: str
    play: LiveRun | None = None

    def post(self, payload: Any = None, **more: Any) -> bytes:
        """The body of an answer; raises one of NO_ANSWER."""
        return self.send(json.dumps(plain() if payload is None else payload).encode(), **more)

    def send(self, body: bytes, **more: Any) -> bytes:
        return self.fetch(body, **more)[1]

    def fetch(
        self,
        body: bytes | None,
        *,
        headers: dict[str, str] | None = None,
        path: str | None = None,
        method: str = "POST",
        counted: bool = True,
    ) -> tuple[int, bytes]:
        """The status and the body of an answer; raises one of NO_ANSWER."""
        parts = urlsplit(self.url)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=SECONDS)
        try:
            sent = {"key": KEY} if headers is None else headers
            seen = self._count()
            connection.request(method, path or parts.path, body, sent)
            if counted:
                self._look_whether_it_hangs(seen)
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def _count(self) -> int:
        return len(self.play.exchanges) if self.play else 0

    def _look_whether_it_hangs(self, seen: int) -> None:
        until = monotonic() + SECONDS
        while self.play and not self.play.stop and monotonic() < until:
            if self._count() > seen:
                if self.play.exchanges[-1].answer.fault is Fault.SILENT:
                    raise TimeoutError
                return
            sleep(0.001)

    def accepts(self, payload: Any = None, **more: Any) -> bool:
        """Whether a request is accepted, as a right client sees it."""
        try:
            response = json.loads(self.post(payload, **more))["response"]
            return isinstance(response, list)
        except (*NO_ANSWER, ValueError, KeyError, TypeError):
            return False


Client = Callable[[Line], bool]


@dataclass
class InProcess:
    """Runs a function for each send: what it returns is its claim, an exception is a crash."""

    client: Client
    line: Line

    def run(self, play: LiveRun) -> Ending:
        self.line.play = play
        try:
            claim = self.client(self.line)
        except Exception as error:  # noqa: BLE001  what the client died of
            told = f"Traceback (most recent call last):\n{type(error).__name__}: {error}\n"
            return Ending(Claim.FAILED, "exit status 1", 0.1, 1, "", told, play.stop)
        said = Claim.ACCEPTED if claim else Claim.FAILED
        return Ending(said, f"exit status {int(not claim)}", 0.1, int(not claim), stop=play.stop)

    def close(self) -> None:
        pass


@contextmanager
def campaign(
    client: Client, contract: Contract | None = None, **options: Any
) -> Iterator[Campaign]:
    """A campaign against a function."""
    told, contract = Options(timeout=1.0, **options), contract or load_default()
    with closing(ScenarioServer(contract, KEY, told.seed, told.timeout)) as stage:
        criteria = Criteria(contract, KEY, told.timeout, told.retries)
        yield Campaign(contract, told, criteria, stage, InProcess(client, Line(stage.url)))
        assert stage.errors == ()


def judge(client: Client, **options: Any) -> list[tuple[str, str]]:
    """What a function is blamed for, as checks and aspects."""
    with campaign(client, **options) as running:
        running.run_parts()
        return [(one.problem.check, one.problem.aspect) for one in running.causes.list_failures()]

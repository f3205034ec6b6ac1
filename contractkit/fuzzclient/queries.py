"""Answers to a client that asks about what was accepted: they are right, and are not counted."""

from typing import TYPE_CHECKING

from contractkit.contracts.message_forms import list_notification_forms
from contractkit.contracts.operations import list_operations
from contractkit.emulator.accepted_requests import AcceptedRequests
from contractkit.emulator.answers import Answers
from contractkit.emulator.judgement import Judgement
from contractkit.emulator.queries import answer_query
from contractkit.emulator.settings import Settings
from contractkit.emulator.wsgi import NO_LIMIT, Reply, read_request
from contractkit.fuzzclient.live_run import LiveRun

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment


class Queries:
    """The other operations of the contract, if it has any."""

    def __init__(self, settings: Settings) -> None:
        """Nothing was accepted yet."""
        self._settings, self._answers = settings, Answers(settings)
        self._accepted = AcceptedRequests(settings.contract)
        self._asked = bool(list_operations(settings.contract))
        self._ends: set[str] = set()

    def add(self, judgement: Judgement, answer: object) -> None:
        """Remember an accepted request, which has come to its end at once."""
        if not self._asked:
            return
        code = self._accepted.add(judgement, answer, notified=False).code
        forms = list_notification_forms(self._settings.contract)
        if code and forms:
            self._ends.add(forms[0].name_status(code.status[0]))

    def answer(self, environ: "WSGIEnvironment", run: LiveRun | None) -> Reply | None:
        """The answer to a query; None for any other request, which is not read then."""
        path = environ.get("PATH_INFO", "")
        if not self._asked or path == self._settings.operation["path"]:
            return None
        request = read_request(environ, NO_LIMIT)
        outcome = answer_query(self._settings, self._answers, self._accepted, request)
        if outcome and run:
            for status in self._ends:
                run.note_notification(status)  # which the client knows now
        return outcome.reply if outcome else None

"""A reference server of a contract's operation: it judges requests as the linter does.

From the top down: several, emulator, app, control, queries, accepted_requests, queued_answers,
outcome, notifications, batches, answers, templates, judgement, authentication, notifier, posting,
history, log, wsgi, settings.
"""

from contractkit.emulator.emulator import Emulator, emulate
from contractkit.emulator.history import Notification, RecordedRequest
from contractkit.emulator.settings import Retry, Settings

__all__ = ["Emulator", "Notification", "RecordedRequest", "Retry", "Settings", "emulate"]

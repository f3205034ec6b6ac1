"""A reference server of a contract's operation: it judges requests as the linter does."""

from contractkit.emulator.emulator import Emulator, emulate
from contractkit.emulator.records import Notification, Seen
from contractkit.emulator.settings import Retry, Settings

__all__ = ["Emulator", "Notification", "Retry", "Seen", "Settings", "emulate"]

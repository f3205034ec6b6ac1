"""Everything that contractkit raises on purpose, under one base."""

from collections.abc import Iterable
from typing import Any

MOST_NAMES, MOST_MARKS = 12, 3


class ContractkitError(Exception):
    """The base of them all. `str(error)` is one line: what, where, and what to do."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Let an error cross from one process to another with its fields."""
        return _revive, (type(self), self.args, vars(self))


def _revive(
    kind: type[ContractkitError], args: tuple[object, ...], fields: dict[str, object]
) -> ContractkitError:
    error = kind.__new__(kind, *args)
    vars(error).update(fields)
    return error


class UnknownNameError(ContractkitError):
    """A contract, version, message, rule or tenant setting that does not exist.

    Attributes: `kind` (what was looked for), `name`, `known` (sorted), `nearest` (or None).
    """

    def __init__(self, kind: str, name: str, known: Iterable[str], hint: str = "") -> None:
        """Word the error, with the nearest known name where one is near."""
        from difflib import get_close_matches

        self.kind, self.name, self.known = kind, name, tuple(sorted(known))
        folded = {one.casefold(): one for one in self.known}
        near = get_close_matches(name.casefold(), folded, n=1, cutoff=0.6)
        self.nearest = folded[near[0]] if near else None
        tail = f"did you mean {self.nearest!r}?" if self.nearest else hint or self._listing()
        super().__init__(f"unknown {kind} {name!r}: {tail}")

    def _listing(self) -> str:
        shown = ", ".join(self.known[:MOST_NAMES])
        return (
            f"known are {shown}{', …' if len(self.known) > MOST_NAMES else ''}"
            if shown
            else "none exist"
        )


class UnreadableInputError(ContractkitError):
    """A file, folder or stream that could not be read. Attributes: `path`, `reason`."""

    def __init__(self, path: str, reason: str) -> None:
        """Name the input and say why it could not be read."""
        self.path, self.reason = path, reason
        super().__init__(f"{path}: {reason}")


def describe_os_error(error: OSError) -> str:
    """Why a file could not be read, in a few words."""
    known = {FileNotFoundError: "no such file", PermissionError: "may not be read"}
    return known.get(type(error), error.strerror or str(error))


class ConfigurationError(ContractkitError):
    """A configuration file that says something wrong. Attributes: `path`, `reason`."""

    def __init__(self, path: str, reason: str) -> None:
        """Name the file and say what is wrong in it."""
        self.path, self.reason = path, reason
        super().__init__(f"{path}: {reason}")


class UnwrittenFileError(ContractkitError):
    """A file that was to be replaced and was left as it is. Attributes: `path`, `reason`."""

    def __init__(self, path: str, reason: str) -> None:
        """Name the file and say why it was left alone."""
        self.path, self.reason = path, reason
        super().__init__(f"{path}: {reason}; nothing was written")


class PatternError(ContractkitError):
    """A pattern of file names that says nothing. Attribute: `pattern`."""

    def __init__(self, pattern: str) -> None:
        """Show the pattern."""
        self.pattern = pattern
        super().__init__(f"{pattern!r} is no pattern of file names as in .gitignore")


class UnrecognisedMessageError(ContractkitError):
    """A document that is none of the contract's messages. Attribute: `looked_for` by message."""

    def __init__(self, looked_for: dict[str, tuple[str, ...]]) -> None:
        """Say which members would have told the messages apart."""
        self.looked_for = looked_for
        marks = "; ".join(
            f"{message}: {', '.join(names[:MOST_MARKS])}{', …' if len(names) > MOST_MARKS else ''}"
            for message, names in looked_for.items()
        )
        super().__init__(f"cannot tell which message this is (looked for {marks})")


class BrokenContractError(ContractkitError):
    """A contract whose own files are missing or not as they must be. Attribute: `path`."""

    def __init__(self, path: str, reason: str) -> None:
        """Name the file and what is wrong with it."""
        self.path, self.reason = path, reason
        super().__init__(f"broken contract: {path}: {reason}")


class TenantError(ContractkitError):
    """A setting of a tenant profile with a value that it cannot have. Attribute: `setting`."""

    def __init__(self, setting: str, expected: str) -> None:
        """Name the setting and what it takes."""
        self.setting, self.expected = setting, expected
        super().__init__(f"tenant setting {setting!r} takes {expected}")


class OutputFolderError(ContractkitError):
    """A folder that nothing can be written to. Attributes: `path`, `reason`."""

    def __init__(self, path: str, reason: str) -> None:
        """Name the folder and say why not."""
        self.path, self.reason = path, reason
        super().__init__(f"{path}: {reason}; name a new or an empty folder")


class UnfitRuleError(ContractkitError):
    """A rule that cannot be broken as asked. Attributes: `rule`, `reason`."""

    def __init__(self, rule: str, reason: str) -> None:
        """Name the rule and say why not."""
        self.rule, self.reason = rule, reason
        super().__init__(f"rule {rule}: {reason}")


class TargetError(ContractkitError):
    """A target that cannot be fuzzed. Attributes: `url`, `reason`."""

    def __init__(self, url: str, reason: str) -> None:
        """Name the target and say why not."""
        self.url, self.reason = url, reason
        super().__init__(f"{url}: {reason}")

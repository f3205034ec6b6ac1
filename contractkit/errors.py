"""Every error that contractkit raises on purpose, with one base class."""

from collections.abc import Iterable
from typing import Any

MOST_NAMES, MOST_PROPERTIES = 12, 3


class ContractkitError(Exception):
    """The base of them all. `str(error)` is one line: what, where, and what to do."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Let an error cross from one process to another with its fields."""
        return _restore, (type(self), self.args, vars(self))


def _restore(
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
        """Suggest the most similar known name, else give the hint or the known names."""
        from difflib import get_close_matches

        self.kind, self.name, self.known = kind, name, tuple(sorted(known))
        folded = {known_name.casefold(): known_name for known_name in self.known}
        similar = get_close_matches(name.casefold(), folded, n=1, cutoff=0.6)
        self.nearest = folded[similar[0]] if similar else None
        listing = f"known are {_list_some(self.known, MOST_NAMES)}" if self.known else "none exist"
        tail = f"did you mean {self.nearest!r}?" if self.nearest else hint or listing
        super().__init__(f"unknown {kind} {name!r}: {tail}")


class UnrecognisedMessageError(ContractkitError):
    """A document that is none of the contract's messages. Attribute: `looked_for` by message."""

    def __init__(self, looked_for: dict[str, tuple[str, ...]]) -> None:
        """Name some properties of each message."""
        self.looked_for = looked_for
        expected = "; ".join(
            f"{message}: {_list_some(names, MOST_PROPERTIES)}"
            for message, names in looked_for.items()
        )
        words = f"looked for {expected}" if expected else "the contract has none"
        super().__init__(f"cannot tell which message this is ({words})")


def _list_some(names: tuple[str, ...], most: int) -> str:
    return ", ".join(names[:most]) + (", …" if len(names) > most else "")


class PathError(ContractkitError):
    """Something wrong with a file or folder. Attributes: `path`, `reason`."""

    words = "{path}: {reason}"

    def __init__(self, path: str, reason: str) -> None:
        """Name the file or folder and say what is wrong with it."""
        self.path, self.reason = path, reason
        super().__init__(self.words.format(path=path, reason=reason))


class UnreadableInputError(PathError):
    """A file, folder or stream that could not be read. Attributes: `path`, `reason`."""


class ConfigurationError(PathError):
    """A configuration file that says something wrong. Attributes: `path`, `reason`."""


class UnwrittenFileError(PathError):
    """A file that was to be replaced and was left as it is. Attributes: `path`, `reason`."""

    words = "{path}: {reason}; nothing was written"


class BrokenContractError(PathError):
    """A contract with a missing or invalid file. Attributes: `path`, `reason`."""

    words = "broken contract: {path}: {reason}"


class OutputFolderError(PathError):
    """A folder that nothing can be written to. Attributes: `path`, `reason`."""

    words = "{path}: {reason}; name a new or an empty folder"


class DocumentError(PathError):
    """A document that no contract can be made of. Attributes: `path`, `reason`."""


def describe_os_error(error: OSError) -> str:
    """Why a file could not be read, in a few words."""
    known = {FileNotFoundError: "no such file", PermissionError: "may not be read"}
    return known.get(type(error), error.strerror or str(error))


class PatternError(ContractkitError):
    """A pattern of file names that cannot be read. Attribute: `pattern`."""

    def __init__(self, pattern: str) -> None:
        """Show the pattern."""
        self.pattern = pattern
        super().__init__(f"{pattern!r} is not a pattern of file names as in .gitignore")


class TenantError(ContractkitError):
    """A setting of a tenant profile with a value that it cannot have. Attribute: `setting`."""

    def __init__(self, setting: str, expected: str) -> None:
        """Name the setting and what it takes."""
        self.setting, self.expected = setting, expected
        super().__init__(f"tenant setting {setting!r} takes {expected}")


class UnfitRuleError(ContractkitError):
    """A rule that cannot be broken as asked. Attributes: `rule`, `reason`."""

    def __init__(self, rule: str, reason: str) -> None:
        """Name the rule and say why not."""
        self.rule, self.reason = rule, reason
        super().__init__(f"rule {rule}: {reason}")


class UnbuildableError(ContractkitError):
    """A place for which no value was found that its schemas allow. Attribute: `pattern`."""

    def __init__(self, pattern: str) -> None:
        """Name the place by the pattern of its pointer."""
        self.pattern = pattern
        place = pattern or "the whole payload"
        super().__init__(f"no value was found that {place} may have; can anything meet its schema?")


class TargetError(ContractkitError):
    """A target that cannot be fuzzed. Attributes: `url`, `reason`."""

    def __init__(self, url: str, reason: str) -> None:
        """Name the target and say why not."""
        self.url, self.reason = url, reason
        super().__init__(f"{url}: {reason}")

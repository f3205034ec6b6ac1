"""Properties that another version of the same contract documents."""

from contractkit.contracts.fields import list_fields
from contractkit.contracts.loading import Contract, load_other_versions
from contractkit.jsontext.display import show_name
from contractkit.pointers import escape, generalise, parent_of
from contractkit.validation.violations import Violation


def find_other_version(contract: Contract, message: str, unknown: Violation) -> tuple[str, str]:
    """What to say of a property that this version does not know, and what to do about it.

    Both are empty where no other version knows it at that place either.
    """
    pattern = f"{generalise(parent_of(unknown.pointer))}/{escape(unknown.name)}"
    earlier, later = load_other_versions(contract)
    for versions, word in ((later, "since"), (earlier, "until")):
        for other in versions:
            if message in other.messages and pattern in list_fields(other, message):
                known = f"documented {word} {other.version}"
                slip = f"“{show_name(unknown.name)}” is {known}, not in {contract.version}"
                return slip, f"Judge the {message} by {other}, or remove it."
    return "", ""

"""Names of types and operations, from the words of a contract."""

import re

from contractkit.contracts.loading import Contract, find_message, load_schema

# What the exported modules use themselves, and what no type may be called.
RESERVED = frozenset({"False", "Literal", "None", "NotRequired", "True", "TypedDict", "TypeAlias"})


def name_root(contract: Contract) -> str:
    """The contract's name for people."""
    return str(contract.data.get("title", contract.name))


def name_type(words: str) -> str:
    """Words as the name of a type: `delivery-info of 2` is `DeliveryInfoOf2`."""
    parts = re.findall(r"[A-Za-z0-9]+", words)
    name = "".join(part[0].upper() + part[1:] for part in parts)
    return name if name and not name[0].isdigit() and name not in RESERVED else f"Type{name}"


def name_operation(contract: Contract) -> str:
    """The operation's own id, or a name in the form of a function's: `sendMessageV1`.

    It is that of the contract, of one of several requests that of the request.
    """
    own = contract.data.get("operation", {}).get("operationId")
    if own:
        return str(own)
    method, _, path = contract.request.partition(" ")
    name = name_type(f"{method.lower()} {path}" if path else contract.name)
    return name[0].lower() + name[1:]


def name_message(contract: Contract, message: str) -> str:
    """The type of a message: its schema's title up to a colon, or its name with the contract's."""
    schema = load_schema(contract, find_message(contract, message)["schema"])
    title = str(schema.get("title", "")).partition(":")[0]
    return name_type(title or f"{contract.name} {message}")


def pick_name(words: str, prefix: str, taken: set[str]) -> str:
    """A name for a type that none has yet: with the prefix, then with a number, if need be."""
    name = name_type(words)
    if name in taken:
        name = name_type(f"{prefix} {words}")
    number, first = 2, name
    while name in taken:
        name, number = f"{first}{number}", number + 1
    taken.add(name)
    return name

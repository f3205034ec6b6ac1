"""What a run of the fuzzer is aimed at: a URL, or an emulator of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from contractkit.contracts.loading import Contract

if TYPE_CHECKING:
    from contractkit.fuzz.sending import Target


@contextmanager
def open_target(contract: Contract, url: str | None, given: dict[str, Any]) -> Iterator["Target"]:
    """The target at a URL, or the built-in emulator, whose key is filled in.

    `given` are the options of the command: key, jwt_secret, seed, request_timeout, cacert, proxy.
    """
    from contractkit.fuzz.run import check_fitness
    from contractkit.fuzz.targets import open_url

    check_fitness(contract)
    network = {
        "timeout": given["request_timeout"],
        "cacert": given["cacert"],
        "proxy": given["proxy"],
    }
    if url is not None:
        target = open_url(url, **network)
        try:
            yield target
        finally:
            target.close()
        return
    from contractkit.emulator import emulate

    secrets = {name: given[name] for name in ("key", "jwt_secret") if given[name] is not None}
    with emulate(contract, seed=given["seed"], **secrets) as emulator:
        given["key"] = emulator.key
        target = open_url(emulator.url, **network)
        try:
            yield target
        finally:
            target.close()

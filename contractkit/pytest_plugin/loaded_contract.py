"""A contract with checks for tests: the value of the fixture `contract`."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from contractkit.contracts.loading import Contract, load
from contractkit.validation.check import check, check_document
from contractkit.validation.options import AUTO, CheckOptions, CheckResult, read_selection

if TYPE_CHECKING:
    from contractkit.findings import Finding


@dataclass(frozen=True, slots=True, eq=False)
class LoadedContract(Contract):
    """A Contract, for every function that takes one, with the two checks that tests need.

    A payload is a value that `json.dumps` can write, and is judged as it would be sent (a tuple is
    an array), or the text of one as `str` or `bytes`.
    """

    def check(
        self,
        payload: object,
        kind: str = AUTO,
        *,
        select: Iterable[str] = (),
        ignore: Iterable[str] = (),
    ) -> "tuple[Finding, ...]":
        """The findings in a payload; `kind` is a message of the contract (`request` …), or `auto`.

        Raises UnknownNameError; UnrecognisedMessageError where `auto` cannot tell; TypeError for a
        payload that cannot be written as JSON.
        """
        return self._check(payload, kind, select, ignore).findings

    def assert_conforms(
        self,
        payload: object,
        kind: str = AUTO,
        *,
        strict: bool = False,
        select: Iterable[str] = (),
        ignore: Iterable[str] = (),
    ) -> None:
        """AssertionError, with everything explained, where a payload is invalid.

        With `strict` also where it is doubtful. Raises otherwise what `check` raises.
        """
        __tracebackhide__ = True
        checked = self._check(payload, kind, select, ignore)
        if checked.findings:
            from contractkit.pytest_plugin.explanations import explain_payload

            text = explain_payload(self, checked, strict=strict)
            if text:
                raise AssertionError(text)

    def _check(
        self, payload: object, kind: str, select: Iterable[str], ignore: Iterable[str]
    ) -> CheckResult:
        if isinstance(payload, bytes | bytearray | str):
            text = payload.encode("utf-8", "surrogatepass") if isinstance(payload, str) else payload
            options = CheckOptions(kind, selection=read_selection(self, select, ignore))
            return check_document(bytes(text), self, options)
        try:
            value = json.loads(json.dumps(payload, allow_nan=False))
        except ValueError:  # NaN or Infinity, which are no JSON: the check of the text reports them
            return self._check(json.dumps(payload), kind, select, ignore)
        found = check(value, kind, contract=self, select=select, ignore=ignore)
        return CheckResult(None if kind == AUTO else kind, found)


def load_contract(
    name: str | None = None,
    *,
    schemas: str | None = None,
    tenant: Mapping[str, Any] | None = None,
    operation: str | None = None,
) -> LoadedContract:
    """Load a contract like `contractkit.load`; the same object for the same arguments.

    Raises UnknownNameError, TenantError, BrokenContractError.
    """
    return _load(name, schemas, json.dumps(tenant or {}, sort_keys=True), operation)


@lru_cache(maxsize=32)
def warm_up(contract: Contract) -> None:
    """Load what every check needs: Hypothesis would find the first check in a test too slow."""
    for message in contract.messages[:1]:
        check({}, message, contract=contract)


@lru_cache(maxsize=32)
def _load(
    name: str | None, schemas: str | None, tenant: str, operation: str | None
) -> LoadedContract:
    contract = load(name, schemas=schemas, tenant=json.loads(tenant), operation=operation)
    fields = {field: getattr(contract, field) for field in contract.__dataclass_fields__}
    return LoadedContract(**fields)

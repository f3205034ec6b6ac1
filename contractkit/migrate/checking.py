"""Judges a payload of the result by the contract that it is for, with places in the request."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from contractkit.contracts.loading import Contract
from contractkit.findings import Verdict
from contractkit.migrate.mapping import Mapping
from contractkit.migrate.payloads import Payload
from contractkit.migrate.texts import has_bare_placeholder, write_payload
from contractkit.migrate.transfers import Remark
from contractkit.pointers import parent_of
from contractkit.validation.check import check_document
from contractkit.validation.fast_validator import is_valid
from contractkit.validation.options import CheckOptions

if TYPE_CHECKING:
    from contractkit.findings import Finding


def judge_payload(
    payload: Payload, target: Contract, options: CheckOptions, mapping: Mapping
) -> Iterator[Remark]:
    """What the linter finds wrong or doubtful in a payload, told at the places of the request."""
    message = target.messages[0]
    if not has_bare_placeholder(payload.value) and is_valid(target, message, payload.value):
        return
    # What a placeholder in a string makes of it is not known before it is filled in.
    options = options._replace(kind=message, within_strings=options.templates)
    checked = check_document(write_payload(payload.value), target, options)
    for finding in checked.findings:
        if finding.verdict is not Verdict.VALID:
            yield _tell_of(finding, payload, mapping)


def _tell_of(finding: "Finding", payload: Payload, mapping: Mapping) -> Remark:
    is_invalid = finding.verdict is Verdict.INVALID
    notice = mapping.general["invalid" if is_invalid else "doubtful"]
    place = finding.pointer or ""
    words = notice.says.replace("{{finding}}", f"{finding.rule}: {finding.message}")
    told = replace(notice, says=words, advice=notice.advice or finding.help)
    return Remark(told, find_origin(place, payload.origins), refuses=is_invalid)


def find_origin(place: str, origins: dict[str, str]) -> str:
    """The pointer in the request of what became the value at a place of the payload.

    For an object it is what the values in it have around them, for what stands in no payload the
    place above it.
    """
    while place:
        if place in origins:
            return origins[place]
        inside = [origin for here, origin in origins.items() if here.startswith(f"{place}/")]
        if inside:
            return _find_common(inside)
        place = parent_of(place)
    return ""


def _find_common(pointers: list[str]) -> str:
    """The innermost container that holds all these places."""
    common = parent_of(pointers[0])
    while not all(pointer.startswith(f"{common}/") for pointer in pointers):
        common = parent_of(common)
    return common

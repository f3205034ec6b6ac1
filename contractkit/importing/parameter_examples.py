"""The examples of parameters: each stands in contract.json, and a wrong one is told."""

from collections.abc import Sequence

from contractkit.contracts.loading import Contract
from contractkit.contracts.parameter_values import Values, read_parameters, write_parameters
from contractkit.contracts.requests import list_requests
from contractkit.findings import Finding
from contractkit.importing.documents.notes import Notes
from contractkit.importing.drafts import Draft, ParameterExample


def tell_wrong_parameters(draft: Draft, contract: Contract, notes: Notes) -> None:
    """Note each example that breaks a rule, unless what is sent for it keeps all."""
    requests = {request.request: request for request in list_requests(contract)}
    for example in draft.parameter_examples:
        request = requests.get(example.request, contract)
        values = {example.place: {example.name: example.site.value}}
        findings = _judge(request, example, values)
        if findings and not _is_sent_right(request, example, values):
            text = f"the example breaks {findings[0].rule}: {findings[0].message}"
            notes.add("example", example.site, text)


def _is_sent_right(request: Contract, example: ParameterExample, values: Values) -> bool:
    """Whether the text that a value is sent as is right: 1 for a text, or "1" for a number."""
    texts = write_parameters(request, values)
    try:
        search = texts.search
    except UnicodeEncodeError:
        return False
    sent = read_parameters(request, texts.path, search, texts.all_headers)
    is_there = example.name in sent.get(example.place, {})
    return is_there and not _judge(request, example, sent)


def _judge(request: Contract, example: ParameterExample, values: Values) -> Sequence[Finding]:
    from contractkit.validation.parameter_check import find_parameter_faults

    return [
        fault.finding
        for fault in find_parameter_faults(request, values)
        if fault.parameter is not None
        and (fault.parameter.place, fault.parameter.name) == (example.place, example.name)
    ]

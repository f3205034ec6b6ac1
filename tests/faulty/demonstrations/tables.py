"""All demonstrations, by the way in which they are observed."""

from tests.faulty.demonstrations import (
    conditions,
    forms,
    limits,
    numbers,
    requests,
    sizes,
    texts,
    transport,
    values,
)
from tests.faulty.demonstrations.payloads import write
from tests.faulty.demonstrations.requests import BAD, GOOD, answer_demonstration
from tests.faulty.faults import GROUPS

EDITED = (
    limits.LIMITS
    | limits.PARTS
    | values.VALUES
    | conditions.CONDITIONS
    | conditions.EMPTINESS
    | conditions.REFUSED
    | numbers.NUMBERS
    | forms.FORMS
)
PAYLOADS = (
    {name: write(edits) for name, edits in EDITED.items()}
    | values.ROOTS
    | texts.TEXTS
    | sizes.SIZES
    | forms.NAMES
)
ANSWERED = [*GROUPS["answers"], "burst-mode", "two-entries"]
SERVED = (
    {name: answer_demonstration(name) for name in ANSWERED}
    | requests.ACCESS
    | requests.CRASHES
    | requests.SOMETIMES
    | requests.ALLOWED
    | numbers.CRASHES
    | sizes.SERVED
    | forms.CRASHES
)
WIRED = transport.WIRED
TOLD = [*GROUPS["notifications"], *GROUPS["echoes"], "submitted-only", "told-twice"]
AT_ONCE = {
    "transid-shared": [GOOD, GOOD, GOOD],
    "verdict-shared": [GOOD, BAD, GOOD],
    "unchecked-when-busy": [BAD, BAD, BAD],
}

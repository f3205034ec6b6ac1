"""What becomes of a body of a certain size before it is read."""

import re

from tests.faulty.faults import Switches

KEPT = {
    "body-512-kept": 512,
    "body-1023-kept": 1023,
    "body-4096-kept": 4096,
    "body-65536-kept": 65_536,
}


def is_split(raw: bytes, size: int) -> bool:
    """Whether a character of several bytes stands across a multiple of a size."""
    return any(0x80 <= raw[at] < 0xC0 for at in range(size, len(raw), size))


def receive(raw: bytes, switches: Switches) -> bytes:
    """What is left of a body: all of it, but for a fault."""
    if switches.fault in KEPT:
        return raw[: KEPT[switches.fault]]
    if switches.has("body-65535-wraps"):
        return raw[: len(raw) % 65_536]
    if switches.has("body-of-256-empty"):
        return raw if len(raw) % 256 else b""
    if switches.has("body-4096-loses-its-end") and len(raw) == 4096:
        return raw[:-1]
    return raw


def is_size_refused(raw: bytes, switches: Switches) -> bool:
    """Whether a fault refuses a body for its size, or for its white space."""
    return (
        (switches.has("body-255-counts") and 255 < len(raw) < 260)
        or (switches.has("body-32767-refused") and len(raw) > 32_767)
        or (switches.has("many-lines-refused") and raw.count(b"\n") >= 3000)
        or (switches.has("white-space-behind-4000") and len(raw) - len(raw.rstrip()) > 4000)
        or (switches.has("odd-beyond-1000-refused") and len(raw) > 1000 and len(raw) % 2 == 1)
        or (switches.has("begins-within-256") and not raw[:256].strip() and len(raw) > 256)
        or (switches.has("white-space-1000") and bool(re.search(rb"\s{1001}", raw)))
    )

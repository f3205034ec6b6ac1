"""What is done with a request: the order of the checks, and the faults that come and go."""

import random
import threading
import time
import uuid
from dataclasses import dataclass, field, replace

from tests.faulty.access import Secrets, check_access, is_open
from tests.faulty.answers import PAGE, Reply, form
from tests.faulty.crashes import CRASHES, survive
from tests.faulty.faults import Switches
from tests.faulty.incoming import UNREAD, BrokenError, DroppedError, HungError, Incoming
from tests.faulty.notifications import Message, describe
from tests.faulty.reading import UnreadableError, read
from tests.faulty.transport import CRASHES as BY_HEAD
from tests.faulty.transport import is_unchecked, refuse_by_head
from tests.faulty.validation import Judgement, judge
from tests.problem import Problem

INTERNAL = Problem("7006", "Internal error")
TOO_LARGE, LARGEST = Problem("7022", "JSON size exceeded"), 60_000  # bytes
RACE = 0.004  # seconds between writing to what should not be shared and reading it


@dataclass(slots=True)
class Service:
    """The state of one server; everything that changes is guarded by `lock`, but for a fault."""

    switches: Switches
    secrets: Secrets
    refusal_status: int
    chance: random.Random
    lock: threading.Lock = field(default_factory=threading.Lock)
    count: int = 0
    let_through: int = 0
    transid: str = ""
    refusal: Problem | None = None
    verdicts: dict[object, Judgement] = field(default_factory=dict)
    under_way: int = 0


def answer(service: Service, incoming: Incoming) -> tuple[Reply, Message | None]:
    """The reply, and what is told of it afterwards."""
    switches = service.switches
    with service.lock:
        service.count += 1
        number = service.count
    if switches.fault is not None:
        incoming.value = peek(incoming.raw)
        survive(incoming, switches, CRASHES | BY_HEAD)
        strike(number, service)
    if switches.has("too-large-refused-with-413") and len(incoming.raw) > LARGEST:
        return Reply(413, PAGE, "text/html"), None
    checked_last = switches.has("access-checked-last")
    unasked = checked_last or is_open(number, service.let_through, incoming, switches)
    refusal = None if unasked else check_access(incoming, service.secrets, switches)
    refusal = refuse_by_head(incoming, switches) or refusal
    if refusal is None:
        service.let_through += 1
        incoming.session["known"] = True
    judgement = Judgement(refusal) if refusal else decide(number, service, incoming)
    if checked_last and judgement.refusal is None:
        judgement = replace(judgement, refusal=check_access(incoming, service.secrets, switches))
    if judgement.refusal is None:
        incoming.session["accepted"] = True
    else:
        incoming.session["refused"] = judgement.refusal.code
    transid, refusal = share(service, identify(number, service, incoming), judgement.refusal)
    reply = form(refusal, transid, service.refusal_status, switches, judgement.payload)
    if switches.has("code-as-number-every-40th") and number % 40 == 0:
        reply = form(refusal, transid, service.refusal_status, Switches("code-as-number"))
    if refusal and not switches.has("told-of-refused"):
        return reply, None
    return reply, describe(judgement.payload, transid, judgement.late)


def peek(raw: bytes) -> object:
    try:
        return read(raw, Switches())
    except UnreadableError:
        return UNREAD


def strike(number: int, service: Service) -> None:
    """Raise what happens now and then."""
    has = service.switches.has
    if (has("crash-every-40th") and number % 40 == 0) or (has("crash-first") and number == 1):
        raise BrokenError
    if has("drop-every-40th") and number % 40 == 0:
        raise DroppedError
    if has("hang-every-40th") and number % 40 == 0:
        raise HungError
    if has("crash-after-150") and number > 150:
        raise BrokenError
    with service.lock:
        if has("crash-by-chance") and service.chance.random() < 1 / 30:
            raise BrokenError


def decide(number: int, service: Service, incoming: Incoming) -> Judgement:
    """The judgement of the payload, but for what depends on the requests before."""
    switches = service.switches
    has = switches.has
    if has("refused-every-40th") and number % 40 == 0:
        return Judgement(INTERNAL)
    if has("refused-after-100") and number > 100:
        return Judgement(INTERNAL)
    if has("too-large-refused") and len(incoming.raw) > LARGEST:
        return Judgement(TOO_LARGE)
    key: object = len(incoming.raw) if has("judged-by-length") else incoming.raw[:60]
    with service.lock:
        if has("judged-by-length", "judged-by-beginning") and key in service.verdicts:
            return service.verdicts[key]
    if is_unchecked(incoming, switches):
        return Judgement(None, payload={})
    judgement = judge(incoming.raw, switches)
    if has("unchecked-when-busy"):
        time.sleep(RACE)
    unchecked = (
        (has("unchecked-after-200") and number > 200)
        or (has("unchecked-beyond-20-kb") and len(incoming.raw) > 20_000)
        or (has("unchecked-beyond-60-kb") and len(incoming.raw) > LARGEST)
        or (has("unchecked-every-10th") and number % 10 == 0)
        or (has("unchecked-when-busy") and service.under_way > 2)
    )
    if unchecked and isinstance(judgement.payload, dict):
        judgement = Judgement(None, payload=judgement.payload)
    with service.lock:
        service.verdicts[key] = judgement
    return judgement


def identify(number: int, service: Service, incoming: Incoming) -> str:
    """The transid of this request."""
    has = service.switches.has
    if has("transid-from-payload"):
        return str(uuid.uuid5(uuid.NAMESPACE_OID, incoming.raw.decode("latin-1")))
    if has("transid-always-the-same"):
        return str(uuid.UUID(int=7))
    if has("transid-by-the-second"):
        return str(uuid.UUID(int=int(time.time())))
    with service.lock:
        again = (has("transid-repeated-every-30th") and number % 30 == 0) or (
            has("transid-for-a-connection") and "transid" in incoming.session
        )
        if again:
            return str(incoming.session.get("transid", service.transid))
        service.transid = str(uuid.UUID(int=service.chance.getrandbits(128), version=4))
        if has("transid-for-a-connection"):
            incoming.session["transid"] = service.transid
        return service.transid


def share(service: Service, transid: str, refusal: Problem | None) -> tuple[str, Problem | None]:
    """The same again, but for the faults that keep them where others write, too."""
    if service.switches.has("transid-shared"):
        service.transid = transid
        time.sleep(RACE)
        return service.transid, refusal
    if service.switches.has("verdict-shared"):
        service.refusal = refusal
        time.sleep(RACE)
        return transid, service.refusal
    return transid, refusal

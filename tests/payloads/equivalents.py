"""The mutants that judge every payload as the schema does, each with the reason why."""

from collections.abc import Iterator

Group = tuple[str, str, str, tuple[str, ...]]
TYPES = ("null", "boolean", "number", "string", "array", "object")
LENGTHS = ("drop", "1 → 0", "1 → 2")
ONLY_VALUES = "the values listed decide it alone"
ONLY_MATCHES = "the pattern decides it alone"
OUTSIDE = "the keyword beside the condition asks for it already"
DECIDED = "the condition asks for the type already"
REFUSED = "a value of that type is refused whether the condition holds or not"
EMPTY_PORT = "without the digit what remains is a port of fewer digits, which is allowed"
PATH = "what follows a slash is a path, whether the port may hold a slash or not"
SHORTER_MONTHS = ("3-469", "4-569", "45-69", "46-79", "468-9")
SHORT_MONTH = "a month with 31 days has the 30 days of a shorter one too"


def _types(own: str) -> tuple[str, ...]:
    """The changes of a `type` of one name."""
    return ("drop", *(f"also {one}" for one in TYPES if one != own))


def _also(*names: str) -> tuple[str, ...]:
    return tuple(f"also {one}" for one in names)


REQUEST = "request"
CHANNELS = "/properties/channels"
SMS = f"{CHANNELS}/properties/sms"
SMARTLINKS = f"{CHANNELS}/properties/smartlinks"
TESTED = f"{CHANNELS}/if/properties/smartlinks"
TEXT = f"{CHANNELS}/then/properties/sms/properties/text"
POLICY = "/properties/contactPolicy"
GROUP = "properties/contactPolicyGroup"
FLAGS = f"{POLICY}/if/not/properties"
URLS = ("/properties/notifyurl/pattern", "/properties/callbackUrl/pattern")
SPACES = r"\u0000-\u0020\u007f-\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
NO_URL = rf"{SPACES}<>\u0022{{}}|\\^`"
NO_URL_EITHER = rf"{SPACES}\u003c\u003e\u0022\u007b\u007d\u007c\u005c\u005e\u0060"
IN_BRACKETS = rf"[^/?#:@\[\]{NO_URL}] → [^\u002f\u003f\u0023\u0040\u005b\u005d{NO_URL_EITHER}]"
NEVER_FALSE = "without a flag that is true `not` refuses the policy, so the condition may hold"

OF_REQUESTS: tuple[Group, ...] = (
    (REQUEST, ONLY_VALUES, "/properties/deliverychannel/type", _types("string")),
    (REQUEST, ONLY_VALUES, "/properties/deliverychannel/minLength", LENGTHS),
    (REQUEST, REFUSED, f"{SMS}/if/type", _types("object")),
    (REQUEST, OUTSIDE, f"{SMS}/then/type", _types("object")),
    (REQUEST, OUTSIDE, f"{SMS}/then/properties/body/type", _types("string")),
    (REQUEST, ONLY_MATCHES, f"{SMS}/then/properties/body/minLength", ("1 → 2",)),
    (
        REQUEST,
        "only an empty string tells them apart, and minLength refuses that",
        f"{SMS}/then/properties/body/pattern",
        ("* → + at 17",),
    ),
    (REQUEST, REFUSED, f"{SMARTLINKS}/if/type", _also("null", "boolean", "number", "string")),
    (REQUEST, DECIDED, f"{SMARTLINKS}/then/type", _types("object")),
    (REQUEST, DECIDED, f"{SMARTLINKS}/else/type", _also("object")),
    (REQUEST, REFUSED, f"{CHANNELS}/if/type", _types("object")),
    (REQUEST, REFUSED, f"{TESTED}/if/type", _also("null", "boolean", "number", "string")),
    (REQUEST, REFUSED, f"{TESTED}/else/type", _types("array")),
    (REQUEST, OUTSIDE, f"{CHANNELS}/then/type", _types("object")),
    (REQUEST, OUTSIDE, f"{CHANNELS}/then/required", ("add sms",)),
    (REQUEST, OUTSIDE, f"{CHANNELS}/then/properties/sms/type", _types("object")),
    (REQUEST, OUTSIDE, f"{CHANNELS}/then/properties/sms/required", ("add text",)),
    (REQUEST, OUTSIDE, f"{TEXT}/type", _types("string")),
    (
        REQUEST,
        "where any mention matches, the first one does, whatever stands before it",
        f"{TEXT}/pattern",
        ("^ → nothing at 0", r"\{ → \{? at 7", r"\{ → [^\u000a] at 7"),
    ),
    (
        REQUEST,
        "`not` asks for a flag that is true, and with it `then` asks for the group",
        f"{POLICY}/required",
        ("add contactPolicyGroup",),
    ),
    (
        REQUEST,
        "`not` asks for a flag that is true, and with it `then` asks for the type",
        f"{POLICY}/{GROUP}/type",
        _types("string"),
    ),
    (REQUEST, "another type is refused beside it", f"{POLICY}/not/type", _types("object")),
    (REQUEST, REFUSED, f"{POLICY}/if/type", _types("object")),
    (REQUEST, NEVER_FALSE, f"{POLICY}/if/not", ("drop",)),
    (
        REQUEST,
        NEVER_FALSE,
        f"{POLICY}/if/not/required",
        ("add channelCheckConsent", "add channelApplyFrequencyCap"),
    ),
    (REQUEST, NEVER_FALSE, f"{POLICY}/if/not/additionalProperties", ("add",)),
    (REQUEST, NEVER_FALSE, f"{FLAGS}/channelCheckConsent/not/const", ("drop",)),
    (REQUEST, NEVER_FALSE, f"{FLAGS}/channelApplyFrequencyCap/not/const", ("drop",)),
    (REQUEST, OUTSIDE, f"{POLICY}/then/type", _types("object")),
    (REQUEST, OUTSIDE, f"{POLICY}/then/{GROUP}/type", _types("string")),
)


def _of_url(url: str) -> tuple[Group, ...]:
    """The mutants of a URL's pattern."""
    return (
        (REQUEST, "the part before it may hold an @ itself", url, ("? → * at 126",)),
        (
            REQUEST,
            "the other form of a host allows empty brackets",
            url,
            ("+ → * at 336", ": → :? at 231"),
        ),
        (
            REQUEST,
            "a colon in brackets is allowed anyway",
            url,
            (f"{IN_BRACKETS} at 233",),
        ),
        (REQUEST, "a path may hold what starts another one", url, ("? → * at 531",)),
        (REQUEST, "a port may be empty, and may be zeros alone", url, (") → )? at 425",)),
        (REQUEST, "zeros may stand before a port", url, ("[1-5] → [0-5] at 357",)),
        (
            REQUEST,
            EMPTY_PORT,
            url,
            (
                *("{1,4} → {0,4} at 351", "{4} → {3,4} at 367", "{3} → {2,3} at 382"),
                *("{2} → {1,2} at 398", "6 → 6? at 371", "6 → 6? at 386", "5 → 5? at 387"),
                *("6 → 6? at 402", "5 → 5? at 403", "5 → 5? at 404", "6 → 6? at 416"),
                *("5 → 5? at 417", "5 → 5? at 418", "3 → 3? at 419"),
            ),
        ),
        (
            REQUEST,
            PATH,
            url,
            (
                *(rf"[0-9] → [\u002f-9] at {at}" for at in (346, 362, 377, 393, 410)),
                *(rf"[0-4] → [\u002f-4] at {at}" for at in (372, 388)),
                r"[0-2] → [\u002f-2] at 405",
                r"[0-5] → [\u002f-5] at 420",
            ),
        ),
    )


RESPONSE = "response"
ANSWER = "/properties/response"
ACCEPTED = f"{ANSWER}/then/items/properties/code"

OF_RESPONSES: tuple[Group, ...] = (
    (RESPONSE, REFUSED, f"{ANSWER}/if/type", _also("null", "boolean", "number", "string")),
    (RESPONSE, DECIDED, f"{ANSWER}/then/type", _types("array")),
    (RESPONSE, DECIDED, f"{ANSWER}/else/type", _also("array")),
    (RESPONSE, ONLY_VALUES, f"{ACCEPTED}/type", _types("string")),
    (RESPONSE, ONLY_VALUES, f"{ACCEPTED}/minLength", LENGTHS),
    (RESPONSE, ONLY_MATCHES, f"{ANSWER}/else/properties/code/minLength", LENGTHS),
)

NOTIFICATION = "notification"
INFO = "/properties/deliveryInfoNotification/properties/deliveryInfo/properties"

OF_NOTIFICATIONS: tuple[Group, ...] = (
    *(
        (NOTIFICATION, ONLY_MATCHES, f"{INFO}/{name}/minLength", LENGTHS)
        for name in ("timeStamp", "code")
    ),
    *(
        (NOTIFICATION, ONLY_VALUES, f"{INFO}/{name}/{keyword}", changes)
        for name in ("deliveryChannel", "destinationType", "deliveryStatus")
        for keyword, changes in (("type", _types("string")), ("minLength", LENGTHS))
    ),
    (
        NOTIFICATION,
        SHORT_MONTH,
        f"{INFO}/timeStamp/pattern",
        tuple(f"[469] → [{other}] at 61" for other in SHORTER_MONTHS),
    ),
)


def _spread(groups: tuple[Group, ...]) -> Iterator[tuple[tuple[str, str, str], str]]:
    for message, reason, pointer, changes in groups:
        yield from (((message, pointer, change), reason) for change in changes)


OF_URLS = tuple(group for url in URLS for group in _of_url(url))
# What only one contract has, whose messages have places of their own.
INSTANT = "/properties/expireAt/pattern"
DATED = tuple(f"[469] → [{other}] at 61" for other in SHORTER_MONTHS)
HALF = "an acceptance that lacks one of its two parts is refused already"
OF_SEND_SMS: tuple[Group, ...] = (
    (REQUEST, ONLY_MATCHES, "/properties/to/minLength", LENGTHS),
    (REQUEST, SHORT_MONTH, INSTANT, DATED),
    (REQUEST, "the zone may be missing as a whole", INSTANT, ("Z → Z? at 251",)),
    (RESPONSE, DECIDED, "/properties/correlationId/else/type", _also("null")),
    (RESPONSE, HALF, "/allOf/2/if/allOf/0/not", ("drop",)),
    (RESPONSE, HALF, "/allOf/2/if/allOf/1/not", ("drop",)),
    *(
        (message, ONLY_VALUES, "/properties/status/type", _types("string"))
        for message in ("flat-notification", "status")
    ),
    ("status", ONLY_VALUES, "/properties/status/minLength", LENGTHS),
)
GROUPS = (*OF_REQUESTS, *OF_URLS, *OF_RESPONSES, *OF_NOTIFICATIONS, *OF_SEND_SMS)
EQUIVALENT = dict(_spread(GROUPS))

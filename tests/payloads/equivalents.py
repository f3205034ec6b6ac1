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
FIRST_MENTION = "where any mention matches, the first one does, whatever stands before it"
UNLOOKED = ("^ → nothing at 0", r"\{ → \{? at 7", r"\{ → [^\u000a] at 7")
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
URLS = tuple(f"/properties/{name}/pattern" for name in ("notifyurl", "callbackUrl", "notifyUrl"))
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
        FIRST_MENTION,
        f"{TEXT}/pattern",
        UNLOOKED,
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
OF_BATCHES: tuple[Group, ...] = (
    (REQUEST, "one object alone asks for it already", f"{SMS}/required", ("add senderid",)),
    (REQUEST, REFUSED, "/if/type", _also("null", "boolean", "number", "string")),
    (REQUEST, DECIDED, "/then/type", _types("array")),
    (REQUEST, DECIDED, "/else/type", _also("array")),
    (REQUEST, REFUSED, "/else/if/type", _types("object")),
    (REQUEST, REFUSED, "/then/items/if/type", _types("object")),
    (REQUEST, REFUSED, "/properties/destination/items/if/type", _types("object")),
    *(
        (REQUEST, DECIDED, f"{SMARTLINKS}/{form}/properties/{name}/else/type", _also("number"))
        for form in ("then", "else/items")
        for name in ("linkid", "validity")
    ),
    (REQUEST, OUTSIDE, "/else/properties/channels/required", ("add sms",)),
    (RESPONSE, REFUSED, f"{ANSWER}/else/properties/code/if/type", _types("string")),
)

LINKS = "/properties/smartlinks"
MENTION = "/allOf/3/then/properties/content/properties/text/pattern"
WHICH = "it decides which rules are broken, not whether any is"
REFUSES = "/else/if"

OF_SECOND_REQUESTS: tuple[Group, ...] = (
    (REQUEST, ONLY_VALUES, "/properties/channel/type", _types("string")),
    (REQUEST, ONLY_VALUES, "/properties/channel/minLength", LENGTHS),
    *(
        (REQUEST, SHORT_MONTH, f"/properties/{name}/pattern", DATED)
        for name in ("sendAt", "expireAt")
    ),
    *(
        (REQUEST, "a zone may be missing", f"/properties/{name}/pattern", ("Z → Z? at 251",))
        for name in ("sendAt", "expireAt")
    ),
    (
        REQUEST,
        "another option has the shorter numbers",
        "/properties/validity/pattern",
        (
            *("{5} → {4,5} at 26", "{4} → {3,4} at 41", "2 → 2? at 45", "5 → 5? at 46"),
            *("{3} → {2,3} at 57", "2 → 2? at 61", "5 → 5? at 62", "9 → 9? at 63"),
            *("{2} → {1,2} at 73", "2 → 2? at 77", "5 → 5? at 78", "9 → 9? at 79"),
            *("2 → 2? at 80", "0 → 0? at 81", "0 → 0? at 82"),
        ),
    ),
    (REQUEST, REFUSED, f"{LINKS}/if/type", _also("null", "boolean", "number", "string")),
    (REQUEST, DECIDED, f"{LINKS}/then/type", _types("object")),
    (REQUEST, DECIDED, f"{LINKS}/else/type", _also("object")),
    *(
        (REQUEST, reason, f"{LINKS}/{where}/properties/{name}/{place}", changes)
        for where in ("then", "else/items")
        for name in ("smartlinkId", "validity")
        for reason, place, changes in (
            (REFUSED, "if/type", _also("null", "boolean", "array", "object")),
            (DECIDED, "then", ("drop",)),
            (DECIDED, "then/type", _types("number")),
            (DECIDED, "else/type", _also("number")),
        )
    ),
    *((REQUEST, REFUSED, f"/allOf/{number}/if/type", _types("object")) for number in (0, 2, 3)),
    (REQUEST, REFUSED, "/allOf/1/not/type", _types("object")),
    (
        REQUEST,
        REFUSED,
        "/allOf/3/if/properties/smartlinks/if/type",
        _also("null", "boolean", "number", "string"),
    ),
    (REQUEST, REFUSED, "/allOf/3/if/properties/smartlinks/else/type", _types("array")),
    (REQUEST, OUTSIDE, "/allOf/3/then/properties/content/required", ("add text",)),
    (REQUEST, FIRST_MENTION, MENTION, UNLOOKED),
)

OF_SECOND_RESPONSES: tuple[Group, ...] = (
    (RESPONSE, REFUSED, "/if/type", _also("null", "boolean", "number", "string")),
    (RESPONSE, DECIDED, "/then/type", _types("array")),
    (RESPONSE, ONLY_MATCHES, "/then/items/properties/status/minLength", LENGTHS),
    (RESPONSE, REFUSED, f"{REFUSES}/type", _types("object")),
    (RESPONSE, WHICH, f"{REFUSES}/not", ("drop",)),
    (RESPONSE, WHICH, f"{REFUSES}/required", ("add code", "add message")),
    (RESPONSE, WHICH, f"{REFUSES}/not/required", ("add code", "add message")),
    (RESPONSE, WHICH, f"{REFUSES}/not/additionalProperties", ("add",)),
    *(
        (RESPONSE, WHICH, f"{REFUSES}/not/properties/{name}/not", ("drop",))
        for name in ("code", "message")
    ),
    (RESPONSE, DECIDED, "/else/then/type", _types("object")),
    (RESPONSE, ONLY_MATCHES, "/else/then/properties/code/minLength", LENGTHS),
    (RESPONSE, DECIDED, "/else/else/type", _also("array")),
    (RESPONSE, ONLY_MATCHES, "/else/else/properties/status/minLength", LENGTHS),
)

GROUPS = (
    *OF_REQUESTS,
    *OF_URLS,
    *OF_RESPONSES,
    *OF_NOTIFICATIONS,
    *OF_SEND_SMS,
    *OF_BATCHES,
    *OF_SECOND_REQUESTS,
    *OF_SECOND_RESPONSES,
)
EQUIVALENT = dict(_spread(GROUPS))

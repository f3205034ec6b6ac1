"""Ways to authenticate as contract.json describes them, with right and wrong ones of each."""

from base64 import b64encode
from typing import Any, NamedTuple

KEY = "Zq7:key.9f"
CODED = b64encode(KEY.encode()).decode()


class Sent(NamedTuple):
    """What a request has of credentials: headers, and a query."""

    headers: dict[str, str]
    query: str = ""


class Described(NamedTuple):
    """The ways of a contract, with requests that have to be let in, and others."""

    ways: list[dict[str, Any]]
    right: list[Sent]
    wrong: list[Sent]


NOTHING = Sent({})
ONE, OTHER = {"scheme": "key", "header": "X-One"}, {"scheme": "key", "header": "X-Other"}
IN_QUERY, IN_COOKIE = {"scheme": "key", "query": "key"}, {"scheme": "key", "cookie": "key"}
BEARER = {"scheme": "key", "header": "Authorization", "prefix": "Bearer "}
BASIC = {"scheme": "basic"}
WAYS: dict[str, Described] = {
    "a header": Described(
        [ONE], [Sent({"x-one": KEY})], [NOTHING, Sent({"X-One": "x"}), Sent({}, f"X-One={KEY}")]
    ),
    "a header with a low line": Described(
        [{"scheme": "key", "header": "api_key"}], [Sent({"api_key": KEY})], [NOTHING]
    ),
    "the query": Described(
        [IN_QUERY],
        [Sent({}, f"key={KEY}"), Sent({}, "a=1&key=Zq7%3Akey.9f")],
        [NOTHING, Sent({}, "key="), Sent({}, "key=x"), Sent({"key": KEY})],
    ),
    "a cookie": Described(
        [IN_COOKIE],
        [Sent({"Cookie": f"key={KEY}"}), Sent({"Cookie": f'a=1; key="{KEY}"'})],
        [NOTHING, Sent({"Cookie": "key=x"}), Sent({"Cookie": "key"}), Sent({"key": KEY})],
    ),
    "a bearer": Described(
        [BEARER],
        [Sent({"Authorization": f"Bearer {KEY}"}), Sent({"Authorization": f"bearer {KEY}"})],
        [NOTHING, Sent({"Authorization": KEY}), Sent({"Authorization": f"Basic {CODED}"})],
    ),
    "a user": Described(
        [BASIC],
        [Sent({"Authorization": f"Basic {CODED}"})],
        [NOTHING, Sent({"Authorization": f"Basic {KEY}"}), Sent({"Authorization": "Basic eDp5"})],
    ),
    "one of two": Described(
        [ONE, IN_QUERY],
        [Sent({"X-One": KEY}), Sent({}, f"key={KEY}"), Sent({"X-One": KEY}, f"key={KEY}")],
        [NOTHING, Sent({"X-One": "x"}), Sent({}, "key=x")],
    ),
    "both of two": Described(
        [{"all": [ONE, OTHER]}],
        [Sent({"X-One": KEY, "X-Other": KEY})],
        [
            *(NOTHING, Sent({"X-One": KEY}), Sent({"X-Other": KEY})),
            *(Sent({"X-One": KEY, "X-Other": "x"}), Sent({"X-One": "x", "X-Other": KEY})),
        ],
    ),
    "two in one header": Described(
        [{"all": [BASIC, BEARER, ONE]}],
        [Sent({"Authorization": f"Basic {CODED}", "X-One": KEY})],
        [NOTHING, Sent({"Authorization": f"Bearer {KEY}", "X-One": KEY}), Sent({"X-One": KEY})],
    ),
    "two or another": Described(
        [{"all": [ONE, IN_COOKIE]}, BASIC],
        [
            Sent({"X-One": KEY, "Cookie": f"key={KEY}"}),
            Sent({"Authorization": f"Basic {CODED}"}),
            Sent({"X-One": KEY, "Authorization": f"Basic {CODED}"}),
        ],
        [NOTHING, Sent({"X-One": KEY}), Sent({"Cookie": f"key={KEY}"})],
    ),
    "any, or none": Described(
        [ONE, {"scheme": "none", "optional": True}],
        [NOTHING, Sent({"X-One": KEY})],
        [Sent({"X-One": "x"})],
    ),
    "none": Described([], [NOTHING, Sent({"X-One": "x"}), Sent({"Authorization": "x"})], []),
}

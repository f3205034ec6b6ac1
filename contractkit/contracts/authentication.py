"""The ways to say who sends a request: `authentication` in contract.json."""

from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from contractkit.contracts.loading import Contract
from contractkit.contracts.requests import list_requests

KEY, BASIC, TOKEN, NOTHING = "key", "basic", "bearer", "none"
HEADER, QUERY, COOKIE = PLACES = ("header", "query", "cookie")
STANDARD = "Authorization"


@dataclass(frozen=True, slots=True)
class Scheme:
    """One credential: what `kind` it is, and in which `place` of the request, by which `name`.

    `key` is a key behind a `prefix`, `basic` one that is written `user:password`, `bearer` a JSON
    Web Token with an `algorithm`, `claims` and a `lifetime` in seconds.
    """

    kind: str
    place: str = HEADER
    name: str = STANDARD
    prefix: str = ""
    algorithm: str = ""
    claims: tuple[str, ...] = ()
    lifetime: float = 0

    @property
    def is_key(self) -> bool:
        """Whether it is made of the key alone."""
        return self.kind in (KEY, BASIC)

    @property
    def header(self) -> str:
        """The header that it stands in; an empty text for one in the query."""
        return {HEADER: self.name, COOKIE: "Cookie"}.get(self.place, "")

    @property
    def words(self) -> str:
        """Where it stands, in words."""
        behind = f" behind “{self.prefix.strip()}”" if self.prefix.strip() else ""
        place = {QUERY: "query parameter"}.get(self.place, self.place)
        return f"the {place} {self.name}{behind}"


@dataclass(frozen=True, slots=True)
class Way:
    """The schemes that are needed together; none: a request needs no credentials.

    `is_open`: nobody says whether the way works.
    """

    schemes: tuple[Scheme, ...]
    is_open: bool = False

    @property
    def is_of_key(self) -> bool:
        """Whether the key alone is needed for it."""
        return bool(self.schemes) and all(scheme.is_key for scheme in self.schemes)


@lru_cache(maxsize=256)
def list_ways(contract: Contract) -> tuple[Way, ...]:
    """The ways to authenticate, in the order of contract.json: any one of them will do."""
    return tuple(map(_read_way, contract.data.get("authentication", ())))


def list_all_ways(contract: Contract) -> list[Way]:
    """The ways of all requests of a contract."""
    return [way for view in list_requests(contract) for way in list_ways(view)]


def list_schemes(contract: Contract) -> Iterator[Scheme]:
    """Every scheme of every way."""
    for way in list_ways(contract):
        yield from way.schemes


def needs_credentials(contract: Contract) -> bool:
    """Whether a request without credentials is to be refused."""
    ways = list_ways(contract)
    return bool(ways) and all(way.schemes for way in ways)


def find_key_way(contract: Contract) -> Way | None:
    """The first way for which the key is enough."""
    ways = (way for way in list_ways(contract) if not way.is_open)
    return next((way for way in ways if way.is_of_key), None)


def _read_way(entry: Mapping[str, Any]) -> Way:
    """A way; of several schemes in one header a request can have the first only."""
    places: dict[tuple[str, str], Scheme] = {}
    for scheme in map(_read_scheme, entry.get("all", [entry])):
        if scheme.kind != NOTHING:
            places.setdefault((scheme.place, scheme.name.lower()), scheme)
    return Way(tuple(places.values()), entry.get("open", False))


def _read_scheme(entry: Mapping[str, Any]) -> Scheme:
    kind = entry["scheme"]
    place = next((place for place in PLACES if place in entry), HEADER)
    return Scheme(
        kind=kind,
        place=place,
        name=entry.get(place, STANDARD),
        prefix=entry.get("prefix", "Basic " if kind == BASIC else ""),
        algorithm=entry.get("algorithm", ""),
        claims=tuple(entry.get("claims", ())),
        lifetime=entry.get("lifetimeSeconds", 0),
    )


def encode_key(scheme: Scheme, key: str) -> str:
    """A key as a scheme writes it behind its prefix; a user without a password has an empty one."""
    if scheme.kind != BASIC:
        return key
    return b64encode(complete_key(key).encode()).decode()


def complete_key(key: str) -> str:
    """A key as `user:password`."""
    return key if ":" in key else f"{key}:"


def decode_key(scheme: Scheme, credential: str) -> str | None:
    """The key in a credential; None where it is not written so."""
    if scheme.kind != BASIC:
        return credential
    try:
        return b64decode(credential, validate=True).decode()
    except ValueError:
        return None

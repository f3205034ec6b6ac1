"""The server: its operations, and what it answers."""

import random
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from tests.faulty_document import Answer, Request, Running, read_json, run, say
from tests.faulty_orders.bodies import judge_order, judge_quote
from tests.faulty_orders.faults import Has, switch_on
from tests.faulty_orders.parameters import judge_id, judge_key, judge_query
from tests.faulty_orders.values import InvalidError

BASE, KEY = "/v1", "orders-key"
OPENED = datetime(2025, 3, 1, 8, tzinfo=UTC)
CENT = Decimal("0.01")
CARRIERS = (("Posten", 2, 9), ("Budet", 1, 19), ("Skicka", 4, 5))
OLD: dict[str, Any] = {
    "customer": "Grace",
    "items": [
        {
            "sku": "INK-0042",
            "quantity": 3,
            "unitPrice": Decimal("4.35"),
            "discount": Decimal(0),
            "boxes": 0,
        }
    ],
    "currency": "EUR",
    "note": None,
    "paid": True,
}
FIRST: tuple[tuple[str, str, list[str]], ...] = (
    ("0b8f4c1e-6d3a-4f57-9a5e-2f1f6a7c9d10", "sent", ["gift"]),
    ("5c1b7a02-93c4-4e0f-8d7e-64a0d1f9b321", "cancelled", []),
    ("e2a6f0d4-1b58-4c9a-b6a3-07c5d8e9f412", "packed", ["gift", "spring-24"]),
)

Work = Callable[["Shop", Request], Answer]


class Shop:
    """The orders of one server, from the first to the last; some are there from the beginning."""

    def __init__(self, fault: str) -> None:
        self.has = switch_on(fault)
        self.chance = random.Random(1)  # noqa: S311 -- no secrets
        self.orders: dict[str, dict[str, Any]] = {}
        for identity, status, tags in FIRST:
            order = {
                **describe({**OLD, "tags": tags}, switch_on("")),
                "id": identity,
                "status": status,
            }
            self.orders[identity] = {**order, "placedAt": self.tell_time()}

    def tell_time(self) -> str:
        """When the next order is placed: one each minute."""
        return (OPENED + timedelta(minutes=len(self.orders))).strftime("%Y-%m-%dT%H:%M:%SZ")

    def place(self, order: dict[str, Any]) -> dict[str, Any]:
        """Keep an order."""
        identity = str(uuid.UUID(int=self.chance.getrandbits(128), version=4))
        described = describe(order, self.has)
        placed = {"id": identity, "status": "placed", "placedAt": self.tell_time(), **described}
        self.orders[identity] = {"currency": "EUR", **placed}
        return placed


def describe(order: dict[str, Any], has: Has) -> dict[str, Any]:
    """What is answered about an order, apart from its id, time and status."""
    lines = [describe_line(item, has) for item in order["items"]]
    described = {
        "total": sum((line["amount"] for line in lines), Decimal(0)).quantize(CENT),
        "currency": order["currency"],
        "paid": order["paid"],
        "tags": order["tags"],
        "customer": order["customer"],
        "note": order["note"],
        "lines": lines,
    }
    if has("leaves the currency out") and not order["says_currency"]:
        del described["currency"]
    return described


def describe_line(item: dict[str, Any], has: Has) -> dict[str, Any]:
    """What is answered about an item."""
    amount = item["quantity"] * item["unitPrice"] * (1 - item["discount"] / 100)
    is_rounded = not (has("rounds no amounts") and item["discount"])
    return {
        "sku": item["sku"],
        "quantity": item["quantity"],
        "amount": amount.quantize(CENT) if is_rounded else amount,
        "boxes": item["boxes"],
    }


def create(shop: Shop, request: Request) -> Answer:
    """POST /orders."""
    judge_key(request, shop.has)
    order = judge_order(read_body(request), shop.has)
    return say(201, shop.place(order))


def show(shop: Shop, request: Request) -> Answer:
    """GET /orders/{orderId}."""
    order = shop.orders.get(judge_id(request))
    if order is None and shop.has("answers an unknown order with 200"):
        return say(200, None)
    return (
        say_problem(404, "not-found", "There is no such order.")
        if order is None
        else say(200, order)
    )


def search(shop: Shop, request: Request) -> Answer:
    """GET /orders."""
    wanted = judge_query(request, shop.has)
    found = [
        summarize(order, shop.has)
        for order in reversed(list(shop.orders.values()))
        if wanted.status in (None, order["status"])
        and order["total"] >= wanted.least
        and wanted.paid in (None, order["paid"])
        and set(wanted.tags) <= set(order["tags"])
    ]
    return say(200, {"orders": found[: wanted.limit], "more": len(found) > wanted.limit})


def summarize(order: dict[str, Any], has: Has) -> dict[str, Any]:
    """What a list says of an order."""
    names = ("id", "status", "total", "currency", "paid", "tags")
    summary = {name: order[name] for name in names}
    if has("lists sent orders as shipped") and order["status"] == "sent":
        summary["status"] = "shipped"
    return summary


def quote(shop: Shop, request: Request) -> Answer:
    """POST /quotes."""
    wish = judge_quote(read_body(request), shop.has)
    weight, insurance = sum(wish["weights"]), Decimal(wish["insured"]) / 200
    offers = [
        {"carrier": name, "days": days, "price": (weight * rate + insurance).quantize(CENT)}
        for name, days, rate in CARRIERS
    ]
    return say(200, {"currency": wish["currency"], "offers": offers})


def read_body(request: Request) -> Any:
    """The JSON of a body."""
    try:
        return read_json(request.body)
    except ValueError as error:
        raise InvalidError("", "It is no JSON.") from error


def say_problem(status: int, code: str, message: str, at: str | None = None) -> Answer:
    """An answer that something is wrong."""
    return say(status, {"code": code, "message": message, "at": at})


def guard(work: Work, shop: Shop, request: Request) -> Answer:
    """An operation behind what is the same for all: the key, the kind of body, what is wrong."""
    is_open = shop.has("lists for anybody") and work is search
    if request.headers.get("X-Api-Key") != KEY and not is_open:
        return say_problem(401, "unauthorized", "The key is missing or unknown.")
    if request.body and request.method == "POST" and not request.says_json:
        return say_problem(415, "unsupported-type", "Send application/json.")
    try:
        return work(shop, request)
    except InvalidError as error:
        return say_problem(400, "invalid", error.message, error.at)


def start(fault: str = "", port: int = 0) -> Running:
    """A running server; KeyError for a fault that is in no table."""
    shop = Shop(fault)
    works: dict[tuple[str, str], Work] = {
        ("POST", "/orders"): create,
        ("GET", "/orders"): search,
        ("GET", "/orders/{orderId}"): show,
        ("POST", "/quotes"): quote,
    }
    routes = {place: partial(guard, work, shop) for place, work in works.items()}
    return run(routes, BASE, KEY, port)

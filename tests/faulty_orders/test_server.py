"""The server without a fault keeps to its document, and each fault is one."""

import http.client
import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

import pytest
import yaml

from tests.faulty_document import Running
from tests.faulty_orders import DOCUMENT, FAULTS, KEY, start

PATHS = yaml.safe_load(DOCUMENT.read_text(encoding="utf-8"))["paths"]
KNOWN, UNKNOWN = "0b8f4c1e-6d3a-4f57-9a5e-2f1f6a7c9d10", "9" * 8 + "-9999-9999-9999-" + "9" * 12
CARD, INVOICE = {"cardToken": "tok_9f8e7d6c5b"}, {"dueDays": 30}
ADDRESS = {"street": "Storgatan 1", "city": "Umeå", "postalCode": "903 26", "country": "SE"}
COURIER, LOCKER = {"method": "courier", "address": ADDRESS}, {"method": "locker", "lockerNumber": 1}
ITEM = {"sku": "INK-0042", "quantity": 1, "unitPrice": 4.5}
ORDER = {
    "customer": {"name": "Ada"},
    "items": [ITEM],
    "delivery": {"method": "pickup", "branch": "B17"},
    "payment": INVOICE,
}
PARCEL = {"weightKg": 2.4, "sizeCm": [30, 20.5, 10]}
WISH = {"shipTo": {"country": "SE", "postalCode": "903 26"}, "parcels": [PARCEL]}
OPTION = {"name": "size", "value": "A5"}


@dataclass(frozen=True)
class Sent:
    """One request, and the status that it is rightly answered with."""

    status: int
    method: str
    path: str
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)


def order(status: int = 400, **members: Any) -> Sent:
    """A new order with other members than the usual ones."""
    return Sent(status, "POST", "/orders", {**ORDER, **members})


def item(status: int = 400, **members: Any) -> Sent:
    """A new order of one item with other members than the usual ones."""
    return order(status, items=[{**ITEM, **members}])


def orders(status: int, name: str, values: Sequence[Any]) -> Iterator[Sent]:
    """New orders that differ in one member."""
    for value in values:
        yield order(status, **{name: value})


def without(name: str, value: dict[str, Any]) -> dict[str, Any]:
    return {key: member for key, member in value.items() if key != name}


def listing(query: str, status: int = 400) -> Sent:
    return Sent(status, "GET", f"/orders?{query}")


def wish(status: int = 400, **members: Any) -> Sent:
    return Sent(status, "POST", "/quotes", {**WISH, **members})


def parcel(status: int = 400, **members: Any) -> Sent:
    return wish(status, parcels=[{**PARCEL, **members}])


def idempotency(key: str, status: int) -> Sent:
    return Sent(status, "POST", "/orders", ORDER, {"Idempotency-Key": key})


# For each fault a request whose answer is another one than that of the right server.
SHOWN: dict[str, Sent] = {
    "takes a quantity of zero": item(quantity=0),
    "takes true for a locker number": order(delivery={"method": "locker", "lockerNumber": True}),
    "takes a price of nothing": item(unitPrice=0),
    "takes tenths of a cent": item(unitPrice=4.505),
    "takes a discount of 100": item(discountPercent=100),
    "takes 51 items": order(items=[ITEM] * 51),
    "takes the same option twice": item(options=[OPTION, OPTION]),
    "takes an empty gift box": item(giftBoxes=[[1], []]),
    "takes anything in an address": order(delivery={**COURIER, "address": {**ADDRESS, "floor": 2}}),
    "takes both ways of payment": order(payment={**CARD, **INVOICE}),
    "takes neither way of payment": order(payment={}),
    "takes a courier without an address": order(delivery={"method": "courier"}),
    "takes any delivery method": order(delivery={"method": "pigeon", "branch": "B17"}),
    "takes a line break behind a stock number": item(sku="INK-0042\n"),
    "takes null for a name": order(customer={"name": None}),
    "takes six labels": order(labels={str(number): "" for number in range(6)}),
    "takes a short idempotency key": idempotency("1234567", 400),
    "counts a note in bytes": order(201, note="Å" * 101),
    "refuses null for a discount": item(201, discountPercent=None),
    "refuses the highest price": item(201, unitPrice=99999.99),
    "crashes on a body that is no object": Sent(400, "POST", "/orders", []),
    "leaves the currency out": order(201),
    "rounds no amounts": item(201, discountPercent=33.3),
    "crashes on a limit that is no number": listing("limit=ten"),
    "takes any word for paid": listing("paid=yes"),
    "takes the same tag twice": listing("tag=a&tag=a"),
    "lists for anybody": Sent(401, "GET", "/orders", None, {"X-Api-Key": ""}),
    "lists sent orders as shipped": listing("status=sent", 200),
    "answers an unknown order with 200": Sent(404, "GET", f"/orders/{UNKNOWN}"),
    "takes grams": parcel(weightKg=2.345),
    "takes a country without a place": wish(shipTo={"country": "SE"}),
}
NO_ORDERS: tuple[Any, ...] = (b"", b"{", b"\xff", "text", 1, None, {})
BORDERS = [
    Sent(401, "POST", "/orders", ORDER, {"X-Api-Key": "wrong"}),
    Sent(415, "POST", "/orders", ORDER, {"Content-Type": "text/plain"}),
    Sent(201, "POST", "/orders", ORDER, {"Content-Type": "application/json; charset=utf-8"}),
    Sent(405, "DELETE", "/orders"),
    *(Sent(400, "POST", "/orders", body) for body in NO_ORDERS),
    *(Sent(400, "POST", "/orders", without(name, ORDER)) for name in ORDER),
    *(item(201, quantity=number) for number in (1, 1.0, 999)),
    *(item(quantity=number) for number in (1000, 1.5, "1", None, 10**30, True)),
    *(item(201, unitPrice=number) for number in (0.01, 99999.99, 1, 2.50)),
    *(item(unitPrice=number) for number in (100000, -1, 0.001, "4.50", 0.0)),
    *(item(201, discountPercent=number) for number in (0, 99.999, 1e-300, -0.0)),
    *(item(discountPercent=number) for number in (-0.1, "5", 1e30)),
    *(item(sku=sku) for sku in ("ink-0042", "INK-042", "INK-٠٠٤٢", " INK-0042")),
    item(201, options=[OPTION, {**OPTION, "value": "A4"}]),
    item(201, options=[{**OPTION, "value": str(number)} for number in range(5)]),
    item(options=[{**OPTION, "value": str(number)} for number in range(6)]),
    *(item(options=[option]) for option in ({}, {"name": "size"}, {**OPTION, "name": "weight"})),
    *(item(options=[{**OPTION, "value": value}]) for value in ("", "v" * 41, 5)),
    item(201, options=[{**OPTION, "value": "🖋" * 40}]),
    item(201, giftBoxes=[[1, 1, 999, 4, 5, 6]] * 4),
    *(item(giftBoxes=boxes) for boxes in ([[1]] * 5, [[1] * 7], [1], [[0]], [[1000]], [["1"]])),
    order(201, items=[ITEM] * 50),
    order(items=[]),
    order(items=[ITEM, {**ITEM, "gift": True}]),
    *(order(201, customer={"name": name}) for name in ("A", "Å" * 80, "\x00", "\ud800")),
    *(order(customer={"name": name}) for name in ("", "A" * 81, 7)),
    *(order(201, customer={"name": "A", "phone": phone}) for phone in (None, "+1234567")),
    *(order(customer={"name": "A", "phone": phone}) for phone in ("+0234567", "+123456", "1")),
    order(customer={"name": "A", "vatId": "SE1\n"}),
    order(201, customer={"name": "A", "vatId": "SE" + "Z" * 12}),
    order(201, delivery=COURIER),
    order(201, delivery=LOCKER),
    order(201, delivery={**LOCKER, "lockerNumber": 4000, "pin": "0000"}),
    *(order(delivery={**LOCKER, **other}) for other in ({"lockerNumber": 4001}, {"pin": "٤٤٤٤"})),
    *(order(delivery={**COURIER, "address": without(name, ADDRESS)}) for name in ADDRESS),
    *(order(delivery={**COURIER, **other}) for other in ({"window": "noon"}, {"branch": "B1"})),
    order(delivery={**COURIER, "address": {**ADDRESS, "postalCode": "90"}}),
    *orders(400, "delivery", ({}, [], "pickup", {"method": []})),
    order(201, payment={**CARD, "instalments": 24}),
    *(order(payment={**CARD, "instalments": number}) for number in (4, 0, 27, "3")),
    order(201, payment={**CARD, "dueDays": 31}),
    order(201, payment={**INVOICE, "cardToken": "tok_", "instalments": 4}),
    *(order(payment={"dueDays": days}) for days in (15, "14", 14.5, None, True)),
    order(payment={**INVOICE, "reference": "r" * 31}),
    *(order(currency=currency) for currency in ("DKK", "eur", None)),
    *(order(201, channel=channel) for channel in (None, "web")),
    *(order(channel=channel) for channel in ("post", "", 1)),
    order(201, tags=["a", "b", "c", "d", "-" * 20]),
    *(order(tags=tags) for tags in (["a", "a"], list("abcdef"), [""], ["a" * 21], ["A"], "a")),
    order(201, labels={"": "", "ö" * 200: "l" * 40}),
    *orders(400, "labels", ({}, {"a": "l" * 41}, {"a": 1}, [], None)),
    *(order(201, note=note) for note in (None, "", "🖋" * 200)),
    *(order(note=note) for note in ("n" * 201, 1, False)),
    *(order(priority=value) for value in (None, "true", 1)),
    *(idempotency(key, 201) for key in ("-" * 8, "a" * 64)),
    *(idempotency(key, 400) for key in ("a" * 65, "", "12345678!", "ååååååååå")),
    *(listing(query, 200) for query in ("", "limit=1", "limit=100", "limit=1e1", "other=1")),
    *(listing(f"limit={limit}") for limit in ("0", "101", "1.5", "", "%201", "1&limit=2", "01")),
    *(listing(f"minTotal={total}", 200) for total in ("0", "0.001", "1000000")),
    *(listing(f"minTotal={total}") for total in ("-1", "1000000.1", "NaN", "true", "%22%22")),
    *(listing(f"paid={paid}", 200) for paid in ("true", "false")),
    *(listing(f"paid={paid}") for paid in ("True", "1", "")),
    *(listing(f"status={status}") for status in ("lost", "Sent", "", "sent&status=sent")),
    *(listing("&".join(f"tag={tag}" for tag in tags), 200) for tags in ("a", "abcde")),
    *(listing(f"tag={tag}") for tag in ("", "A", "a,b", "a&tag=b&tag=c&tag=d&tag=e&tag=f")),
    *(Sent(200, "GET", f"/orders/{known}") for known in (KNOWN, KNOWN.upper())),
    *(Sent(400, "GET", f"/orders/{other}") for other in ("1", KNOWN + "0", "%00", KNOWN[:-1])),
    Sent(401, "GET", "/orders/1", None, {"X-Api-Key": ""}),
    *(parcel(200, weightKg=number) for number in (0.1, 30, 29.9, 1.0)),
    *(parcel(weightKg=number) for number in (0, 30.1, 0.05, "1")),
    *(parcel(sizeCm=size) for size in ([1, 1], [1] * 4, [0.9, 1, 1], [1, 1, 201], [1, 1, "1"])),
    parcel(200, sizeCm=[1, 200, 1.0000001]),
    wish(200, parcels=[PARCEL] * 10),
    *(wish(parcels=parcels) for parcels in ([], [PARCEL] * 11, [{"weightKg": 1}])),
    *(wish(200, insuredFor=number) for number in (0, 100, 50000, 200.0)),
    *(wish(insuredFor=number) for number in (50, -100, 50100, None, 100.5)),
    wish(200, shipTo={"country": "SE", "city": "Umeå"}),
    wish(shipTo={"country": "SE", "city": "Umeå", "postalCode": ""}),
    wish(shipTo={"city": "Umeå"}),
]


@pytest.fixture(scope="module")
def right() -> Iterator[Running]:
    with start() as running:
        yield running


def send(running: Running, sent: Sent) -> tuple[int, str | None, bytes]:
    """The status, content type and body of the answer."""
    host, base = running.url.removeprefix("http://").split("/")
    body = sent.body if isinstance(sent.body, bytes) else json.dumps(sent.body).encode()
    usual = {"X-Api-Key": KEY, "Content-Type": "application/json"}
    headers = {name: value.encode() for name, value in {**usual, **sent.headers}.items()}
    with closing(http.client.HTTPConnection(host, timeout=5)) as client:
        payload = None if sent.method == "GET" else body
        client.request(sent.method, f"/{base}{sent.path}", payload, headers)
        answer = client.getresponse()
        return answer.status, answer.headers["Content-Type"], answer.read()


def list_examples() -> Iterator[Sent]:
    for path, operations in PATHS.items():
        for method, operation in operations.items():
            content = operation.get("requestBody", {}).get("content", {})
            status = int(next(iter(operation["responses"])))
            for media in content.values():
                named = media.get("examples", {}).values()
                values = [one["value"] for one in named] or [media["example"]]
                yield from (Sent(status, method.upper(), path, value) for value in values)


@pytest.mark.parametrize("sent", [*list_examples(), *BORDERS], ids=repr)
def test_the_right_server_judges_as_its_document(right: Running, sent: Sent) -> None:
    before = right.count
    status, kind, body = send(right, sent)
    assert (status, kind) == (sent.status, "application/json"), body
    assert right.count == before + 1


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_answers_otherwise_than_the_right_server(fault: str) -> None:
    sent = SHOWN[fault]
    with start() as server, start(fault) as faulty:
        rightly = send(server, deepcopy(sent))
        assert rightly[0] == sent.status, rightly
        assert send(faulty, sent) != rightly


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_changes_no_usual_answer(fault: str) -> None:
    """A fault is seen by those who look for it: its server takes a usual order and lists it."""
    with start(fault) as faulty:
        assert send(faulty, order())[0] == 201
        assert send(faulty, listing("limit=10&paid=false"))[0] == 200


def test_an_order_is_found_again() -> None:
    with start() as server:
        placed = json.loads(send(server, item(201, quantity=3, discountPercent=33.3))[2])
        path = f"/orders/{placed['id']}"
        assert placed["total"] == 9.0
        assert json.loads(send(server, Sent(200, "GET", path))[2]) == placed
        page = json.loads(send(server, listing("limit=1", 200))[2])
        assert page["more"] is True
        assert [one["id"] for one in page["orders"]] == [placed["id"]]


def test_a_fault_that_does_not_exist_is_refused() -> None:
    with pytest.raises(KeyError):
        start("sleeps")

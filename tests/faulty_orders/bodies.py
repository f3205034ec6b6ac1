"""The bodies: a new order, and a request for a quote."""

import re
from decimal import Decimal
from functools import partial
from typing import Any

from tests.faulty_orders.faults import Has
from tests.faulty_orders.values import (
    InvalidError,
    array,
    boolean,
    different,
    fitting,
    in_steps,
    integer,
    members,
    number,
    one_of,
    text,
)

CURRENCIES = ("EUR", "GBP", "SEK", "USD")
CHANNELS = ("web", "shop", "phone")
WINDOWS = ("morning", "afternoon", "evening")
TAG, COUNTRY, SKU = "[a-z0-9-]{1,20}", "[A-Z]{2}", "[A-Z]{3}-[0-9]{4}"
DUE_DAYS = (14, 30, 60)


def judge_order(order: Any, has: Has) -> dict[str, Any]:
    """The order as it is kept; InvalidError where it is wrong."""
    required = ("customer", "items", "delivery", "payment")
    optional = ("currency", "channel", "tags", "labels", "note", "priority")
    if not has("crashes on a body that is no object") or hasattr(order, "keys"):
        members(order, "", required, optional)
    judge_payment(order["payment"], has)
    judge_delivery(order["delivery"], has)
    judge_extras(order, has)
    return {
        "customer": judge_customer(order["customer"], has),
        "items": array(
            order["items"],
            "/items",
            partial(judge_item, has=has),
            1,
            51 if has("takes 51 items") else 50,
        ),
        "currency": one_of(order.get("currency", "EUR"), "/currency", CURRENCIES),
        "says_currency": "currency" in order,
        "tags": judge_tags(order.get("tags", []), "/tags"),
        "note": judge_note(order.get("note"), has),
        "paid": fits_card(order["payment"]),
    }


def judge_extras(order: dict[str, Any], has: Has) -> None:
    """What is only kept."""
    if order.get("channel") is not None:
        one_of(order["channel"], "/channel", CHANNELS)
    boolean(order.get("priority", False), "/priority")
    if "labels" not in order:
        return
    labels = members(order["labels"], "/labels", (), None)
    most = 6 if has("takes six labels") else 5
    if not 1 <= len(labels) <= most:
        raise InvalidError("/labels", "It has not one to five members.")
    for name, label in labels.items():
        text(label, f"/labels/{name}", 0, 40)


def judge_customer(customer: Any, has: Has) -> str:
    """The name of the customer."""
    members(customer, "/customer", ("name",), ("phone", "vatId"))
    if customer.get("phone") is not None:
        fitting(customer["phone"], "/customer/phone", r"\+[1-9][0-9]{6,14}")
    if customer.get("vatId") is not None:
        fitting(customer["vatId"], "/customer/vatId", "[A-Z]{2}[0-9A-Z]{2,12}")
    if has("takes null for a name") and customer["name"] is None:
        return "unknown"
    return text(customer["name"], "/customer/name", 1, 80)


def judge_note(note: Any, has: Has) -> str | None:
    """The note."""
    if note is None:
        return None
    if has("counts a note in bytes") and len(text(note, "/note").encode(errors="replace")) > 200:
        raise InvalidError("/note", "It is longer than 200.")
    return text(note, "/note", 0, 200)


def judge_tags(tags: Any, at: str) -> list[str]:
    """The tags of an order."""
    return different(array(tags, at, partial(fitting, pattern=TAG), 0, 5), at)


def judge_item(item: Any, at: str, has: Has) -> dict[str, Any]:
    """What there is of one article: how many, at which price, in how many boxes."""
    optional = ("discountPercent", "options", "giftBoxes")
    members(item, at, ("sku", "quantity", "unitPrice"), optional)
    judge_options(item.get("options", []), f"{at}/options", has)
    return {
        "sku": judge_sku(item["sku"], f"{at}/sku", has),
        "quantity": judge_quantity(item["quantity"], f"{at}/quantity", has),
        "unitPrice": judge_price(item["unitPrice"], f"{at}/unitPrice", has),
        "discount": judge_discount(item, f"{at}/discountPercent", has),
        "boxes": len(judge_boxes(item.get("giftBoxes", []), f"{at}/giftBoxes", has)),
    }


def judge_sku(sku: Any, at: str, has: Has) -> str:
    """The number of an article."""
    if has("takes a line break behind a stock number") and re.match(f"^{SKU}$", text(sku, at)):
        return str(sku).strip()
    return fitting(sku, at, SKU)


def judge_quantity(quantity: Any, at: str, has: Has) -> int:
    """How many pieces."""
    return integer(quantity, at, 0 if has("takes a quantity of zero") else 1, 999)


def judge_price(price: Any, at: str, has: Has) -> Decimal:
    """What a piece costs."""
    highest = Decimal("99999.99")
    amount = number(price, at, 0, highest)
    if amount == highest and has("refuses the highest price"):
        raise InvalidError(at, f"It is not less than {highest}.")
    if amount == 0 and not has("takes a price of nothing"):
        raise InvalidError(at, "It is not more than 0.")
    return amount if has("takes tenths of a cent") else in_steps(amount, at, "0.01")


def judge_discount(item: dict[str, Any], at: str, has: Has) -> Decimal:
    """How much less it costs, in a hundred."""
    discount = item.get("discountPercent", 0)
    if discount is None and not has("refuses null for a discount"):
        return Decimal(0)
    share = number(discount, at, 0, 100)
    if share == 100 and not has("takes a discount of 100"):
        raise InvalidError(at, "It is not less than 100.")
    return share


def judge_options(options: Any, at: str, has: Has) -> None:
    """The options of an item."""
    found = array(options, at, judge_option, 0, 5)
    if not has("takes the same option twice"):
        different(found, at)


def judge_option(option: Any, at: str) -> Any:
    """One option."""
    members(option, at, ("name", "value"), ())
    one_of(option["name"], f"{at}/name", ("colour", "size", "engraving"))
    text(option["value"], f"{at}/value", 1, 40)
    return option


def judge_boxes(boxes: Any, at: str, has: Has) -> list[Any]:
    """The boxes, each with the pieces in it."""
    piece = partial(integer, least=1, most=999)
    fewest = 0 if has("takes an empty gift box") else 1
    return array(boxes, at, partial(array, each=piece, fewest=fewest, most=6), 0, 4)


def judge_delivery(delivery: Any, has: Has) -> None:
    """How it comes to the customer; each method has members of its own."""
    members(delivery, "/delivery", ("method",), None)
    method = delivery["method"]
    if method == "courier":
        judge_courier(delivery, has)
    elif method == "pickup":
        members(delivery, "/delivery", ("method", "branch"), ())
        fitting(delivery["branch"], "/delivery/branch", "B[0-9]{1,3}")
    elif method == "locker":
        judge_locker(delivery, has)
    elif not has("takes any delivery method"):
        raise InvalidError("/delivery/method", "It is none of courier, pickup, locker.")


def judge_locker(delivery: dict[str, Any], has: Has) -> None:
    """A locker, and perhaps its code."""
    members(delivery, "/delivery", ("method", "lockerNumber"), ("pin",))
    fitting(delivery.get("pin", "0000"), "/delivery/pin", "[0-9]{4}")
    is_boolean = isinstance(delivery["lockerNumber"], bool)
    if not (has("takes true for a locker number") and is_boolean):
        integer(delivery["lockerNumber"], "/delivery/lockerNumber", 1, 4000)


def judge_courier(delivery: dict[str, Any], has: Has) -> None:
    """A courier, who needs an address."""
    if has("takes a courier without an address"):
        members(delivery, "/delivery", ("method",), ("address", "window"))
    else:
        members(delivery, "/delivery", ("method", "address"), ("window",))
    one_of(delivery.get("window", "morning"), "/delivery/window", WINDOWS)
    if "address" in delivery:
        judge_address(delivery["address"], "/delivery/address", has)


def judge_address(address: Any, at: str, has: Has) -> None:
    """Where somebody lives."""
    others = None if has("takes anything in an address") else ()
    members(address, at, ("street", "city", "postalCode", "country"), others)
    text(address["street"], f"{at}/street", 1, 100)
    text(address["city"], f"{at}/city", 1, 60)
    text(address["postalCode"], f"{at}/postalCode", 3, 10)
    fitting(address["country"], f"{at}/country", COUNTRY)


def judge_payment(payment: Any, has: Has) -> None:
    """By card or by invoice: exactly one of them has to fit."""
    members(payment, "/payment", (), None)
    by_card, by_invoice = fits_card(payment), fits_invoice(payment)
    if by_card and by_invoice and not has("takes both ways of payment"):
        raise InvalidError("/payment", "It is by card and by invoice.")
    if not by_card and not by_invoice and not has("takes neither way of payment"):
        raise InvalidError("/payment", "It is neither by card nor by invoice.")


def fits_card(payment: dict[str, Any]) -> bool:
    """Whether it is a payment by card; other members do not matter."""
    try:
        members(payment, "", ("cardToken",), None)
        fitting(payment["cardToken"], "", "tok_[a-z0-9]{8,32}")
        return integer(payment.get("instalments", 3), "", 3, 24) % 3 == 0
    except InvalidError:
        return False


def fits_invoice(payment: dict[str, Any]) -> bool:
    """Whether it is a payment by invoice; other members do not matter."""
    try:
        members(payment, "", ("dueDays",), None)
        text(payment.get("reference", ""), "", 0, 30)
        return integer(payment["dueDays"], "", 14, 60) in DUE_DAYS
    except InvalidError:
        return False


def judge_quote(wish: Any, has: Has) -> dict[str, Any]:
    """What is to be sent where; InvalidError where it is wrong."""
    members(wish, "", ("shipTo", "parcels"), ("insuredFor", "currency"))
    insured = integer(wish.get("insuredFor", 0), "/insuredFor", 0, 50_000)
    if insured % 100:
        raise InvalidError("/insuredFor", "It is no multiple of 100.")
    judge_place(wish["shipTo"], "/shipTo", has)
    return {
        "weights": array(wish["parcels"], "/parcels", partial(judge_parcel, has=has), 1, 10),
        "insured": insured,
        "currency": one_of(wish.get("currency", "EUR"), "/currency", CURRENCIES),
    }


def judge_place(place: Any, at: str, has: Has) -> None:
    """A country, and a postal code or a city."""
    members(place, at, ("country",), ("postalCode", "city"))
    fitting(place["country"], f"{at}/country", COUNTRY)
    if "postalCode" in place:
        text(place["postalCode"], f"{at}/postalCode", 3, 10)
    if "city" in place:
        text(place["city"], f"{at}/city", 1, 60)
    if len(place) == 1 and not has("takes a country without a place"):
        raise InvalidError(at, "It has neither postalCode nor city.")


def judge_parcel(parcel: Any, at: str, has: Has) -> Decimal:
    """The weight of a parcel."""
    members(parcel, at, ("weightKg", "sizeCm"), ())
    array(parcel["sizeCm"], f"{at}/sizeCm", partial(number, least=1, most=200), 3, 3)
    weight = number(parcel["weightKg"], f"{at}/weightKg", 0, 30)
    if weight == 0:
        raise InvalidError(f"{at}/weightKg", "It is not more than 0.")
    return weight if has("takes grams") else in_steps(weight, f"{at}/weightKg", "0.1")

"""The faults that can be switched on: a name, and what of the document it breaks."""

from collections.abc import Callable

Has = Callable[[str], bool]

FAULTS: dict[str, str] = {
    # POST /orders: what is taken and should be refused
    "takes a quantity of zero": "minimum of items/quantity, off by one",
    "takes true for a locker number": "type integer of delivery/lockerNumber, of one choice",
    "takes a price of nothing": "exclusiveMinimum of items/unitPrice",
    "takes tenths of a cent": "multipleOf of items/unitPrice",
    "takes a discount of 100": "exclusiveMaximum of items/discountPercent",
    "takes 51 items": "maxItems of items, off by one",
    "takes the same option twice": "uniqueItems of items/options, which are objects",
    "takes an empty gift box": "minItems of the arrays in items/giftBoxes",
    "takes anything in an address": "additionalProperties of delivery/address",
    "takes both ways of payment": "oneOf of payment, where both fit",
    "takes neither way of payment": "oneOf of payment, where none fits",
    "takes a courier without an address": "required of delivery, of one choice",
    "takes any delivery method": "discriminator of delivery, a value that is in no mapping",
    "takes a line break behind a stock number": "pattern of items/sku, `$` before a line break",
    "takes null for a name": "type of customer/name, which is not nullable",
    "takes six labels": "maxProperties of labels, off by one",
    "takes a short idempotency key": "minLength of the header Idempotency-Key, off by one",
    # POST /orders: what is right and fails
    "counts a note in bytes": "maxLength of note, for text that is not ASCII",
    "refuses null for a discount": "nullable of items/discountPercent",
    "refuses the highest price": "maximum of items/unitPrice, off by one",
    # POST /orders: crashes and answers
    "crashes on a body that is no object": "500, an array or a string",
    "leaves the currency out": "required currency of the answer, where the request has none",
    "rounds no amounts": "multipleOf of lines/amount in the answer, where there is a discount",
    # GET /orders
    "crashes on a limit that is no number": "500, the parameter limit",
    "takes any word for paid": "type boolean of the parameter paid",
    "takes the same tag twice": "uniqueItems of the parameter tag",
    "lists for anybody": "security: no key is needed",
    "lists sent orders as shipped": "enum of orders/status in the answer, where one is sent",
    # GET /orders/{orderId}
    "answers an unknown order with 200": "200 and null in place of 404",
    # POST /quotes
    "takes grams": "multipleOf of parcels/weightKg",
    "takes a country without a place": "anyOf of shipTo, where none fits",
}


def switch_on(fault: str) -> Has:
    """Whether a server has a fault; KeyError for one that is in no table."""
    if fault:
        FAULTS[fault]

    def has(name: str) -> bool:
        FAULTS[name]
        return name == fault

    return has

"""Small valid payloads, all different, in which a lint finds nothing at all."""

import json
import os
from random import Random
from typing import Any

SEED = 20
WORDS = ("your", "order", "is", "ready", "please", "reply", "before", "the", "shop", "closes")


def write_payloads(folder: str, count: int) -> list[str]:
    """Write payload files into a folder and return their names; always the same ones."""
    chance = Random(SEED)  # noqa: S311 -- the same files in every run
    names = [f"payload-{number:04}.json" for number in range(count)]
    for number, name in enumerate(names):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            json.dump(make_payload(number, chance), file, indent=2, ensure_ascii=False)
            file.write("\n")
    return names


def make_payload(number: int, chance: Random) -> dict[str, Any]:
    """One payload: between one and five recipients, and each optional part in about half."""
    text = " ".join(chance.choices(WORDS, k=chance.randint(3, 40)))
    channels: dict[str, Any] = {"sms": {"senderid": "ACME", "text": text}}
    last_digits = chance.sample(range(1000), k=chance.randint(1, 5))
    payload = {
        "deliverychannel": "sms",
        "destination": [{"msisdn": [f"+447700900{digits:03}" for digits in last_digits]}],
        "channels": channels,
    }
    parts = {
        "correlationid": f"order-{number}",
        "callbackData": f"batch {number // 50}",
        "notifyurl": f"https://example.com/receipts/{number}",
        "contactPolicy": {"contactPolicyGroup": f"{number}", "channelCheckConsent": True},
    }
    payload.update({name: part for name, part in parts.items() if chance.random() < 0.5})
    if chance.random() < 0.5:
        channels["sms"] |= {"type": "4", "text": f"{text} – {number} ✓"}
    if chance.random() < 0.5:
        channels["smartlinks"] = [{"linkid": f"{number}", "validity": "7"}]
        channels["sms"]["text"] += f" {{{{link_{number}}}}}"
    return payload

"""Takes the picture of the inbox that the pages show: `python docs/picture_inbox.py`.

It is the real page, in Chromium, after three requests of which one is wrong. Exit status: 0; 1
where there is no Chromium.
"""

import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

from contractkit.emulator import emulate

PICTURE = Path(__file__).parent / "inbox.png"
WIDTH, HEIGHT = 1080, 660
MOST_COLOURS = 64
SIGNATURE = b"\x89PNG\r\n\x1a\n"
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-dev-shm-usage", "--hide-scrollbars", f"--window-size={WIDTH},{HEIGHT}",
)  # fmt: skip
REQUESTS = (
    (["+447700900123"], {"senderid": "ACME", "text": "Your order 1042 is on its way."}),
    (
        ["+447700900124", "+447700900125"],
        {"senderid": "ACME", "text": "Café Zoë: your table is ready ☕"},
    ),
    (["+447700900126"], {"senderId": "ACME", "text": "Your code is 394 201.\nIt ends at noon."}),
)


def find_browser() -> str | None:
    """The path of Chromium, also where PATH is short."""
    return shutil.which("chromium") or shutil.which("chromium", path="/usr/bin")


def take(browser: str, picture: Path) -> None:
    """Write the picture of the inbox with its last request, the wrong one, opened."""
    with emulate(ui=True) as emulator, tempfile.TemporaryDirectory() as profile:
        for numbers, message in REQUESTS:
            payload = {
                "deliverychannel": "sms",
                "destination": [{"msisdn": numbers}],
                "channels": {"sms": message},
            }
            body = json.dumps(payload).encode()
            urlopen(Request(emulator.url, body, {"key": emulator.key})).close()  # noqa: S310  ours
        page = f"{emulator.page_url}inbox/{len(REQUESTS)}"
        subprocess.run(
            [browser, *FLAGS, f"--user-data-dir={profile}", f"--screenshot={picture}", page],
            check=True,
            capture_output=True,
            timeout=60,
            env={**os.environ, "HOME": profile},
        )


def shrink(picture: bytes) -> bytes:
    """A PNG file of a screenshot with its most common colours only, which is far smaller."""
    chunks = list(_list_chunks(picture))
    width, height, _, kind = struct.unpack(">IIBB", chunks[0][1][:10])
    size = {2: 3, 6: 4}[kind]
    raw = zlib.decompress(b"".join(data for name, data in chunks if name == b"IDAT"))
    lines = list(_read_lines(raw, width * size, size))
    pixels = [bytes(line[at : at + 3]) for line in lines for at in range(0, len(line), size)]
    counts = Counter(pixels)
    palette = [colour for colour, _ in counts.most_common(MOST_COLOURS)]
    places = {colour: _find_nearest(colour, palette) for colour in counts}
    indexed = bytes(places[pixel] for pixel in pixels)
    rows = (b"\0" + indexed[at : at + width] for at in range(0, len(indexed), width))
    return SIGNATURE + b"".join(
        (
            _write_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            _write_chunk(b"PLTE", b"".join(palette)),
            _write_chunk(b"IDAT", zlib.compress(b"".join(rows), 9)),
            _write_chunk(b"IEND", b""),
        )
    )


def _list_chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(SIGNATURE)
    while at < len(picture):
        length, name = struct.unpack(">I4s", picture[at : at + 8])
        yield name, picture[at + 8 : at + 8 + length]
        at += length + 12


def _read_lines(raw: bytes, length: int, size: int) -> Iterator[bytearray]:
    """The lines of a picture, whose bytes are written as differences from those around them."""
    above = bytearray(length)
    for start in range(0, len(raw), length + 1):
        way, line = raw[start], bytearray(raw[start + 1 : start + 1 + length])
        for at in range(length):
            left, corner = (line[at - size], above[at - size]) if at >= size else (0, 0)
            guesses = (0, left, above[at], (left + above[at]) // 2, 0)
            guess = _guess(left, above[at], corner) if way == 4 else guesses[way]  # noqa: PLR2004
            line[at] = (line[at] + guess) & 0xFF
        yield line
        above = line


def _guess(left: int, above: int, corner: int) -> int:
    """What Paeth's filter expects: the neighbour that is nearest to left + above - corner."""
    expected = left + above - corner
    return min((left, above, corner), key=lambda value: abs(expected - value))


def _find_nearest(colour: bytes, palette: list[bytes]) -> int:
    def distance(place: int) -> int:
        return sum((a - b) ** 2 for a, b in zip(colour, palette[place], strict=True))

    return min(range(len(palette)), key=distance)


def _write_chunk(name: bytes, data: bytes) -> bytes:
    checksum = zlib.crc32(name + data)
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", checksum)


def main() -> int:
    """Take the picture; the exit status."""
    browser = find_browser()
    if browser is None:
        print("There is no Chromium on this machine: install it first.", file=sys.stderr)
        return 1
    take(browser, PICTURE)
    PICTURE.write_bytes(shrink(PICTURE.read_bytes()))
    print(f"{PICTURE}: {PICTURE.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())

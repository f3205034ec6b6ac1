"""The picture of the inbox is small, is shown where it is told of, and can be taken again."""

import struct
import zlib
from pathlib import Path

import pytest

from docs.picture_inbox import HEIGHT, PICTURE, SIGNATURE, WIDTH, find_browser, shrink, take
from tests.docs.pages import read_page

LARGEST = 60_000


def read_size(picture: bytes) -> tuple[int, int]:
    assert picture.startswith(SIGNATURE)
    width, height = struct.unpack(">II", picture[16:24])
    return width, height


def test_the_picture_is_small() -> None:
    picture = PICTURE.read_bytes()
    assert read_size(picture) == (WIDTH, HEIGHT)
    assert len(picture) < LARGEST


@pytest.mark.parametrize(
    ("page", "link"), [("README.md", "docs/inbox.png"), ("docs/emulating.md", "inbox.png")]
)
def test_the_picture_is_shown(page: str, link: str) -> None:
    assert f"]({link})" in read_page(page)


def write_picture(rows: list[bytes]) -> bytes:
    """A PNG file of two RGB pixels a row; each row begins with its filter."""
    head = struct.pack(">IIBBBBB", 2, len(rows), 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"".join(rows))), (b"IEND", b""))
    return SIGNATURE + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def test_a_picture_with_few_colours_stays_as_it_is() -> None:
    """All five filters: each row is (9, 8, 7) and (1, 2, 3)."""
    rows = [
        bytes([0, 9, 8, 7, 1, 2, 3]), bytes([1, 9, 8, 7, 248, 250, 252]), bytes([2, *[0] * 6]),
        bytes([3, 5, 4, 4, 252, 253, 254]), bytes([4, *[0] * 6]),
    ]  # fmt: skip
    small = shrink(write_picture(rows))
    assert read_size(small) == (2, len(rows))
    palette = small[small.index(b"PLTE") + 4 :][:6]
    colours = {0: palette[:3], 1: palette[3:]}
    length = struct.unpack(">I", small[(at := small.index(b"IDAT")) - 4 : at])[0]
    lines = zlib.decompress(small[at + 4 : at + 4 + length])
    for start in range(0, len(lines), 3):
        way, left, right = lines[start : start + 3]
        assert (way, colours[left], colours[right]) == (0, b"\x09\x08\x07", b"\x01\x02\x03")


def test_the_picture_can_be_taken_again(tmp_path: Path) -> None:
    browser = find_browser()
    if browser is None:
        pytest.skip("no Chromium on this machine")
    take(browser, tmp_path / "inbox.png")
    small = shrink((tmp_path / "inbox.png").read_bytes())
    assert read_size(small) == (WIDTH, HEIGHT)
    assert len(small) < LARGEST

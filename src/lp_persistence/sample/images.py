"""Small images, the same on every machine: what people upload as theirs."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from hashlib import sha256
from typing import Final
from zlib import adler32, crc32

#: Squares of a pattern in a row, and rows of them.
SQUARES: Final = 5
SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
#: One bit a pixel, which is a number in a palette; nothing interlaced.
FORMAT: Final = (1, 3, 0, 0, 0)


def png(side: int, design: int) -> bytes:
    """A PNG of so many pixels on each side: squares that are the same on the left
    and on the right. A design has the same squares and colours in every size."""
    bits = sha256(f"design {design}".encode()).digest()
    chunks = (
        (b"IHDR", struct.pack(">II5B", side, side, *FORMAT)),
        (b"PLTE", bytes(_palette(bits[0]))),
        (b"IDAT", _stored(b"".join(_rows(side, bits)))),
        (b"IEND", b""),
    )
    return SIGNATURE + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + _checked(kind + data)


def _checked(data: bytes) -> bytes:
    return struct.pack(">I", crc32(data))


def _stored(data: bytes) -> bytes:
    """A zlib stream that compresses nothing: what a library makes of the same data
    differs from one to another."""
    size = len(data)
    return (
        b"\x78\x01\x01"
        + struct.pack("<HH", size, size ^ 0xFFFF)
        + data
        + struct.pack(">I", adler32(data))
    )


def _palette(hue: int) -> Iterator[int]:
    """The colours of background and squares."""
    sector, rest = divmod(hue * 6, 256)
    rising, falling = rest, 255 - rest
    pure = (
        (255, rising, 0),
        (falling, 255, 0),
        (0, 255, rising),
        (0, falling, 255),
        (rising, 0, 255),
        (255, 0, falling),
    )[sector]
    yield from (230 + part * 20 // 255 for part in pure)
    yield from (60 + part * 110 // 255 for part in pure)


def _rows(side: int, bits: bytes) -> Iterator[bytes]:
    """The rows of pixels, each with the number of its filter, which is none."""
    for y in range(side):
        row = 0
        for x in range(side):
            column, line = x * SQUARES // side, y * SQUARES // side
            place = 1 + line * 3 + min(column, SQUARES - 1 - column)
            row = row << 1 | bits[place] % 2
        width = (side + 7) // 8
        yield b"\0" + (row << width * 8 - side).to_bytes(width, "big")

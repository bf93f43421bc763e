"""Images of the generated world."""

from __future__ import annotations

import struct
import unittest
from hashlib import sha256
from zlib import crc32, decompress

from lp_persistence.sample.files import DESIGNS, SIDES, Files
from lp_persistence.sample.images import SIGNATURE, png


def chunks(image):
    """What a PNG consists of, each part checked."""
    found, place = {}, len(SIGNATURE)
    while place < len(image):
        size, kind = struct.unpack(">I4s", image[place : place + 8])
        data = image[place + 8 : place + 8 + size]
        (check,) = struct.unpack(">I", image[place + 8 + size : place + 12 + size])
        assert check == crc32(kind + data)
        found[kind] = data
        place += 12 + size
    return found


class PNGTests(unittest.TestCase):
    def test_it_is_one(self):
        """Every part of it, in every size."""
        for side in SIDES.values():
            image = png(side, 3)
            self.assertTrue(image.startswith(SIGNATURE))
            parts = chunks(image)
            self.assertEqual([b"IHDR", b"PLTE", b"IDAT", b"IEND"], list(parts))
            self.assertEqual((side, side), struct.unpack(">II", parts[b"IHDR"][:8]))
            pixels = decompress(parts[b"IDAT"])
            width = (side + 7) // 8
            self.assertEqual(side * (1 + width), len(pixels))
            for begin in range(0, len(pixels), 1 + width):
                row = pixels[begin : begin + 1 + width]
                self.assertEqual(0, row[0])
                bits = f"{int.from_bytes(row[1:], 'big'):0{width * 8}b}"
                self.assertEqual("", bits[side:].strip("0"))
                # What is drawn is the same on both sides, where five divide it.
                if side % 5 == 0:
                    self.assertEqual(bits[:side], bits[:side][::-1])

    def test_it_is_the_same_on_every_machine(self):
        """Another text here is another world for all."""
        self.assertEqual(
            "a876041aa97bb10eb4d9f0e2ac90f963bafe7c7e858a27d4497e1a57a8d71629",
            sha256(png(14, 0) + png(64, 1) + png(192, 2)).hexdigest(),
        )

    def test_designs_differ(self):
        """Most of them."""
        images = {png(14, design) for design in range(100)}
        self.assertGreater(len(images), 90)


class FilesTests(unittest.TestCase):
    def test_every_file_has_its_content(self):
        """Images of a set are one design in three sizes; none is made that no file
        could have."""
        for sets in (3, DESIGNS + 2):
            files = Files(seed=7)
            for _ in range(sets):
                files.images()
            contents = {sha256(each).hexdigest() for each in files.contents()}
            hashes = {row[1] for row in files.rows()} - {None}
            self.assertLessEqual(hashes, contents)
            self.assertEqual(3 * min(sets, DESIGNS), len(list(files.contents())))

"""Contents of files, in memory and in a folder."""

from __future__ import annotations

import os
import unittest
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

from zope.interface.verify import verifyObject

from lp_persistence.branding.contents import ContentsInFolder, ContentsInMemory
from lp_persistence.branding.interfaces import IFileStore


class ContentsTests(unittest.TestCase):
    def setUp(self):
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name) / "files"

    def test_what_was_put_is_there(self):
        """By its hash; what was not is None, and so is what is no hash."""
        for contents in (ContentsInMemory(), ContentsInFolder(self.folder)):
            verifyObject(IFileStore, contents)
            self.assertIsNone(contents.get("ab" * 32))
            found = contents.put(b"content")
            self.assertEqual(sha256(b"content").hexdigest(), found)
            self.assertEqual(found, contents.put(b"content"))
            self.assertEqual(b"content", contents.get(found))
            self.assertEqual(b"", contents.get(contents.put(b"")))
            for none in ("", "x", found.upper(), f"../{found}", "../../etc/passwd"):
                self.assertIsNone(contents.get(none))

    def test_a_folder_for_many(self):
        """Two digits are a folder; another process finds what is there."""
        found = ContentsInFolder(self.folder).put(b"content")
        self.assertEqual([self.folder / found[:2] / found], self.files())
        self.assertEqual(b"content", ContentsInFolder(self.folder).get(found))

    def test_a_content_is_there_whole_or_not_at_all(self):
        """A full disk leaves nothing."""
        contents = ContentsInFolder(self.folder)
        with (
            mock.patch.object(Path, "replace", side_effect=OSError("full")),
            self.assertRaises(OSError),
        ):
            contents.put(b"content")
        self.assertEqual([], self.files())

    def files(self):
        return [
            Path(folder) / name
            for folder, _, names in os.walk(self.folder)
            for name in names
        ]

"""Table files, read and written as PostgreSQL does."""

from __future__ import annotations

import unittest
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lp_persistence.database.files import read, split, table_files, write
from lp_persistence.errors import InvalidFile
from lp_persistence.testing.storm_layers import POSTGRESQL

FIELDS = st.none() | st.text(st.sampled_from('a",\\.\r\n é'), max_size=6)


class FolderTestCase(unittest.TestCase):
    def setUp(self):
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def file(self, text, name="thing.csv"):
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def assertRefused(self, message, function, *arguments):
        with self.assertRaises(InvalidFile) as caught:
            function(*arguments)
        self.assertEqual(message, str(caught.exception))


class ReadTests(FolderTestCase):
    def fields(self, text):
        return [line.fields for line in read(self.file(text))]

    def test_what_is_empty_is_null_and_quotes_make_an_empty_text(self):
        """They are two things."""
        self.assertEqual([["a", None, "", None]], self.fields('a,,"",\n'))
        self.assertEqual([[None, None]], self.fields(",\n"))
        self.assertEqual([[None]], self.fields("\n"))

    def test_quotes(self):
        """Doubled they stand for themselves; they may begin anywhere."""
        for text, fields in (
            ('"a ""b"""', ['a "b"']),
            ('"a,b",c', ["a,b", "c"]),
            ('a"b,"c', ["ab,c"]),
            ('"a""",', ['a"', None]),
            ('""""', ['"']),
        ):
            self.assertEqual(fields, split(text))

    def test_lines_may_end_in_quotes(self):
        """A row has the number of the line that it begins in."""
        lines = list(read(self.file('id,text\r\n1,"a\nb\r\n"\r\n2,c')))
        self.assertEqual(
            [(1, ["id", "text"]), (2, ["1", "a\nb\r\n"]), (5, ["2", "c"])], lines
        )

    def test_the_end_may_be_said(self):
        """What stands behind it is nothing any more."""
        self.assertEqual([["a"], ["b"]], self.fields("a\nb\n\\.\nc\n"))

    def test_what_is_no_such_file(self):
        """It is named, and the line where it has one."""
        self.assertRefused(
            "thing.csv, line 2: a quote is opened that nothing closes.",
            lambda: self.fields('a\n"b\nc\n'),
        )
        self.assertRefused(
            "thing.csv is not in UTF-8: invalid start byte",
            lambda: self.fields(b"a\n\xff\n"),
        )

    def test_a_folder(self):
        """Its files by their tables."""
        self.assertRefused(
            f"{self.folder} has no table files: one for each table, TABLE.csv",
            table_files,
            self.folder,
        )
        missing = self.folder / "missing"
        self.assertRefused(
            f"{missing} is no folder of table files: one for each table, TABLE.csv",
            table_files,
            missing,
        )
        path = self.file("a")
        self.assertEqual({"thing": path}, table_files(self.folder))

    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(st.tuples(FIELDS, FIELDS), max_size=4))
    def test_what_is_written_is_read(self, rows):
        """Whatever the texts."""
        stream = StringIO(newline="")
        write(stream, [("a", "b"), *rows])
        path = self.file(stream.getvalue())
        self.assertEqual(
            [["a", "b"], *map(list, rows)], [line.fields for line in read(path)]
        )


class CopyTests(FolderTestCase):
    layer = POSTGRESQL

    def test_copy_and_we_write_and_read_alike(self):
        """The same bytes, and the same rows back."""
        texts = [None, "", " ", "a", 'a"b', "a,b", "a\nb", "\\.", "\\N", "é\r", '"']
        rows = [(str(number), text) for number, text in enumerate(texts)]
        store = self.layer["source"].store_for(None, None)
        store.execute("CREATE TEMPORARY TABLE thing (id integer, text text)")
        for row in rows:
            store.execute("INSERT INTO thing VALUES (?, ?)", row)
        cursor = store._connection.build_raw_cursor()
        path = self.folder / "thing.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            copied = "COPY (SELECT * FROM thing ORDER BY id) TO STDOUT CSV HEADER"
            cursor.copy_expert(copied, stream)
        ours = StringIO(newline="")
        write(ours, [("id", "text"), *rows])
        self.assertEqual(ours.getvalue(), path.read_bytes().decode())
        self.assertEqual(rows, [tuple(line.fields) for line in read(path)][1:])

"""``lp-persistence load``: table files into every kind of store."""

from __future__ import annotations

import unittest
from pathlib import Path

from zope.component import getUtility
from zope.configuration.xmlconfig import file as load_zcml
from zope.interface.verify import verifyObject

import lp_persistence
from lp_persistence.command.interfaces import (
    CommandError,
    IStoreKind,
    ISubcommand,
)
from lp_persistence.command.load import Load
from lp_persistence.command.memory import Memory
from lp_persistence.command.memory_of_files import MemoryOfFiles
from lp_persistence.command.reporters import Quiet
from lp_persistence.command.site import PACKAGE
from lp_persistence.command.stores import the_store
from lp_persistence.command.tests.test_main import CommandTestCase
from lp_persistence.command.tests.test_stores import StoreTestCase
from lp_persistence.errors import Unavailable
from lp_persistence.interfaces import IBackend
from lp_persistence.sample.copying import targets
from lp_persistence.storm.internals import connection_of
from lp_persistence.testing.postgres import Server
from lp_persistence.testing.table_files import write_tables

COUNT = """
from zope.component import getUtility
from lp_persistence.people.interfaces import IPerson
from lp_persistence.interfaces import IBackend
print([row[:3] for row in getUtility(IBackend).dump(IPerson)])
"""
PERSON = 'id,name,displayname,creation_rationale\n1,anna,"Anna",8\n'


def everything(backend):
    """All rows that a backend has, by their target."""
    return {target: list(backend.dump(target)) for target in targets()}


class LoadTests(StoreTestCase):
    def setUp(self):
        super().setUp()
        self.files = self.folder / "files"

    def person(self, text=PERSON):
        self.files.mkdir(exist_ok=True)
        (self.files / "person.csv").write_text(text, encoding="utf-8")
        return str(self.files)

    def test_a_store_is_made_of_files(self):
        """With all tables, and the rows that the files have."""
        result = self.command("load", self.person(), "--store", self.uri)
        what = f"Loading {self.files} into {self.path}"
        self.assertEqual(
            (0, "1 rows in 1 tables\n", f"{what} …\n{what}: done\n"), result
        )
        self.assertEqual(
            (0, "[(1, 'anna', 'Anna')]\n", ""),
            self.command("run", self.script(COUNT), "--store", self.uri),
        )

    def test_what_does_not_fit_leaves_nothing(self):
        """A store that would have been made is not there."""
        code, out, err = self.command(
            "load", self.person(PERSON + "2,ben\n"), "--store", self.uri
        )
        self.assertEqual((2, ""), (code, out))
        self.assertEqual(
            "lp-persistence: Nothing was loaded: person.csv, line 3: it has 2 values "
            "instead of 4.",
            err.splitlines()[-1],
        )
        self.assertFalse(self.path.exists())

    def test_files_come_to_what_is_there(self):
        """A store that has rows keeps them, and gets the others."""
        self.command("load", self.person(), "--store", self.uri)
        more = PERSON.replace("1,anna", "2,ben")
        self.assertEqual(
            0, self.command("load", self.person(more), "--store", self.uri)[0]
        )
        _, out, _ = self.command("run", self.script(COUNT), "--store", self.uri)
        self.assertEqual("[(1, 'anna', 'Anna'), (2, 'ben', 'Anna')]\n", out)

    def test_a_folder_that_is_none(self):
        """One line."""
        code, _, err = self.command("load", str(self.files), "--store", self.uri)
        self.assertEqual(2, code)
        self.assertIn(f"Nothing was loaded: {self.files} is no folder", err)

    def test_every_backend_gets_the_same(self):
        """All rows of all entities and links, in and out again."""
        self.command("init", "--store", self.uri, "--bugs=60")
        self.command("run", self.script(""), "--store", self.uri)
        generated = everything(getUtility(IBackend))
        write_tables(connection_of(the_store()), self.files)
        self.close()
        server = Server()
        self.addCleanup(server.stop)
        server.start()
        for uri in (f"sqlite:{self.folder / 'other.db'}", server.create_database()):
            with self.subTest(uri):
                code, out, _ = self.command("load", str(self.files), "--store", uri)
                self.assertEqual(0, code)
                self.assertRegex(out, r"^\d+ rows in 45 tables$")
                self.command("run", self.script(""), "--store", uri)
                self.assertEqual(generated, everything(getUtility(IBackend)))
                self.close()
        load_zcml("memory.zcml", lp_persistence)
        code, _, _ = self.command_in_memory("load", str(self.files))
        self.assertEqual(0, code)
        self.assertEqual(generated, everything(getUtility(IBackend)))

    def command_in_memory(self, *arguments):
        self.site = str(PACKAGE / "memory.zcml")
        return self.command(*arguments, "--store", "memory:")


class MemoryTests(CommandTestCase):
    site = str(PACKAGE / "memory.zcml")

    def test_a_world_of_files(self):
        """A folder behind the colon is what memory begins with."""
        (self.folder / "person.csv").write_text(PERSON)
        self.assertEqual(
            (0, "[(1, 'anna', 'Anna')]\n", ""),
            self.command("run", self.script(COUNT), "--store", f"memory:{self.folder}"),
        )

    def test_files_that_do_not_fit(self):
        """The store can't be opened."""
        (self.folder / "person.csv").write_text("id\n")
        self.assertRefused(
            self.command("run", self.script(COUNT), "--store", f"memory:{self.folder}"),
            f"lp-persistence: memory:{self.folder} can't be opened: person.csv, line "
            "1: displayname is missing, and can't be null",
        )


class WithoutStormTests(unittest.TestCase):
    def test_memory_takes_files_by_records(self):
        """Without Storm there are none."""
        with self.assertRaises(CommandError) as caught:
            Memory().load("memory:", Path("files"), Quiet())
        self.assertEqual(
            "memory: takes no table files here: what is in them is said by records "
            "for Storm. Install lp_persistence[storm]",
            str(caught.exception),
        )
        with self.assertRaises(Unavailable) as refused:
            Memory().open("memory:files", Quiet())
        self.assertEqual("memory has no name; say memory:", refused.exception.reason)

    def test_implementations_keep_their_interfaces(self):
        """Each has what its interface declares."""
        verifyObject(ISubcommand, Load())
        for kind in (Memory(), MemoryOfFiles()):
            verifyObject(IStoreKind, kind)

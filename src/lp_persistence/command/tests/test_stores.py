"""Stores of the command: made on first use, whole or not at all."""

from __future__ import annotations

import fcntl
import os
import pty
import socket
import sqlite3
import subprocess
import threading
import time
from pathlib import Path
from unittest import mock

from storm.exceptions import OperationalError
from zope.component import getUtility
from zope.configuration.xmlconfig import file as load_zcml
from zope.event import subscribers
from zope.interface.verify import verifyObject

import lp_persistence
from lp_persistence import Context
from lp_persistence.branding.interfaces import IFile, IFileStore
from lp_persistence.bugs.interfaces import IBug, IBugs
from lp_persistence.command import stores
from lp_persistence.command.events import StoreKept, WorldMade
from lp_persistence.command.interfaces import IStoreKind
from lp_persistence.command.reporters import Quiet
from lp_persistence.command.site import PACKAGE
from lp_persistence.command.stores import Postgres, SQLite
from lp_persistence.command.tests.test_main import PATH, PROGRAM, CommandTestCase
from lp_persistence.errors import Unavailable
from lp_persistence.interfaces import IBackend
from lp_persistence.sample import generate
from lp_persistence.testing.command_line import close_stores

EXAMPLE = """
import sys
from lp_persistence import Context, Launchpad
context = Context()
distros = Launchpad.search(context, distro_name='ubuntu')
bugs = distros.hot_bugs(limit=3)
subscribers = bugs.get_subscribers()
context.realise()
for bug in bugs:
    print(bug.id, bug.title, [person.displayname for person in bug.subscribers])
print('psycopg2' in sys.modules)
"""


class StoreTestCase(CommandTestCase):
    """Has the whole site configured, with Storm's stores closed after it."""

    site = str(PACKAGE / "configure.zcml")

    def setUp(self):
        super().setUp()
        load_zcml("stored.zcml", lp_persistence)
        self.path = self.folder / "var" / "store.db"
        self.uri = f"sqlite:{self.path}"
        #: What stands in its folder when it was made.
        self.made = [self.path.name, f"{self.path.name}.files"]

    def tearDown(self):
        self.close()
        super().tearDown()

    def close(self):
        close_stores()

    def bugs_in_the_store(self):
        return sum(1 for _ in getUtility(IBackend).dump(IBug))


class SQLiteTests(StoreTestCase):
    def test_kinds_keep_their_interface(self):
        """Both are IStoreKind."""
        for kind in (SQLite(), Postgres()):
            verifyObject(IStoreKind, kind)

    def test_a_store_is_made_with_a_world(self):
        """With its folder, and beside it the contents of its files."""
        SQLite().open(self.uri, Quiet())
        self.assertEqual(self.bugs_in_the_store(), len(generate().reports.ids))
        context = Context()
        bugs = getUtility(IBugs)(context).filter(private=True).all()
        self.assertEqual(int(bugs.size()) if context.realise() else None, 0)
        self.close()
        self.assertEqual(sorted(os.listdir(self.path.parent)), self.made)
        files = getUtility(IBackend).dump(IFile)
        types = {row[1]: row[3] for row in files if row[1] is not None}
        contents = getUtility(IFileStore)
        self.assertGreater(len(types), 10)
        for found, media_type in types.items():
            is_image = contents.get(found).startswith(b"\x89PNG")
            self.assertEqual(media_type == "image/png", is_image, found)

    def test_whoever_keeps_things_beside_it_is_told(self):
        """Where it is, and that a world was made in it."""
        told: list[object] = []
        self.addCleanup(subscribers.remove, told.append)
        subscribers.append(told.append)
        SQLite().make(self.uri, 1, 0, Quiet())
        found = [each for each in told if isinstance(each, (StoreKept, WorldMade))]
        self.assertEqual(found, [StoreKept(self.path), WorldMade()])

    def test_a_store_is_made_once(self):
        """What there is stays as it is."""
        SQLite().open(self.uri, Quiet())
        self.close()
        before = self.path.read_bytes()
        SQLite().open(self.uri, Quiet())
        self.close()
        self.assertEqual(self.path.read_bytes(), before)

    def test_a_store_that_is_not_finished_is_none(self):
        """An error while it is made leaves nothing behind."""

        class Fails(Quiet):
            def progress(self, done, total):
                raise KeyboardInterrupt

        with self.assertRaises(KeyboardInterrupt):
            SQLite().open(self.uri, Fails())
        self.assertEqual(os.listdir(self.path.parent), [])
        SQLite().open(self.uri, Quiet())
        self.assertGreater(self.bugs_in_the_store(), 0)

    def test_what_a_killed_process_left_is_removed(self):
        """It never becomes the store."""
        self.path.parent.mkdir()
        for name in ("store.db.unfinished", "store.db.unfinished-wal"):
            (self.path.parent / name).write_text("half of it")
        SQLite().open(self.uri, Quiet())
        self.close()
        self.assertEqual(sorted(os.listdir(self.path.parent)), self.made)

    def test_a_second_process_waits_for_the_first(self):
        """And takes what that one made."""
        self.path.parent.mkdir()
        other = os.open(self.path.parent, os.O_RDONLY)
        fcntl.flock(other, fcntl.LOCK_EX)
        began = threading.Event()

        class Begins(Quiet):
            def begin(self, title):
                began.set()

        def open_it():
            SQLite().open(self.uri, Begins())
            self.close()

        thread = threading.Thread(target=open_it)
        thread.start()
        try:
            self.assertFalse(began.wait(0.2))
        finally:
            os.close(other)
            thread.join()
        self.assertTrue(began.is_set())
        self.assertTrue(self.path.exists())

    def test_a_path_may_have_any_characters(self):
        """Those that mean something in a URI too."""
        path = self.folder / "a b%20c?d#e&f" / "größe.db"
        SQLite().open(f"sqlite:{path}", Quiet())
        self.close()
        self.assertEqual(
            sorted(os.listdir(path.parent)), [path.name, f"{path.name}.files"]
        )

    def test_a_path_with_two_slashes(self):
        """It is the path, and names no host."""
        SQLite().open(f"sqlite:/{self.path}", Quiet())
        self.assertTrue(self.path.exists())

    def test_another_database_is_no_store(self):
        """It lacks the tables, and gets none."""
        path = self.folder / "other.db"
        connection = sqlite3.connect(path)
        connection.execute("CREATE TABLE other (id INTEGER)")
        connection.close()
        with self.assertRaises(Unavailable) as caught:
            SQLite().open(f"sqlite:{path}", Quiet())
        reason = "none of our tables is there; in an empty one lp-persistence init "
        self.assertEqual(caught.exception.reason, f"{reason}makes them")

    def test_what_cannot_be_opened_is_named(self):
        """With the reason, whatever stands in the way."""
        file = self.folder / "text"
        file.write_text("This is no store. " * 100)
        for path, reason in (
            ("", "it names no file; say sqlite:PATH"),
            (file, "file is not a database"),
            (self.folder, "unable to open database file"),
            (file / "x.db", f"{file} is no folder"),
            ("/proc/none/x.db", "No such file or directory"),
        ):
            with self.assertRaises(Unavailable) as caught:
                SQLite().open(f"sqlite:{path}", Quiet())
            self.assertEqual(
                str(caught.exception), f"sqlite:{path} can't be opened: {reason}"
            )


class PostgresTests(StoreTestCase):
    def test_what_keeps_a_store_from_being_made_is_said_in_a_line(self):
        """A folder that nobody may write to, a full disk; nothing is left."""
        full = OperationalError("database or disk is full\nMore about it.")
        with (
            mock.patch.object(stores, "create_tables", side_effect=full),
            self.assertRaises(Unavailable) as caught,
        ):
            SQLite().open(self.uri, Quiet())
        self.assertEqual(
            f"{self.uri} can't be opened: database or disk is full",
            str(caught.exception),
        )
        self.assertEqual([], list(self.path.parent.iterdir()))

    def test_a_server_that_is_not_there_is_one_line(self):
        """Without the password that the URI holds."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.assertRefused(
            self.command(
                "run",
                self.script(""),
                f"--store=postgres://ada:secret@127.0.0.1:{port}/x",
            ),
            f"lp-persistence: postgres://ada:…@127.0.0.1:{port}/x can't be opened: "
            f'connection to server at "127.0.0.1", port {port} failed: '
            "Connection refused",
        )

    def test_addresses_that_are_none(self):
        """One line as well."""
        for store in ("postgres://localhost:abc/x", "postgres://%zz"):
            code, out, err = self.command("run", self.script(""), f"--store={store}")
            self.assertEqual((2, ""), (code, out), store)
            self.assertEqual(1, err.count("\n"), err)


class CommandTests(StoreTestCase):
    def test_a_script_runs_the_same_on_each_store(self):
        """Quietly, and without a driver that it does not need."""
        script = self.script(EXAMPLE)
        shown = []
        for store in ("memory:", self.uri, self.uri):
            done = subprocess.run(
                [*PROGRAM, "run", script, "--store", store],
                env={**os.environ, "PYTHONPATH": PATH},
                capture_output=True,
                text=True,
                check=False,
            )
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            shown.append(done.stdout)
        self.assertEqual(shown[0].count("\n"), 4)
        self.assertTrue(shown[0].endswith("False\n"))
        self.assertEqual(len(set(shown)), 1)

    def test_serving_shows_a_bar_while_the_store_is_made(self):
        """On a terminal; then it says where it serves."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        ours, theirs = pty.openpty()
        self.addCleanup(os.close, ours)
        process = subprocess.Popen(
            [*PROGRAM, "serve", f"--port={port}", "--store", self.uri],
            env={**os.environ, "PYTHONPATH": PATH},
            stderr=theirs,
        )
        os.close(theirs)
        try:
            shown, end = "", time.monotonic() + 60
            while "Serving" not in shown and time.monotonic() < end:
                shown += os.read(ours, 4096).decode()
        finally:
            process.terminate()
            process.wait()
        self.assertRegex(shown, rf"\A\rMaking .*0%\r.*\r.*100%\r\nServing on .*:{port}")
        self.assertTrue(Path(self.path).exists())

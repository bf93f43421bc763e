"""Loading, dumping, snapshots and the lock."""

from __future__ import annotations

import threading
import unittest
from datetime import UTC, datetime, timedelta, timezone
from types import SimpleNamespace
from typing import Any

import transaction
from zope.component import getUtility
from zope.configuration.xmlconfig import XMLConfig
from zope.interface.verify import verifyObject

import lp_persistence.memory
from lp_persistence.errors import (
    DatabaseLocked,
    InvalidRow,
    NotAllowed,
    StaleContext,
)
from lp_persistence.interfaces import IBackend, ISnapshot
from lp_persistence.memory.backend import MemoryBackend, MemorySnapshot
from lp_persistence.memory.tests.harbour import Harbour, ISailor, IShip, year
from lp_persistence.steps import (
    Beside,
    Count,
    Everything,
    Follow,
    Followed,
    Keys,
    Scope,
    Values,
    ViewerFacts,
)

COUNT = Count(Scope("ISailor", Everything()))
CREW = Follow(Scope("ISailor", Followed("IShip", "crew", Keys(0))))
ZOE = (6, "Zoe", None, None, None, None)


def count(snapshot: MemorySnapshot) -> Any:
    return snapshot.run(COUNT, Values(), ())[0][0]


class ContractTests(Harbour, unittest.TestCase):
    def test_interfaces(self):
        """Backend and snapshot provide what they promise."""
        verifyObject(IBackend, self.backend)
        verifyObject(ISnapshot, self.backend.snapshot(None))

    def test_zcml_registers_an_empty_one(self):
        """One world for the registry."""
        XMLConfig("configure.zcml", lp_persistence.memory)()
        self.assertEqual(0, count(getUtility(IBackend).snapshot(None)))


class LoadTests(Harbour, unittest.TestCase):
    def refused(self, text: str, target: Any, *rows: Any) -> None:
        """Loading says so, and leaves the world as it was."""
        before = list(self.backend.dump(target))
        with self.assertRaisesRegex(InvalidRow, text):
            self.backend.load(target, rows)
        self.assertEqual(before, list(self.backend.dump(target)))

    def test_a_row_of_another_width(self):
        """The error names the values that a row has."""
        names = r"6 \(id, name, grade, born, wage, mentor\)"
        self.refused(f"has 2 values instead of {names}", ISailor, ZOE, (7, "Max"))

    def test_a_value_of_another_type(self):
        """The error names row, value, attribute and reason."""
        for position, value, text in (
            (1, 5, "ISailor 7 can't have 5 as name: expected str, found int."),
            (1, "a\0", "it holds a NUL character"),
            (1, "\ud800", "it holds half a character"),
            (2, "CAPTAIN", "'CAPTAIN' as grade: expected int, found str"),
            (2, True, "True as grade: expected int, found bool"),
            (3, datetime(2000, 1, 1), "it has no time zone"),
            (4, 2**63, "it has more than 64 bits"),
            (4, 1.5, "expected int, found float"),
            (5, "1", "as mentor: expected int, found str"),
        ):
            row = (7, *ZOE[1:position], value, *ZOE[position + 1 :])
            self.refused(text, ISailor, ZOE, row)

    def test_an_id_that_is_no_integer(self):
        """None and texts are no ids."""
        self.refused("has no integer for an id: None", ISailor, (None, *ZOE[1:]))
        self.refused("'6' as id", ISailor, ("6", *ZOE[1:]))

    def test_an_id_that_comes_twice(self):
        """In one load or in two."""
        self.refused("ISailor 6 is there already", ISailor, ZOE, ZOE)
        self.refused("ISailor 1 is there already", ISailor, (1, *ZOE[1:]))

    def test_a_link_from_or_to_nothing(self):
        """Both ends must be loaded before."""
        link: Any = IShip["crew"]
        text = r"IShip\['crew'\], \(9, 1\), names IShip 9, .* Load IShip first"
        self.refused(text, link, (1, 5), (9, 1))
        self.refused("names ISailor 99", link, (1, 99))
        self.refused("names ISailor '1'", link, (1, "1"))
        self.refused("is no pair of ids", link, (1, 2, 3))

    def test_an_edge_that_is_no_link(self):
        """The error says where it is kept."""
        for field, text in (
            (ISailor["ships"], r"IShip\['crew'\] keeps it"),
            (ISailor["school"], "ISailor's class computes it"),
            (ISailor["mentor"], "it is part of the rows of ISailor"),
        ):
            with self.assertRaisesRegex(NotAllowed, text):
                self.backend.load(field, [(1, 2)])

    def test_dates_become_utc(self):
        """Whatever time zone they came in."""
        east = timezone(timedelta(hours=2))
        born = datetime(2000, 1, 1, 2, tzinfo=east)
        self.backend.load(ISailor, [(6, None, None, born, None, None)])
        [row] = self.backend.dump(ISailor, 5)
        self.assertEqual(year(2000), row[3])
        self.assertIs(UTC, row[3].tzinfo)

    def test_rows_that_come_as_they_are_read(self):
        """Any iterable will do, of any sequences; also from the same world."""
        self.backend.load(ISailor, ([key, *ZOE[1:]] for key in (6, 7)))
        self.backend.load(IShip["crew"], self.backend.dump(IShip["crew"]))
        self.assertEqual(12, len(list(self.backend.dump(IShip["crew"]))))


class DumpTests(Harbour, unittest.TestCase):
    def test_rows_in_the_order_of_the_id(self):
        """Those of load, from the beginning or behind an id."""
        self.backend.load(ISailor, [(-1, *ZOE[1:])])
        ids = [row[0] for row in self.backend.dump(ISailor)]
        self.assertEqual([-1, 1, 2, 3, 4, 5], ids)
        self.assertEqual([4, 5], [row[0] for row in self.backend.dump(ISailor, 3)])

    def test_pairs_in_order(self):
        """Duplicates as they were loaded."""
        self.backend.load(IShip["crew"], [(1, 1)])
        pairs = list(self.backend.dump(IShip["crew"]))
        self.assertEqual([(1, 1)] * 3 + [(1, 2), (1, 3), (2, 3), (2, 4)], pairs)
        self.assertEqual([(2, 4)], list(self.backend.dump(IShip["crew"], (2, 3))))

    def test_a_dump_loads(self):
        """Into a backend that then dumps the same."""
        other = MemoryBackend()
        for target in ISailor, IShip, IShip["crew"]:
            other.load(target, self.backend.dump(target))
            self.assertEqual(list(self.backend.dump(target)), list(other.dump(target)))

    def test_a_dump_goes_on_while_more_is_loaded(self):
        """It gives what was there when it began."""
        dump = self.backend.dump(ISailor)
        self.backend.load(ISailor, [ZOE])
        self.assertEqual(5, len(list(dump)))


class SnapshotTests(Harbour, unittest.TestCase):
    def tearDown(self) -> None:
        transaction.abort()
        super().tearDown()

    def test_a_snapshot_does_not_change(self):
        """Rows and links that are loaded later are not seen."""
        before = self.backend.snapshot(None)
        self.backend.load(ISailor, [ZOE])
        self.backend.load(IShip["crew"], [(3, 6)])
        after = self.backend.snapshot(None)
        self.assertEqual((5, 6), (count(before), count(after)))
        self.assertEqual([], before.run(CREW, Values(), ([3],)))
        self.assertEqual([(3, 6)], after.run(CREW, Values(), ([3],)))

    def test_a_copy_begins_with_the_same_world(self):
        """And goes its own way."""
        copy = self.backend.copy()
        copy.load(ISailor, [ZOE])
        self.backend.load(ISailor, [(7, *ZOE[1:]), (8, *ZOE[1:])])
        self.assertEqual(6, count(copy.snapshot(None)))
        self.assertEqual(7, count(self.backend.snapshot(None)))

    def test_a_snapshot_ends_with_its_transaction(self):
        """By commit and by abort."""
        for end in transaction.commit, transaction.abort:
            snapshot = self.backend.snapshot(None)
            snapshot.check(("ISailor",))
            end()
            for read in lambda s=snapshot: count(s), lambda s=snapshot: s.check(()):
                with self.assertRaisesRegex(StaleContext, "make a new context"):
                    read()

    def test_a_failed_commit_ends_it_too(self):
        """Nothing can be read in a transaction that failed."""
        snapshot = self.backend.snapshot(None)
        manager = FailingManager()
        transaction.get().join(manager)
        with self.assertRaisesRegex(RuntimeError, "no room"):
            transaction.commit()
        with self.assertRaises(StaleContext):
            count(snapshot)

    def test_the_end_of_another_transaction_is_none_of_its(self):
        """Of another thread, or one that began later."""
        snapshot = self.backend.snapshot(None)
        thread = threading.Thread(target=transaction.abort)
        thread.start()
        thread.join()
        self.assertEqual(5, count(snapshot))

    def test_outside_of_a_transaction_it_lasts_until_one_begins(self):
        """An application's manager may begin transactions only when told."""
        transaction.abort()
        transaction.manager.explicit = True
        self.addCleanup(setattr, transaction.manager, "explicit", False)
        snapshot = self.backend.snapshot(None)
        self.assertEqual(5, count(snapshot))
        transaction.begin()
        with self.assertRaises(StaleContext):
            count(snapshot)


class FailingManager:
    """A resource manager that can't commit."""

    transaction_manager = transaction.manager

    def sortKey(self) -> str:
        return "failing"

    def commit(self, transaction: Any) -> None:
        raise RuntimeError("no room")

    def abort(self, transaction: Any) -> None:
        pass

    tpc_begin = tpc_vote = tpc_finish = tpc_abort = abort


class LockTests(Harbour, unittest.TestCase):
    def test_every_access_is_refused(self):
        """The error names what was asked, and the view."""
        snapshot = self.backend.snapshot(None)
        self.backend.refuse(SimpleNamespace(view="+index"))
        facts = ViewerFacts(("friends",), "ISailor")
        for statement, access in (
            ("Count of ISailor", lambda: count(snapshot)),
            ("Follow of ISailor", lambda: snapshot.run(CREW, Values(), ((),))),
            (
                "Beside of ISailor, ISailor",
                lambda: snapshot.run(Beside((CREW, CREW)), Values(), ((),)),
            ),
            ("ViewerFacts friends", lambda: snapshot.run(facts, Values((1,)), ())),
            ("load of ISailor", lambda: self.backend.load(ISailor, [ZOE])),
            (r"load of IShip['crew']", lambda: self.backend.load(IShip["crew"], ())),
            ("dump of ISailor", lambda: self.backend.dump(ISailor)),
            ("finish_load", self.backend.finish_load),
        ):
            with self.subTest(statement), self.assertRaises(DatabaseLocked) as caught:
                access()
            self.assertEqual(statement, caught.exception.statement)
            self.assertEqual("+index", caught.exception.view)

    def test_tokens_count(self):
        """Access is free when the last is taken back, in whatever order."""
        first, second = SimpleNamespace(view="a"), SimpleNamespace(view="b")
        self.backend.refuse(first)
        self.backend.refuse(second)
        self.backend.allow(first)
        with self.assertRaisesRegex(DatabaseLocked, "while b was rendered"):
            self.backend.finish_load()
        self.backend.allow(second)
        self.backend.finish_load()

    def test_a_token_that_refuses_nothing(self):
        """It can't be taken back."""
        token = SimpleNamespace(view=None)
        with self.assertRaisesRegex(NotAllowed, "it was not refused with"):
            self.backend.allow(token)

"""Members counted by a fact."""

from __future__ import annotations

from typing import Any

from zope.interface.verify import verifyObject
from zope.security.checker import ProxyFactory

from lp_persistence.bugs.enums import BugTaskImportance, BugTaskStatus
from lp_persistence.bugs.interfaces import IBugs, IBugTask, IBugTasks
from lp_persistence.context import Context
from lp_persistence.errors import (
    InvalidValue,
    NotAllowed,
    NotRealised,
    PicklingRefused,
    RealiseError,
    RowError,
    UnknownName,
)
from lp_persistence.interfaces import ALL_SEEING, ICounts
from lp_persistence.model import get_model
from lp_persistence.people.entities import Person
from lp_persistence.people.interfaces import IPersons
from lp_persistence.tests.village import ADA, BEN, CRASH, CYD, EXIT, TYPO, Village

NEW, TRIAGED = BugTaskStatus.NEW, BugTaskStatus.TRIAGED
RELEASED = BugTaskStatus.FIXRELEASED


class CountsTests(Village):
    def counts(self, build: Any, fact: str, viewer: Any = None) -> dict[Any, int]:
        context = Context(viewer)
        counts = build(context).counted_by(fact)
        context.realise()
        return dict(counts.items())

    def test_visible_members_by_value(self):
        """In the order of the fact; what is hidden does not count."""
        found = self.counts(IBugTasks, "status")
        self.assertEqual([(NEW, 2), (TRIAGED, 1), (RELEASED, 1)], list(found.items()))
        found = self.counts(IBugTasks, "status", Person(id=ADA))
        self.assertEqual({NEW: 3, TRIAGED: 1, RELEASED: 1}, found)

    def test_none_is_the_largest(self):
        """As in every order."""
        found = self.counts(IBugs, "heat", ALL_SEEING)
        self.assertEqual([(50, 2), (90, 1), (None, 1)], list(found.items()))

    def test_facts_that_are_computed(self):
        """Own facts and graph facts as well, by the names that filters use."""
        people = lambda context: IPersons(context).of([ADA, BEN, CYD])  # noqa: E731
        self.assertEqual({True: 2, False: 1}, self.counts(people, "valid"))
        self.assertEqual({False: 3}, self.counts(people, "team"))

    def test_each_member_once(self):
        """Reached twice, in a union, in a link table."""
        self.assertEqual(
            {50: 1},
            self.counts(lambda c: IBugTasks(c).of([1, 2]).reach("bug"), "heat"),
        )

        def union(context: Context) -> Any:
            bugs = IBugs(context).of([CRASH, EXIT])
            bugs.update(IBugs(context).of([EXIT, TYPO]))
            return bugs

        self.assertEqual({50: 2, None: 1}, self.counts(union, "heat"))

    def test_narrowed(self):
        """What a limit or a key leaves out does not count."""
        self.assertEqual({50: 1}, self.counts(lambda c: IBugs(c).limit(1), "heat"))
        self.assertEqual(
            {50: 1, None: 1}, self.counts(lambda c: IBugs(c).after("[1]"), "heat")
        )
        self.assertEqual({}, self.counts(lambda c: IBugs(c).of([]), "heat"))

    def test_one_statement_and_nobody_is_loaded(self):
        """Whatever there is; a further realise() knows it."""
        context = Context()
        tasks = IBugTasks(context)
        counts = tasks.counted_by("status")
        self.assertEqual("1. count by status of IBugTasks", str(context.plan()))
        context.realise()
        self.assertEqual(0, context.realise().statements)
        self.assertEqual(2, counts[NEW])
        self.assertRaises(NotRealised, list, tasks)

    def test_loaded_members_tell(self):
        """If they were asked for the fact; else it is counted."""
        for name, statements in (("description", 2), ("heat", 1)):
            context = Context()
            bugs = IBugs(context).of([CRASH, EXIT, TYPO]).need(name)
            counts = IBugs(context).of([CRASH, EXIT, TYPO]).counted_by("heat")
            self.assertEqual(statements, context.realise().statements, name)
            self.assertEqual({50: 2, None: 1}, counts)
            self.assertEqual(3, len(bugs))

    def test_at_once(self):
        """After realise(), where the objects tell it."""
        context = Context()
        tasks = IBugTasks(context).of([1, 2, 3]).need("status")
        context.realise()
        self.assertEqual(
            {TRIAGED: 1}, tasks.filter(status=TRIAGED).counted_by("status")
        )
        self.assertRaisesRegex(
            NotRealised,
            r"IBugTasks.of\(…\) built at .*:\d+ was not counted by importance yet. "
            r"Call context.realise\(\) before it is read.",
            tasks.counted_by("importance").items,
        )

    def test_a_limit_of_a_limit(self):
        """What nobody could count is loaded, with the fact."""
        context = Context()
        bugs = IBugs(context).limit(3).limit(2)
        counts = bugs.counted_by("heat")
        context.realise()
        self.assertEqual({50: 2}, counts)
        self.assertEqual([50, 50], [bug.heat for bug in bugs])

    def test_it_reads_like_a_mapping(self):
        """That nobody can change."""
        context = Context()
        counts = IBugTasks(context).counted_by("status")
        verifyObject(ICounts, counts)
        self.assertEqual("<Counts of IBugTasks by status>", repr(counts))
        self.assertRaises(NotRealised, counts.keys)
        self.assertRaises(NotRealised, lambda: counts[NEW])
        context.realise()
        self.assertEqual((NEW, TRIAGED, RELEASED), counts.keys())
        self.assertEqual((2, 1, 1), counts.values())
        self.assertEqual([NEW, TRIAGED, RELEASED], list(counts))
        self.assertEqual((3, True, False), (len(counts), NEW in counts, None in counts))
        self.assertEqual((2, 2), (counts[NEW], counts.get(NEW)))
        self.assertEqual(0, counts[BugTaskStatus.INVALID])
        self.assertEqual((0, 7), (counts[None], counts.get(None, 7)))
        self.assertEqual(f"<Counts {dict(counts.items())}>", repr(counts))
        self.assertRaises(PicklingRefused, counts.__reduce_ex__, 2)
        self.assertRaises(TypeError, hash, counts)

    def test_of_a_value_that_nobody_could_have(self):
        """It is refused, whatever there is."""
        context = Context()
        counts = IBugTasks(context).counted_by("status")
        context.realise()
        self.assertRaises(InvalidValue, lambda: counts[BugTaskImportance.HIGH])

    def test_from_views(self):
        """Behind a security proxy, with values that are."""
        context = Context()
        counts = ProxyFactory(ProxyFactory(IBugTasks(context)).counted_by("status"))
        context.realise()
        self.assertEqual(2, counts[ProxyFactory(NEW)])
        self.assertIn(ProxyFactory(NEW), counts)
        self.assertEqual([("New", 2)], [(s.title, n) for s, n in counts.items()][:1])

    def test_what_is_nothing_to_count_by(self):
        """Each is refused, with what could be."""
        context = Context()
        bugs = IBugs(context)
        for name in ("id", "date_created", "reporter", "tags", "tasks"):
            with self.assertRaisesRegex(
                NotAllowed,
                rf"^IBug\.{name} is nothing to count by: that takes a fact that "
                rf"members share. Count by one of: .*heat, .*title\.$",
            ):
                bugs.counted_by(name)
        with self.assertRaisesRegex(UnknownName, "IBug has no fact 'nothing'"):
            bugs.counted_by("nothing")
        self.assertRaises(UnknownName, bugs.counted_by, "description")
        with self.assertRaisesRegex(InvalidValue, "expected the name of a fact"):
            bugs.counted_by(7)
        self.assertEqual(0, context.realise().statements)

    def test_an_item_that_nobody_knows(self):
        """It is told like every wrong row, once for all that have it."""
        self.break_status(1, 2)
        context = Context()
        counts = IBugTasks(context).counted_by("status")
        with self.assertRaises(RowError) as caught:
            context.realise()
        self.assertNotIsInstance(caught.exception, RealiseError)
        self.assertEqual(
            "2 of IBugTask have the status 7, which BugTaskStatus does not know "
            "(in IBugTasks).",
            str(caught.exception),
        )
        self.assertRaises(NotRealised, counts.items)

    def break_status(self, *keys: int) -> None:
        """Two more tasks of bug 1, whose status no item has."""
        rows = list(self.backend.dump(IBugTask))
        stored = get_model().type_of(IBugTask).stored
        wrong = []
        for key in keys:
            row = dict(zip(stored, rows[0], strict=True)) | {"id": 90 + key}
            wrong.append(tuple((row | {"status": 7}).values()))
        self.backend.load(IBugTask, wrong)
        self.backend.finish_load()

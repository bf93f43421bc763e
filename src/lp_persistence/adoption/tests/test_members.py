"""Groups of Storm objects, and back."""

import unittest
from typing import Any

import transaction
from storm.database import create_database
from storm.store import Store
from storm.zope.interfaces import IZStorm
from zope.component import getGlobalSiteManager, getUtility
from zope.interface.verify import verifyObject
from zope.security.checker import NamesChecker, ProxyFactory
from zope.security.proxy import removeSecurityProxy

from lp_persistence import ALL_SEEING, Context, Not
from lp_persistence.adoption import IStormObject
from lp_persistence.adoption.members import StormMember
from lp_persistence.adoption.originals import StormOriginals
from lp_persistence.adoption.tests.application.model import (
    Bug,
    DistributionSourcePackage,
    Person,
)
from lp_persistence.adoption.tests.site import Site, configure, statements
from lp_persistence.bugs.interfaces import IBugs, IBugTasks
from lp_persistence.errors import (
    DatabaseLocked,
    InvalidValue,
    NoSuchMember,
    NotAllowed,
    NotRealised,
)
from lp_persistence.interfaces import IBackend, IMember, IOriginals
from lp_persistence.memory.backend import MemoryBackend
from lp_persistence.mixed import MixedGroup
from lp_persistence.people.interfaces import IPersons
from lp_persistence.people.tables import Person as OurPerson
from lp_persistence.pillars.entities import Distribution
from lp_persistence.pillars.interfaces import IProducts
from lp_persistence.pillars.packages.interfaces import (
    IDistributionSourcePackages,
    ISourcePackages,
)
from lp_persistence.pillars.tables import Distribution as OurDistribution
from lp_persistence.publication.lock import locked
from lp_persistence.publication.modes import Token
from lp_persistence.storm.interfaces import IStoreSource
from lp_persistence.storm.stores import ZStormSource, store_uri
from lp_persistence.storm.tests.world import (
    ANN,
    BOB,
    DEBIAN,
    LAMP,
    SECRET,
    UBUNTU,
    fill,
)
from lp_persistence.testing.layers import MEMORY
from lp_persistence.testing.storm_layers import POSTGRESQL, SQLITE


def ids(group: Any) -> list[Any]:
    return [member.id for member in group]


class ThereAndBack(Site):
    def bugs(self: Any, *numbers: int) -> list[Any]:
        return [self.store.get(Bug, number) for number in numbers]

    def test_storm_objects_are_members_beside_ids_and_entities(self: Any):
        """Their keys are told by the objects: making the group asks nothing."""
        (entity,) = self.realised(IBugs, 4)
        first, second = self.bugs(1, 2)
        context = self.context()
        group = self.assert_sent(
            0, lambda: IBugs(context).of([second, first, 3, entity])
        )
        context.realise()
        self.assertEqual([1, 2, 3, 4], ids(group))

    def realised(self, group_interface: Any, *numbers: int) -> Any:
        context = self.context()
        group = group_interface(context).of(numbers)
        context.realise()
        return group

    def test_security_proxied_ones_too(self: Any):
        """What a view holds is all that it has."""
        (bug,) = self.bugs(1)
        proxied = ProxyFactory(bug, NamesChecker([]))
        context = self.context()
        group = IBugs(context).of([proxied])
        context.realise()
        self.assertEqual([1], ids(group))

    def test_whom_the_viewer_may_not_see_is_left_out(self: Any):
        """As everywhere."""
        context = Context()
        group = IBugs(context).of(self.bugs(1, 3))
        context.realise()
        self.assertEqual([1], ids(group))

    def test_a_key_is_told_after_the_end_of_its_transaction(self: Any):
        """Without asking whether the row is there still: the context does."""
        (bug,) = self.bugs(1)
        transaction.commit()
        context = self.context()
        self.assert_sent(0, lambda: IBugs(context).of([bug]))

    def test_objects_of_our_own_classes_are_members(self: Any):
        """They are of the same table."""
        context = self.context()
        group = IPersons(context).of([self.store.get(OurPerson, ANN)])
        context.realise()
        self.assertEqual([ANN], ids(group))

    def test_they_are_what_references_of_several_types_lead_to(self: Any):
        """One, several, and what is not one; in searches as well."""
        entity = Distribution(id=UBUNTU)
        stands = self.store.get(OurDistribution, UBUNTU)
        context = self.context()
        for test in (lambda one: one, lambda one: {one}, Not):
            found, wanted = (
                IBugTasks(context).filter(target=test(one)).all()
                for one in (stands, entity)
            )
            searched, expected = (
                IBugs(context).search(target=test(one)).all()
                for one in (stands, entity)
            )
            context.realise()
            self.assertTrue(ids(found))
            self.assertEqual(ids(wanted), ids(found))
            self.assertEqual(ids(expected), ids(searched))

    def refused(self: Any, reason: str, storm_object: Any, group: Any = IBugs) -> None:
        with self.assertRaises(InvalidValue) as caught:
            group(self.context()).of([storm_object])
        self.assertEqual(reason, str(caught.exception))

    def test_an_object_of_another_class_is_refused(self: Any):
        """With what it is, without asking it."""
        person = self.store.get(Person, ANN)
        transaction.commit()
        with statements() as sent:
            self.refused(
                "IBugs.of can't be <Person 1>: IBug entities are Bug objects.", person
            )
        self.assertEqual(0, len(sent))

    def test_one_that_was_not_flushed_is_refused(self: Any):
        """It has no id; a read does not write, to get it one."""
        bug = self.store.add(Bug())
        self.addCleanup(transaction.abort)
        with statements() as sent:
            self.refused(
                "IBugs.of can't be <Bug without a row>: it has no id yet: flush its "
                "store first.",
                bug,
            )
        self.assertEqual(0, len(sent))

    def test_one_of_a_closed_store_is_refused(self: Any):
        """Whatever it tells may be long untrue."""
        store = Store(create_database(store_uri(self.layer["uri"])))
        bug = store.get(Bug, 1)
        store.close()
        self.refused(
            "IBugs.of can't be <Bug 1>: its store is closed: get it again from an open "
            "one.",
            bug,
        )

    def test_one_of_no_store_any_more_is_refused(self: Any):
        """The store was reset."""
        (bug,) = self.bugs(1)
        self.store.reset()
        self.refused(
            "IBugs.of can't be <Bug 1>: it belongs to no store any more: get it again "
            "from one.",
            bug,
        )

    def test_what_is_no_storm_object_is_refused_as_ever(self: Any):
        """Adoption takes nothing else."""
        self.refused(
            "IBugs.of can't be 'one': expected ids or IBug entities.",
            "one",
        )

    def test_of_entities_that_are_made_of_others_no_class_is_known(self: Any):
        """Until the application names it."""
        with self.assertRaisesRegex(NotAllowed, "made of others.*persistence:adopt"):
            ISourcePackages(self.context()).of(self.bugs(1))

    def test_ids_of_several_parts_are_made_of_what_is_named(self: Any):
        """There and back; a package that has no row is told."""
        row = DistributionSourcePackage()
        row.distribution_id, row.sourcepackagename_id = UBUNTU, LAMP
        self.store.add(row)
        self.store.flush()
        context = self.context()
        packages = IDistributionSourcePackages(context).of([row, (DEBIAN, LAMP)])
        context.realise()
        self.assertEqual([(UBUNTU, LAMP), (DEBIAN, LAMP)], ids(packages))
        with self.assertRaisesRegex(
            NoSuchMember, r"no DistributionSourcePackage .* \(2, 1\), in the store"
        ):
            packages.for_change()
        first, second = packages
        self.assertIs(row, IStormObject(first))
        self.assertIsNone(IStormObject(second, None))

    def test_edges_are_filtered_by_them(self: Any):
        """One, a set of them, negated; another class is refused by name."""
        ann, bob = (self.store.get(Person, each) for each in (ANN, BOB))
        context = self.context()
        tasks = IBugTasks(context)
        groups = [
            tasks.filter(assignee=value)
            for value in (bob, {ann, bob}, ProxyFactory(ann, NamesChecker([])))
        ]
        none = tasks.filter(assignee=Not(bob), bug=self.bugs(1)[0])
        context.realise()
        self.assertEqual([[1, 5, 6, 9], [1, 5, 6, 8, 9], [8]], list(map(ids, groups)))
        self.assertEqual([8], ids(none))
        with self.assertRaisesRegex(InvalidValue, "IBugTask.assignee can't be <Bug 1>"):
            tasks.filter(assignee=self.bugs(1)[0])

    def test_a_viewer_may_be_a_storm_object(self: Any):
        """Of the application that is adopted, it is who is signed in."""
        context = Context(viewer=self.store.get(Person, SECRET))
        group = IBugs(context).of([3])
        context.realise()
        self.assertEqual([3], ids(group))
        self.assertEqual(SECRET, context.viewer.id)
        with self.assertRaisesRegex(InvalidValue, "viewer"):
            Context(viewer=self.store.get(Bug, 1))

    def test_originals_come_by_one_statement_in_the_groups_order(self: Any):
        """The application's own objects, from its own store."""
        context = self.context()
        bugs = IBugs(context).of([1, 2, 3, 4]).ordered_by("-heat")
        context.realise()
        found = self.assert_sent(1, bugs.for_change)
        self.assertEqual([2, 3, 1, 4], [bug.id for bug in found])
        self.assertEqual({Bug}, set(map(type, found)))
        self.assertEqual({self.store}, set(map(Store.of, found)))

    def test_what_storm_has_at_hand_is_not_asked_for_again(self: Any):
        """And is the same object."""
        context = self.context()
        bugs = IBugs(context).of(self.bugs(1, 2))
        context.realise()
        kept = self.bugs(1, 2)
        found = self.assert_sent(0, bugs.for_change)
        self.assertEqual([True, True], [a is b for a, b in zip(kept, found)])

    def test_pending_changes_are_seen(self: Any):
        """A store flushes as it does when it is asked for objects."""
        bugs = self.realised(IBugs, 1)
        (bug,) = self.bugs(1)
        bug.title = "Changed"
        self.assertEqual(["Changed"], [each.title for each in bugs.for_change()])
        self.assertEqual(
            ("Changed",),
            self.store._connection.execute(
                "SELECT title FROM bug WHERE id=1"
            ).get_one(),
        )

    def test_those_of_mixed_groups_come_by_one_statement_for_each_type(self: Any):
        """In the order of the mixed group, security-proxied or not."""
        context = self.context()
        people, bugs = IPersons(context).of([BOB, ANN]), IBugs(context).of([1, 4])
        mixed = MixedGroup(people, bugs)
        newest = MixedGroup(people, bugs, newest="date_created", limit=3)
        for part in (people, bugs):
            part.need("date_created")
        context.realise()
        found = self.assert_sent(2, mixed.for_change)
        kept = [self.store.get(Person, ANN), self.store.get(Person, BOB)]
        kept += self.bugs(1, 4)
        self.assertEqual(kept, list(found))
        self.assertEqual(
            [(type(each).__name__, each.id) for each in newest.for_change()],
            [(type(each).__name__, each.id) for each in newest],
        )
        proxied = ProxyFactory(mixed).for_change()
        self.assertEqual(kept, [removeSecurityProxy(each) for each in proxied])

    def test_a_class_that_was_not_said_is_told_of_mixed_groups_as_well(self: Any):
        """Whoever is in it today."""
        context = self.context()
        mixed = MixedGroup(IPersons(context).of([ANN]), IProducts(context).of([]))
        context.realise()
        with self.assertRaisesRegex(NotAllowed, "IProduct entities are was not said"):
            mixed.for_change()

    def test_one_that_is_gone_is_told(self: Any):
        """None is left out in silence, for it would not be changed."""
        bugs = self.realised(IBugs, 4, 6)
        self.store.execute("DELETE FROM bug WHERE id = 6")
        with self.assertRaises(NoSuchMember) as caught:
            bugs.for_change()
        self.assertEqual(
            "There is no Bug any more of IBug 6, in the store where it is written. "
            "Realise the group again, in a new context.",
            str(caught.exception),
        )

    def test_a_group_that_was_not_realised_has_none_yet(self: Any):
        """As with all that is read of it."""
        with self.assertRaises(NotRealised):
            IBugs(self.context()).of([1]).for_change()

    def test_a_single_entity_is_adapted(self: Any):
        """To nothing, where its row is gone or it has no id."""
        (bug,) = self.realised(IBugs, 6)
        found = self.assert_sent(1, lambda: IStormObject(bug, None))
        self.assertIs(self.store.get(Bug, 6), found)
        self.store.remove(found)
        self.assertIsNone(IStormObject(bug, None))
        self.assertIsNone(IStormObject(object(), None))

    def test_under_the_lock_both_raise(self: Any):
        """Though Storm has the objects at hand."""
        bugs = self.realised(IBugs, 1)
        kept = self.bugs(1)
        for get in (bugs.for_change, lambda: IStormObject(bugs.one(), None)):
            with (
                locked(Token("BugPage (/bugs/1)")),
                self.assertRaises(DatabaseLocked) as caught,
            ):
                get()
            self.assertIn(
                "while BugPage (/bugs/1) was rendered: what each IBug was read from, "
                "to be changed.",
                str(caught.exception),
            )
            self.assertIn(
                "Get what is changed before the page is rendered, or after.",
                str(caught.exception),
            )
        self.assertEqual(kept, list(bugs.for_change()))

    def test_security_proxied_groups_give_proxied_objects(self: Any):
        """A tuple's elements have the checkers of their own classes."""
        bugs = ProxyFactory(self.realised(IBugs, 1))
        (bug,) = bugs.for_change()
        self.assertIsInstance(removeSecurityProxy(bug), Bug)

    def test_of_others_the_class_has_to_be_said(self: Any):
        """Those that the records read are not the application's own."""
        context = self.context()
        products = IProducts(context).of([1])
        context.realise()
        with self.assertRaisesRegex(
            NotAllowed,
            "Which Storm class of the application IProduct entities are was not said: "
            '<persistence:adopt for="lp_persistence.pillars.interfaces.IProduct" '
            "class=… />.",
        ):
            products.for_change()

    def test_the_adapters_are_what_they_say(self: Any):
        """Of the interfaces of the heart."""
        verifyObject(IMember, StormMember(self.bugs(1)[0]))
        verifyObject(IOriginals, StormOriginals(self.layer["backend"]))

    def test_the_store_is_the_one_that_the_policy_names_for_writing(self: Any):
        """Whichever was read from; where it refuses, so does this."""

        class Blocked(Exception):
            """The application's own."""

        class Policy(ZStormSource):
            """Reads from a standby, and writes to the primary, if at all."""

            primary: Any = None

            def store_for_change(self, interface: Any) -> Any:
                if self.primary is None:
                    raise Blocked(interface.__name__)
                return self.primary

        source = Policy(self.layer["source"].store_name)
        getGlobalSiteManager().registerUtility(source, IStoreSource)
        bugs = self.realised(IBugs, 1)
        with self.assertRaisesRegex(Blocked, "IBug"):
            bugs.for_change()
        zstorm = getUtility(IZStorm)
        source.primary = zstorm.get("primary", store_uri(self.layer["uri"]))
        self.addCleanup(source.primary.close)
        self.addCleanup(zstorm.remove, source.primary)
        self.addCleanup(transaction.abort)
        (bug,) = bugs.for_change()
        self.assertIs(source.primary, Store.of(bug))
        self.assertIsNot(self.store, source.primary)

    def test_a_policy_may_refuse_reading(self: Any):
        """What it raises is the application's own."""

        class Blocked(Exception):
            """The application's own."""

        class Policy(ZStormSource):
            def store_for(self, interface: Any, context: Any) -> Any:
                raise Blocked(interface.__name__)

        getGlobalSiteManager().registerUtility(Policy(), IStoreSource)
        with self.assertRaisesRegex(Blocked, "IBug"):
            self.realised(IBugs, 1)


class TestOnSQLite(ThereAndBack, unittest.TestCase):
    layer = SQLITE


class TestOnPostgreSQL(ThereAndBack, unittest.TestCase):
    layer = POSTGRESQL


class TestInMemory(unittest.TestCase):
    layer = MEMORY

    def test_memory_has_no_objects_to_be_changed(self):
        """The error says what has."""
        fill(self.layer["backend"])
        context = Context(viewer=ALL_SEEING)
        tasks = IBugTasks(context).of([1])
        context.realise()
        with self.assertRaises(NotAllowed) as caught:
            tasks.for_change()
        self.assertEqual(
            "IBugTasks have no objects to be changed: what keeps them is a "
            "MemoryBackend. An application's own come from the Storm backend, with "
            '<include package="lp_persistence.adoption" />.',
            str(caught.exception),
        )

    def test_with_adoption_it_has_none_either(self):
        """An adapter of entities gives nothing then."""
        configure()
        self.assertIsInstance(getUtility(IBackend), MemoryBackend)
        fill(self.layer["backend"])
        context = Context(viewer=ALL_SEEING)
        tasks = IBugTasks(context).of([1])
        context.realise()
        with self.assertRaises(NotAllowed):
            tasks.for_change()
        self.assertIsNone(IStormObject(tasks.one(), None))

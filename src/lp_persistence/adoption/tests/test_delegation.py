"""Attributes of Storm classes that groups answer: what callers see of it."""

import unittest
from collections.abc import Callable
from typing import Any

import transaction
from storm.database import create_database
from storm.store import Store
from zope.component import getGlobalSiteManager
from zope.security.checker import NamesChecker, ProxyFactory
from zope.security.proxy import removeSecurityProxy

from lp_persistence.adoption import delegated, prefill, realised_property
from lp_persistence.adoption.interfaces import IPropertyCaches
from lp_persistence.adoption.tests.application.model import (
    Bug,
    BugSubscription,
    BugTask,
    Distribution,
    DistributionSourcePackage,
    Person,
)
from lp_persistence.adoption.tests.application.services import (
    clear_property_cache,
    get_property_cache,
)
from lp_persistence.adoption.tests.site import Site
from lp_persistence.bugs.interfaces import IBugs, IBugTasks
from lp_persistence.errors import (
    DatabaseLocked,
    InvalidValue,
    NotAllowed,
    NotPrefilled,
    NotRegistered,
    UnknownName,
)
from lp_persistence.pillars.interfaces import IDistributions
from lp_persistence.publication.lock import locked
from lp_persistence.publication.modes import Token
from lp_persistence.storm.stores import store_uri
from lp_persistence.storm.tests.world import (
    ANN,
    BOB,
    DAY,
    EVE,
    LAMP,
    SECRET,
    TEAM,
    UBUNTU,
)
from lp_persistence.testing.calls import calls_of
from lp_persistence.testing.storm_layers import POSTGRESQL, SQLITE
from lp_persistence.tests.test_place import line


def ids(objects: Any) -> Any:
    return [each.id for each in objects]


class References(Site):
    def task(self: Any, number: int) -> BugTask:
        task = self.store.get(BugTask, number)
        assert isinstance(task, BugTask)
        return task

    def test_callers_get_the_applications_own_object(self: Any):
        """By the one get that Storm would do."""
        task = self.task(1)
        person = self.assert_sent(1, lambda: task.assignee)
        self.assertIs(self.store.get(Person, BOB), person)
        self.assertEqual(1, person.loaded)

    def test_what_storm_has_at_hand_costs_nothing(self: Any):
        """Nor does what was read before, or a reference that is None."""
        task, other, nobody = self.task(1), self.task(5), self.task(2)
        held = task.assignee
        self.assertIs(held, self.assert_sent(0, lambda: other.assignee))
        self.assertIs(held, self.assert_sent(0, lambda: task.assignee))
        self.assertIsNone(self.assert_sent(0, lambda: nobody.assignee))

    def test_it_costs_no_statement_more_than_storms_own(self: Any):
        """One by one over all rows, from an empty cache."""
        tasks = list(self.store.find(BugTask).order_by(BugTask.id))
        new = self.assert_sent(3, lambda: [task.assignee for task in tasks])
        self.store.reset()
        tasks = list(self.store.find(BugTask).order_by(BugTask.id))
        old = self.assert_sent(3, lambda: [task.old_assignee for task in tasks])
        self.assertEqual(
            *([each and each.name for each in some] for some in (new, old))
        )

    def test_it_can_be_assigned_as_before(self: Any):
        """The validator of its column is asked."""
        task, person = self.task(1), self.store.get(Person, EVE)
        task.assignee = person
        self.assertEqual(("assignee_id", EVE), task.validated)
        self.assertEqual(EVE, task.assignee_id)
        self.assertIs(person, self.assert_sent(0, lambda: task.assignee))
        self.store.flush()
        self.store.invalidate(task)
        self.assertEqual(EVE, task.assignee.id)
        task.assignee = None
        self.assertIsNone(task.assignee_id)
        self.assertIsNone(task.assignee)
        task.assignee = BOB
        self.assertEqual(BOB, task.assignee.id)
        with self.assertRaisesRegex(ValueError, "nobody works for 13"):
            task.assignee = 13

    def test_security_proxied_objects_can_be_assigned(self: Any):
        """As to Storm's own references."""
        task, person = self.task(1), self.store.get(Person, EVE)
        task.assignee = ProxyFactory(person, NamesChecker([]))
        self.assertIs(person, task.assignee)

    def test_an_object_that_was_not_flushed_can_be_assigned(self: Any):
        """Its id is filled in when it is flushed, and it is flushed first."""
        task = self.task(1)
        person = self.store.add(Person())
        person.name, person.displayname = "new", "New"
        person.visibility = self.store.get(Person, ANN).visibility
        person.membership_policy, person.datecreated = 1, DAY
        person.hide_email_addresses = False
        task.assignee = person
        self.assertIs(person, task.assignee)
        self.store.flush()
        self.assertEqual(person.id, task.assignee_id)

    def test_a_key_that_changes_is_seen(self: Any):
        """However it was changed, and whatever was prefilled."""
        task = self.task(1)
        prefill([task], "assignee")
        task.assignee_id = EVE
        self.assertEqual(EVE, task.assignee.id)
        self.store.execute("UPDATE bugtask SET assignee = ? WHERE id = 1", (ANN,))
        self.store.invalidate(task)
        self.assertEqual(ANN, task.assignee.id)

    def test_it_flushes_when_storm_would(self: Any):
        """An object whose removal was not flushed is not there any more."""
        task = self.task(1)
        self.store.execute("DELETE FROM bugsubscription")
        person = self.store.get(Person, BOB)
        person.displayname = "Robert"
        _ = self.task(9).assignee  # Storm has it at hand, and flushes all the same
        stored = self.store._connection.execute(
            "SELECT displayname FROM person WHERE id = ?", (BOB,)
        )
        self.assertEqual(("Robert",), stored.get_one())
        self.assertIs(person, task.assignee)

    def test_it_is_compared_in_finds(self: Any):
        """As Storm's own references are."""
        person = self.store.get(Person, BOB)
        found = self.store.find(BugTask, BugTask.assignee == person)
        self.assertEqual([1, 5, 6, 9], sorted(ids(found)))
        self.assertEqual(
            4,
            self.store.find(
                BugTask, BugTask.assignee == Person.id, Person.id == BOB
            ).count(),
        )

    def test_what_was_read_is_in_the_property_cache(self: Any):
        """Under the attribute's name, until it is assigned, or cleared."""
        task = self.task(1)
        person = task.assignee
        self.assertIs(person, get_property_cache(task).assignee)
        clear_property_cache(task)
        self.assertIs(person, self.assert_sent(0, lambda: task.assignee))
        prefill([self.task(3)], "assignee")
        cache = get_property_cache(self.task(3))
        self.assertEqual(SECRET, cache.assignee.id)
        self.task(3).assignee = None
        self.assertFalse(hasattr(cache, "assignee"))

    def test_it_goes_on_through_a_security_proxy(self: Any):
        """And gives what the checkers of the classes let through."""
        task = ProxyFactory(self.task(1), NamesChecker(["assignee"]))
        person = task.assignee
        self.assertIsInstance(removeSecurityProxy(person), Person)

    def test_an_object_of_no_store_has_none(self: Any):
        """As with Storm's own."""
        task = BugTask()
        self.assertIsNone(task.assignee)
        task.assignee_id = BOB
        self.assertIsNone(task.assignee)

    def test_a_reference_of_several_columns(self: Any):
        """To what has a row of its own, by the columns that make its id."""
        row = DistributionSourcePackage()
        row.distribution_id, row.sourcepackagename_id = UBUNTU, LAMP
        self.store.add(row)
        task, other = self.task(5), self.task(1)
        self.assertIs(row, task.package)
        self.assertIsNone(self.assert_sent(0, lambda: other.package))
        self.store.reset()
        tasks = list(self.store.find(BugTask))
        self.assert_sent(1, lambda: prefill(tasks, "package"))
        self.assertEqual([5], [each.id for each in tasks if each.package is not None])

    def test_many_are_filled_by_one_statement(self: Any):
        """Of all that Storm has not at hand; what is filled costs nothing."""
        tasks = list(self.store.find(BugTask).order_by(BugTask.id))
        self.assert_sent(1, lambda: prefill(tasks, "assignee"))
        names = self.assert_sent(
            0, lambda: [task.assignee and task.assignee.name for task in tasks]
        )
        self.assertEqual(
            ["bob", None, "secret", None, "bob", "bob", None, "ann", "bob", None], names
        )
        self.assert_sent(0, lambda: prefill(tasks, "assignee"))

    def test_objects_of_an_earlier_transaction_are_read_again_at_once(self: Any):
        """By one statement for all of them, and one for what they lead to."""
        tasks = list(self.store.find(BugTask))
        transaction.commit()
        self.assert_sent(2, lambda: prefill(tasks, "assignee"))
        self.assert_sent(0, lambda: [(task.status, task.assignee) for task in tasks])

    def test_a_realised_property_answers_what_was_prefilled(self: Any):
        """Also None, and what was assigned; and raises for all else."""
        task, nobody = self.task(1), self.task(2)
        self.assertIsNone(nobody.realised_assignee)
        with self.assertRaises(NotPrefilled) as caught:
            _ = task.realised_assignee
        here = line(-1)
        self.assertEqual(
            "BugTask.realised_assignee was not prefilled. Add 'realised_assignee' to "
            "the for_change() that gives these objects, or say prefill(objects, "
            "'realised_assignee') before they are read. It was read at "
            f"{here} in "
            "References.test_a_realised_property_answers_what_was_prefilled.",
            str(caught.exception),
        )
        prefill([task], "realised_assignee")
        self.assertEqual(BOB, task.realised_assignee.id)
        nobody.realised_assignee = task.realised_assignee
        self.assertEqual(BOB, nobody.realised_assignee.id)

    def test_what_is_not_at_hand_is_refused_under_the_lock(self: Any):
        """With what to say before."""
        task, other = self.task(1), self.task(3)
        prefill([task], "assignee")
        with locked(Token("the page")):
            self.assertEqual(BOB, task.assignee.id)
            with self.assertRaises(DatabaseLocked) as caught:
                _ = other.assignee
        self.assertIn(
            "BugTask.assignee is delegated: add 'assignee' to the for_change() that "
            "gives these objects, or say prefill(objects, 'assignee'), before the page "
            "is rendered.",
            str(caught.exception),
        )


class Collections(Site):
    def bug(self: Any, number: int) -> Bug:
        bug = self.store.get(Bug, number)
        assert isinstance(bug, Bug)
        return bug

    def test_a_collection_costs_its_one_statement(self: Any):
        """It gives the application's own objects, in the group's order, each once."""
        bug = self.bug(1)
        found = self.assert_sent(1, lambda: bug.subscribers)
        self.assertEqual([ANN, SECRET], ids(found))
        self.assertEqual({Person}, set(map(type, found)))
        self.assertEqual(bug.old_subscribers, found)
        self.assertIs(found, self.assert_sent(0, lambda: bug.subscribers))
        other = self.bug(2)
        self.assertEqual([], self.assert_sent(1, lambda: other.subscribers))

    def test_its_objects_are_those_that_storm_has(self: Any):
        """Not loaded again, with what was changed in them."""
        person = self.store.get(Person, SECRET)
        person.displayname = "Aaron"
        first, second = self.bug(1).subscribers
        self.assertIs(person, first)
        self.assertEqual(("Aaron", "Ann"), (first.displayname, second.displayname))

    def test_pending_changes_are_seen_as_before(self: Any):
        """A find flushes, and so does this."""
        row = BugSubscription()
        row.bug_id, row.person_id, row.subscribed_by_id = 2, BOB, ANN
        row.date_created = DAY
        self.store.add(row)
        self.assertEqual([BOB], ids(self.bug(2).subscribers))

    def test_a_block_of_flushes_holds(self: Any):
        """As for Storm's own finds."""
        bug = self.bug(4)
        self.store.block_implicit_flushes()
        self.addCleanup(self.store.unblock_implicit_flushes)
        self.store.get(Person, ANN).displayname = "Changed"
        self.assertEqual([BOB], ids(bug.subscribers))
        stored = self.store._connection.execute(
            "SELECT displayname FROM person WHERE id = ?", (ANN,)
        )
        self.assertEqual(("Ann",), stored.get_one())

    def test_it_goes_with_the_property_cache(self: Any):
        """One by one, all at once, and at the end of the transaction."""
        bug = self.bug(1)
        for clear in (
            lambda: delattr(get_property_cache(bug), "subscribers"),
            lambda: clear_property_cache(bug),
            transaction.commit,
        ):
            _ = bug.subscribers
            clear()
            self.store.execute("SELECT 1")
            with_bug = bug.title  # the row itself is read again after a commit
            self.assertTrue(with_bug)
            self.assert_sent(1, lambda: bug.subscribers)

    def test_the_application_may_fill_it_itself(self: Any):
        """As it did."""
        bug = self.bug(1)
        get_property_cache(bug).subscribers = ["whoever"]
        self.assertEqual(["whoever"], self.assert_sent(0, lambda: bug.subscribers))

    def test_it_is_everything_that_there_is(self: Any):
        """Storm knew no viewer; the application's security says who may see it."""
        self.assertIn(SECRET, ids(self.bug(1).subscribers))

    def test_under_the_lock_the_attribute_is_named(self: Any):
        """Not what its statement asks for."""
        bug = self.bug(1)
        with locked(Token("the page")), self.assertRaises(DatabaseLocked) as caught:
            _ = bug.subscribers
        self.assertIn("Bug.subscribers is delegated: add", str(caught.exception))

    def test_edges_that_are_made_of_others(self: Any):
        """One statement as well."""
        self.store.find(BugSubscription, bug_id=4).one().bug_id = 2
        bug = self.bug(3)
        self.assertEqual(
            [BOB], ids(self.assert_sent(1, lambda: bug.duplicate_subscribers))
        )

    def test_what_makes_the_value(self: Any):
        """A list, unless something else is said."""
        team = self.store.get(Person, TEAM)
        self.assertEqual(tuple, type(team.members))
        self.assertEqual([SECRET, BOB], ids(team.members))
        self.assertEqual(list, type(self.bug(1).subscribers))

    def test_facts_are_delegated_by_their_names(self: Any):
        """Of many objects by one statement as well."""
        people = [self.store.get(Person, each) for each in (ANN, EVE, TEAM)]
        self.assertEqual(True, self.assert_sent(1, lambda: people[0].is_valid))
        self.assert_sent(1, lambda: prefill(people, "is_valid"))
        self.assertEqual(
            [True, False, True],
            self.assert_sent(0, lambda: [each.is_valid for each in people]),
        )

    def test_texts_are_a_list_under_whatever_name_they_are_cached(self: Any):
        """Launchpad's cached properties may have one of their own in the cache."""
        bugs = [self.bug(1), self.bug(4)]
        self.assertEqual(["Z", "a", "é"], self.assert_sent(1, lambda: bugs[0].tags))
        self.assertEqual(["Z", "a", "é"], get_property_cache(bugs[0])._cached_tags)
        get_property_cache(bugs[0])._cached_tags = ["theirs"]
        self.assertEqual(["theirs"], bugs[0].tags)
        self.assert_sent(1, lambda: prefill(bugs, "tags"))
        self.assertEqual([["theirs"], []], [bug.tags for bug in bugs])

    def test_many_are_filled_by_one_statement_for_each_attribute(self: Any):
        """And by further ones for what they lead to, that Storm has not at hand."""
        bugs = list(self.store.find(Bug, Bug.id < 5).order_by(Bug.id))
        self.assert_sent(2, lambda: prefill(bugs, "bugtasks.assignee", "bugtasks"))
        self.assert_sent(1, lambda: prefill(bugs, "subscribers"))
        found = self.assert_sent(
            0,
            lambda: [
                (
                    ids(bug.subscribers),
                    [task.assignee and task.assignee.id for task in bug.bugtasks],
                )
                for bug in bugs
            ],
        )
        self.assertEqual(
            [
                ([ANN, SECRET], [BOB, ANN]),
                ([], [None]),
                ([], [SECRET, BOB, None]),
                ([BOB], [None, BOB, BOB]),
            ],
            found,
        )

    def test_each_object_is_asked_of_its_own_store(self: Any):
        """Whichever that is; one statement for each."""
        other = Store(create_database(store_uri(self.layer["uri"])))
        self.addCleanup(other.close)
        bugs = [self.bug(1), other.get(Bug, 4), other.get(Bug, 1)]
        self.assert_sent(2, lambda: prefill(bugs, "subscribers"))
        self.assertEqual(
            [self.store, other, other],
            [Store.of(bug.subscribers[0]) for bug in bugs],
        )

    def test_a_group_fills_them_in_what_it_gives_to_be_changed(self: Any):
        """One statement for the objects, one for each attribute."""
        context = self.context()
        bugs = IBugs(context).of([1, 4])
        context.realise()
        found = self.assert_sent(2, lambda: bugs.for_change("subscribers"))
        self.assertEqual(
            [[ANN, SECRET], [BOB]],
            self.assert_sent(0, lambda: [ids(bug.subscribers) for bug in found]),
        )

    def test_limits_hold_for_each(self: Any):
        """And tests, where the verb takes some."""

        class First(Bug):
            one_task = delegated(IBugs, "get_tasks", limit=1)
            unassigned = delegated(IBugs, "get_tasks", assignee=None)

        bugs = list(self.store.find(First, First.id < 5).order_by(First.id))
        self.assert_sent(2, lambda: prefill(bugs, "one_task", "unassigned"))
        self.assertEqual([[1], [2], [3], [4]], [ids(bug.one_task) for bug in bugs])
        self.assertEqual([[], [2], [10], [4]], [ids(bug.unassigned) for bug in bugs])

    def test_an_order_that_a_link_keeps(self: Any):
        """The group's own, of those that the limit leaves to each."""
        distributions = list(self.store.find(Distribution).order_by(Distribution.id))
        self.assert_sent(1, lambda: prefill(distributions, "hot_bugs"))
        ubuntu, debian = (ids(each.hot_bugs) for each in distributions)
        context = self.context()
        group = IDistributions(context).of([1, 2])
        hot = group.hot_bugs(limit=3, each=True)
        context.realise()
        self.assertEqual([5, 3, 1], ubuntu)
        self.assertEqual({*ubuntu, *debian}, set(ids(hot)))

    def test_a_realised_property_can_not_populate(self: Any):
        """It tells what to prefill."""
        bug = self.bug(1)
        with self.assertRaisesRegex(
            NotPrefilled, r"Bug.some_affected was not prefilled. Add 'some_affected' to"
        ):
            _ = bug.some_affected
        prefill([bug], "some_affected")
        self.assertEqual([ANN], ids(bug.some_affected))

    def test_without_a_property_cache_it_is_asked_each_time(self: Any):
        """And prefilling says what is missing."""
        registry = getGlobalSiteManager()
        registry.unregisterUtility(get_property_cache, IPropertyCaches)
        bug = self.bug(1)
        for _ in range(2):
            self.assertEqual(
                [ANN, SECRET], ids(self.assert_sent(1, lambda: bug.subscribers))
            )
        with self.assertRaises(NotRegistered) as caught:
            prefill([bug], "subscribers")
        self.assertEqual(
            "Bug.subscribers can't be kept: the application has no property cache. "
            "Register what gives that of an object: <utility "
            "component=…get_property_cache "
            "provides=lp_persistence.adoption.interfaces.IPropertyCaches />.",
            str(caught.exception),
        )
        registry.registerUtility(get_property_cache, IPropertyCaches)
        prefill([bug], "subscribers")
        self.assert_sent(0, lambda: bug.subscribers)

    def test_it_can_not_be_assigned(self: Any):
        """No row of its own holds it."""
        with self.assertRaises(NotAllowed) as caught:
            self.bug(1).subscribers = []
        self.assertEqual(
            "Bug.subscribers can't be assigned: no column of its own row holds it. "
            "Change what IBugs.get_subscribers reads.",
            str(caught.exception),
        )

    def test_objects_without_a_row_are_refused(self: Any):
        """With what they are."""
        for bug, reason in (
            (Bug(), "it belongs to no store, which could tell"),
            (self.bug(6), "it has no row, which could tell"),
        ):
            if Store.of(bug) is not None:
                self.store.remove(bug)
            with self.assertRaisesRegex(InvalidValue, reason):
                _ = bug.subscribers

    def test_prefilling_what_is_not_delegated_is_refused(self: Any):
        """With what is."""
        with self.assertRaises(UnknownName) as caught:
            prefill([self.bug(1)], "title")
        self.assertEqual(
            "Bug has no delegated attribute 'title'; there are: bugtasks, "
            "duplicate_subscribers, some_affected, subscribers, tags.",
            str(caught.exception),
        )

    def test_a_class_that_was_there_can_be_converted(self: Any):
        """Without its body."""
        Bug.late = delegated(IBugs, "get_affected")
        self.addCleanup(delattr, Bug, "late")
        self.assertEqual([EVE], ids(self.bug(3).late))

    def test_a_count_is_of_everybody(self: Any):
        """Whoever looks, as with the members that it counts."""
        Bug.followers = delegated(IBugs, "subscriber_count")
        self.addCleanup(delattr, Bug, "followers")
        for key in (1, 3):
            bug = self.bug(key)
            self.assertEqual(len(bug.subscribers), bug.followers)

    def test_wrong_names_are_told(self: Any):
        """When it is first read: the classes are there before the registrations."""

        class Wrong(Bug):
            other = delegated(IBugTasks, "get_assignee")
            own = delegated(IBugs, "is_private")
            further = delegated(IBugs, "open")
            told = delegated(IBugs, "is_mine")
            gone = realised_property(IBugs, "get_none")

        class WrongTask(BugTask):
            verb = delegated(IBugTasks, "get_assignees")
            several = delegated(IBugTasks, "get_target")
            unsaid = delegated(IBugTasks, "get_product")

        wrong = self.store.get(Wrong, 1)
        task = self.store.get(WrongTask, 1)
        for owner, name, error, message in (
            (task, "verb", UnknownName, "no verb or attribute 'get_assignees'"),
            (task, "several", NotAllowed, "IBugTasks.get_target is of several types"),
            (task, "unsaid", NotAllowed, "adopt for=…IProduct class=… />."),
            (
                wrong,
                "other",
                NotAllowed,
                "Wrong objects are no IBugTask entities, which groups of IBugTasks "
                "have: these are BugTask objects.",
            ),
            (wrong, "own", NotAllowed, "IBug.is_private can't be delegated as it stan"),
            (wrong, "further", NotAllowed, "is no edge of its members alone"),
            (wrong, "told", NotAllowed, "IBug.is_mine can't be delegated: it depends"),
            (wrong, "gone", UnknownName, "IBugs has no verb or attribute 'get_none'"),
        ):
            with self.assertRaisesRegex(error, message):
                getattr(owner, name)


def reading(owner: Any, name: str) -> Callable[[], Any]:
    return lambda: getattr(owner, name)


class TestCosts(Site, unittest.TestCase):
    layer = SQLITE

    def test_what_is_at_hand_costs_what_it_did(self):
        """No more calls than of a cached property, or of Storm's own reference."""
        task, bug = self.store.get(BugTask, 1), self.store.get(Bug, 1)
        prefill([task], "assignee")
        prefill([bug], "subscribers")
        for owner, old, new in (
            (task, "old_assignee", "assignee"),
            (bug, "old_subscribers", "subscribers"),
        ):
            getattr(owner, old)
            getattr(owner, new)
            before, after = calls_of(reading(owner, old)), calls_of(reading(owner, new))
            self.assertLessEqual(len(after), len(before), (before, after))


class TestReferencesOnSQLite(References, unittest.TestCase):
    layer = SQLITE


class TestCollectionsOnSQLite(Collections, unittest.TestCase):
    layer = SQLITE


class TestCollectionsOnPostgreSQL(Collections, unittest.TestCase):
    layer = POSTGRESQL

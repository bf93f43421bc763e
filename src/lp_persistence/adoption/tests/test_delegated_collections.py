"""Collections, facts and texts of Storm classes that groups answer: what callers see
of it.
"""

import unittest
from typing import Any

import transaction

from lp_persistence.adoption import delegated, prefill
from lp_persistence.adoption.tests.application.model import (
    Bug,
    BugSubscription,
    Person,
)
from lp_persistence.adoption.tests.application.services import (
    clear_property_cache,
    get_property_cache,
)
from lp_persistence.adoption.tests.site import Site
from lp_persistence.bugs.interfaces import IBugs
from lp_persistence.errors import (
    DatabaseLocked,
)
from lp_persistence.publication.lock import locked
from lp_persistence.publication.modes import Token
from lp_persistence.storm.tests.world import (
    ANN,
    BOB,
    DAY,
    EVE,
    SECRET,
    TEAM,
)
from lp_persistence.testing.storm_layers import POSTGRESQL, SQLITE


def ids(objects: Any) -> Any:
    return [each.id for each in objects]


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


class TestOnSQLite(Collections, unittest.TestCase):
    layer = SQLITE


class TestOnPostgreSQL(Collections, unittest.TestCase):
    layer = POSTGRESQL

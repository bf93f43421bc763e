"""Delegated attributes of many objects, filled at once."""

import unittest
from typing import Any

from storm.database import create_database
from storm.store import Store
from zope.component import getGlobalSiteManager

from lp_persistence.adoption import delegated, prefill
from lp_persistence.adoption.interfaces import IPropertyCaches
from lp_persistence.adoption.tests.application.model import (
    Bug,
    Distribution,
)
from lp_persistence.adoption.tests.application.services import (
    get_property_cache,
)
from lp_persistence.adoption.tests.site import Site
from lp_persistence.bugs.interfaces import IBugs
from lp_persistence.errors import (
    NotPrefilled,
    NotRegistered,
    UnknownName,
)
from lp_persistence.pillars.interfaces import IDistributions
from lp_persistence.storm.stores import store_uri
from lp_persistence.storm.tests.world import (
    ANN,
    BOB,
    SECRET,
)
from lp_persistence.testing.storm_layers import POSTGRESQL, SQLITE


def ids(objects: Any) -> Any:
    return [each.id for each in objects]


class Prefilled(Site):
    def bug(self: Any, number: int) -> Bug:
        bug = self.store.get(Bug, number)
        assert isinstance(bug, Bug)
        return bug

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

    def test_prefilling_what_is_not_delegated_is_refused(self: Any):
        """With what is."""
        with self.assertRaises(UnknownName) as caught:
            prefill([self.bug(1)], "title")
        self.assertEqual(
            "Bug has no delegated attribute 'title'; there are: bugtasks, "
            "duplicate_subscribers, some_affected, subscribers, tags.",
            str(caught.exception),
        )


class TestOnSQLite(Prefilled, unittest.TestCase):
    layer = SQLITE


class TestOnPostgreSQL(Prefilled, unittest.TestCase):
    layer = POSTGRESQL

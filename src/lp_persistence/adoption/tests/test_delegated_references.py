"""References of Storm classes that groups answer: what callers see of it."""

import unittest
from typing import Any

import transaction
from zope.security.checker import NamesChecker, ProxyFactory
from zope.security.proxy import removeSecurityProxy

from lp_persistence.adoption import prefill
from lp_persistence.adoption.tests.application.model import (
    BugTask,
    DistributionSourcePackage,
    Person,
)
from lp_persistence.adoption.tests.application.services import (
    clear_property_cache,
    get_property_cache,
)
from lp_persistence.adoption.tests.site import Site
from lp_persistence.errors import (
    DatabaseLocked,
    NotPrefilled,
)
from lp_persistence.publication.lock import locked
from lp_persistence.publication.modes import Token
from lp_persistence.storm.tests.world import (
    ANN,
    BOB,
    DAY,
    EVE,
    LAMP,
    SECRET,
    UBUNTU,
)
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


class TestOnSQLite(References, unittest.TestCase):
    layer = SQLITE


class TestOnPostgreSQL(References, unittest.TestCase):
    layer = POSTGRESQL

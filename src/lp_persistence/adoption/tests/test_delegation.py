"""What can not be delegated, or asked of what is; and what it costs that is at hand."""

import unittest
from collections.abc import Callable
from threading import Event, RLock, Thread
from typing import Any
from unittest import mock

from storm.store import Store

from lp_persistence.adoption import (
    delegated,
    delegation,
    prefill,
    realised_property,
)
from lp_persistence.adoption.state import STATE
from lp_persistence.adoption.tests.application.model import (
    Bug,
    BugTask,
)
from lp_persistence.adoption.tests.site import Site
from lp_persistence.bugs.interfaces import IBugs, IBugTasks
from lp_persistence.errors import (
    InvalidValue,
    NotAllowed,
    UnknownName,
)
from lp_persistence.pillars.interfaces import IDistributions
from lp_persistence.pillars.tables import Distribution as OurDistribution
from lp_persistence.testing.calls import calls_of
from lp_persistence.testing.storm_layers import SQLITE


def ids(objects: Any) -> Any:
    return [each.id for each in objects]


class TestRefusals(Site, unittest.TestCase):
    layer = SQLITE

    def bug(self: Any, number: int) -> Bug:
        bug = self.store.get(Bug, number)
        assert isinstance(bug, Bug)
        return bug

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
            (task, "unsaid", NotAllowed, r"interfaces.IProduct\" class=… />."),
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
            (
                wrong,
                "gone",
                UnknownName,
                "IBugs has no verb or attribute 'get_none'; there are: affected_count, "
                ".*get_watches, is_duplicate, subscriber_count, tags.$",
            ),
        ):
            with self.assertRaisesRegex(error, message):
                getattr(owner, name)

    def test_what_is_made_of_others_is_no_storm_object(self: Any):
        """Not even where the application has a class: few of them have a row. It is
        refused before it is read."""

        class Place(OurDistribution):
            __storm_table__ = "distribution"
            packages = delegated(IDistributions, "get_source_packages")

        with self.assertRaisesRegex(
            NotAllowed,
            "can't be delegated: IDistributionSourcePackage is made of others, and has "
            "no Storm object where it has no row. Read it as entities, from "
            r"IDistributions\(context\).of",
        ):
            vars(Place)["packages"].check()


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


class Told:
    """A lock that tells when a thread has to wait for it."""

    def __init__(self, waiting: Event):
        self._lock = RLock()
        self._waiting = waiting

    def __enter__(self) -> None:
        if not self._lock.acquire(blocking=False):
            self._waiting.set()
            self._lock.acquire()

    def __exit__(self, *exc_info: object) -> None:
        self._lock.release()


class TestThreads(Site, unittest.TestCase):
    layer = SQLITE

    def test_registrations_that_change_while_it_is_found_out(self):
        """What was found of the old ones is not kept."""
        descriptor, bug = vars(Bug)["subscribers"], self.store.get(Bug, 1)
        kind_of, found, changed = delegation.kind_of, [], Event()

        def change() -> None:
            STATE.forget()
            changed.set()

        other = Thread(target=change)

        def find(*args: Any) -> Any:
            kind = kind_of(*args)
            found.append(kind)
            if not other.ident:
                other.start()
                # Either it waits for the lock, or it has gone past.
                changed.wait(60)
            return kind

        descriptor.forget()
        with (
            mock.patch.object(descriptor, "_resolving", Told(changed)),
            mock.patch.object(delegation, "kind_of", find),
        ):
            descriptor.resolve(Bug)
            other.join()
            _ = bug.subscribers
        self.assertEqual(2, len(found))

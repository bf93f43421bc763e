"""Snapshots and events of objects that a group gave to be changed."""

import unittest
from typing import Any

from lazr.lifecycle.event import ObjectModifiedEvent
from lazr.lifecycle.interfaces import IObjectModifiedEvent
from lazr.lifecycle.snapshot import Snapshot
from zope.component import provideHandler
from zope.event import notify
from zope.interface import Interface, classImplements, providedBy
from zope.interface.declarations import classImplementsOnly, implementedBy
from zope.schema import Object

from lp_persistence.adoption import realised_property
from lp_persistence.adoption.tests.application.model import BugTask, Person
from lp_persistence.adoption.tests.site import Site
from lp_persistence.bugs.interfaces import IBugTasks
from lp_persistence.storm.tests.world import BOB, EVE
from lp_persistence.testing.storm_layers import SQLITE


class ITask(Interface):
    """What the application snapshots of a task."""

    assignee = Object(Interface, title="Who works on it")


def was_and_is(task: Any, event: Any) -> tuple[int, int]:
    return event.object_before_modification.assignee.id, task.assignee.id


class TestEvents(Site, unittest.TestCase):
    layer = SQLITE

    def setUp(self) -> None:
        super().setUp()
        self.addCleanup(classImplementsOnly, BugTask, implementedBy(BugTask))
        classImplements(BugTask, ITask)

    def test_an_event_tells_of_a_delegated_reference(self):
        """What it was, what it is, and which: as before it was converted."""
        told: set[Any] = set()
        provideHandler(
            lambda task, event: told.add((task.id, *was_and_is(task, event))),
            (ITask, IObjectModifiedEvent),
        )
        context = self.context()
        tasks = IBugTasks(context).of([1])
        context.realise()
        (task,) = tasks.for_change("assignee")
        before = self.assert_sent(0, lambda: Snapshot(task, providing=providedBy(task)))
        task.assignee = self.store.get(Person, EVE)
        notify(ObjectModifiedEvent(task, before, ["assignee"]))
        self.assertEqual({(1, BOB, EVE)}, told)

    def test_a_realised_property_is_snapshot_where_it_was_prefilled(self):
        """A snapshot reads what there is, and nothing else."""
        self.addCleanup(setattr, BugTask, "assignee", vars(BugTask)["assignee"])
        BugTask.assignee = realised_property(IBugTasks, "get_assignee")
        context = self.context()
        tasks = IBugTasks(context).of([1])
        context.realise()
        (task,) = tasks.for_change("assignee")
        self.assertEqual(BOB, Snapshot(task, providing=ITask).assignee.id)

"""What bugs, tasks and policies know of themselves."""

from __future__ import annotations

import unittest
from types import SimpleNamespace
from typing import Any

from zope.interface.verify import verifyClass

from lp_persistence.bugs.entities import AccessPolicy, Bug, BugTask
from lp_persistence.bugs.enums import (
    PUBLIC_TYPES,
    UNRESOLVED,
    BugTaskImportance,
    BugTaskStatus,
    InformationType,
)
from lp_persistence.bugs.visibility import policies, sees_bug, sees_part
from lp_persistence.model import get_model
from lp_persistence.people.entities import Person
from lp_persistence.testing.layers import MEMORY


class InterfaceTests(unittest.TestCase):
    layer = MEMORY

    def test_classes(self):
        """Entities and groups implement what they say."""
        for entity_type in get_model():
            for interface, class_ in (
                (entity_type.interface, entity_type.factory),
                (entity_type.group_interface, entity_type.group_factory),
            ):
                with self.subTest(interface.__name__):
                    self.assertTrue(verifyClass(interface, class_))


class FactTests(unittest.TestCase):
    def test_privacy(self):
        """Whatever is not public."""
        for item in InformationType.items:
            self.assertEqual(item.value > 2, Bug(information_type=item).is_private)
        self.assertEqual({1, 2}, {item.value for item in PUBLIC_TYPES})

    def test_unresolved(self):
        """What still asks for work; an unknown state is neither."""
        self.assertEqual(
            {10, 13, 14, 15, 20, 21, 22, 23, 25}, {item.value for item in UNRESOLVED}
        )
        for item in BugTaskStatus.items:
            self.assertEqual(item in UNRESOLVED, BugTask(status=item).is_unresolved)

    def test_stored_integers(self):
        """Those of the real database."""
        resolved = {16, 17, 18, 19, 30, 35}
        self.assertEqual(
            resolved | {999},
            {item.value for item in BugTaskStatus.items if item not in UNRESOLVED},
        )
        self.assertEqual(
            {999, 50, 40, 30, 20, 10, 5},
            {item.value for item in BugTaskImportance.items},
        )

    def test_assignees(self):
        """Of its tasks, as often as they have some."""
        ada = Person(id=1)
        tasks = (BugTask(assignee=ada), BugTask(assignee=None), BugTask(assignee=ada))
        self.assertEqual([ada, ada], list(Bug(tasks=tasks).assignees))

    def test_heat(self):
        """Of the kind of information, duplicates, who is affected, and who is
        subscribed, each person once."""
        ada, ben, eve = (Person(id=key) for key in (1, 2, 3))
        for item, heat in (
            (InformationType.PUBLIC, 0),
            (InformationType.PUBLICSECURITY, 250),
            (InformationType.PRIVATESECURITY, 400),
            (InformationType.USERDATA, 150),
            (InformationType.PROPRIETARY, 150),
            (InformationType.EMBARGOED, 150),
        ):
            bug = Bug(information_type=item, subscribers=(), duplicates=(), affected=())
            self.assertEqual(heat, bug.computed_heat)
        bug = Bug(
            information_type=InformationType.PUBLIC,
            subscribers=(ada, ben),
            duplicates=(Bug(subscribers=(ben, eve)), Bug(subscribers=())),
            affected=(eve,),
        )
        self.assertEqual(2 * 6 + 4 + 3 * 2, bug.computed_heat)


class VisibilityTests(unittest.TestCase):
    def sees(self, bug: Bug, **facts: Any) -> bool:
        viewer = {"admins": (), "teams": (), "policies": (), **facts}
        seen = SimpleNamespace(**{n: frozenset(ids) for n, ids in viewer.items()})
        self.assertEqual(sees_bug(bug, seen), sees_part(BugTask(bug=bug), seen))
        return sees_bug(bug, seen)

    def test_public(self):
        """Seen by everybody, security or not."""
        for item in PUBLIC_TYPES:
            self.assertTrue(self.sees(Bug(information_type=item)))

    def test_private(self):
        """Seen by those granted it or a policy of it, and by admins."""
        bug = Bug(
            information_type=InformationType.USERDATA,
            grantees=(Person(id=1), Person(id=2)),
            policies=(AccessPolicy(id=5),),
        )
        self.assertFalse(self.sees(bug))
        self.assertFalse(self.sees(bug, teams=[3, 5], policies=[1, 2]))
        self.assertTrue(self.sees(bug, teams=[2]))
        self.assertTrue(self.sees(bug, policies=[5]))
        self.assertTrue(self.sees(bug, admins=[9]))

    def test_facts_of_the_viewer(self):
        """The policies of all its teams."""
        team = Person(policies=(AccessPolicy(id=5), AccessPolicy(id=6)))
        viewer = Person(participations=(Person(policies=()), team))
        self.assertEqual([5, 6], list(policies(viewer)))

"""Roots, bound and unbound, and groups of several types."""

from __future__ import annotations

from typing import Any

from zope.component import getUtility
from zope.interface.verify import verifyObject

from lp_persistence.bugs.interfaces import IBugs
from lp_persistence.context import Context
from lp_persistence.errors import NotAllowed, PersistenceError, UnknownName
from lp_persistence.interfaces import IMixedGroup
from lp_persistence.launchpad.lazy import Launchpad
from lp_persistence.mixed import MixedGroup
from lp_persistence.people.interfaces import IPersons
from lp_persistence.pillars.interfaces import IDistributions
from lp_persistence.root import Root
from lp_persistence.tests.village import ADA, BEN, CRASH, EXIT, Village


class UnboundTests(Village):
    def setUp(self) -> None:
        super().setUp()
        self.root: Any = getUtility(IBugs)

    def test_what_is_no_context_is_told(self):
        """Whatever comes instead is told."""
        root = getUtility(IBugs)
        for misuse in (
            lambda: root.filter(title="x"),
            lambda: root.filter(5, title="x"),
            lambda: Launchpad.search("ubuntu", distro_name="x"),
        ):
            with self.assertRaisesRegex(NotAllowed, "takes the context first"):
                misuse()

    def test_verbs_take_the_context_first(self):
        """They are those of the interface."""
        context = Context()
        bugs = self.root.filter(context, heat=50)
        given = self.root.of(context, [CRASH])
        context.realise()
        self.assertEqual([CRASH, EXIT], [bug.id for bug in bugs])
        self.assertEqual([CRASH], [bug.id for bug in given])

    def test_it_is_the_bound_one_with_a_context(self):
        """However it is said."""
        context = Context()
        self.assertEqual(IBugs(context), self.root(context))
        self.assertEqual(IBugs(context), self.root.all(context))

    def test_it_can_not_be_read(self):
        """It belongs to no context."""
        for read in (list, lambda root: CRASH in root):
            with self.assertRaises(NotAllowed) as caught:
                read(self.root)
            self.assertEqual(
                "<unbound IBugs> can't be iterated: it belongs to no context. Say "
                "IBugs(context).",
                str(caught.exception),
            )

    def test_unknown_verbs(self):
        """With those there are; ``hasattr`` is told, too."""
        with self.assertRaises(UnknownName) as caught:
            hasattr(self.root, "get_hotness")
        self.assertIn("'get_hotness'; there are: after, all,", str(caught.exception))

    def test_protocols_of_python(self):
        """It does not speak them, and says so in Python's way."""
        self.assertFalse(hasattr(self.root, "__len__"))
        self.assertEqual("<unbound IBugs>", repr(self.root))

    def test_it_is_no_group(self):
        """An adapter to its interface would not find a context."""
        self.assertIsInstance(self.root, Root)
        self.assertFalse(IBugs.providedBy(self.root))


class BoundTests(Village):
    def test_one_expression(self):
        """Each call gives a handle on it."""
        context = Context()
        one, other = IBugs(context), IBugs(context)
        self.assertIsNot(one, other)
        self.assertEqual(one, other)
        self.assertIs(context, one.context)


class MixedTests(Village):
    def setUp(self) -> None:
        super().setUp()
        self.context = Context()
        self.people = IPersons(self.context).of([ADA, BEN])
        self.distributions = IDistributions(self.context).filter(name="ubuntu")
        self.mixed = MixedGroup(self.distributions, self.people)

    def test_interface(self):
        """A mixed group is one."""
        verifyObject(IMixedGroup, self.mixed)

    def test_members_of_each_in_turn(self):
        """After realise(), as ever."""
        with self.assertRaises(PersistenceError):
            len(self.mixed)
        self.context.realise()
        self.assertEqual(
            ["ubuntu", "ada", "ben"], [member.name for member in self.mixed]
        )
        self.assertEqual(3, len(self.mixed))

    def test_one_type_of_it(self):
        """The interface of a group narrows it."""
        self.assertIs(self.people, IPersons(self.mixed))
        self.assertIs(self.distributions, IDistributions(self.mixed))

    def test_a_type_that_it_does_not_hold(self):
        """The text says how to get it."""
        with self.assertRaises(NotAllowed) as caught:
            IBugs(self.mixed)
        self.assertEqual(
            "<IDistributions.filter(…)> + <IPersons.of(…)> holds no IBugs. Search "
            "for one kind of name to get that kind's group.",
            str(caught.exception),
        )
